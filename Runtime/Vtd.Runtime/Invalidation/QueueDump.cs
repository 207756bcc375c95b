using Vtd.Runtime.Inspection;
using Vtd.Runtime.State;

namespace Vtd.Runtime.Invalidation;

/// <summary>Describes the invalidation queue for dumps.</summary>
internal static class QueueDump
{
    /// <summary>Describes the queue and reads its next descriptors.</summary>
    /// <param name="state">State of the unit.</param>
    /// <param name="place">Where the queue is, and how far the unit got.</param>
    /// <param name="most">The most descriptors to show.</param>
    [RequiresUnitLock]
    public static DumpedQueue OfLocked(UnitState state, (ulong Address, int Size, int DescriptorSize, int Head) place, int most)
    {
        var (address, size, descriptorSize, head) = place;
        var isOn = state.Registers.GSTS.QIES;
        var tail = (int)state.Registers.IQT.QT;
        var waiting = isOn && tail < size && tail % descriptorSize == 0 ? (tail - head + size) % size / descriptorSize : 0;
        var next = new IReadOnlyList<ulong>[Math.Min(most, waiting)];
        for (var index = 0; index < next.Length; index++)
            next[index] = DescriptorLocked(state, address + (ulong)((head + index * descriptorSize) % size), descriptorSize);
        return new()
        {
            IsOn = isOn,
            IsStopped = state.Registers.FSTS is { IQE: true } or { ITE: true },
            Address = address,
            Size = size,
            DescriptorSize = descriptorSize,
            Head = head,
            Tail = tail,
            Next = new() { Shown = next, Total = waiting },
        };
    }

    [RequiresUnitLock]
    private static ulong[] DescriptorLocked(UnitState state, ulong address, int size)
    {
        var bytes = new byte[size];
        return state.Memory.TryRead(new(MemoryPurpose.InvalidationDescriptor, address, size), bytes) ? DumpedList.Words(bytes) : [];
    }
}
