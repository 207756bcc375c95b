using Vtd.Runtime.Architecture;
using Vtd.Runtime.State;
using Vtd.Runtime.Telemetry;

namespace Vtd.Runtime.Invalidation;

/// <summary>Invalidation through CCMD and IOTLB (6.5.1): done before the write returns, so software never sees it under way.</summary>
/// <remarks>A request that is not allowed gets the answer None and does nothing.</remarks>
internal sealed class RegisterInvalidation(
    VtdRegisterFile registers,
    VtdCapabilities capabilities,
    LatchedPointers pointers,
    CacheInvalidation invalidation,
    UnitQuirks quirks,
    DescriptorReport report)
{
    /// <summary>Software wrote the half of CCMD that holds ICC.</summary>
    [RequiresUnitLock]
    public void WriteLocked(Ccmd command)
    {
        if (!command.ICC || Hangs)
            return;
        var granularity = IsAllowed ? command.CIRG : ContextGranularity.None;
        if (granularity == ContextGranularity.Domain && quirks.HasFlag(UnitQuirks.ContextDomainIsGlobal))
            granularity = ContextGranularity.Global;
        invalidation.DropContextsLocked(granularity, command.DID, command.SID, command.FM);
        report.ContextsLocked(granularity, command.DID, command.SID, command.FM);
        registers.CCMD = command with { ICC = false, CAIG = granularity };
    }

    /// <summary>Software wrote the half of IOTLB that holds IVT.</summary>
    [RequiresUnitLock]
    public void WriteLocked(Iotlb command)
    {
        if (!command.IVT || Hangs)
            return;
        var range = registers.IVA;
        var granularity = IsAllowed ? command.IIRG : IotlbGranularity.None;
        if (granularity == IotlbGranularity.Page && (!capabilities.CAP.PSI || range.AM > capabilities.CAP.MAMV))
            granularity = IotlbGranularity.None;
        invalidation.DropTranslationsLocked(granularity, command.DID, range.ADDR, range.AM);
        report.TranslationsLocked(granularity, command.DID, range.ADDR, range.AM);
        registers.IOTLB = command with { IVT = false, IAIG = granularity };
    }

    // The registers themselves are gone from version 6 on.
    private bool IsAllowed =>
        !registers.GSTS.QIES && (!pointers.IsScalable || quirks.HasFlag(UnitQuirks.RegisterCommandsInScalableMode));

    private bool Hangs => registers.GSTS.QIES && quirks.HasFlag(UnitQuirks.RegisterCommandsHang);
}
