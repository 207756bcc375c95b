using Vtd.Runtime.State;
using Vtd.Runtime.Telemetry;

namespace Vtd.Runtime.HostDevices;

/// <summary>Answers a group of page requests of a host device.</summary>
internal sealed class HostResponse(HostDevice device, uint? tag, uint cookie, PageGroupAnswer answer, UnitEvents events) : DeferredCall(device.SourceId)
{
    /// <inheritdoc/>
    public override CallProgress Advance()
    {
        var action = new HostAction(HostOperation.Respond, device.SourceId, tag);
        return events.TryCall(action, this, static call => call.Respond()) ? CallProgress.Done : CallProgress.Failed;
    }

    [ForbiddenUnderUnitLock]
    private void Respond() => device.Target.Respond(cookie, answer);
}
