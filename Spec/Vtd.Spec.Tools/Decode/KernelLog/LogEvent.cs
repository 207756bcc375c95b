namespace Vtd.Spec.Tools.Decode.KernelLog;

/// <summary>An event that the kernel's VT-d driver reports.</summary>
/// <param name="Line">Line of the log.</param>
/// <param name="Time">The time in front of it, as written; empty if there is none.</param>
public abstract record LogEvent(int Line, string Time);

/// <summary>A request that a unit has blocked.</summary>
/// <param name="Request"><c>DMA read</c>, <c>DMA write</c> or <c>interrupt</c>.</param>
/// <param name="SourceId">Who asked.</param>
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

/// <summary>A line about a fault in words that are not known.</summary>
public sealed record StrangeEvent(int Line, string Time) : LogEvent(Line, Time);
