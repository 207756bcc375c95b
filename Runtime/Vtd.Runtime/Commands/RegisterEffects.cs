using Vtd.Architecture;
using Vtd.Architecture.Codegen;
using Vtd.Runtime.EventMessages;
using Vtd.Runtime.Faults;
using Vtd.Runtime.Invalidation;
using Vtd.Runtime.Quirks.Catalog;
using Vtd.Runtime.State;

namespace Vtd.Runtime.Commands;

/// <summary>Leads each register write that has an effect to the part that carries the effect out.</summary>
[GuardedByUnitLock]
internal sealed class RegisterEffects(
    UnitState state,
    GlobalCommand command,
    RegisterInvalidation invalidation,
    InvalidationQueue queue,
    FaultRecorder faults,
    UnitEventMessages messages) : IVtdRegisterHandler, IUnitPart
{
    private readonly RegisterQuirks _quirks = new(state.Quirks);
    private readonly bool _hasQuirks = state.Quirks != UnitQuirks.None;
    private bool _missesStatus;

    /// <inheritdoc/>
    public ResetStep ResetStep => ResetStep.RegistersReset;

    /// <inheritdoc/>
    /// <remarks>The registers have their reset values already.</remarks>
    public void Reset(bool keepsSticky)
    {
        if (_quirks.PageRequestEventUnmasked)
            state.Registers.PECTL = default;
    }

    /// <inheritdoc/>
    /// <remarks>Nothing is left of a write when it ends.</remarks>
    public void Save(SnapshotWriter snapshot)
    {
    }

    /// <inheritdoc/>
    public Action? Restore(SnapshotReader snapshot) => null;

    /// <summary>Writes registers, as software does, and has the effects of the write.</summary>
    public RegisterAccess Write(int offset, int size, ulong value) =>
        _hasQuirks ? WriteWithQuirks(offset, size, value) : state.Registers.Write(offset, size, value, this);

    private RegisterAccess WriteWithQuirks(int offset, int size, ulong value)
    {
        _missesStatus = size == sizeof(ulong) && (offset + sizeof(uint)) is Fsts.Offset or Ics.Offset && _quirks.WideStatusWritesUnnoticed;
        var isHalved = size == sizeof(ulong) && offset is Fectl.Offset or Iectl.Offset or Pectl.Offset && _quirks.WideControlWritesHalved;
        var access = state.Registers.Write(offset, isHalved ? sizeof(uint) : size, value, this);
        if (access == RegisterAccess.Done && _quirks.UpperEventAddressesStayZero)
            (state.Registers.FEUADDR, state.Registers.IEUADDR) = (default, default);
        return access;
    }

    public void OnWrite(Gcmd before, Gcmd after) => command.Write(after);

    public void OnWrite(Ccmd before, Ccmd after) => invalidation.Write(after);

    public void OnWrite(Iotlb before, Iotlb after) => invalidation.Write(after);

    public void OnWrite(Fsts before, Fsts after)
    {
        if (_missesStatus)
            return;
        faults.Service();
        queue.ErrorCleared();
    }

    public void OnWrite(int index, Frcd before, Frcd after) => faults.RecordsWritten();

    public void OnWrite(Fectl before, Fectl after) => messages.Fault.ControlWritten();

    public void OnWrite(Iqt before, Iqt after) => queue.TailWritten();

    public void OnWrite(Ics before, Ics after)
    {
        if (!_missesStatus)
            messages.Completion.Service();
    }

    public void OnWrite(Iectl before, Iectl after) => messages.Completion.Event.ControlWritten();

    public void OnWrite(Prs before, Prs after)
    {
        if (!after.PPR && !after.PRO)
            messages.PageRequest.Service();
    }

    public void OnWrite(Pectl before, Pectl after) => messages.PageRequest.ControlWritten();

    public void OnWrite(Pmen before, Pmen after) => command.Write(after);
}
