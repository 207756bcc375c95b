using System.Diagnostics.Tracing;
using Vtd.Architecture;
using Vtd.Runtime.State;
using Keywords = Vtd.Runtime.Telemetry.VtdEventSource.Keywords;

namespace Vtd.Runtime.Telemetry;

/// <summary>The one place where a unit reports what happens: to its observer, its counters (so to metrics) and the event source.</summary>
/// <param name="unit">The name.</param>
/// <param name="observer">The observer, if it has one.</param>
/// <param name="state">The state.</param>
internal sealed class UnitEvents(string unit, IUnitObserver? observer, UnitState state) : IUnitObserver, IUnitPart
{
    private InvalidationReport? _invalidations;

    // Here, as a look at a static field of a class with a static constructor costs more than what is asked of it.
    private VtdEventSource Log { get; } = VtdEventSource.Log;

    /// <summary>Counters of the unit.</summary>
    public UnitCounters Counters { get; } = new();

    /// <summary>Whether the unit has an observer.</summary>
    public bool IsObserved => observer is not null;

    /// <summary>Whether neither an observer nor a listener of the event source learns what is reported.</summary>
    public bool IsUnheard => observer is null && !Log.IsEnabled();

    /// <summary>Reports invalidations.</summary>
    public InvalidationReport Invalidations => _invalidations ??= new(unit, Counters);

    /// <inheritdoc/>
    public ResetStep ResetStep => ResetStep.RegistersReset;

    /// <inheritdoc/>
    /// <remarks>Counters go on: a reset is a part of what they count.</remarks>
    public void Reset(bool keepsSticky)
    {
    }

    /// <inheritdoc/>
    /// <remarks>Counters are those of this unit.</remarks>
    public void Save(SnapshotWriter snapshot)
    {
    }

    /// <inheritdoc/>
    public Action? Restore(SnapshotReader snapshot) => null;

    /// <inheritdoc/>
    public UnitCounts AddCounts(UnitCounts counts) => counts with
    {
        RefusedAttachments = Counters.HostRefusals.Sum(),
        Descriptors = Counters.Descriptors.Sum(),
        QueueErrors = Counters.QueueErrors.Sum(),
        RejectedAccesses = Counters.RejectedAccesses,
        FailedHostActions = Counters.FailedHostActions.Sum(),
    };

    /// <inheritdoc/>
    public void InputStarted(UnitInput input) => observer?.InputStarted(input);

    /// <inheritdoc/>
    public void RegisterRead(int offset, int size, ulong value) => observer?.RegisterRead(offset, size, value);

    /// <inheritdoc/>
    public void RegisterWritten(in RegisterChange change) => observer?.RegisterWritten(change);

    /// <inheritdoc/>
    public void DmaAnswered(in DmaRequest request, in DmaResult result) => observer?.DmaAnswered(request, result);

    /// <inheritdoc/>
    public void TranslationAnswered(in AtsRequest request, in AtsResult result) => observer?.TranslationAnswered(request, result);

    /// <inheritdoc/>
    public void PageRequestAnswered(in PageRequest request, in PageRequestResult result) => observer?.PageRequestAnswered(request, result);

    /// <inheritdoc/>
    [RequiresUnitLock]
    public void MemoryRead(in MemoryPlace place, ReadOnlySpan<byte> bytes, bool isThere) => observer?.MemoryRead(place, bytes, isThere);

    /// <inheritdoc/>
    [RequiresUnitLock]
    public void MemoryWritten(in MemoryPlace place, ReadOnlySpan<byte> bytes, bool isThere) => observer?.MemoryWritten(place, bytes, isThere);

    /// <inheritdoc/>
    [RequiresUnitLock]
    public void MemoryExchanged(in MemoryPlace place, in MemoryExchange exchange, bool isThere) => observer?.MemoryExchanged(place, exchange, isThere);

    /// <summary>Software read registers.</summary>
    [RequiresUnitLock]
    public void RegisterReadLocked(int offset, int size, ulong value)
    {
        if (Log.IsEnabled(EventLevel.Verbose, Keywords.Registers))
            Log.vtd_reg_read(unit, (uint)offset, (uint)size, value);
    }

    /// <summary>Software wrote registers, and what that does at once is done.</summary>
    /// <param name="offset">Byte offset in the register block.</param>
    /// <param name="size">Bytes.</param>
    /// <param name="value">The value.</param>
    /// <param name="before">GSTS before the write.</param>
    [RequiresUnitLock]
    public void RegisterWrittenLocked(int offset, int size, ulong value, Gsts before)
    {
        if (Log.IsEnabled(EventLevel.Verbose, Keywords.Registers))
            Log.vtd_reg_write(unit, (uint)offset, (uint)size, value);
        if (offset == Gcmd.Offset)
            CommandedLocked(new((uint)value), before, state.Registers.GSTS);
        else if (offset == Iqt.Offset && Log.IsEnabled(EventLevel.Verbose, Keywords.Queue))
            Log.vtd_inv_qi_tail(unit, (uint)state.Registers.IQT.QT);
    }

