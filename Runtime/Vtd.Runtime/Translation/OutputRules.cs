using Vtd.Architecture;
using Vtd.Runtime.Quirks.Catalog;
using Vtd.Runtime.State;

namespace Vtd.Runtime.Translation;

/// <summary>Decides where requests may lead: within the host's memory and not into the interrupt range (3.14).</summary>
internal sealed class OutputRules(UnitState state)
{
    private readonly RequestQuirks _quirks = new(state.Quirks);
    private readonly bool _checksPassThrough = !new RequestQuirks(state.Quirks).PassThroughUnchecked;

    /// <summary>The reason in legacy mode. It is that of scalable mode where the capability decides instead of the mode.</summary>
    private readonly FaultReason _legacyReason = state.Capabilities.ECAP.SMTS && new RequestQuirks(state.Quirks).InterruptRangeReasonByCapability
        ? FaultReason.ScalableOutputInInterruptRange
        : FaultReason.OutputInInterruptRange;

    /// <summary>Checks the address of a request that passes through.</summary>
    public FaultReason Check(ulong address, bool isScalable)
    {
        if (!_checksPassThrough)
            return FaultReason.None;
        if (address >> state.HostAddressWidth != 0)
            return isScalable ? FaultReason.AddressBeyondHostWidth : FaultReason.AddressBeyondWidth;
        return InterruptRange.Contains(address) ? InInterruptRange(isScalable) : FaultReason.None;
    }

    /// <summary>Checks where a page leads an address.</summary>
    public FaultReason Check(in StagePage page, ulong address, bool isScalable)
    {
        var isInside = _quirks.LargePagesBesideInterruptRange
            ? InterruptRange.Touches(page.Output, page.Shift)
            : InterruptRange.Contains(page.Translate(address));
        return isInside ? InInterruptRange(isScalable) : FaultReason.None;
    }

    /// <summary>The fault of a request that leads into the interrupt range.</summary>
    public FaultReason InInterruptRange(bool isScalable) => isScalable ? FaultReason.ScalableOutputInInterruptRange : _legacyReason;

    /// <summary>The page of an address, no larger than one that stays out of the interrupt range on either side.</summary>
    public static PageTranslation PageOf(ulong address, ulong output, int shift, PagePermissions permissions)
    {
        if (shift > SmallPage.Shift && (InterruptRange.Touches(address, shift) || InterruptRange.Touches(output, shift)))
        {
            output = SmallPage.StartOf(OutputOf(output, shift, address));
            shift = SmallPage.Shift;
        }
        return new(address >> shift << shift, output, 1UL << shift, permissions);
    }

    /// <summary>Gets the output address of an address in a page.</summary>
    public static ulong OutputOf(ulong page, int shift, ulong address) => page | (address & ((1UL << shift) - 1));
}
