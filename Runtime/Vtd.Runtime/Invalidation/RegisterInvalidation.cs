using Vtd.Architecture;
using Vtd.Runtime.Quirks.Catalog;
using Vtd.Runtime.State;
using Vtd.Runtime.Tables;

namespace Vtd.Runtime.Invalidation;

/// <summary>Invalidation through CCMD and IOTLB (6.5.1): done before the write returns, so software never sees it under way.</summary>
/// <remarks>A request that is not allowed gets the answer None and does nothing.</remarks>
[GuardedByUnitLock]
internal sealed class RegisterInvalidation(UnitState state, Invalidator invalidator)
{
    private readonly RegisterQuirks _quirks = new(state.Quirks);

    /// <summary>Software wrote the half of CCMD that holds ICC.</summary>
    public void Write(Ccmd command)
    {
        if (!command.ICC || Hangs)
            return;
        var granularity = IsAllowed ? command.CIRG : ContextGranularity.None;
        if (granularity == ContextGranularity.Domain && _quirks.ContextDomainIsGlobal)
            granularity = ContextGranularity.Global;
        invalidator.Invalidate(Stale.Contexts(granularity, command.DID, command.SID, command.FM));
        state.Registers.CCMD = command with { ICC = false, CAIG = granularity };
    }

    /// <summary>Software wrote the half of IOTLB that holds IVT.</summary>
    public void Write(Iotlb command)
    {
        if (!command.IVT || Hangs)
            return;
        var range = state.Registers.IVA;
        var granularity = IsAllowed ? command.IIRG : IotlbGranularity.None;
        if (granularity == IotlbGranularity.Page && (!state.Capabilities.CAP.PSI || range.AM > state.Capabilities.CAP.MAMV))
            granularity = IotlbGranularity.None;
        invalidator.Invalidate(Stale.Translations(granularity, command.DID, range.ADDR, range.AM));
        state.Registers.IOTLB = command with { IVT = false, IAIG = granularity };
    }

    // The registers themselves are gone from version 6 on.
    private bool IsAllowed =>
        !state.Registers.GSTS.QIES && (!state.Pointers.IsScalable || _quirks.RegisterCommandsInScalableMode);

    private bool Hangs => state.Registers.GSTS.QIES && _quirks.RegisterCommandsHang;
}