    /// <summary>The caches alone answered a DMA request. Needs no lock.</summary>
    /// <param name="sourceId">The sender of the request.</param>
    /// <param name="address">The address of the request.</param>
    /// <param name="isScalable">The mode.</param>
    public void PassedThrough(SourceId sourceId, ulong address, bool isScalable)
    {
        Counters.Answers.Add(isScalable ? CachedAnswer.ContextAndPasid : CachedAnswer.Context);
        if (Log.IsEnabled(EventLevel.Verbose, Keywords.Translation))
            Log.vtd_translate_pt(unit, sourceId.Value, address);
    }

    /// <summary>The caches alone answered a DMA request. Needs no lock.</summary>
    /// <param name="sourceId">The sender of the request.</param>
    /// <param name="address">The address of the request.</param>
    /// <param name="output">Where its page leads.</param>
    /// <param name="domain">Domain of the page.</param>
    /// <param name="isScalable">The mode.</param>
    public void PageHit(SourceId sourceId, ulong address, ulong output, ushort domain, bool isScalable)
    {
        Counters.Answers.Add(isScalable ? CachedAnswer.ContextPasidAndPage : CachedAnswer.ContextAndPage);
        if (Log.IsEnabled(EventLevel.Verbose, Keywords.Translation))
            Log.vtd_iotlb_page_hit(unit, sourceId.Value, address, output, domain);
    }

    /// <summary>A walk found a page and cached it.</summary>
    [RequiresUnitLock]
    public void PageCachedLocked(SourceId sourceId, ulong address, ulong output, ushort domain)
    {
        if (Log.IsEnabled() && Log.IsEnabled(EventLevel.Verbose, Keywords.Translation))
            Log.vtd_iotlb_page_update(unit, sourceId.Value, address, output, domain);
    }

    /// <summary>Reports a descriptor that is executed, before what it invalidates.</summary>
    /// <param name="type">The type code.</param>
    /// <param name="descriptor">The bytes.</param>
    [RequiresUnitLock]
    public void DescriptorExecutingLocked(byte type, ReadOnlySpan<byte> descriptor)
    {
        if (Log.IsEnabled())
            Invalidations.Executed(type, descriptor);
    }

    /// <inheritdoc/>
    [RequiresUnitLock]
    public void DescriptorExecuted(InvalidationQueueType type, InvalidationGranularity? granularity, ReadOnlySpan<byte> descriptor) =>
        observer?.DescriptorExecuted(type, granularity, descriptor);

    /// <inheritdoc/>
    [RequiresUnitLock]
    public void QueueStopped(QueueErrorInfo reason, int head, int tail)
    {
        Counters.QueueErrors[(byte)reason]++;
        if (Log.IsEnabled(EventLevel.Error, Keywords.Queue))
            Log.vtd_inv_qi_error(unit, reason.ToString(), head);
        observer?.QueueStopped(reason, head, tail);
    }

    /// <inheritdoc/>
    [RequiresUnitLock]
    public void InvalidationTimedOut(SourceId sourceId)
    {
        Counters.QueueErrors[UnitCounters.Timeout]++;
        if (Log.IsEnabled(EventLevel.Error, Keywords.Queue))
            Log.vtd_inv_desc_timeout(unit, sourceId.Value);
        observer?.InvalidationTimedOut(sourceId);
    }

    /// <inheritdoc/>
    [RequiresUnitLock]
    public void FaultReported(in ReportedFault fault)
    {
        Counters.Faults[(byte)fault.Reason]++;
        if (Log.IsEnabled(EventLevel.Warning, Keywords.Faults))
            Tell(fault);
        if (fault.Disposition == FaultDisposition.Disabled && Log.IsEnabled(EventLevel.Informational, Keywords.Faults))
            Log.vtd_fault_disabled(unit, fault.SourceId.Value, (byte)fault.Reason);
        observer?.FaultReported(fault);
    }

    /// <inheritdoc/>
    public void InterruptAnswered(in InterruptRequest request, in InterruptResult result)
    {
        if (Log.IsEnabled(EventLevel.Verbose, Keywords.Interrupts))
            Log.vtd_ir_remap_msi(unit, request.Address, request.Data, result.Address, result.Data);
        observer?.InterruptAnswered(request, result);
    }

    /// <inheritdoc/>
    public void AccessRejected(int offset, int size, bool isWrite)
    {
        Counters.Reject();
        if (Log.IsEnabled(EventLevel.Warning, Keywords.Registers))
            Log.vtd_reg_rejected(unit, offset, size, isWrite);
        observer?.AccessRejected(offset, size, isWrite);
    }

