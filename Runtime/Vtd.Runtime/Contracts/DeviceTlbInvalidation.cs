using System.Numerics;
using Vtd.Architecture;

namespace Vtd.Runtime;

/// <summary>Translations that a device must drop (6.5.2.5 and 6.5.2.6).</summary>
/// <param name="Address">Address of the first byte, as the device sends it: aligned to the size of the range.</param>
/// <param name="PageCount">Pages of 4 KiB: a power of two, at most <see cref="Everything"/>.</param>
public readonly record struct DeviceTlbInvalidation(ulong Address, ulong PageCount)
{
    /// <summary>The page count of the whole address space.</summary>
    public const ulong Everything = 1UL << MaxShift;

    private const int MaxShift = 64 - SmallPage.Shift;

    /// <summary>The PASID whose translations they are; null for those of requests without PASID, and if they are of all PASIDs.</summary>
    public uint? Pasid { get; init; }

    /// <summary>The translations of every PASID of the device are stale (G).</summary>
    public bool AllPasids { get; init; }

    /// <summary>The source id of the physical function that the device belongs to; null if the unit does not take it
    /// (ECAP.DIT is 0).</summary>
    public SourceId? PhysicalFunction { get; init; }

    internal static DeviceTlbInvalidation Of(in DeviceTlbInvalidateDescriptor descriptor, VtdCapabilities capabilities) =>
        OfRange(descriptor.ADDR, descriptor.S) with { PhysicalFunction = PhysicalFunctionOf(descriptor.PFSID, capabilities) };

    internal static DeviceTlbInvalidation Of(in PasidDeviceTlbInvalidateDescriptor descriptor, VtdCapabilities capabilities)
    {
        var allPasids = descriptor.G == PasidDeviceTlbGranularity.AllPasids;
        return OfRange(descriptor.ADDR, descriptor.S) with
        {
            Pasid = allPasids ? null : descriptor.PASID,
            AllPasids = allPasids,
            PhysicalFunction = PhysicalFunctionOf(descriptor.PFSID, capabilities),
        };
    }

    /// <summary>With S = 1, n trailing ones in the page number mean 2^(n + 1) pages. No number says more than everything, which
    /// takes 51 of them; all 52, which the architecture does not define, say the same.</summary>
    private static DeviceTlbInvalidation OfRange(ulong address, bool isRange)
    {
        var shift = isRange ? BitOperations.TrailingZeroCount(~(address >> SmallPage.Shift)) + 1 : 0;
        if (shift >= MaxShift)
            return new(0, Everything);
        var size = 1UL << (shift + SmallPage.Shift);
        return new(address & ~(size - 1), 1UL << shift);
    }

    private static SourceId? PhysicalFunctionOf(SourceId sourceId, VtdCapabilities capabilities) => capabilities.ECAP.DIT ? sourceId : null;
}
