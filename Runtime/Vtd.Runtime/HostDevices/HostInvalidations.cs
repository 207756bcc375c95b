using System.Runtime.InteropServices;
using Vtd.Runtime.State;
using Vtd.Runtime.Telemetry;

namespace Vtd.Runtime.HostDevices;

/// <summary>Has host devices drop what they cached of first-stage tables, some attachments at a time.</summary>
/// <remarks>What becomes stale before the host was told of an attachment's last is added to that, so there is one call for each attachment at most,
/// however much a guest invalidates without waiting. It allocates nothing once it has been as long as it gets.</remarks>
[GuardedByUnitLock]
internal sealed class HostInvalidations(UnitState state, UnitEvents events) : DeferredCall(sourceId: null)
{
    private const int CallsPerPart = 64;

    private readonly Queue<Attachment> _stale = new();
    private readonly List<(Attachment Attachment, int Count)> _calls = [];
    private readonly List<StageOneInvalidation> _ranges = [];
    private int _left;

    /// <summary>A part of the table of an attachment is stale.</summary>
    public void Add(Attachment attachment, in StageOneInvalidation range)
    {
        if (attachment.Stale.IsEmpty)
        {
            if (_stale.Count == _left)
                state.Deferred.Post(this);
            _stale.Enqueue(attachment);
        }
        state.Deferred.Join();
        attachment.Stale.Add(range);
    }

    /// <inheritdoc/>
    public override CallProgress Advance()
    {
        using (state.Lock.Hold())
            Take();
        var ranges = CollectionsMarshal.AsSpan(_ranges);
        foreach (var (attachment, count) in _calls)
        {
            if (attachment.OnHost.Access == HostAccess.FirstStage)
                Invalidate(attachment, ranges[..count]);
            ranges = ranges[count..];
        }
        return _left > 0 ? CallProgress.Unfinished : CallProgress.Done;
    }

    private void Take()
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
        state.Meter.Spend(_calls.Count);
    }

    [ForbiddenUnderUnitLock]
    private void Invalidate(Attachment attachment, ReadOnlySpan<StageOneInvalidation> ranges)
    {
        var action = new HostAction(HostOperation.Invalidate, attachment.Device.SourceId, attachment.Tag, attachment.OnHost.Table, ranges.Length);
        if (events.TryCall(action, new Call(attachment, ranges), static call => call.Make()))
            return;
        using (state.Lock.Hold())
            Block(attachment);
    }

    /// <summary>Translations that the guest took away and the host still has must not be used: detaching the table drops them.</summary>
    private void Block(Attachment attachment)
    {
        if (attachment.Plan.Access != HostAccess.FirstStage)
            return;
        attachment.PlanLocked(new(HostAccess.Blocked));
        state.Deferred.Post(new HostCall(attachment, state.Lock, events));
    }

    private readonly ref struct Call(Attachment attachment, ReadOnlySpan<StageOneInvalidation> ranges)
    {
        private readonly ReadOnlySpan<StageOneInvalidation> _ranges = ranges;

        [ForbiddenUnderUnitLock]
        public void Make() => attachment.Device.Target.Invalidate(attachment.Tag, _ranges);
    }
}
