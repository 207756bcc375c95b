using Vtd.Architecture;
using Vtd.Runtime.Caches;
using Vtd.Runtime.Faults;
using Vtd.Runtime.Quirks.Catalog;
using Vtd.Runtime.State;
using Vtd.Runtime.Tables;
using Vtd.Runtime.Telemetry;

namespace Vtd.Runtime.InterruptRemapping;

/// <summary>Decides what becomes of interrupt requests (5.1).</summary>
[GuardedByUnitLock]
internal sealed class InterruptRemapper(UnitState state, InterruptEntryCache cache, FaultRecorder faults, UnitCounters counters) : IUnitPart
{
    private readonly InterruptQuirks _quirks = new(state.Quirks);

    /// <summary>Source in the fault record of a request whose source is not known.</summary>
    private static readonly SourceId s_unknownSource = ushort.MaxValue;

    private readonly InterruptTable _table = new(state);
    private readonly InterruptPosting _posting = new(state);
    private volatile InterruptRemappingMode _mode = InterruptRemappingMode.Off;

    /// <inheritdoc/>
    public ResetStep ResetStep => ResetStep.RegistersReset;

    /// <inheritdoc/>
    public void Reset(bool keepsSticky) => ModeChanged();

    /// <inheritdoc/>
    /// <remarks>The mode follows from the registers.</remarks>
    public void Save(SnapshotWriter snapshot)
    {
    }

    /// <inheritdoc/>
    public Action Restore(SnapshotReader snapshot) => ModeChanged;

    /// <summary>GSTS or the latched table pointer changed.</summary>
    public void ModeChanged()
    {
        if (!_mode.IsOf(state.Registers.GSTS, state.Pointers.InterruptTable, _quirks))
            _mode = InterruptRemappingMode.Of(state.Registers.GSTS, state.Pointers.InterruptTable, _quirks);
    }

    /// <summary>Answers a request that passes unchanged, or whose entry is cached and has it remapped. Needs no lock.</summary>
    /// <remarks>
    /// Mode and entry are read one after the other, and the mode is not read again: it decides only whether the request has an index and whether the
    /// table has an entry there. If the entry was cached when the mode was read, the answer is of that moment. If it was cached after that, by another request, the
    /// mode of that moment has the index too, and the answer is of that moment.
    /// </remarks>
    [IndependentOfUnitLock]
    public bool TryAnswer(in InterruptRequest request, out InterruptResult result)
    {
        result = default;
        if (_mode.Judge(request, out var index) != FaultReason.None)
            return false;
        if (index is not { } known)
        {
            result = Unchanged(request);
            return true;
        }
        if (cache.Find((ushort)known) is not { } cached)
            return false;
        ref readonly var entry = ref cached.Value;
        if (entry.IsPosted || !entry.Source.Allows(request.SourceId))
            return false;
        result = OutgoingMessage.As(InterruptOutcome.Remapped, entry.Message);
        counters.Answers.Add(CachedAnswer.Interrupt);
        return true;
    }

    /// <summary>Answers any request.</summary>
    public InterruptResult Answer(in InterruptRequest request)
    {
        var mode = _mode;
        var fault = mode.Judge(request, out var index);
        if (fault == FaultReason.None && index is null)
            return Unchanged(request);

        var entry = default(InterruptEntry);
        CompatibilityMsi? message = null;
        if (fault == FaultReason.None)
            fault = Find(mode, request.SourceId, (ushort)index.GetValueOrDefault(), out entry);
        if (fault == FaultReason.None)
            fault = Send(mode, entry, out message);
        if (fault != FaultReason.None)
            return Block(request, fault, index, entry.IsFaultProcessingDisabled);

        if (message is not { } sent)
            return new(InterruptOutcome.Posted, 0, 0, FaultReason.None);
        return OutgoingMessage.As(entry.IsPosted ? InterruptOutcome.PostedWithNotification : InterruptOutcome.Remapped, sent);
    }

    /// <summary>The result of a request from inside a call of the unit to guest memory or to an observer.</summary>
    public static InterruptResult Refuse() => Blocked(FaultReason.InterruptRequestInvalid);

    private FaultReason Find(InterruptRemappingMode mode, SourceId? source, ushort index, out InterruptEntry entry)
    {
        var isCached = cache.TryGet(index, out entry);
        counters.LookedUpLocked(CacheKind.Interrupt, isCached);
        if (!isCached && _table.Read(mode.Table, index, out entry) is var fault and not FaultReason.None)
            return fault;
        if (!entry.Source.Allows(source))
            return FaultReason.InterruptSourceInvalid;
        if (!isCached && !_quirks.InterruptEntriesUncached)
            cache.Insert(index, entry);
        return FaultReason.None;
    }

    private FaultReason Send(InterruptRemappingMode mode, in InterruptEntry entry, out CompatibilityMsi? message)
    {
        if (entry.IsPosted)
            return _posting.Post(entry.Target, mode.Table.EIME, out message);
        message = entry.Message;
        return FaultReason.None;
    }

    private InterruptResult Block(in InterruptRequest request, FaultReason reason, int? index, bool isProcessingDisabled)
    {
        var record = FaultRecord.OfInterrupt(reason, request.SourceId ?? s_unknownSource, (ushort)index.GetValueOrDefault());
        if (!_quirks.InterruptFaultsUnreported)
            faults.Report(record, isProcessingDisabled);
        return Blocked(reason);
    }

    private static InterruptResult Unchanged(in InterruptRequest request) =>
        new(InterruptOutcome.Unchanged, request.Address, request.Data, FaultReason.None);

    private static InterruptResult Blocked(FaultReason reason) => new(InterruptOutcome.Blocked, 0, 0, reason);
}
