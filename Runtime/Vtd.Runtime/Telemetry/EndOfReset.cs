using Vtd.Runtime.Inspection;
using Vtd.Runtime.State;

namespace Vtd.Runtime.Telemetry;

/// <summary>Reports that every call posted before the end of a reset was made.</summary>
internal sealed class EndOfReset(UnitEvents events) : DeferredCall(sourceId: null)
{
    /// <inheritdoc/>
    public override DumpedCall Describe() => new();

    /// <inheritdoc/>
    public override CallProgress Advance()
    {
        events.Reset(ResetStep.HostDevicesDetached);
        return CallProgress.Done;
    }
}
