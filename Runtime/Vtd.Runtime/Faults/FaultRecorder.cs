using Vtd.Runtime.Architecture;
using Vtd.Runtime.EventMessages;
using Vtd.Runtime.Telemetry;

namespace Vtd.Runtime.Faults;

/// <summary>Primary fault logging: fault recording registers, fault status and the fault event (11.4.7).</summary>
internal sealed class FaultRecorder(VtdRegisterFile registers, EventMessage message, bool collapse, UnitQuirks quirks, UnitEvents events)
{
    private int _next;

    /// <summary>Reports a fault, unless it is a qualified one and the FPD bit that applies to the request is set.</summary>
    [RequiresUnitLock]
    public void ReportLocked(in FaultRecord fault, bool isProcessingDisabled)
    {
        var fate = isProcessingDisabled && IsQualified(fault.Reason) ? FaultDisposition.Disabled : RecordLocked(fault);
        events.FaultReported(new((byte)fault.Reason, fault.SourceId, fault.Information, fault.Pasid, fate));
    }

    private bool IsQualified(FaultReason reason) =>
        reason.IsQualified()
        && (!quirks.HasFlag(UnitQuirks.FewerQualifiedReasons)
            || reason is not (FaultReason.ContextEntryReserved or FaultReason.PasidDirectoryEntryFetch or FaultReason.PasidEntryFetch));

    [RequiresUnitLock]
    private FaultDisposition RecordLocked(in FaultRecord fault)
    {
        if (collapse && IsRecordedLocked(fault.SourceId))
            return FaultDisposition.Collapsed;
        var status = registers.FSTS;
        if (status.PFO)
            return FaultDisposition.Overflowed;
        if (registers.GetFRCD(_next).F)
        {
            SetLocked(status with { PFO = true });
            return FaultDisposition.Overflowed;
        }

        var withPasid = fault.Pasid is not null;
        registers.SetFRCD(_next, new Frcd
        {
            F = true,
            FR = fault.Reason,
            SID = fault.SourceId,
            FI = fault.Information,
            T = fault.Type,
            AT = fault.AddressType,
            PP = withPasid,
            PV = fault.Pasid.GetValueOrDefault(),
            EXE = withPasid && fault.Execute,
            PRIV = withPasid && fault.Privileged,
        });
        SetLocked(status.PPF ? status : status with { PPF = true, FRI = (byte)_next });
        _next = (_next + 1) % registers.FRCDCount;
        return FaultDisposition.Recorded;
    }

    [RequiresUnitLock]
    private bool IsRecordedLocked(ushort sourceId)
    {
        for (var index = 0; index < registers.FRCDCount; index++)
        {
            if (registers.GetFRCD(index) is { F: true } record && record.SID == sourceId)
                return true;
        }
        return false;
    }

    /// <summary>The invalidation queue stopped. While IQE is set the reason of the first error stays.</summary>
    [RequiresUnitLock]
    public void QueueErrorLocked(QueueErrorInfo reason)
    {
        var status = registers.FSTS;
        if (!status.IQE)
            registers.IQERCD = registers.IQERCD with { IQEI = reason };
        SetLocked(status with { IQE = true });
    }

    /// <summary>A device-TLB invalidation timed out. While ITE is set the first device stays.</summary>
    [RequiresUnitLock]
    public void TimeOutLocked(ushort sourceId)
    {
        var status = registers.FSTS;
        if (!status.ITE)
            registers.IQERCD = registers.IQERCD with { ITESID = sourceId };
        SetLocked(status with { ITE = true });
    }

    /// <summary>Software wrote a record: whether any is left decides PPF.</summary>
    [RequiresUnitLock]
    public void RecordsWrittenLocked()
    {
        var pending = false;
        for (var index = 0; index < registers.FRCDCount && !pending; index++)
            pending = registers.GetFRCD(index).F;
        registers.FSTS = registers.FSTS with { PPF = pending };
        if (!quirks.HasFlag(UnitQuirks.FaultEventStaysPending))
            ServiceLocked();
    }

    /// <summary>Software cleared something: with no condition left, no message is due any more.</summary>
    [RequiresUnitLock]
    public void ServiceLocked()
    {
        if (!IsPending(registers.FSTS))
            message.ServiceLocked();
    }

    /// <summary>As at power-on; the registers are reset by themselves.</summary>
    [RequiresUnitLock]
    public void ResetLocked() => _next = 0;

    [RequiresUnitLock]
    private void SetLocked(Fsts status)
    {
        var isFirst = !IsPending(registers.FSTS);
        registers.FSTS = status;
        if (isFirst)
            message.RaiseLocked();
    }

    /// <summary>The group of conditions that share one message.</summary>
    private static bool IsPending(Fsts status) =>
        status.PPF || status.PFO || status.APF || status.AFO || status.IQE || status.ICE || status.ITE;
}
