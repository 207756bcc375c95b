using Vtd.Architecture;
using Vtd.Runtime;
using Vtd.Traces;

namespace Vtd.Machine.Recording;

/// <summary>Writes a recording of a unit: its accesses and requests, and what the unit does for each.</summary>
/// <remarks>The recorder stands between the unit and its memory and messages. It keeps what the unit does until it learns what triggered it.</remarks>
internal sealed class UnitRecorder : IGuestMemory, IUnitObserver, IMessageSink, IAccessObserver, IDisposable
{
    private const int LongestLine = 4096;
    private const ulong SmallPage = 4096;
    private const ulong SmallPageMask = SmallPage - 1;

    private readonly IGuestMemory _memory;
    private readonly IMessageSink _messages;
    private readonly TraceWriter _trace;
    private readonly List<TraceEvent> _effects = [];
    private Occasion _occasion;
    private int _resets;

    /// <param name="path">The file to write; packed with gzip if its name ends in .gz.</param>
    /// <param name="options">What the unit is capable of.</param>
    /// <param name="memory">The unit's memory.</param>
    /// <param name="messages">Where the unit's own interrupts go.</param>
    public UnitRecorder(string path, VtdUnitOptions options, IGuestMemory memory, IMessageSink messages)
    {
        _memory = memory;
        _messages = messages;
        var registers = options.Capabilities.ToRegisters();
        _trace = new(path, "vtd", registers.Capability, registers.ExtendedCapability, options.EffectiveHostAddressWidth);
        ResetDone();
    }

    /// <summary>The unit, whose registers tell where its queue is. Set once it is made.</summary>
    public VtdUnit? Unit { get; set; }

    /// <inheritdoc/>
    public void RegisterRead(int offset, int size, ulong value) => End(new RegisterRead(offset, size, value));

    /// <inheritdoc/>
    public void RegisterWritten(int offset, int size, ulong value) => End(new RegisterWrite(offset, size, value));

    /// <summary>Records a DMA request. An interrupt request is recorded as such.</summary>
    public void Translated(in DmaRequest request, in DmaResult result)
    {
        if (result.Outcome == DmaOutcome.Interrupt)
            return;
        var (canRead, canWrite) = Rights(result.Page);
        var mask = result.Page.Size - 1;
        Add(result.Outcome == DmaOutcome.Allowed
            ? new TranslationResult(result.Page.Output & ~mask, mask, canRead, canWrite, IsPassThrough: false)
            : new TranslationBlocked(SmallPageMask));
        End(new TranslationRequest(request.SourceId, request.Pasid, request.Address, request.Access == DmaAccess.Write));
    }

    /// <summary>Records a request of a device TLB: about one page, of the size that the unit gave.</summary>
    public void Translated(in AtsRequest request, in AtsResult result)
    {
        var isThere = result.Page.Permissions != PagePermissions.None;
        var (canRead, canWrite) = Rights(result.Page);
        var mask = result.Page.Size - 1;
        Add(new AtsEnded(1, isThere ? 0u : 1u));
        Add(isThere
            ? new AtsAnswer(request.Address & ~mask, result.Page.Output, mask, canRead, canWrite)
            : new AtsAnswer(0, 0, SmallPageMask, CanRead: false, CanWrite: false));
        End(new AtsRequested(request.SourceId, request.Pasid, request.Address, Math.Max(result.Page.Size, SmallPage), !request.NoWrite));
    }

    /// <inheritdoc/>
    public void Requested(in PageRequest request, in PageRequestResult result)
    {
        Add(result.Outcome switch
        {
            PageRequestOutcome.Queued => new InjectedEnded(InjectedEnding.Done, "0") { Bytes = "-" },
            PageRequestOutcome.Overflowed => new InjectedEnded(InjectedEnding.Overflowed, "-28") { Bytes = "-" },
            _ => new InjectedEnded(InjectedEnding.Refused, "-1") { Bytes = "-" },
        });
        End(new PageRequestInjected(request.SourceId, request.Pasid, request.Address, request.Group, FlagsOf(request)));
    }

    /// <inheritdoc/>
    public void Remapped(in InterruptRequest request, in InterruptResult result)
    {
        Add(result.Outcome is InterruptOutcome.Blocked or InterruptOutcome.Posted ? new InterruptBlocked() : new InterruptDelivered(result.Address, result.Data));
        End(new InterruptRequested(request.SourceId, request.Address, request.Data));
    }

    /// <inheritdoc/>
    public void ResetDone() => End(new SystemReset(++_resets));

    /// <inheritdoc/>
    public void Begins(Occasion occasion)
    {
        _effects.Clear();
        _occasion = occasion;
    }

