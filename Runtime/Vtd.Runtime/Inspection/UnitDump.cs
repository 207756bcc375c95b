using System.Globalization;
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

    /// <summary>The live entries of each cache, sorted by the values that identify them.</summary>
    public IReadOnlyDictionary<CacheKind, DumpedList<DumpedCacheEntry>> Caches { get; internal set; } = new Dictionary<CacheKind, DumpedList<DumpedCacheEntry>>();

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

/// <summary>A cached entry.</summary>
public sealed class DumpedCacheEntry
{
    /// <summary>The values that identify the entry, and those that it holds if it has no <see cref="Layout"/>, in the order in which they are read.</summary>
    public required IReadOnlyList<DumpedValue> Values { get; init; }

    /// <summary>Name of the layout of the entry in the spec, such as pasid-entry, if the cache keeps the entry as it was read; otherwise null.</summary>
    public string? Layout { get; init; }

    /// <summary>The entry as it was read, in words of 64 bits, the lowest first; empty without a <see cref="Layout"/>.</summary>
    public IReadOnlyList<ulong> Words { get; init; } = [];

    /// <summary>The fields of the entry, for people; empty without a <see cref="Layout"/>.</summary>
    public string Text { get; init; } = "";
}

/// <summary>A named value of a dump.</summary>
/// <param name="Name">The name of the value, such as sourceId.</param>
/// <param name="Text">The value for people: decimal numbers, hexadecimal addresses, words; empty if there is none.</param>
/// <param name="Number">The value of a decimal number; null for addresses and words.</param>
public readonly record struct DumpedValue(string Name, string Text, long? Number)
{
    internal static DumpedValue Of(string name, string text) => new(name, text, null);

    internal static DumpedValue Of(string name, long? number) => new(name, number?.ToString(CultureInfo.InvariantCulture) ?? "", number);

    internal static DumpedValue OfAddress(string name, ulong address) => new(name, string.Create(CultureInfo.InvariantCulture, $"0x{address:x}"), null);
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
