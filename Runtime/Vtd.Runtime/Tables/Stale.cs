using Vtd.Architecture;

namespace Vtd.Runtime.Tables;

/// <summary>Entries of the guest's tables of which every copy is stale (6.5): made by command registers, descriptors and resets, taken by all that keep
/// such copies.</summary>
/// <remarks>Entries of one kind, narrowed by the properties that are not null. A cache or a follower that cannot tell entries apart by such a property takes
/// all of the kind as stale: hardware may invalidate more than software asks for (6.5.1.2).</remarks>
/// <param name="Kind">The kind of the entries.</param>
internal readonly record struct Stale(StaleKind Kind)
{
    /// <summary>The domain; null for every domain.</summary>
    public ushort? Domain { get; init; }

    /// <summary>The PASID; null for every PASID.</summary>
    public uint? Pasid { get; init; }

    /// <summary>The device; null for every device.</summary>
    public SourceId? SourceId { get; init; }

    /// <summary>The functions of the device.</summary>
    public FunctionMask Functions { get; init; }

    /// <summary>ADDR of the pages, as software wrote it; null for every page.</summary>
    public ulong? Address { get; init; }

    /// <summary>AM of the pages.</summary>
    public int AddressMask { get; init; }

    /// <summary>Whether entries of upper levels stay as they are (IH).</summary>
    public bool IsLeafOnly { get; init; }

    /// <summary>The first index; null for every index.</summary>
    public ushort? Index { get; init; }

    /// <summary>The logarithm of the number of indexes.</summary>
    public int IndexMask { get; init; }

    /// <summary>The range of the pages.</summary>
    public PageRange Range => Address is { } address ? PageRange.FromAddressMask(address, AddressMask) : PageRange.Everything;

    /// <summary>The granularity: the narrowest property that is not null; null where no entry is stale.</summary>
    public InvalidationGranularity? Granularity => this switch
    {
        { Kind: StaleKind.None } => null,
        { Index: not null } => InvalidationGranularity.Index,
        { Address: not null } => InvalidationGranularity.Page,
        { Pasid: not null } => InvalidationGranularity.Pasid,
        { SourceId: not null } => InvalidationGranularity.Device,
        { Domain: not null } => InvalidationGranularity.Domain,
        _ => InvalidationGranularity.Global,
    };

    /// <summary>The subject that the entries decide about.</summary>
    public StaleSubject Subject => Kind switch
    {
        StaleKind.DmaTables or StaleKind.Context or StaleKind.Pasid => StaleSubject.PageTables,
        StaleKind.Iotlb or StaleKind.PasidIotlb => StaleSubject.Pages,
        StaleKind.InterruptTable or StaleKind.Interrupt => StaleSubject.Interrupts,
        StaleKind.None or StaleKind.DeviceTlb => StaleSubject.None,
    };

    /// <summary>The context entries that a request names; none for a reserved granularity.</summary>
    public static Stale Contexts(ContextGranularity granularity, ushort domain, SourceId sourceId, FunctionMask functions) => granularity switch
    {
        ContextGranularity.Global => new(StaleKind.Context),
        ContextGranularity.Domain => new(StaleKind.Context) { Domain = domain },
        ContextGranularity.Device => new(StaleKind.Context) { SourceId = sourceId, Functions = functions },
        _ => default,
    };

    /// <summary>The translations of every stage that a request names; none for a reserved granularity.</summary>
    public static Stale Translations(IotlbGranularity granularity, ushort domain, ulong address, int addressMask) => granularity switch
    {
        IotlbGranularity.Global => new(StaleKind.Iotlb),
        IotlbGranularity.Domain => new(StaleKind.Iotlb) { Domain = domain },
        IotlbGranularity.Page => new(StaleKind.Iotlb) { Domain = domain, Address = address, AddressMask = addressMask },
        _ => default,
    };
}
