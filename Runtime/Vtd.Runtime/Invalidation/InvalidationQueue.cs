using Vtd.Runtime.Architecture;
using Vtd.Runtime.Ats;
using Vtd.Runtime.Faults;
using Vtd.Runtime.State;
using Vtd.Runtime.Telemetry;

namespace Vtd.Runtime.Invalidation;

/// <summary>Fetches descriptors of the invalidation queue and has them executed (6.5.2).</summary>
/// <remarks>
/// A write that may set the queue going only wakes it; it runs when the write is over, a batch of descriptors for each read of guest
/// memory, and stops short where deferred calls must be made first or the slice of work is used up. Nothing is kept across
/// that but the head, so whatever happened meanwhile (an error, a reset, another tail) counts.
/// </remarks>
internal sealed class InvalidationQueue(
    VtdRegisterFile registers,
    VtdCapabilities capabilities,
    LatchedPointers pointers,
    IGuestMemory memory,
    DescriptorExecutor executor,
    EndpointSet endpoints,
    FaultRecorder faults,
    DeferredCalls deferred,
    WorkMeter meter,
    UnitQuirks quirks,
    UnitEvents events)
{
    private const int BatchBytes = 2048;

    /// <summary>Calls and messages that may be waiting before the queue makes room, so that no guest can pile them up.</summary>
    private const int MaxPosted = 256;

    private readonly DescriptorDispatch _dispatch = new(capabilities, quirks);
    private readonly bool _isKeptOn = (quirks & UnitQuirks.QueueStaysOn) != 0;
    private readonly bool _keepsMisalignedTail = (quirks & UnitQuirks.TailKeptIfMisaligned) != 0;
    private readonly byte[] _batch = new byte[BatchBytes];
    private bool _awake;
    private ulong _base;
    private int _size;
    private int _descriptorSize;
    private int _head;
    private int _tail;
    private bool _isLastWait;

    /// <summary>Whether descriptors are left to fetch, as far as is known.</summary>
    public bool IsAwake => _awake;

    /// <summary>How many times the queue was set going.</summary>
    public ulong Wakeups { get; private set; }

    /// <summary>Where it is and how far it got: bytes, the head from the start of the queue.</summary>
    public (ulong Address, int Size, int DescriptorSize, int Head) Place => (_base, _size, _descriptorSize, _head);

    /// <summary>Software switched queued invalidation on or off. The address and shape of the queue count from then on.</summary>
    /// <remarks>Some guests switch it on with a tail that is not 0, so that is when fetching starts. A reset needs no more than
    /// GSTS.QIES to be 0: nothing is fetched then, and all else is made anew here.</remarks>
    [RequiresUnitLock]
    public void SwitchLocked(bool on)
    {
        var address = registers.IQA;
        _base = address.IQA;
        _size = SmallPage.Size << address.QS;
        _descriptorSize = SizeOf(address.DW);
        SetHeadLocked(0);
        registers.GSTS = registers.GSTS with { QIES = on };
        endpoints.AbandonLocked();
        executor.MustWait = false;
        _awake = false;
        if (on)
            WakeLocked();
    }

    /// <summary>As at power-on; the registers are reset by themselves.</summary>
    [RequiresUnitLock]
    public void ResetLocked()
    {
        _isLastWait = _awake = false;
        _tail = _head = 0;
    }

    /// <summary>Software cleared an error, so that fetching may go on.</summary>
    [RequiresUnitLock]
    public void ErrorClearedLocked()
    {
        if ((quirks & UnitQuirks.QueueResumesAtTail) == 0)
            WakeLocked();
    }

    /// <summary>Whether it can be switched off as it is.</summary>
    public bool MayBeSwitchedOff => !_isKeptOn || (_isLastWait && _head == Tail);

    /// <summary>Software wrote the tail.</summary>
    [RequiresUnitLock]
    public void TailWrittenLocked()
    {
        var tail = (int)registers.IQT.QT;
        if (_keepsMisalignedTail && tail % SizeOf(registers.IQA.DW) != 0)
        {
            if ((quirks & UnitQuirks.MisalignedTailIgnored) == 0)
                StopLocked(QueueErrorInfo.MisalignedTail);
            return;
        }

        _tail = tail;
        WakeLocked();
    }

    /// <summary>Executes descriptors.</summary>
    /// <returns>Whether some are left: deferred calls must be made first, or the slice of work is used up.</returns>
    [RequiresUnitLock]
    public bool RunLocked()
    {
        if (endpoints.TakeTimeOutLocked(out var sourceId) && registers.GSTS.QIES)
            TimeOutLocked(sourceId);
        if (!_awake || meter.IsSpent)
            return _awake;
        _awake = CanFetchLocked(out var tail) && RunLocked(tail);
        return _awake;
    }

    private int Tail => _keepsMisalignedTail ? _tail : (int)registers.IQT.QT;

    [RequiresUnitLock]
    private void WakeLocked()
    {
        _awake = true;
        Wakeups++;
    }

    [RequiresUnitLock]
    private bool CanFetchLocked(out int tail)
    {
        tail = Tail;
        var status = registers.FSTS;
        if (!registers.GSTS.QIES || status.IQE || status.ITE || tail == _head)
            return false;
        if (tail % _descriptorSize != 0)
            return (quirks & UnitQuirks.MisalignedTailIgnored) == 0 && StopLocked(QueueErrorInfo.MisalignedTail);
        if (tail >= _size)
            return StopLocked(QueueErrorInfo.InvalidTail);
        if (!pointers.IsModeLegal)
            return StopLocked(QueueErrorInfo.InvalidTranslationTableMode);
        if (pointers.IsScalable && _descriptorSize != SizeOf(DescriptorWidth.Bits256) && (quirks & UnitQuirks.NarrowQueueInScalableMode) == 0)
            return StopLocked(QueueErrorInfo.InvalidWidth);
        return true;
    }

    /// <summary>Executes descriptors up to the tail, or up to where it must stop short (true).</summary>
    [RequiresUnitLock]
    private bool RunLocked(int tail)
    {
        var batch = _batch.AsSpan();
        var head = _head;
        var mustStop = executor.MustWait = executor.HasFailed = false;
        while (head != tail && !mustStop)
        {
            var fetched = batch[..Math.Min((head < tail ? tail : _size) - head, BatchBytes)];
            if (!memory.TryRead(_base + (ulong)head, fetched))
            {
                // Perhaps only a later one of them cannot be read.
                fetched = batch[.._descriptorSize];
                if (!memory.TryRead(_base + (ulong)head, fetched))
                {
                    _isLastWait = false;
                    return StopLocked(QueueErrorInfo.DescriptorFetch, head);
                }
            }

            for (; fetched.Length > 0; fetched = fetched[_descriptorSize..])
            {
                mustStop = deferred.Count >= MaxPosted || meter.IsSpent;
                if (mustStop)
                    break;
                meter.Spend();
                var descriptor = fetched[.._descriptorSize];
                var outcome = _dispatch.DispatchLocked(descriptor, executor);
                _isLastWait = _isKeptOn && _dispatch.TypeOf(descriptor) == WaitDescriptor.TypeCode;
                if (outcome != InvalidationQueueOutcome.Handled || executor.HasFailed)
                    return StopLocked(ReasonOf(outcome), head);
                mustStop = executor.MustWait;
                if (mustStop)
                    break;
                events.DescriptorExecuted(descriptor);
                head += _descriptorSize;
            }
            if (head == _size)
                head = 0;
        }
        SetHeadLocked(head);
        return mustStop;
    }

    [RequiresUnitLock]
    private bool StopLocked(QueueErrorInfo reason) => StopLocked(reason, _head);

    /// <summary>Stops at an error, with IQH pointing at the descriptor at fault, until software clears FSTS.IQE.</summary>
    /// <returns>False.</returns>
    [RequiresUnitLock]
    private bool StopLocked(QueueErrorInfo reason, int head)
    {
        SetHeadLocked(head);
        faults.QueueErrorLocked(reason);
        events.QueueStopped((byte)reason, head);
        return false;
    }

    /// <summary>A device did not do an invalidation. A wait descriptor that waited for it is over without its status, and nothing more is
    /// fetched until software clears FSTS.ITE.</summary>
    [RequiresUnitLock]
    private void TimeOutLocked(ushort sourceId)
    {
        if (executor.MustWait)
        {
            executor.MustWait = false;
            SetHeadLocked((_head + _descriptorSize) % _size);
        }
        faults.TimeOutLocked(sourceId);
        events.InvalidationTimedOut(sourceId);
    }

    [RequiresUnitLock]
    private void SetHeadLocked(int head)
    {
        _head = head;
        registers.IQH = new Iqh { QH = (ulong)head };
    }

    private static int SizeOf(DescriptorWidth width) => width == DescriptorWidth.Bits256 ? 32 : 16;

    private static QueueErrorInfo ReasonOf(InvalidationQueueOutcome outcome) => outcome switch
    {
        InvalidationQueueOutcome.UnknownType or InvalidationQueueOutcome.UnsupportedSize => QueueErrorInfo.InvalidType,
        _ => QueueErrorInfo.ReservedField,
    };
}
