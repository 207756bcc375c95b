using Vtd.Architecture;
using Vtd.Runtime.Ats;
using Vtd.Runtime.Faults;
using Vtd.Runtime.Inspection;
using Vtd.Runtime.Quirks;
using Vtd.Runtime.Quirks.Catalog;
using Vtd.Runtime.State;
using Vtd.Runtime.Telemetry;

namespace Vtd.Runtime.Invalidation;

/// <summary>Fetches descriptors of the invalidation queue and has them executed (6.5.2).</summary>
/// <remarks>
/// A write that may set the queue going only wakes it; it runs when the write is over, a batch of descriptors for each read of guest
/// memory, and stops short where deferred calls must be made first or the slice of work is used up. Nothing is kept across
/// that but the head, so whatever happened meanwhile (an error, a reset, another tail) counts.
/// </remarks>
[GuardedByUnitLock]
internal sealed class InvalidationQueue(
    UnitState state,
    DescriptorExecutor executor,
    Invalidator invalidator,
    EndpointSet endpoints,
    FaultRecorder faults,
    UnitEvents events) : IUnitPart
{
    private const string Section = "invalidation queue";
    private const int BatchBytes = 2048;

    private readonly QueueQuirks _quirks = new(state.Quirks);
    private readonly DescriptorDispatch<DescriptorExecutor, DescriptorResult> _dispatch = new(state.Capabilities, new(state.Quirks));
    private readonly byte[] _batch = new byte[BatchBytes];
    private bool _awake;
    private Iqa _address;
    private ulong _base;
    private int _size;
    private int _descriptorSize;
    private int _head;
    private int _tail;
    private bool _isLastWait;
    private bool _isWaiting;

    /// <summary>Whether descriptors are left to fetch, as far as is known.</summary>
    public bool IsAwake => _awake;

    /// <summary>The number of times the queue was started.</summary>
    public ulong Wakeups { get; private set; }

    /// <summary>Software switched queued invalidation on or off. The address and shape of the queue count from then on.</summary>
    /// <remarks>Some guests switch it on with a tail that is not 0, so that is when fetching starts. A reset needs no more than
    /// GSTS.QIES to be 0: nothing is fetched then, and all else is made anew here.</remarks>
    public void Switch(bool on)
    {
        Latch(state.Registers.IQA);
        SetHead(0);
        state.Registers.GSTS = state.Registers.GSTS with { QIES = on };
        endpoints.Abandon();
        _isWaiting = _awake = false;
        if (on)
            Wake();
    }

    /// <inheritdoc/>
    public ResetStep ResetStep => ResetStep.RegistersReset;

    /// <inheritdoc/>
    public void Reset(bool keepsSticky)
    {
        _isLastWait = _isWaiting = _awake = false;
        _tail = _head = 0;
    }

    /// <inheritdoc/>
    /// <remarks>The head is that of IQH.</remarks>
    public void Save(SnapshotWriter snapshot)
    {
        var section = snapshot.Section(Section);
        section.Write(_address.Value);
        section.Write((uint)_tail);
        section.Write(_awake);
        section.Write(_isLastWait);
        section.Write(_isWaiting);
    }

    /// <inheritdoc/>
    public Action Restore(SnapshotReader snapshot)
    {
        var section = snapshot.Section(Section);
        var address = new Iqa(section.ReadUInt64());
        var (tail, head) = (section.ReadUInt32(), snapshot.Registers.IQH.QH);
        var (isAwake, isLastWait, isWaiting) = (section.ReadBoolean(), section.ReadBoolean(), section.ReadBoolean());
        if ((tail & ~Iqt.Masks.QT) != 0)
            throw SnapshotReader.Refusal($"its queue has a tail that IQT cannot have: 0x{tail:x}");
        if (snapshot.Registers.GSTS.QIES && (head >= (ulong)SizeOf(address) || head % (ulong)SizeOf(address.DW) != 0))
            throw SnapshotReader.Refusal($"the head of its queue, 0x{head:x}, is not at a descriptor");
        return () =>
        {
            Latch(address);
            (_head, _tail) = ((int)head, (int)tail);
            (_awake, _isLastWait, _isWaiting) = (isAwake, isLastWait, isWaiting);
        };
    }

    /// <inheritdoc/>
    public Action<UnitDump> Copy(int most)
    {
        var queue = QueueDump.OfLocked(state, (_base, _size, _descriptorSize, _head), most);
        return dump => dump.Queue = queue;
    }

    /// <summary>Software cleared an error, so that fetching may go on.</summary>
    public void ErrorCleared()
    {
        if (!_quirks.QueueResumesAtTail)
            Wake();
    }

    /// <summary>Whether the queue can be switched off as it is.</summary>
    public bool MayBeSwitchedOff => !_quirks.QueueStaysOn || (_isLastWait && _head == Tail);

    /// <summary>Software wrote the tail.</summary>
    public void TailWritten()
    {
        var tail = (int)state.Registers.IQT.QT;
        if (_quirks.TailKeptIfMisaligned && tail % SizeOf(state.Registers.IQA.DW) != 0)
        {
            if (!_quirks.MisalignedTailIgnored)
                Stop(QueueErrorInfo.MisalignedTail);
            return;
        }

        _tail = tail;
        Wake();
    }

    /// <summary>Executes descriptors.</summary>
    /// <returns>Whether some are left: deferred calls must be made first, or the slice of work is used up.</returns>
    public bool Run()
    {
        if (endpoints.TakeTimeOut(out var sourceId) && state.Registers.GSTS.QIES)
            TimeOut(sourceId);
        if (!_awake || state.Meter.IsSpent)
            return _awake;
        _awake = CanFetch(out var tail) && Run(tail);
        return _awake;
    }

    private void Latch(Iqa address)
    {
        _address = address;
        _base = address.IQA;
        _size = SizeOf(address);
        _descriptorSize = SizeOf(address.DW);
    }

    private int Tail => _quirks.TailKeptIfMisaligned ? _tail : (int)state.Registers.IQT.QT;

    private void Wake()
    {
        _awake = true;
        Wakeups++;
    }

    private bool CanFetch(out int tail)
    {
        tail = Tail;
        var status = state.Registers.FSTS;
        if (!state.Registers.GSTS.QIES || status.IQE || status.ITE || tail == _head)
            return false;
        if (tail % _descriptorSize != 0)
            return !_quirks.MisalignedTailIgnored && Stop(QueueErrorInfo.MisalignedTail);
        if (tail >= _size)
            return Stop(QueueErrorInfo.InvalidTail);
        if (!state.Pointers.IsModeLegal)
            return Stop(QueueErrorInfo.InvalidTranslationTableMode);
        if (state.Pointers.IsScalable && _descriptorSize != SizeOf(DescriptorWidth.Bits256) && !_quirks.NarrowQueueInScalableMode)
            return Stop(QueueErrorInfo.InvalidWidth);
        return true;
    }

    /// <summary>Executes descriptors up to the tail, or up to where it must stop short (true).</summary>
    private bool Run(int tail)
    {
        var head = _head;
        var mustStop = _isWaiting = false;
        while (head != tail && !mustStop)
        {
            var length = Math.Min((head < tail ? tail : _size) - head, BatchBytes);
            if (!TryFetch(head, ref length))
            {
                _isLastWait = false;
                return Stop(QueueErrorInfo.DescriptorFetch, head);
            }

            var done = Execute(_batch.AsSpan(0, length), out var error);
            head += done;
            if (error is { } reason)
                return Stop(reason, head);
            mustStop = done < length;
            if (head == _size)
                head = 0;
        }
        SetHead(head);
        return mustStop;
    }

    /// <summary>Reads descriptors into the batch: as many as asked for or, as perhaps only a later one of them cannot be read, one.</summary>
    private bool TryFetch(int head, ref int length)
    {
        var place = new MemoryPlace(MemoryPurpose.InvalidationDescriptor, _base + (ulong)head, _descriptorSize);
        if (state.Memory.TryRead(place, _batch.AsSpan(0, length)))
            return true;
        length = _descriptorSize;
        return state.Memory.TryRead(place, _batch.AsSpan(0, length));
    }

    /// <summary>Executes descriptors up to one that is at fault, that must wait, or that has to be left to a later run.</summary>
    /// <param name="descriptors">The descriptors.</param>
    /// <param name="error">The fault of the descriptor behind those that were executed, if it has one.</param>
    /// <returns>Bytes of the descriptors that were executed.</returns>
    private int Execute(ReadOnlySpan<byte> descriptors, out QueueErrorInfo? error)
    {
        // What each descriptor needs is in locals. A listener of events that comes meanwhile hears of the next batch.
        var (deferred, meter, size) = (state.Deferred, state.Meter, _descriptorSize);
        var (counts, isHeard) = (events.Counters.Descriptors, !events.IsUnheard);
        error = null;
        var done = 0;
        for (; done < descriptors.Length && !deferred.IsFull && meter.TrySpend(); done += size)
        {
            var descriptor = descriptors.Slice(done, size);
            var outcome = _dispatch.Dispatch(descriptor, executor, out var type, out var result);
            if (_quirks.QueueStaysOn)
                _isLastWait = type == WaitDescriptor.TypeCode;
            if (outcome != InvalidationQueueOutcome.Handled || result.Progress != DescriptorProgress.Done)
            {
                error = ErrorOf(outcome, result.Progress);
                break;
            }
            counts[type]++;
            if (isHeard)
                events.DescriptorExecutingLocked(type, descriptor);
            invalidator.Invalidate(result.Stale);
            if (isHeard)
                events.DescriptorExecuted((InvalidationQueueType)type, result.Stale.Granularity, descriptor);
        }
        return done;
    }

    /// <summary>Finds the fault of a descriptor that is not done. One that only must wait has none.</summary>
    private QueueErrorInfo? ErrorOf(InvalidationQueueOutcome outcome, DescriptorProgress progress)
    {
        _isWaiting = outcome == InvalidationQueueOutcome.Handled && progress == DescriptorProgress.MustWait;
        return _isWaiting ? null : ReasonOf(outcome);
    }

    private bool Stop(QueueErrorInfo reason) => Stop(reason, _head);

    /// <summary>Stops at an error, with IQH pointing at the descriptor at fault, until software clears FSTS.IQE.</summary>
    /// <returns>False.</returns>
    private bool Stop(QueueErrorInfo reason, int head)
    {
        SetHead(head);
        faults.QueueError(reason);
        events.QueueStopped(reason, head, (int)state.Registers.IQT.QT);
        return false;
    }

    /// <summary>A device did not do an invalidation. A wait descriptor that waited for it is over without its status, and nothing more is
    /// fetched until software clears FSTS.ITE.</summary>
    private void TimeOut(SourceId sourceId)
    {
        if (_isWaiting)
        {
            _isWaiting = false;
            SetHead((_head + _descriptorSize) % _size);
        }
        faults.TimeOut(sourceId);
        events.InvalidationTimedOut(sourceId);
    }

    private void SetHead(int head)
    {
        _head = head;
        state.Registers.IQH = new Iqh { QH = (ulong)head };
    }

    private static int SizeOf(Iqa address) => SmallPage.Size << address.QS;

    private static int SizeOf(DescriptorWidth width) => width == DescriptorWidth.Bits256 ? 32 : 16;

    private static QueueErrorInfo ReasonOf(InvalidationQueueOutcome outcome) => outcome switch
    {
        InvalidationQueueOutcome.UnknownType or InvalidationQueueOutcome.UnsupportedSize => QueueErrorInfo.InvalidType,
        _ => QueueErrorInfo.ReservedField,
    };
}
