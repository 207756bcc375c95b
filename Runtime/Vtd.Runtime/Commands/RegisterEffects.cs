using Vtd.Runtime.Architecture;
using Vtd.Runtime.EventMessages;
using Vtd.Runtime.Faults;
using Vtd.Runtime.Invalidation;
using Vtd.Runtime.Translation;

namespace Vtd.Runtime.Commands;

/// <summary>Leads each register write that does something to the one who does it.</summary>
internal sealed class RegisterEffects(
    VtdRegisterFile registers,
    GlobalCommand globalCommand,
    RegisterInvalidation invalidation,
    InvalidationQueue queue,
    DmaTranslator dma,
    FaultRecorder faults,
    CompletionEvent completion,
    EventMessage faultEvent,
    EventMessage pageRequestEvent,
    UnitQuirks quirks) : IVtdRegisterHandler
{
    private bool _missesStatus;

    /// <summary>The registers have their reset values.</summary>
    [RequiresUnitLock]
    public void ResetLocked()
    {
        if ((quirks & UnitQuirks.PageRequestEventUnmasked) != 0)
            registers.PECTL = default;
    }

    /// <summary>A write begins.</summary>
    /// <returns>How many of its bytes count.</returns>
    [RequiresUnitLock]
    public int BeginLocked(int offset, int size)
    {
        _missesStatus = size == sizeof(ulong) && (offset + sizeof(uint)) is Fsts.Offset or Ics.Offset && (quirks & UnitQuirks.WideStatusWritesUnnoticed) != 0;
        var isHalved = size == sizeof(ulong) && offset is Fectl.Offset or Iectl.Offset or Pectl.Offset && (quirks & UnitQuirks.WideControlWritesHalved) != 0;
        return isHalved ? sizeof(uint) : size;
    }

    /// <summary>A write ends.</summary>
    [RequiresUnitLock]
    public void EndLocked()
    {
        if ((quirks & UnitQuirks.UpperEventAddressesStayZero) != 0)
            (registers.FEUADDR, registers.IEUADDR) = (default, default);
    }

    [RequiresUnitLock]
    public void OnWrite(Gcmd before, Gcmd after)
    {
        globalCommand.WriteLocked(after);
        dma.RefreshModeLocked();
    }

    [RequiresUnitLock]
    public void OnWrite(Ccmd before, Ccmd after) => invalidation.WriteLocked(after);

    [RequiresUnitLock]
    public void OnWrite(Iotlb before, Iotlb after) => invalidation.WriteLocked(after);

    [RequiresUnitLock]
    public void OnWrite(Fsts before, Fsts after)
    {
        if (_missesStatus)
            return;
        faults.ServiceLocked();
        queue.ErrorClearedLocked();
    }

    [RequiresUnitLock]
    public void OnWrite(int index, Frcd before, Frcd after) => faults.RecordsWrittenLocked();

    [RequiresUnitLock]
    public void OnWrite(Fectl before, Fectl after) => faultEvent.ControlWrittenLocked();

    [RequiresUnitLock]
    public void OnWrite(Iqt before, Iqt after) => queue.TailWrittenLocked();

    [RequiresUnitLock]
    public void OnWrite(Ics before, Ics after)
    {
        if (!_missesStatus)
            completion.ServiceLocked();
    }

    [RequiresUnitLock]
    public void OnWrite(Iectl before, Iectl after) => completion.Event.ControlWrittenLocked();

    [RequiresUnitLock]
    public void OnWrite(Prs before, Prs after)
    {
        if (!after.PPR && !after.PRO)
            pageRequestEvent.ServiceLocked();
    }

    [RequiresUnitLock]
    public void OnWrite(Pectl before, Pectl after) => pageRequestEvent.ControlWrittenLocked();

    [RequiresUnitLock]
    public void OnWrite(Pmen before, Pmen after)
    {
        registers.PMEN = after with { PRS = after.EPM };
        dma.RefreshModeLocked(); // with the bounds: software leaves them alone while EPM is 1
    }
}