    /// <inheritdoc/>
    public void Reset(ResetStep step)
    {
        if (Log.IsEnabled(EventLevel.Informational, Keywords.Reset))
            Tell(step);
        observer?.Reset(step);
    }

    /// <inheritdoc/>
    [ForbiddenUnderUnitLock]
    public void HostActionStarted(in HostAction action)
    {
        if (Log.IsEnabled(EventLevel.Informational, Keywords.HostDevices))
            Log.vtd_host_action(unit, action.Operation.ToString(), action.SourceId.Value, action.Pasid is not null, action.Pasid.GetValueOrDefault(), action.Table.Address);
        observer?.HostActionStarted(action);
    }

    /// <inheritdoc/>
    [ForbiddenUnderUnitLock]
    public void HostActionFinished(in HostAction action)
    {
        Counters.HostActions[(int)action.Operation]++;
        observer?.HostActionFinished(action);
    }

    /// <inheritdoc/>
    [ForbiddenUnderUnitLock]
    public void HostActionFailed(in HostAction action, Exception error)
    {
        Counters.FailedHostActions[(int)action.Operation]++;
        if (Log.IsEnabled(EventLevel.Error, Keywords.HostDevices))
            Log.vtd_host_action_failed(unit, action.Operation.ToString(), action.SourceId.Value, action.Pasid is not null, action.Pasid.GetValueOrDefault(), error.GetType().Name);
        observer?.HostActionFailed(action, error);
    }

    /// <inheritdoc/>
    [ForbiddenUnderUnitLock]
    public void MessageSent(ulong address, uint data)
    {
        if (Log.IsEnabled(EventLevel.Verbose, Keywords.Interrupts))
            Log.vtd_irq_generate(unit, address, data);
        observer?.MessageSent(address, data);
    }

    /// <inheritdoc/>
    [ForbiddenUnderUnitLock]
    public void MessageFailed(ulong address, uint data, Exception error)
    {
        if (Log.IsEnabled(EventLevel.Error, Keywords.Interrupts))
            Log.vtd_irq_failed(unit, address, data, error.GetType().Name);
        observer?.MessageFailed(address, data, error);
    }

    /// <inheritdoc/>
    [ForbiddenUnderUnitLock]
    public void CallFailed(SourceId? sourceId, Exception error)
    {
        if (Log.IsEnabled(EventLevel.Error, Keywords.HostDevices))
            Log.vtd_call_failed(unit, sourceId is not null, sourceId.GetValueOrDefault().Value, error.GetType().Name);
        observer?.CallFailed(sourceId, error);
    }

    [RequiresUnitLock]
    private void CommandedLocked(Gcmd command, Gsts before, Gsts after)
    {
        if (Log.IsEnabled(EventLevel.Informational, Keywords.Registers))
        {
            Log.vtd_reg_write_gcmd(unit, before.Value, command.Value);
            if (command.SRTP)
                Log.vtd_reg_dmar_root(unit, state.Pointers.Root.RTA, state.Pointers.IsScalable);
            if (command.SIRTP)
                Log.vtd_reg_ir_root(unit, state.Pointers.InterruptTable.IRTA, 2U << state.Pointers.InterruptTable.S);
            if (after.TES != before.TES)
                Log.vtd_dmar_enable(unit, after.TES);
            if (after.IRES != before.IRES)
                Log.vtd_ir_enable(unit, after.IRES);
        }
        if (after.QIES != before.QIES && Log.IsEnabled(EventLevel.Informational, Keywords.Queue))
        {
            Log.vtd_inv_qi_enable(unit, after.QIES);
            if (after.QIES)
                Log.vtd_inv_qi_setup(unit, state.Registers.IQA.IQA, state.Registers.IQA.QS);
        }
    }

    private void Tell(in ReportedFault fault)
    {
        var reason = fault.Reason;
        if (reason is >= FaultReason.InterruptRequestReserved and <= FaultReason.InterruptRequestInvalid)
            Log.vtd_ir_fault(unit, fault.SourceId.Value, (byte)reason, fault.InterruptIndex, reason.ToString(), fault.Disposition.ToString());
        else
            Log.vtd_dmar_fault(unit, fault.SourceId.Value, (byte)reason, fault.Information << SmallPage.Shift, reason.ToString(), fault.Disposition.ToString());
    }

    private void Tell(ResetStep step)
    {
        Log.vtd_reset(unit, step.ToString());
        if (step != ResetStep.CachesDropped)
            return;
        Log.vtd_context_cache_reset(unit);
        Log.vtd_iotlb_reset(unit, "system reset");
    }
}
