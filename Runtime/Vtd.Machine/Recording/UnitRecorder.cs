using Vtd.Architecture;
using Vtd.Runtime;
using Vtd.Traces;

namespace Vtd.Machine.Recording;

/// <summary>Writes a recording of a unit: the accesses and requests that reach it, and what it does for each.</summary>
/// <remarks>The unit must be used by one thread at a time, and its devices must not call it from inside its own calls to them: a recording has one access or
/// request after the other. What a call leaves to <see cref="VtdUnit.Run"/> is recorded as an effect of the last one. The recorder is the unit's observer, and a listener of
/// stale interrupt remapping entries, as replays have one.</remarks>
public sealed class UnitRecorder : IUnitObserver, IInterruptListener, IDisposable
{
    private const ulong SmallPage = 4096;
    private const ulong SmallPageMask = SmallPage - 1;

    private readonly TraceWriter _trace;
    private readonly List<TraceEvent> _effects = [];
    private UnitInput? _input;
    private int _resets;

    /// <summary>Creates a recording.</summary>
    /// <param name="path">The file to write; packed with gzip if its name ends in .gz.</param>
    /// <param name="options">Options of the unit.</param>
    /// <exception cref="ArgumentException">The unit has a worker of its own (<see cref="VtdUnitOptions.RunsInBackground"/>).</exception>
    public UnitRecorder(string path, VtdUnitOptions options)
    {
        if (options.RunsInBackground)
            throw new ArgumentException($"{nameof(VtdUnitOptions.RunsInBackground)} must be false: the order of what the unit does would not be repeatable.", nameof(options));
        var registers = options.Capabilities.ToRegisters();
        _trace = new(path, "vtd", registers.Capability, registers.ExtendedCapability, options.EffectiveHostAddressWidth);
        _trace.Write(new SystemReset(++_resets));
    }

    /// <inheritdoc/>
    public void InputStarted(UnitInput input)
    {
        _effects.Clear();
        _input = input;
    }

    /// <inheritdoc/>
    public void RegisterRead(int offset, int size, ulong value) => End(new RegisterRead(offset, size, value));

    /// <inheritdoc/>
    public void RegisterWritten(in RegisterChange change) => End(new RegisterWrite(change.Offset, change.Size, change.Value));

    /// <summary>Records a DMA request. An interrupt request is recorded as such.</summary>
    public void DmaAnswered(in DmaRequest request, in DmaResult result)
    {
        if (result.Outcome == DmaOutcome.Interrupt)
        {
            _input = null;
            return;
        }
        var (canRead, canWrite) = Rights(result.Page);
        var mask = result.Page.Size - 1;
        Add(result.Outcome == DmaOutcome.Allowed
            ? new TranslationResult(result.Page.Output & ~mask, mask, canRead, canWrite, IsPassThrough: false)
            : new TranslationBlocked(SmallPageMask));
        End(new TranslationRequest(request.SourceId.Value, request.Pasid, request.Address, request.Access == DmaAccess.Write));
    }

    /// <summary>Records a request of a device TLB: about one page, of the size that the unit gave.</summary>
    public void TranslationAnswered(in AtsRequest request, in AtsResult result)
    {
        var isThere = result.Page.Permissions != PagePermissions.None;
        var (canRead, canWrite) = Rights(result.Page);
        var mask = result.Page.Size - 1;
        Add(new AtsEnded(1, isThere ? 0u : 1u));
        Add(isThere
            ? new AtsAnswer(request.Address & ~mask, result.Page.Output, mask, canRead, canWrite)
            : new AtsAnswer(0, 0, SmallPageMask, CanRead: false, CanWrite: false));
        End(new AtsRequested(request.SourceId.Value, request.Pasid, request.Address, Math.Max(result.Page.Size, SmallPage), !request.NoWrite));
    }

    /// <inheritdoc/>
    public void PageRequestAnswered(in PageRequest request, in PageRequestResult result)
    {
        Add(result.Outcome switch
        {
            PageRequestOutcome.Queued => new InjectedEnded(InjectedEnding.Done, "0") { Bytes = "-" },
            PageRequestOutcome.Overflowed => new InjectedEnded(InjectedEnding.Overflowed, "-28") { Bytes = "-" },
            _ => new InjectedEnded(InjectedEnding.Refused, "-1") { Bytes = "-" },
        });
        End(new PageRequestInjected(request.SourceId.Value, request.Pasid, request.Address, request.Group, FlagsOf(request)));
    }

    /// <inheritdoc/>
    public void InterruptAnswered(in InterruptRequest request, in InterruptResult result)
    {
        Add(result.Outcome is InterruptOutcome.Blocked or InterruptOutcome.Posted ? new InterruptBlocked() : new InterruptDelivered(result.Address, result.Data));
        End(new InterruptRequested(request.SourceId?.Value, request.Address, request.Data));
    }

