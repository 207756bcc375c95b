using Vtd.Runtime.Diagnostics;

namespace Vtd.Runtime;

/// <summary>Reports that every call posted before the end of a reset was made.</summary>
internal sealed class EndOfReset(UnitEvents events) : PostedCall(sourceId: null)
{
    /// <inheritdoc/>
    public override CallProgress Advance()
    {
        events.Reset(ResetStep.HostDevicesDetached);
        return CallProgress.Done;
    }
}
