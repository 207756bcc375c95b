using Vtd.Architecture;
using Vtd.Runtime.EventMessages;
using Vtd.Runtime.Quirks.Catalog;
using Vtd.Runtime.State;
using Vtd.Runtime.Telemetry;

namespace Vtd.Runtime.Faults;

/// <summary>Primary fault logging: fault recording registers, fault status and the fault event (11.4.7).</summary>
[GuardedByUnitLock]
internal sealed class FaultRecorder(UnitState state, EventMessage message, bool collapse, UnitEvents events) : IUnitPart
{
    private const string Section = "faults";

    private readonly FaultQuirks _quirks = new(state.Quirks);
    private int _next;

    /// <summary>Reports a fault, unless it is a qualified one and the FPD bit that applies to the request is set.</summary>
    public void Report(in FaultRecord fault, bool isProcessingDisabled)
    {
        var fate = isProcessingDisabled && IsQualified(fault.Reason) ? FaultDisposition.Disabled : Record(fault);
        events.FaultReported(new(fault.Reason, fault.SourceId, fault.Information, fault.Pasid, fate));
    }

    private bool IsQualified(FaultReason reason) =>
        reason.IsQualified() && !(_quirks.FewerQualifiedReasons && reason == FaultReason.ContextEntryReserved);

    private FaultDisposition Record(in FaultRecord fault)
    {
        if (collapse && IsRecorded(fault.SourceId))
            return FaultDisposition.Collapsed;
        var status = state.Registers.FSTS;
        if (status.PFO)
            return FaultDisposition.Overflowed;
        if (state.Registers.GetFRCD(_next).F)
        {
            Set(status with { PFO = true });
            return FaultDisposition.Overflowed;
        }

        var withPasid = fault.Pasid is not null;
        state.Registers.SetFRCD(_next, new Frcd
        {
            F = true,
            FR = fault.Reason,
            SID = fault.SourceId.Value,
            FI = fault.Information,
            T = fault.Type,
            AT = fault.AddressType,
            PP = withPasid,
            PV = fault.Pasid.GetValueOrDefault(),
            EXE = withPasid && fault.Execute,
            PRIV = withPasid && fault.Privileged,
        });
        Set(status.PPF ? status : status with { PPF = true, FRI = (byte)_next });
        _next = (_next + 1) % state.Registers.FRCDCount;
        return FaultDisposition.Recorded;
    }

    private bool IsRecorded(SourceId sourceId)
    {
        for (var index = 0; index < state.Registers.FRCDCount; index++)
        {
            if (state.Registers.GetFRCD(index) is { F: true } record && record.SID == sourceId)
                return true;
        }
        return false;
    }

    /// <summary>The invalidation queue stopped. While IQE is set the reason of the first error stays.</summary>
    public void QueueError(QueueErrorInfo reason)
    {
        var status = state.Registers.FSTS;
        if (!status.IQE)
            state.Registers.IQERCD = state.Registers.IQERCD with { IQEI = reason };
        Set(status with { IQE = true });
    }

    /// <summary>A device-TLB invalidation timed out. While ITE is set the first device stays.</summary>
    public void TimeOut(SourceId sourceId)
    {
        var status = state.Registers.FSTS;
        if (!status.ITE)
            state.Registers.IQERCD = state.Registers.IQERCD with { ITESID = sourceId.Value };
        Set(status with { ITE = true });
    }

    /// <summary>Software wrote a record: whether any is left decides PPF.</summary>
    public void RecordsWritten()
    {
        var pending = false;
        for (var index = 0; index < state.Registers.FRCDCount && !pending; index++)
            pending = state.Registers.GetFRCD(index).F;
        state.Registers.FSTS = state.Registers.FSTS with { PPF = pending };
        if (!_quirks.FaultEventStaysPending)
            Service();
    }

    /// <summary>Software cleared something: with no condition left, no message is due any more.</summary>
    public void Service()
    {
        if (!IsPending(state.Registers.FSTS))
            message.Service();
    }

    /// <inheritdoc/>
    public ResetStep ResetStep => ResetStep.RegistersReset;

    /// <inheritdoc/>
    public void Reset(bool keepsSticky)
    {
        if (!keepsSticky)
            _next = 0;
    }

    /// <inheritdoc/>
    public void Save(SnapshotWriter snapshot) => snapshot.Section(Section).Write((ushort)_next);

    /// <inheritdoc/>
    public Action Restore(SnapshotReader snapshot)
    {
        var next = snapshot.Section(Section).ReadUInt16();
        if (next >= state.Registers.FRCDCount)
            throw SnapshotReader.Refusal($"its next fault recording register is {next}, and the unit has {state.Registers.FRCDCount}");
        return () => _next = next;
    }

    private void Set(Fsts status)
    {
        var isFirst = !IsPending(state.Registers.FSTS);
        state.Registers.FSTS = status;
        if (isFirst)
            message.Raise();
    }

    /// <summary>The group of conditions that share one message.</summary>
    private static bool IsPending(Fsts status) =>
        status.PPF || status.PFO || status.APF || status.AFO || status.IQE || status.ICE || status.ITE;
}
