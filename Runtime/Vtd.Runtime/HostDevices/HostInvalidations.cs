using System.Runtime.InteropServices;
using Vtd.Runtime.State;
using Vtd.Runtime.Telemetry;

namespace Vtd.Runtime.HostDevices;

/// <summary>Has host devices drop what they cached of first-stage tables, some attachments at a time.</summary>
/// <remarks>What becomes stale before the host was told of an attachment's last is added to that, so there is one call for each attachment at most,
/// however much a guest invalidates without waiting. It allocates nothing once it has been as long as it gets.</remarks>
internal sealed class HostInvalidations(DeferredCalls deferred, UnitLock unitLock, WorkMeter meter, UnitEvents events) : DeferredCall(sourceId: null)
{
    private const int CallsPerPart = 64;

    private readonly Queue<Attachment> _stale = new();
    private readonly List<(Attachment Attachment, int Count)> _calls = [];
    private readonly List<StageOneInvalidation> _ranges = [];
    private int _left;

    /// <summary>A part of the table of an attachment is stale.</summary>
    [RequiresUnitLock]
    public void AddLocked(Attachment attachment, in StageOneInvalidation range)
    {
        if (attachment.Stale.IsEmpty)
        {
            if (_stale.Count == _left)
                deferred.PostLocked(this);
            _stale.Enqueue(attachment);
        }
        deferred.JoinLocked();
        attachment.Stale.Add(range);
    }

    /// <inheritdoc/>
    public override CallProgress Advance()
    {
        using (unitLock.Hold())
            TakeLocked();
        var ranges = CollectionsMarshal.AsSpan(_ranges);
        foreach (var (attachment, count) in _calls)
        {
            if (attachment.OnHost.Access == HostAccess.FirstStage)
                Invalidate(attachment, ranges[..count]);
            ranges = ranges[count..];
        }
        return _left > 0 ? CallProgress.Unfinished : CallProgress.Done;
    }

    [RequiresUnitLock]
    private void TakeLocked()
    {
        // What is added from now on is the next one's: the calls posted meanwhile must get their turn.
        if (_left == 0)
            _left = _stale.Count;
        _calls.Clear();
        _ranges.Clear();
        for (; _left > 0 && _calls.Count < CallsPerPart; _left--)
        {
            var attachment = _stale.Dequeue();
            _calls.Add((attachment, attachment.Stale.MoveTo(_ranges)));
        }
        meter.Spend(_calls.Count);
    }

    [ForbiddenUnderUnitLock]
    private void Invalidate(Attachment attachment, ReadOnlySpan<StageOneInvalidation> ranges)
    {
        var action = new HostAction(HostOperation.Invalidate, attachment.Device.SourceId, attachment.Tag, attachment.OnHost.Table, ranges.Length);
        if (events.TryCall(action, new Call(attachment, ranges), static call => call.Make()))
            return;
        using (unitLock.Hold())
            BlockLocked(attachment);
    }

    /// <summary>Translations that the guest took away and the host still has must not be used: detaching the table drops them.</summary>
    [RequiresUnitLock]
    private void BlockLocked(Attachment attachment)
    {
        if (attachment.Plan.Access != HostAccess.FirstStage)
            return;
        attachment.PlanLocked(new(HostAccess.Blocked));
        deferred.PostLocked(new HostCall(attachment, unitLock, events));
    }

    private readonly ref struct Call(Attachment attachment, ReadOnlySpan<StageOneInvalidation> ranges)
    {
        private readonly ReadOnlySpan<StageOneInvalidation> _ranges = ranges;

        [ForbiddenUnderUnitLock]
        public void Make() => attachment.Device.Target.Invalidate(attachment.Tag, _ranges);
    }
}
