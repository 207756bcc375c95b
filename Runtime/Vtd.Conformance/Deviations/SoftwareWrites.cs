using Vtd.Architecture;

namespace Vtd.Conformance.Deviations;

/// <summary>The register writes of software since the last reset, by which known bugs of registers are recognized.</summary>
internal sealed class SoftwareWrites
{
    private readonly Dictionary<int, ulong> _cells = [];
    private readonly HashSet<ulong> _queues = [0];

    /// <summary>Software set the interrupt remapping table pointer (SIRTP).</summary>
    public bool SetsInterruptTable { get; private set; }

    /// <summary>Addresses that the queue may have been switched on with; 0 if it never was.</summary>
    public IReadOnlyCollection<ulong> QueueAddresses => _queues;

    /// <summary>The value of 64 bits that was written last at an offset, which is a multiple of 8.</summary>
    public ulong At(int offset) => _cells.GetValueOrDefault(offset);

    /// <summary>Software writes registers. Eight bytes that are not aligned are two accesses; other places and sizes are refused.</summary>
    public void Write(int offset, int size, ulong value)
    {
        if (size is not (sizeof(uint) or sizeof(ulong)) || offset % sizeof(uint) != 0)
            return; // refused
        if (size == sizeof(ulong) && offset % sizeof(ulong) != 0)
        {
            Write(offset, sizeof(uint), (uint)value);
            Write(offset + sizeof(uint), sizeof(uint), value >> 32);
            return;
        }

        var cell = offset / sizeof(ulong) * sizeof(ulong);
        var shift = 8 * (offset - cell);
        var mask = size == sizeof(ulong) ? ulong.MaxValue : (ulong)uint.MaxValue << shift;
        _cells[cell] = (At(cell) & ~mask) | ((value << shift) & mask);
        if (offset > Gcmd.Offset || offset + size <= Gcmd.Offset)
            return;
        var command = new Gcmd((uint)value);
        SetsInterruptTable |= command.SIRTP;
        if (command.QIE)
            _queues.Add(new Iqa(At(Iqa.Offset)).IQA);
    }

    /// <summary>The unit was reset.</summary>
    public void Reset()
    {
        _cells.Clear();
        _queues.Clear();
        _queues.Add(0);
        SetsInterruptTable = false;
    }

    /// <summary>A copy of these writes, which later ones do not change.</summary>
    public SoftwareWrites Copy()
    {
        var copy = new SoftwareWrites { SetsInterruptTable = SetsInterruptTable };
        foreach (var (offset, value) in _cells)
            copy._cells[offset] = value;
        copy._queues.UnionWith(_queues);
        return copy;
    }
}
