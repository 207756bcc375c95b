using Vtd.Architecture;

namespace Vtd.Runtime.Inspection;

/// <summary>A snapshot of what a unit holds.</summary>
public sealed class UnitDump
{
    /// <summary>The register block as software reads it, in words of 32 bits; 0 for a word without a register.</summary>
    public IReadOnlyList<uint> Registers { get; internal set; } = [];

    /// <summary>The root table in use: the value of RTADDR that GCMD.SRTP took over (10.4.4). A later write of RTADDR does not change it.</summary>
    public Rtaddr RootTable { get; internal set; }

    /// <summary>The interrupt remapping table in use: the value of IRTA that GCMD.SIRTP took over (10.4.4).</summary>
    public Irta InterruptTable { get; internal set; }

    /// <summary>Context entries in the cache, by source id.</summary>
    public DumpedList<DumpedEntry> Contexts { get; internal set; } = DumpedList.Of<DumpedEntry>(0, 0, []);

    /// <summary>PASID entries in the cache, by source id and PASID.</summary>
    public DumpedList<DumpedEntry> Pasids { get; internal set; } = DumpedList.Of<DumpedEntry>(0, 0, []);

    /// <summary>Pages in the IOTLB, by domain, PASID and address.</summary>
    public DumpedList<DumpedPage> Pages { get; internal set; } = DumpedList.Of<DumpedPage>(0, 0, []);

    /// <summary>Interrupt remapping entries in the cache, by index.</summary>
    public DumpedList<DumpedInterrupt> Interrupts { get; internal set; } = DumpedList.Of<DumpedInterrupt>(0, 0, []);

    /// <summary>The invalidation queue.</summary>
    public DumpedQueue Queue { get; internal set; } = new() { IsOn = false, IsStopped = false, Address = 0, Size = 0, DescriptorSize = 0, Head = 0, Tail = 0, Next = DumpedList.Of<IReadOnlyList<ulong>>(0, 0, []) };

    /// <summary>Requests of host devices that a guest has to do with, by source id and PASID: those without PASID that are not on the default table, those
    /// of PASIDs that are not blocked, and those that the host failed to put back.</summary>
    public DumpedList<DumpedAttachment> Attachments { get; internal set; } = DumpedList.Of<DumpedAttachment>(0, 0, []);

    /// <summary>Calls to host devices and messages that are decided and not yet made, in order.</summary>
    public DumpedList<DumpedCall> Pending { get; internal set; } = DumpedList.Of<DumpedCall>(0, 0, []);
}

/// <summary>The first items of a list, and the number of all.</summary>
public sealed class DumpedList<T>
{
    /// <summary>The first items, as many as were asked for.</summary>
    public required IReadOnlyList<T> Shown { get; init; }

    /// <summary>The number of all items.</summary>
    public required int Total { get; init; }
}

/// <summary>A cached context or PASID entry.</summary>
public sealed class DumpedEntry
{
    /// <summary>The device.</summary>
    public required SourceId SourceId { get; init; }

    /// <summary>The PASID, of a PASID entry.</summary>
    public required uint? Pasid { get; init; }

    /// <summary>Name of the layout of the entry in the spec: legacy-context-entry, scalable-context-entry or pasid-entry.</summary>
    public required string Layout { get; init; }

    /// <summary>The entry as it was read, in words of 64 bits, the lowest first.</summary>
    public required IReadOnlyList<ulong> Words { get; init; }

    /// <summary>The fields of the entry.</summary>
    public required string Text { get; init; }
}

/// <summary>A page in the IOTLB.</summary>
public sealed class DumpedPage
{
    /// <summary>The domain that the page is tagged with.</summary>
    public required ushort Domain { get; init; }

    /// <summary>The PASID that the page is tagged with; null for pages of the second stage alone.</summary>
    public required uint? Pasid { get; init; }

    /// <summary>The page, with what requests without privilege may do to it.</summary>
    public required PageTranslation Page { get; init; }
}

/// <summary>A cached interrupt remapping entry.</summary>
public sealed class DumpedInterrupt
{
    /// <summary>Index of the entry.</summary>
    public required int Index { get; init; }

    /// <summary>Whether interrupts of the entry are posted; otherwise they are remapped.</summary>
    public required bool IsPosted { get; init; }

    /// <summary>Address of the message, or of the posted-interrupt descriptor.</summary>
    public required ulong Address { get; init; }

    /// <summary>Data of the message, or the virtual vector.</summary>
    public required uint Data { get; init; }
}

/// <summary>The invalidation queue.</summary>
public sealed class DumpedQueue
{
    /// <summary>Whether queued invalidation is on.</summary>
    public required bool IsOn { get; init; }

    /// <summary>Whether the queue stopped at an error or a timeout that software has not cleared.</summary>
    public required bool IsStopped { get; init; }

    /// <summary>Address of the queue in use.</summary>
    public required ulong Address { get; init; }

    /// <summary>Size of the queue in bytes.</summary>
    public required int Size { get; init; }

    /// <summary>Size of a descriptor in bytes: 16 or 32.</summary>
    public required int DescriptorSize { get; init; }

    /// <summary>Byte offset of the descriptor that is next.</summary>
    public required int Head { get; init; }

    /// <summary>Byte offset behind the last descriptor.</summary>
    public required int Tail { get; init; }

    /// <summary>The next descriptors in words of 64 bits, the lowest first; one that cannot be read has no words.</summary>
    public required DumpedList<IReadOnlyList<ulong>> Next { get; init; }
}

/// <summary>The destination of requests of a host device.</summary>
public sealed class DumpedAttachment
{
    /// <summary>The device.</summary>
    public required SourceId SourceId { get; init; }

    /// <summary>The PASID of the requests; null for those without.</summary>
    public required uint? Pasid { get; init; }

    /// <summary>The domain in the PASID entry of the requests.</summary>
    public required ushort Domain { get; init; }

    /// <summary>The kind of destination that the requests are to have.</summary>
    public required HostAccess Access { get; init; }

    /// <summary>The first-stage table, if the requests are to go through one.</summary>
    public required StageOneTable? Table { get; init; }

    /// <summary>Whether the host has carried that out.</summary>
    public required bool IsOnHost { get; init; }

    /// <summary>Whether the host failed to carry that out, so that requests may go where the guest does not want them.</summary>
    public required bool IsStuck { get; init; }
}

/// <summary>A call to a host device or to something else, or an interrupt message, that is still to be made; with none of them, the end of a reset.</summary>
public sealed class DumpedCall
{
    /// <summary>The call to a host device, if the call is one.</summary>
    public HostAction? Action { get; init; }

    /// <summary>Name of a call to an endpoint or a listener.</summary>
    public string? Other { get; init; }

    /// <summary>Address of the message.</summary>
    public ulong? Address { get; init; }

    /// <summary>Data of the message.</summary>
    public uint? Data { get; init; }
}
