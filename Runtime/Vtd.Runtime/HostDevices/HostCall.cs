using Vtd.Runtime.Diagnostics;

namespace Vtd.Runtime.HostDevices;

/// <summary>A call to the host device of an attachment.</summary>
/// <param name="attachment">The attachment concerned.</param>
/// <param name="action">The call.</param>
/// <param name="plan">The plan of the attachment that the call belongs to.</param>
/// <param name="devices">The set that hears of a failure.</param>
/// <param name="events">Where the call is reported.</param>
internal sealed class HostCall(Attachment attachment, HostAction action, int plan, HostDeviceSet devices, UnitEvents events)
    : PostedCall(action.SourceId)
{
    /// <summary>What the call does.</summary>
    public HostAction Action => action;

    /// <inheritdoc/>
    public override CallProgress Advance()
    {
        if (!attachment.IsDue(action.Operation))
            return CallProgress.Done;
        events.HostActionStarted(action);
        try
        {
            attachment.Call(action);
        }
        catch (Exception error)
        {
            events.HostActionFailed(action, error);
            return CallProgress.Failed;
        }
        events.HostActionFinished(action);
        return CallProgress.Done;
    }

    /// <inheritdoc/>
    public override void FailLocked()
    {
        if (action.Operation is HostOperation.Attach or HostOperation.Replace)
            devices.AttachFailedLocked(attachment, plan);
    }
}