    /// <inheritdoc/>
    public bool TryRead(ulong address, Span<byte> destination)
    {
        var isDone = _memory.TryRead(address, destination);
        if (!isDone)
            destination.Clear();
        for (var at = 0; at < destination.Length;)
        {
            var (kind, length) = KindOf(address + (ulong)at, destination.Length - at);
            Add(new MemoryRead(kind, address + (ulong)at, destination.Slice(at, length).ToArray(), !isDone));
            at += length;
        }

        return isDone;
    }

    /// <inheritdoc/>
    public bool TryWrite(ulong address, ReadOnlySpan<byte> source)
    {
        var isDone = _memory.TryWrite(address, source);
        Add(new MemoryWrite(_occasion == Occasion.PageRequest ? MemoryKind.PageRequest : MemoryKind.WaitStatus, address, source.ToArray(), !isDone));
        return isDone;
    }

    /// <inheritdoc/>
    public bool TryCompareExchange(ulong address, ulong expected, ulong value, out ulong found)
    {
        var isThere = _memory.TryCompareExchange(address, expected, value, out found);
        var kind = _occasion == Occasion.Interrupt ? MemoryKind.InterruptEntry : MemoryKind.PagingEntry;
        Add(new MemoryRead(kind, address, BitConverter.GetBytes(found), !isThere));
        if (isThere && found == expected)
            Add(new MemoryWrite(MemoryKind.AccessedDirty, address, BitConverter.GetBytes(value), Failed: false));
        return isThere;
    }

    /// <inheritdoc/>
    public void FaultReported(in ReportedFault fault)
    {
        var isDisabled = fault.Disposition == FaultDisposition.Disabled;
        var isInterrupt = _occasion == Occasion.Interrupt;
        if (isInterrupt && isDisabled)
            return;
        var kind = isInterrupt ? FaultKind.Interrupt : isDisabled ? FaultKind.DisabledDma : FaultKind.Dma;
        Add(FaultMet.Of(kind, (byte)fault.Reason, fault.SourceId, fault.Information, fault.Pasid));
        if (!isDisabled)
            Add(new FaultEnded(fault.Disposition switch { FaultDisposition.Recorded => FaultEnding.Recorded, FaultDisposition.Collapsed => FaultEnding.Collapsed, _ => FaultEnding.Overflowed }));
    }

    /// <inheritdoc/>
    public void QueueStopped(QueueErrorInfo reason, int head) => Add(new QueueStopped((ulong)head, Unit?.Registers.IQT.Value ?? 0));

    /// <inheritdoc/>
    public void Send(ulong address, uint data)
    {
        Add(new MessageSent(address, data));
        _messages.Send(address, data);
    }

    /// <inheritdoc/>
    public void Dispose() => _trace.Dispose();

    private static (bool CanRead, bool CanWrite) Rights(in PageTranslation page) =>
        ((page.Permissions & PagePermissions.Read) != 0, (page.Permissions & PagePermissions.Write) != 0);

    private static PageRequestFlags FlagsOf(in PageRequest request) =>
        (request.IsPrivileged ? PageRequestFlags.Privileged : 0)
        | (request.Execute ? PageRequestFlags.Execute : 0)
        | (request.IsLast ? PageRequestFlags.Last : 0)
        | (request.Read ? PageRequestFlags.Read : 0)
        | (request.Write ? PageRequestFlags.Write : 0);

    private void Add(TraceEvent effect) => _effects.Add(effect);

    private void End(TraceEvent trigger)
    {
        _trace.Write(trigger);
        foreach (var effect in _effects)
            _trace.Write(effect);
        _effects.Clear();
    }

    /// <summary>The purpose of a read, as far as its place and length tell, and the part of it that is one line.</summary>
    private (MemoryKind Kind, int Length) KindOf(ulong address, int length)
    {
        if (_occasion == Occasion.Interrupt)
            return (MemoryKind.InterruptEntry, length);
        if (_occasion == Occasion.Register && Unit?.Registers.IQA is { } queue && address - queue.IQA < QueueBytes(queue))
            return (MemoryKind.InvalidationDescriptor, Math.Min(length, queue.DW == DescriptorWidth.Bits256 ? 32 : 16));
        var kind = length switch
        {
            64 => MemoryKind.PasidEntry,
            32 => MemoryKind.ContextEntry,
            16 when Unit is not null && address - Unit.Pointers.Root.RTA < LongestLine => MemoryKind.RootEntry,
            16 => MemoryKind.ContextEntry,
            _ => MemoryKind.PagingEntry,
        };
        return (kind, Math.Min(length, LongestLine));
    }

    private static ulong QueueBytes(Iqa queue) => SmallPage << queue.QS;
}
