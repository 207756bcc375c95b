using Vtd.Architecture;

namespace Vtd.Conformance.Deviations;

/// <summary>The register writes of software since the last reset, by which known bugs of registers are recognized.</summary>
internal sealed class SoftwareWrites
{
    private readonly Dictionary<int, ulong> _cells = [];
    private readonly HashSet<ulong> _queues = [0];

    /// <summary>Software set the interrupt remapping table pointer (SIRTP).</summary>
    public bool SetsInterruptTable { get; private set; }

    /// <summary>The last command switched interrupt remapping or compatibility-format interrupts on or off.</summary>
    public bool SwitchedInterrupts { get; private set; }

    /// <summary>Addresses that the queue may have been switched on with; 0 if it never was.</summary>
    public IReadOnlyCollection<ulong> QueueAddresses => _queues;

    /// <summary>The value that was written last from an offset to the next multiple of 8 bytes.</summary>
    public ulong At(int offset) => _cells.GetValueOrDefault(CellOf(offset)) >> (8 * (offset - CellOf(offset)));

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

        var cell = CellOf(offset);
        var shift = 8 * (offset - cell);
        var mask = size == sizeof(ulong) ? ulong.MaxValue : (ulong)uint.MaxValue << shift;
        var before = new Gcmd((uint)At(Gcmd.Offset));
        _cells[cell] = (At(cell) & ~mask) | ((value << shift) & mask);
        if (offset > Gcmd.Offset || offset + size <= Gcmd.Offset)
            return;
        var command = new Gcmd((uint)value);
        SetsInterruptTable |= command.SIRTP;
        SwitchedInterrupts = command.IRE != before.IRE || command.CFI != before.CFI;
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
        SwitchedInterrupts = false;
    }

    private static int CellOf(int offset) => offset / sizeof(ulong) * sizeof(ulong);

    /// <summary>A copy of these writes, which later ones do not change.</summary>
    public SoftwareWrites Copy()
    {
        var copy = new SoftwareWrites { SetsInterruptTable = SetsInterruptTable, SwitchedInterrupts = SwitchedInterrupts };
        foreach (var (offset, value) in _cells)
            copy._cells[offset] = value;
        copy._queues.UnionWith(_queues);
        return copy;
    }
}
