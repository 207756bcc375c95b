namespace Vtd.Spec.Tools.Decode.KernelLog;

/// <summary>A line of a kernel log about an IOMMU.</summary>
/// <param name="Line">Line of the log.</param>
/// <param name="Time">The time in front of it, as written; empty if there is none.</param>
public abstract record LogEvent(int Line, string Time);

/// <summary>A request that a unit has blocked.</summary>
/// <param name="Request"><c>DMA read</c>, <c>DMA write</c> or <c>interrupt</c>.</param>
/// <param name="SourceId">The requester.</param>
/// <param name="Pasid">The PASID of the request, if it had one.</param>
/// <param name="Place">The address, or the index of an interrupt.</param>
/// <param name="Reason">The fault reason; null if the log does not tell.</param>
public sealed record FaultEvent(int Line, string Time, string Request, ushort SourceId, uint? Pasid, ulong Place, uint? Reason) : LogEvent(Line, Time)
{
    /// <summary>The name of a blocked interrupt.</summary>
    public const string Interrupt = "interrupt";
}

/// <summary>The fault status register when the driver was called.</summary>
public sealed record StatusEvent(int Line, string Time, uint Value) : LogEvent(Line, Time);

/// <summary>The invalidation queue has stopped.</summary>
/// <param name="Flag">The flag of the fault status register: <c>IQE</c>, <c>ITE</c> or <c>ICE</c>.</param>
/// <param name="Detail">The reason of a queue error, or the source id of the others.</param>
public sealed record QueueEvent(int Line, string Time, string Flag, ulong Detail) : LogEvent(Line, Time);

/// <summary>A descriptor that the driver shows with an error of the queue.</summary>
/// <param name="Place"><c>head</c>, <c>before the head</c> or <see cref="Rejected"/>.</param>
public sealed record DescriptorEvent(int Line, string Time, string Place, ulong Low, ulong High) : LogEvent(Line, Time)
{
    /// <summary>The place of a descriptor that older kernels show alone.</summary>
    public const string Rejected = "rejected";
}

/// <summary>Messages that the kernel has left out.</summary>
public sealed record SuppressedEvent(int Line, string Time, ulong Count) : LogEvent(Line, Time);

/// <summary>A unit that the driver has found.</summary>
public sealed record UnitEvent(int Line, string Time, string Name, ulong Address, string Version, ulong Capability, ulong ExtendedCapability) : LogEvent(Line, Time);

/// <summary>An event of an AMD IOMMU, which is no VT-d unit.</summary>
/// <param name="Name">The kind of event, as the driver writes it.</param>
/// <param name="Device">The device; empty if the line does not tell.</param>
/// <param name="Place">The address; null if the line does not tell.</param>
public sealed record AmdEvent(int Line, string Time, string Name, string Device, ulong? Place) : LogEvent(Line, Time);

/// <summary>Trouble that is no blocked request: of page requests, of the driver, of firmware.</summary>
/// <param name="Trouble">The kind of trouble.</param>
/// <param name="Text">The words of the log.</param>
/// <param name="Words">Values in the line, in words of 64 bits; empty if there are none.</param>
public sealed record TroubleEvent(int Line, string Time, KnownTrouble Trouble, string Text, IReadOnlyList<ulong> Words) : LogEvent(Line, Time);

/// <summary>The start of what the driver shows of its tables after a fault.</summary>
/// <param name="Unit">The name of the unit.</param>
/// <param name="Address">The address of the request.</param>
public sealed record DumpStartEvent(int Line, string Time, string Unit, ulong Address) : LogEvent(Line, Time);

/// <summary>An entry, or a word of one, that the driver shows after a fault.</summary>
/// <param name="Table">The table that holds it.</param>
/// <param name="Number">The level of a page-table entry, the number of a word of a PASID entry.</param>
public sealed record DumpEntryEvent(int Line, string Time, DumpTable Table, int Number, ulong Low, ulong High) : LogEvent(Line, Time);

/// <summary>The driver found no further entry to show.</summary>
/// <param name="Table">The table whose entry, or which itself, is not there.</param>
/// <param name="Level">The level of a page table; 0 if it is the top, or no page table.</param>
public sealed record DumpEndEvent(int Line, string Time, DumpTable Table, int Level) : LogEvent(Line, Time);

/// <summary>A line that tells of no trouble.</summary>
public sealed record OrdinaryEvent(int Line, string Time) : LogEvent(Line, Time);

/// <summary>A line about an IOMMU in words that are not known.</summary>
/// <param name="Text">The line.</param>
/// <param name="SpeaksOfFault">The words are those of a fault.</param>
public sealed record StrangeEvent(int Line, string Time, string Text, bool SpeaksOfFault) : LogEvent(Line, Time);

/// <summary>The tables that lead to a page, in the order in which they are read.</summary>
public enum DumpTable
{
    /// <summary>The root table of legacy mode.</summary>
    Root,

    /// <summary>The root table of scalable mode.</summary>
    ScalableRoot,

    /// <summary>A context table.</summary>
    Context,

    /// <summary>A PASID directory.</summary>
    PasidDirectory,

    /// <summary>A PASID table.</summary>
    Pasid,

    /// <summary>A page table of any level.</summary>
    Page,
}
