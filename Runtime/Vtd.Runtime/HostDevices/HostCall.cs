using Vtd.Runtime.Inspection;
using Vtd.Runtime.State;
using Vtd.Runtime.Telemetry;

namespace Vtd.Runtime.HostDevices;

/// <summary>Has requests of a host device go where they are planned to.</summary>
/// <param name="attachment">The requests, with the plan that is carried out.</param>
/// <param name="unitLock">The unit's lock.</param>
/// <param name="events">Where the call is reported.</param>
internal sealed class HostCall(Attachment attachment, UnitLock unitLock, UnitEvents events) : DeferredCall(attachment.Device.SourceId)
{
    private readonly HostPlan _plan = attachment.Plan;
    private readonly int _version = attachment.Version;

    /// <inheritdoc/>
    public override DumpedCall Describe() => new() { Action = ActionOf(_plan) };

    /// <inheritdoc/>
    public override CallProgress Advance()
    {
        if (_plan.Access != HostAccess.FirstStage && attachment.OnHost.Access == _plan.Access)
        {
            using (unitLock.Hold())
                attachment.MovedLocked(_plan, _version);
            return CallProgress.Done;
        }
        if (_plan.Access == HostAccess.FirstStage && attachment.OnHost.Access == HostAccess.FirstStage)
            return CallProgress.Failed; // the host could not take away the table before
        if (TryMove(_plan))
            return CallProgress.Done;
        // What the requests have instead is not theirs any more.
        if (_plan.Access != HostAccess.Blocked && attachment.OnHost.Access != HostAccess.Blocked)
            TryMove(new(HostAccess.Blocked));
        return CallProgress.Failed;
    }

    /// <inheritdoc/>
    public override void FailLocked() => attachment.FailedLocked(_version);

    [ForbiddenUnderUnitLock]
    private bool TryMove(in HostPlan plan)
    {
        if (!events.TryCall(ActionOf(plan), (attachment, plan), static move => Call(move.attachment, move.plan)))
            return false;
        using (unitLock.Hold())
            attachment.MovedLocked(plan, _version);
        return true;
    }

    [ForbiddenUnderUnitLock]
    private static void Call(Attachment attachment, in HostPlan plan)
    {
        var target = attachment.Device.Target;
        switch (plan.Access)
        {
            case HostAccess.FirstStage:
                target.Attach(attachment.Tag, plan.Table);
                break;
            case HostAccess.DefaultTable:
                target.AttachDefault(attachment.Tag);
                break;
            default:
                target.Block(attachment.Tag);
                break;
        }
    }

    private HostAction ActionOf(in HostPlan plan) => new(
        plan.Access switch
        {
            HostAccess.FirstStage => HostOperation.Attach,
            HostAccess.DefaultTable => HostOperation.AttachDefault,
            _ => HostOperation.Block,
        },
        attachment.Device.SourceId,
        attachment.Tag,
        plan.Table);
}
