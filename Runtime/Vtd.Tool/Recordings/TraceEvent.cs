using Vtd.Runtime;

namespace Vtd.Tool.Recordings;

/// <summary>One line of a recording. Everything that is not a trigger belongs to the last trigger before it.</summary>
/// <param name="Line">Line number in the file, from 1.</param>
internal abstract record TraceEvent(int Line)
{
    /// <summary>Something that happened to the unit, as opposed to something the unit did.</summary>
    public virtual bool IsTrigger => false;
}

/// <summary>A trigger that the replay repeats.</summary>
/// <param name="Text">The line as it stands in the file.</param>
internal abstract record FedEvent(int Line, string Text) : TraceEvent(Line)
{
    public override bool IsTrigger => true;
}

/// <summary>RR: software read a register.</summary>
internal sealed record RegisterRead(int Line, string Text, int Offset, int Size, ulong Value) : FedEvent(Line, Text);

/// <summary>RW: software wrote a register.</summary>
internal sealed record RegisterWrite(int Line, string Text, int Offset, int Size, ulong Value) : FedEvent(Line, Text);

/// <summary>RS: the unit was reset.</summary>
/// <param name="Number">1 is power-on.</param>
internal sealed record SystemReset(int Line, string Text, int Number) : FedEvent(Line, Text);

/// <summary>MR: the unit read guest memory.</summary>
/// <param name="Failed">There is no memory at the address; the bytes mean nothing.</param>
internal sealed record MemoryRead(int Line, MemoryKind Kind, ulong Address, byte[] Bytes, bool Failed) : TraceEvent(Line);

/// <summary>MW: the unit wrote guest memory.</summary>
internal sealed record MemoryWrite(int Line, string Text, MemoryKind Kind, ulong Address, byte[] Bytes, bool Failed) : TraceEvent(Line);

/// <summary>IM: the unit raised an interrupt of its own.</summary>
internal sealed record MessageSent(int Line, string Text, ulong Address, uint Data) : TraceEvent(Line);

/// <summary>TQ: a device asked for a translation.</summary>
/// <param name="SourceId">Bus in bits 15:8, device and function in bits 7:0.</param>
/// <param name="Pasid">None for a request without PASID.</param>
internal sealed record TranslationRequest(int Line, string Text, ushort SourceId, uint? Pasid, ulong Address, bool IsWrite) : FedEvent(Line, Text);

/// <summary>TR: the answer to the translation request before it.</summary>
/// <param name="Mask">Page size minus one.</param>
internal sealed record TranslationResult(int Line, string Text, ulong Page, ulong Mask, bool CanRead, bool CanWrite, bool IsPassThrough) : TraceEvent(Line);

/// <summary>TX: the translation request before it was blocked.</summary>
internal sealed record TranslationBlocked(int Line, string Text) : TraceEvent(Line);

/// <summary>IQ: an interrupt came to the unit.</summary>
/// <param name="SourceId">Bus in bits 15:8, device and function in bits 7:0; none for the I/O APIC.</param>
internal sealed record InterruptRequested(int Line, string Text, ushort? SourceId, ulong Address, uint Data) : FedEvent(Line, Text);

/// <summary>IR: the message that the interrupt before it was delivered as.</summary>
internal sealed record InterruptDelivered(int Line, string Text, ulong Address, uint Data) : TraceEvent(Line);

/// <summary>IX: the interrupt before it was blocked.</summary>
internal sealed record InterruptBlocked(int Line, string Text) : TraceEvent(Line);

/// <summary>FL, FS or FI: the unit met a fault.</summary>
/// <param name="Information">As in field FI of a fault recording register.</param>
/// <param name="Pasid">The PASID that the recorded machine reported; none if it reported none or the line does not tell.</param>
/// <param name="IsDisabled">It was not to be reported (FPD).</param>
internal sealed record FaultMet(int Line, string Text, byte Reason, ushort SourceId, ulong Information, uint? Pasid, bool IsDisabled) : TraceEvent(Line);

/// <summary>FO: what became of the fault before it.</summary>
internal sealed record FaultEnded(int Line, string Text, FaultDisposition Disposition) : TraceEvent(Line);

/// <summary>QE: the invalidation queue stopped at an error.</summary>
internal sealed record QueueStopped(int Line, string Text) : TraceEvent(Line);

/// <summary>NT, NU, NI or AS: somebody was told of something.</summary>
/// <param name="Whom">Who.</param>
/// <param name="What">What.</param>
internal sealed record Notified(int Line, string Text, Listener Whom, Notice What) : TraceEvent(Line);

/// <summary>A request that the unit asks further questions for: what it asks belongs to it, up to the line that ends it.</summary>
internal abstract record CompoundEvent(int Line, string Text) : FedEvent(Line, Text);

/// <summary>AT: a device asked what its device TLB may hold (ATS).</summary>
/// <param name="Length">Bytes from the address on that the device asked for.</param>
/// <param name="IsWrite">The device asked for write permission as well.</param>
internal sealed record AtsRequested(int Line, string Text, ushort SourceId, uint? Pasid, ulong Address, ulong Length, bool IsWrite) : CompoundEvent(Line, Text);

/// <summary>AR: a page that the device got; none if it may neither be read nor written.</summary>
/// <param name="Mask">Page size minus one.</param>
internal sealed record AtsAnswer(int Line, string Text, ulong Output, ulong Mask, bool CanRead, bool CanWrite) : TraceEvent(Line);

/// <summary>XD: the recorder's own device accessed memory.</summary>
internal sealed record AccessInjected(int Line, string Text, ushort SourceId, uint? Pasid, ulong Address, bool IsWrite) : CompoundEvent(Line, Text);

/// <summary>XP: the recorder's own device sent a page request.</summary>
internal sealed record PageRequestInjected(int Line, string Text, PageRequest Request) : CompoundEvent(Line, Text);

/// <summary>XR: how the access or page request before it ended.</summary>
/// <param name="Ending">How.</param>
internal sealed record InjectedEnded(int Line, string Text, InjectedEnding Ending) : TraceEvent(Line);

/// <summary>How an injected access or page request ended.</summary>
internal enum InjectedEnding
{
    /// <summary>The access was made, or the request is in the queue.</summary>
    Done,

    /// <summary>The access or the request was refused.</summary>
    Refused,

    /// <summary>The queue was full.</summary>
    Overflowed,
}

/// <summary>A line that the replay only counts.</summary>
internal sealed record OtherEvent(int Line, CountedOperation Operation) : TraceEvent(Line);

/// <summary>What a memory access was for.</summary>
internal enum MemoryKind
{
    RootEntry,
    ContextEntry,
    PasidDirectoryEntry,
    PasidEntry,
    PagingEntry,
    AccessedDirty,
    InvalidationDescriptor,
    WaitStatus,
    InterruptEntry,
    PageRequest,
}
