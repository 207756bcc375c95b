using Vtd.Architecture;

namespace Vtd.Conformance.Reference;

/// <summary>Primary fault logging by the letter of the architecture (7.2.1, 11.4.7), with faults of one source collapsed while one of them is recorded.</summary>
internal sealed class ReferenceFaults(VtdRegisterFile registers, ReferenceEvents events)
{
    private int _next;

    /// <summary>A request was blocked with a fault.</summary>
    /// <param name="record">The record of the fault; F is ignored.</param>
    /// <param name="isDisabled">FPD of the entries that were met.</param>
    public void Report(Frcd record, bool isDisabled)
    {
        if (isDisabled && record.FR.IsQualified())
            return;
        for (var index = 0; index < registers.FRCDCount; index++)
        {
            if (registers.GetFRCD(index) is { F: true } pending && pending.SID == record.SID)
                return;
        }

        var status = registers.FSTS;
        if (status.PFO)
            return;
        if (registers.GetFRCD(_next).F)
        {
            Set(status with { PFO = true });
            return;
        }

        registers.SetFRCD(_next, record with { F = true });
        Set(status.PPF ? status : status with { PPF = true, FRI = (byte)_next });
        _next = (_next + 1) % registers.FRCDCount;
    }

    /// <summary>The invalidation queue stopped; while IQE is set the first reason stays.</summary>
    public void QueueStopped(QueueErrorInfo reason)
    {
        if (!registers.FSTS.IQE)
            registers.IQERCD = registers.IQERCD with { IQEI = reason };
        Set(registers.FSTS with { IQE = true });
    }

    /// <summary>Software wrote FSTS or a record.</summary>
    public void Written()
    {
        var isPending = false;
        for (var index = 0; index < registers.FRCDCount; index++)
            isPending |= registers.GetFRCD(index).F;
        registers.FSTS = registers.FSTS with { PPF = isPending };
        if (!IsPending)
            events.Service(ReferenceEvent.Fault);
    }

    /// <summary>The unit was reset.</summary>
    public void Reset() => _next = 0;

    private void Set(Fsts status)
    {
        var isFirst = !IsPending;
        registers.FSTS = status;
        if (isFirst)
            events.Raise(ReferenceEvent.Fault);
    }

    private bool IsPending => registers.FSTS is { PPF: true } or { PFO: true } or { APF: true } or { AFO: true } or { IQE: true } or { ICE: true } or { ITE: true };
}
