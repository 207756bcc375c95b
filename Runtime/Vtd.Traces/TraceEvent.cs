namespace Vtd.Traces;

/// <summary>One line of a recording. An event that is not a trigger belongs to the last trigger before it.</summary>
public abstract record TraceEvent
{
    /// <summary>Number of the line in the file, from 1; 0 for an event that was not read from a file.</summary>
    public int Line { get; init; }

    /// <summary>The line as the file has it; empty for memory reads, for counted lines and for events that were not read from a file.</summary>
    public string Text { get; init; } = "";

    /// <summary>Whether the event happened to the unit, as opposed to something the unit did.</summary>
    public virtual bool IsTrigger => false;
}

/// <summary>A trigger, which a replay repeats.</summary>
public abstract record TriggerEvent : TraceEvent
{
    /// <inheritdoc/>
    public override bool IsTrigger => true;
}

/// <summary>A request for which the unit makes further requests: they belong to it, up to the line that ends it.</summary>
public abstract record CompoundEvent : TriggerEvent;

/// <summary>RR: software read a register.</summary>
/// <param name="Size">Bytes.</param>
public sealed record RegisterRead(int Offset, int Size, ulong Value) : TriggerEvent
{
    /// <summary>Whether the access reached beyond the register block.</summary>
    public bool IsOutOfRange { get; init; }
}

/// <summary>RW: software wrote a register.</summary>
/// <param name="Size">Bytes.</param>
public sealed record RegisterWrite(int Offset, int Size, ulong Value) : TriggerEvent
{
    /// <summary>Whether the access reached beyond the register block.</summary>
    public bool IsOutOfRange { get; init; }
}

/// <summary>RS: the unit was reset.</summary>
/// <param name="Number">1 is power-on.</param>
public sealed record SystemReset(int Number) : TriggerEvent;

/// <summary>MR: the unit read guest memory.</summary>
/// <param name="Failed">There is no memory at the address; the bytes mean nothing.</param>
public sealed record MemoryRead(MemoryKind Kind, ulong Address, byte[] Bytes, bool Failed) : TraceEvent;

/// <summary>MW: the unit wrote guest memory.</summary>
/// <param name="Failed">There is no memory at the address.</param>
public sealed record MemoryWrite(MemoryKind Kind, ulong Address, byte[] Bytes, bool Failed) : TraceEvent;

/// <summary>IM: the unit raised an interrupt of its own.</summary>
public sealed record MessageSent(ulong Address, uint Data) : TraceEvent;

/// <summary>TQ: a device asked for a translation.</summary>
/// <param name="SourceId">Bus in bits 15:8, device and function in bits 7:0.</param>
/// <param name="Pasid">The PASID; null for a request without PASID.</param>
public sealed record TranslationRequest(ushort SourceId, uint? Pasid, ulong Address, bool IsWrite) : TriggerEvent;

/// <summary>TR: the answer to the translation request before it.</summary>
/// <param name="Mask">Page size minus one.</param>
public sealed record TranslationResult(ulong Page, ulong Mask, bool CanRead, bool CanWrite, bool IsPassThrough) : TraceEvent;

/// <summary>TX: the translation request before it was blocked.</summary>
/// <param name="Mask">Page size minus one.</param>
public sealed record TranslationBlocked(ulong Mask) : TraceEvent;

/// <summary>IQ: an interrupt came to the unit.</summary>
/// <param name="SourceId">Bus in bits 15:8, device and function in bits 7:0; null for the I/O APIC.</param>
public sealed record InterruptRequested(ushort? SourceId, ulong Address, uint Data) : TriggerEvent
{
    /// <summary>The source id that the format has for none.</summary>
    internal const ushort NoSource = 0xFFFF;

    /// <summary>Whether the machine only asked for the result in order to keep it.</summary>
    public bool IsQuery { get; init; }
}

/// <summary>IR: the message as which the interrupt before it was delivered.</summary>
public sealed record InterruptDelivered(ulong Address, uint Data) : TraceEvent;

/// <summary>IX: the interrupt before it was blocked.</summary>
public sealed record InterruptBlocked : TraceEvent;

