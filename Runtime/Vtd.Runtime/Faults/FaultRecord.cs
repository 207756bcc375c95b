using Vtd.Architecture;

namespace Vtd.Runtime.Faults;

/// <summary>A blocked request, as a fault recording register tells of it.</summary>
/// <param name="Reason">Why it was blocked.</param>
/// <param name="SourceId">The requester.</param>
/// <param name="Information">Field FI: page number, or the interrupt index in its top 16 bits.</param>
internal readonly record struct FaultRecord(FaultReason Reason, SourceId SourceId, ulong Information)
{
    /// <summary>The kind of request.</summary>
    public RequestType Type { get; init; }

    /// <summary>Whether a device TLB was involved.</summary>
    public AddressType AddressType { get; init; }

    /// <summary>The PASID that the request carried.</summary>
    public uint? Pasid { get; init; }

    /// <summary>The request asked for execution.</summary>
    public bool Execute { get; init; }

    /// <summary>The request asked for privilege.</summary>
    public bool Privileged { get; init; }

    /// <summary>A fault of a DMA request.</summary>
    public static FaultRecord OfAddress(FaultReason reason, SourceId sourceId, ulong address) =>
        new(reason, sourceId, address >> SmallPage.Shift);

    /// <summary>A fault of an interrupt request.</summary>
    public static FaultRecord OfInterrupt(FaultReason reason, SourceId sourceId, ushort index) =>
        new(reason, sourceId, (ulong)index << ReportedFault.InterruptIndexShift);
}