    /// <summary>Records a reset, at its first step.</summary>
    public void Reset(ResetStep step)
    {
        if (step == ResetStep.RegistersReset)
            _trace.Write(new SystemReset(++_resets));
    }

    /// <summary>Records a read of guest memory, as one line for each structure.</summary>
    public void MemoryRead(in MemoryPlace place, ReadOnlySpan<byte> bytes, bool isThere)
    {
        for (var at = 0; at < bytes.Length; at += place.EntrySize)
        {
            var entry = isThere ? bytes.Slice(at, place.EntrySize).ToArray() : new byte[place.EntrySize];
            Add(new MemoryRead(KindOf(place.Purpose), place.Address + (ulong)at, entry, !isThere));
        }
    }

    /// <inheritdoc/>
    public void MemoryWritten(in MemoryPlace place, ReadOnlySpan<byte> bytes, bool isThere) =>
        Add(new MemoryWrite(KindOf(place.Purpose), place.Address, bytes.ToArray(), !isThere));

    /// <summary>Records an exchange as a read and, if it was done, a write.</summary>
    public void MemoryExchanged(in MemoryPlace place, in MemoryExchange exchange, bool isThere)
    {
        var kind = KindOf(place.Purpose);
        Add(new MemoryRead(kind, place.Address, BitConverter.GetBytes(exchange.Found), !isThere));
        if (isThere && exchange.IsDone)
            Add(new MemoryWrite(kind == MemoryKind.PagingEntry ? MemoryKind.AccessedDirty : kind, place.Address, BitConverter.GetBytes(exchange.Value), Failed: false));
    }

    /// <inheritdoc/>
    public void FaultReported(in ReportedFault fault)
    {
        var isDisabled = fault.Disposition == FaultDisposition.Disabled;
        var isInterrupt = _input == UnitInput.Interrupt;
        if (isInterrupt && isDisabled)
            return;
        var kind = isInterrupt ? FaultKind.Interrupt : isDisabled ? FaultKind.DisabledDma : FaultKind.Dma;
        Add(FaultMet.Of(kind, (byte)fault.Reason, fault.SourceId.Value, fault.Information, fault.Pasid));
        if (!isDisabled)
            Add(new FaultEnded(fault.Disposition switch { FaultDisposition.Recorded => FaultEnding.Recorded, FaultDisposition.Collapsed => FaultEnding.Collapsed, _ => FaultEnding.Overflowed }));
    }

    /// <inheritdoc/>
    public void QueueStopped(QueueErrorInfo reason, int head, int tail) => Add(new QueueStopped((ulong)head, (ulong)tail));

    /// <inheritdoc/>
    public void MessageSent(ulong address, uint data) => Add(new MessageSent(address, data));

    /// <inheritdoc/>
    public void Invalidated(int first, int count) => Add(new Notified(Listener.OfInterrupts, Notice.Interrupts(first, count)));

    /// <summary>Ends the recording.</summary>
    public void Dispose() => _trace.Dispose();

    private static (bool CanRead, bool CanWrite) Rights(in PageTranslation page) =>
        ((page.Permissions & PagePermissions.Read) != 0, (page.Permissions & PagePermissions.Write) != 0);

    private static PageRequestFlags FlagsOf(in PageRequest request) =>
        (request.IsPrivileged ? PageRequestFlags.Privileged : 0)
        | (request.Execute ? PageRequestFlags.Execute : 0)
        | (request.IsLast ? PageRequestFlags.Last : 0)
        | (request.Read ? PageRequestFlags.Read : 0)
        | (request.Write ? PageRequestFlags.Write : 0);

    private static MemoryKind KindOf(MemoryPurpose purpose) => purpose switch
    {
        MemoryPurpose.RootEntry => MemoryKind.RootEntry,
        MemoryPurpose.ContextEntry => MemoryKind.ContextEntry,
        MemoryPurpose.PasidDirectoryEntry => MemoryKind.PasidDirectoryEntry,
        MemoryPurpose.PasidEntry => MemoryKind.PasidEntry,
        MemoryPurpose.InvalidationDescriptor => MemoryKind.InvalidationDescriptor,
        MemoryPurpose.WaitStatus => MemoryKind.WaitStatus,
        MemoryPurpose.PageRequestDescriptor => MemoryKind.PageRequest,
        MemoryPurpose.InterruptEntry or MemoryPurpose.PostedInterruptDescriptor => MemoryKind.InterruptEntry,
        _ => MemoryKind.PagingEntry,
    };

    /// <summary>Keeps an effect until the access or request that caused it is known.</summary>
    private void Add(TraceEvent effect)
    {
        if (_input is null)
            _trace.Write(effect);
        else
            _effects.Add(effect);
    }

    private void End(TraceEvent trigger)
    {
        _trace.Write(trigger);
        foreach (var effect in _effects)
            _trace.Write(effect);
        _effects.Clear();
        _input = null;
    }
}