/// <summary>FL, FS or FI: the unit met a fault.</summary>
/// <param name="Kind">The kind of request that met it.</param>
/// <param name="Place">The address of a DMA request, or the index of an interrupt request.</param>
/// <param name="Pasid">The PASID that the recorded machine reported; null if it reported none.</param>
public sealed record FaultMet(FaultKind Kind, byte Reason, ushort SourceId, ulong Place, uint? Pasid) : TraceEvent
{
    // The format has addresses and interrupt indexes as they are.
    private const int PageShift = 12;
    private const int InterruptIndexShift = 36;

    /// <summary>Whether the request was a write.</summary>
    public bool IsWrite { get; init; }

    /// <summary>Whether the fault was not to be reported (FPD).</summary>
    public bool IsDisabled => Kind == FaultKind.DisabledDma;

    /// <summary>The place as field FI of a fault recording register has it.</summary>
    public ulong Information => Kind == FaultKind.Interrupt ? Place << InterruptIndexShift : Place >> PageShift;

    /// <summary>Makes a fault from what field FI of a fault recording register holds.</summary>
    public static FaultMet Of(FaultKind kind, byte reason, ushort sourceId, ulong information, uint? pasid) =>
        new(kind, reason, sourceId, kind == FaultKind.Interrupt ? information >> InterruptIndexShift : information << PageShift, pasid);
}

/// <summary>FO: what became of the fault before it.</summary>
public sealed record FaultEnded(FaultEnding Ending) : TraceEvent
{
    /// <summary>Index of the fault recording register that took the fault.</summary>
    public ulong Index { get; init; }

    /// <summary>Upper half of that register.</summary>
    public ulong High { get; init; }

    /// <summary>Lower half of that register.</summary>
    public ulong Low { get; init; }
}

/// <summary>QE: the invalidation queue stopped at an error.</summary>
/// <param name="Head">Index of the descriptor at which it stopped.</param>
/// <param name="Tail">Index behind the last descriptor.</param>
public sealed record QueueStopped(ulong Head, ulong Tail) : TraceEvent;

/// <summary>NT, NU, NI or AS: a listener was told of a change.</summary>
public sealed record Notified(Listener Whom, Notice What) : TraceEvent;

/// <summary>AT: a device asked what its device TLB may hold (ATS).</summary>
/// <param name="Length">Bytes from the address on that the device asked for.</param>
/// <param name="IsWrite">Whether the device asked for write permission as well.</param>
public sealed record AtsRequested(ushort SourceId, uint? Pasid, ulong Address, ulong Length, bool IsWrite) : CompoundEvent;

/// <summary>XA: the end of the request of a device TLB before it.</summary>
/// <param name="Count">Number of answers.</param>
/// <param name="Errors">Number of pages that the device may not access.</param>
public sealed record AtsEnded(ulong Count, ulong Errors) : TraceEvent;

/// <summary>AR: a page that the device got. A page that may be neither read nor written is none.</summary>
/// <param name="Input">Address of the page as the device uses it.</param>
/// <param name="Mask">Page size minus one.</param>
public sealed record AtsAnswer(ulong Input, ulong Output, ulong Mask, bool CanRead, bool CanWrite) : TraceEvent;

/// <summary>XD: the recorder's own device accessed memory.</summary>
public sealed record AccessInjected(ushort SourceId, uint? Pasid, ulong Address, ulong Length, bool IsWrite) : CompoundEvent;

/// <summary>XP: the recorder's own device sent a page request.</summary>
/// <param name="Group">Index of its page request group.</param>
public sealed record PageRequestInjected(ushort SourceId, uint? Pasid, ulong Address, ushort Group, PageRequestFlags Flags) : CompoundEvent;

/// <summary>XR: how the access or the page request before it ended.</summary>
/// <param name="Ending">The ending.</param>
/// <param name="Word">The ending as the line has it: a word or an error number of Linux.</param>
public sealed record InjectedEnded(InjectedEnding Ending, string Word) : TraceEvent
{
    /// <summary>The bytes that an access read, in hexadecimal.</summary>
    public string? Bytes { get; init; }
}

/// <summary>TH, TD or II: a line that replays only count.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Fields">The fields, separated by one space.</param>
public sealed record CountedEvent(string Operation, string Fields) : TraceEvent;
