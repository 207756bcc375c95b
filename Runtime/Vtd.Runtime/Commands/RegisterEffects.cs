using Vtd.Runtime.Architecture;
using Vtd.Runtime.EventMessages;
using Vtd.Runtime.Faults;
using Vtd.Runtime.Invalidation;
using Vtd.Runtime.State;

namespace Vtd.Runtime.Commands;

/// <summary>Leads each register write that has an effect to the part that carries the effect out.</summary>
internal sealed class RegisterEffects(
    UnitState state,
    GlobalCommand command,
    RegisterInvalidation invalidation,
    InvalidationQueue queue,
    FaultRecorder faults,
    UnitEventMessages messages) : IVtdRegisterHandler, IUnitPart
{
    private bool _missesStatus;

    /// <inheritdoc/>
    public ResetStep ResetStep => ResetStep.RegistersReset;

    /// <inheritdoc/>
    /// <remarks>The registers have their reset values already.</remarks>
    [RequiresUnitLock]
    public void ResetLocked(bool keepsSticky)
    {
        if ((state.Quirks & UnitQuirks.PageRequestEventUnmasked) != 0)
            state.Registers.PECTL = default;
    }

    /// <summary>A write begins.</summary>
    /// <returns>How many of its bytes count.</returns>
    [RequiresUnitLock]
    public int BeginLocked(int offset, int size)
    {
        _missesStatus = size == sizeof(ulong) && (offset + sizeof(uint)) is Fsts.Offset or Ics.Offset && (state.Quirks & UnitQuirks.WideStatusWritesUnnoticed) != 0;
        var isHalved = size == sizeof(ulong) && offset is Fectl.Offset or Iectl.Offset or Pectl.Offset && (state.Quirks & UnitQuirks.WideControlWritesHalved) != 0;
        return isHalved ? sizeof(uint) : size;
    }

    /// <summary>A write ends.</summary>
    [RequiresUnitLock]
    public void EndLocked()
    {
        if ((state.Quirks & UnitQuirks.UpperEventAddressesStayZero) != 0)
            (state.Registers.FEUADDR, state.Registers.IEUADDR) = (default, default);
    }

    [RequiresUnitLock]
    public void OnWrite(Gcmd before, Gcmd after) => command.WriteLocked(after);

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
    public void OnWrite(Fectl before, Fectl after) => messages.Fault.ControlWrittenLocked();

    [RequiresUnitLock]
    public void OnWrite(Iqt before, Iqt after) => queue.TailWrittenLocked();

    [RequiresUnitLock]
    public void OnWrite(Ics before, Ics after)
    {
        if (!_missesStatus)
            messages.Completion.ServiceLocked();
    }

    [RequiresUnitLock]
    public void OnWrite(Iectl before, Iectl after) => messages.Completion.Event.ControlWrittenLocked();

    [RequiresUnitLock]
    public void OnWrite(Prs before, Prs after)
    {
        if (!after.PPR && !after.PRO)
            messages.PageRequest.ServiceLocked();
    }

    [RequiresUnitLock]
    public void OnWrite(Pectl before, Pectl after) => messages.PageRequest.ControlWrittenLocked();

    [RequiresUnitLock]
    public void OnWrite(Pmen before, Pmen after) => command.WriteLocked(after);
}
