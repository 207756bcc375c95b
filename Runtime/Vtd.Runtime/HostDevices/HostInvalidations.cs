using System.Runtime.InteropServices;
using Vtd.Runtime.State;
using Vtd.Runtime.Telemetry;

namespace Vtd.Runtime.HostDevices;

/// <summary>Has host devices drop what they cached of first-stage tables, a part at a time.</summary>
/// <remarks>
/// Invalidations of an attachment that arrive before the host was called for the last one are joined with it, so there is one call for each attachment at most,
/// however much a guest invalidates without waiting. The tables of a domain are looked up when the call is made: a table that is attached in between has no stale
/// entries, and detaching a table drops its entries. The queue stops allocating when it has reached its largest length.
/// </remarks>
[GuardedByUnitLock]
internal sealed class HostInvalidations(IReadOnlyList<HostDevice> devices, UnitState state, UnitEvents events) : DeferredCall(sourceId: null)
{
    private const int CallsPerPart = 64;
    private const int LooksPerPart = 512;

    private readonly Queue<Attachment> _stale = new();
    private readonly List<HostDevice> _devices = [];
    private readonly List<(Attachment Attachment, int Count)> _calls = [];
    private readonly List<StageOneInvalidation> _ranges = [];
    private EntryScope _next = new();
    private EntryScope _scope = new();
    private bool _isPosted;
    private bool _isScanning;
    private int _device;
    private int _place;
    private int _left;

    /// <summary>A part of the table of an attachment is stale.</summary>
    public void Add(Attachment attachment, in StageOneInvalidation range)
    {
        Post();
        Enqueue(attachment, range);
    }

    /// <summary>All first-stage tables of a domain are stale, or all of every domain.</summary>
    public void AddTables(ushort? domain)
    {
        Post();
        if (domain is { } one)
            _next.Add(one);
        else
            _next.Add();
    }

    /// <inheritdoc/>
    public override CallProgress Advance()
    {
        using (state.Lock.Hold())
            Look();
        var ranges = CollectionsMarshal.AsSpan(_ranges);
        foreach (var (attachment, count) in _calls)
        {
            if (attachment.OnHost.Access == HostAccess.FirstStage)
                Invalidate(attachment, ranges[..count]);
            ranges = ranges[count..];
        }
        return _isScanning || _left > 0 ? CallProgress.Unfinished : CallProgress.Done;
    }

    // What is added from when it begins is the next one's: the calls posted meanwhile must get their turn.
    private void Post()
    {
        if (_isPosted)
            state.Deferred.Join();
        else
            state.Deferred.Post(this);
        _isPosted = true;
    }

    private void Enqueue(Attachment attachment, in StageOneInvalidation range)
    {
        if (attachment.Stale.IsEmpty)
            _stale.Enqueue(attachment);
        attachment.Stale.Add(range);
    }

    private void Look()
    {
        _calls.Clear();
        _ranges.Clear();
        if (!_isScanning && _left == 0)
            Begin();
        if (_isScanning)
            Scan();
        else
            Take();
    }

    private void Begin()
    {
        _isPosted = false;
        (_scope, _next) = (_next, _scope);
        _next.Clear();
        _left = _stale.Count;
        _isScanning = !_scope.IsEmpty;
        _devices.Clear();
        _devices.AddRange(devices);
        (_device, _place) = (0, 0);
    }

    /// <summary>Looks for tables in the scope and adds their invalidations to the others.</summary>
    private void Scan()
    {
        var looks = 0;
        for (; _device < _devices.Count && looks < LooksPerPart; looks++)
        {
            if (_place == _devices[_device].PlaceCount)
                (_device, _place) = (_device + 1, 0);
            else if (_devices[_device].At(_place++) is { } attachment && (IsInScope(attachment.OnHost) || IsInScope(attachment.Plan)))
                Enqueue(attachment, StageOneInvalidation.All);
        }
        state.Meter.SpendLooks(looks);
        _isScanning = _device < _devices.Count;
        if (!_isScanning)
            _left = _stale.Count;
    }

    /// <summary>A table counts from when it is planned, as the host may be about to attach it, until it is detached.</summary>
    private bool IsInScope(in HostPlan plan) => plan.Access == HostAccess.FirstStage && _scope.Covers(plan.Domain, plan.Pasid);

    private void Take()
    {
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
