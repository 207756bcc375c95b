using Vtd.Runtime.Architecture;
using Vtd.Runtime.Caches;
using Vtd.Runtime.Faults;
using Vtd.Runtime.State;
using Vtd.Runtime.Tables;
using Vtd.Runtime.Telemetry;

namespace Vtd.Runtime.InterruptRemapping;

/// <summary>Decides what becomes of interrupt requests (5.1).</summary>
internal sealed class InterruptRemapper(
    VtdRegisterFile registers,
    VtdCapabilities capabilities,
    LatchedPointers pointers,
    InterruptEntryCache cache,
    IGuestMemory memory,
    FaultRecorder faults,
    int hostAddressWidth,
    UnitQuirks quirks,
    UnitCounters counters)
{
    /// <summary>What a fault record of a request from nobody knows shows as its source.</summary>
    private const ushort UnknownSource = ushort.MaxValue;

    private readonly InterruptTable _table = new(capabilities, memory, hostAddressWidth, quirks);
    private readonly InterruptPosting _posting = new(capabilities, memory);
    private volatile InterruptRemappingMode _mode = InterruptRemappingMode.Off;

    /// <summary>GSTS or the latched table pointer changed.</summary>
    [RequiresUnitLock]
    public void ModeChangedLocked()
    {
        if (!_mode.IsOf(registers.GSTS, pointers.InterruptTable, quirks))
            _mode = InterruptRemappingMode.Of(registers.GSTS, pointers.InterruptTable, quirks);
    }

    /// <summary>Answers a request that passes unchanged, or whose entry is cached and has it remapped. Needs no lock.</summary>
    public bool TryAnswer(in InterruptRequest request, out InterruptResult result)
    {
        result = default;
        var mode = _mode;
        if (mode.Judge(request, out var index) != FaultReason.None)
            return false;
        if (index is not { } known)
        {
            result = Unchanged(request);
            return true;
        }
        if (!cache.TryGet((ushort)known, out var entry) || entry.IsPosted || !entry.Source.Allows(request.SourceId))
            return false;
        if (mode != _mode)
            return false; // the entry may be of another table than the index
        result = OutgoingMessage.As(InterruptOutcome.Remapped, entry.Message);
        counters.Answers.Add(CachedAnswer.Interrupt);
        return true;
    }

    /// <summary>Answers any request.</summary>
    [RequiresUnitLock]
    public InterruptResult AnswerLocked(in InterruptRequest request)
    {
        var mode = _mode;
        var fault = mode.Judge(request, out var index);
        if (fault == FaultReason.None && index is null)
            return Unchanged(request);

        var entry = default(InterruptEntry);
        CompatibilityMsi? message = null;
        if (fault == FaultReason.None)
            fault = FindLocked(mode, request.SourceId, (ushort)index.GetValueOrDefault(), out entry);
        if (fault == FaultReason.None)
            fault = SendLocked(mode, entry, out message);
        if (fault != FaultReason.None)
            return BlockLocked(request, fault, index, entry.IsFaultProcessingDisabled);

        if (message is not { } sent)
            return new(InterruptOutcome.Posted, 0, 0, (byte)FaultReason.None);
        return OutgoingMessage.As(entry.IsPosted ? InterruptOutcome.PostedWithNotification : InterruptOutcome.Remapped, sent);
    }

    /// <summary>What a request gets that comes from inside a call of the unit to guest memory or to an observer.</summary>
    public static InterruptResult Refuse() => Blocked(FaultReason.InterruptRequestInvalid);

    [RequiresUnitLock]
    private FaultReason FindLocked(InterruptRemappingMode mode, ushort? source, ushort index, out InterruptEntry entry)
    {
        var isCached = cache.TryGet(index, out entry);
        counters.LookedUpLocked(CacheKind.Interrupt, isCached);
        if (!isCached && _table.ReadLocked(mode.Table, index, out entry) is var fault and not FaultReason.None)
            return fault;
        if (!entry.Source.Allows(source))
            return FaultReason.InterruptSourceInvalid;
        if (!isCached && !quirks.HasFlag(UnitQuirks.InterruptEntriesUncached))
            cache.InsertLocked(index, entry);
        return FaultReason.None;
    }

    [RequiresUnitLock]
    private FaultReason SendLocked(InterruptRemappingMode mode, in InterruptEntry entry, out CompatibilityMsi? message)
    {
        if (entry.IsPosted)
            return _posting.PostLocked(entry.Target, mode.Table.EIME, out message);
        message = entry.Message;
        return FaultReason.None;
    }

    [RequiresUnitLock]
    private InterruptResult BlockLocked(in InterruptRequest request, FaultReason reason, int? index, bool isProcessingDisabled)
    {
        var record = FaultRecord.OfInterrupt(reason, request.SourceId ?? UnknownSource, (ushort)index.GetValueOrDefault());
        if (!quirks.HasFlag(UnitQuirks.InterruptFaultsUnreported))
            faults.ReportLocked(record, isProcessingDisabled);
        return Blocked(reason);
    }

    private static InterruptResult Unchanged(in InterruptRequest request) =>
        new(InterruptOutcome.Unchanged, request.Address, request.Data, (byte)FaultReason.None);

    private static InterruptResult Blocked(FaultReason reason) => new(InterruptOutcome.Blocked, 0, 0, (byte)reason);
}
