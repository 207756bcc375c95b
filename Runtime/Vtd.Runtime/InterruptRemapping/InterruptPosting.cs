using Vtd.Architecture;
using Vtd.Runtime.State;
using Vtd.Runtime.Tables;

namespace Vtd.Runtime.InterruptRemapping;

/// <summary>Posts interrupts into posted-interrupt descriptors (5.2.5, 9.12), which processors change at the same time.</summary>
[GuardedByUnitLock]
internal sealed class InterruptPosting(UnitState state)
{
    /// <summary>The number of attempts of an exchange, far more than processors can disturb.</summary>
    public const int MaxAttempts = 4096;

    private const int WordBits = 64;
    private const int XapicIdShift = XapicIrte.Shifts.DST - X2apicIrte.Shifts.DST; // an xAPIC id lies alike in an entry's DST and in NDST

    private readonly PostedInterruptDescriptor _reserved = PostedInterruptDescriptor.ReservedBits(state.Capabilities);

    /// <summary>Posts an interrupt.</summary>
    /// <param name="target">Where to.</param>
    /// <param name="isExtended">Destinations are 32-bit APIC ids (EIME).</param>
    /// <param name="notification">The message that tells the processor, if one is due.</param>
    /// <returns>The fault; none for an interrupt that is posted.</returns>
    public FaultReason Post(in PostingTarget target, bool isExtended, out CompatibilityMsi? notification)
    {
        notification = null;
        Span<byte> bytes = stackalloc byte[PostedInterruptDescriptor.SizeInBytes];
        if (!state.Memory.TryRead(PlaceOf(target.Descriptor), bytes))
            return FaultReason.PostedDescriptorFetch;
        var descriptor = PostedInterruptDescriptor.Read(bytes);
        if (descriptor.HasAny(_reserved))
            return FaultReason.PostedDescriptorReserved;
        if (!TryRequest(target, descriptor) || !TryNotify(target, ref descriptor, out var isDue))
            return FaultReason.PostedDescriptorFetch;
        if (isDue)
            notification = OutgoingMessage.Of(isExtended ? descriptor.NDST : (byte)(descriptor.NDST >> XapicIdShift), descriptor.NV);
        return FaultReason.None;
    }

    private static MemoryPlace PlaceOf(ulong address) => new(MemoryPurpose.PostedInterruptDescriptor, address, PostedInterruptDescriptor.SizeInBytes);

    /// <summary>Sets the vector's bit in PIR.</summary>
    private bool TryRequest(in PostingTarget target, in PostedInterruptDescriptor descriptor)
    {
        var (word, bit) = Math.DivRem((int)target.Vector, WordBits);
        var address = target.Descriptor + (ulong)word * sizeof(ulong); // PIR is what a descriptor begins with
        var expected = descriptor.PIRWord(word);
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            if (!state.Memory.TryCompareExchange(PlaceOf(address), expected, expected | 1UL << bit, out var found))
                return false;
            if (found == expected)
                return true;
            expected = found;
        }
        return false;
    }

    /// <summary>Sets ON if a notification is due.</summary>
    /// <remarks>A processor clears ON before it takes over PIR. So ON must be looked at after the bit in PIR was set, and an
    /// exchange is made even when nothing changes: it proves that ON was as it is taken to be.</remarks>
    private bool TryNotify(in PostingTarget target, ref PostedInterruptDescriptor descriptor, out bool isDue)
    {
        const int Control = PostedInterruptDescriptor.Qwords.ON; // SN, NV and NDST are in it too
        var address = target.Descriptor + Control * sizeof(ulong);
        isDue = false;
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            isDue = !descriptor.ON && (target.IsUrgent || !descriptor.SN);
            var expected = descriptor.Qword4;
            if (!state.Memory.TryCompareExchange(PlaceOf(address), expected, isDue ? expected | PostedInterruptDescriptor.Masks.ON : expected, out var found))
                return false;
            if (found == expected)
                return true;
            descriptor = new(0, 0, 0, 0, found, 0, 0, 0);
        }
        return false;
    }
}
