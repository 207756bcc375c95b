using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Vtd.Architecture;

namespace Vtd.Runtime.Tables;

/// <summary>Entries of the guest's tables of which every copy is stale (6.5): made by command registers, descriptors and resets, taken by all that keep
/// such copies.</summary>
/// <remarks>Entries of one kind, narrowed by the properties that are not null. A cache or a follower that cannot tell entries apart by such a property takes
/// all of the kind as stale: hardware may invalidate more than software asks for (6.5.1.2).</remarks>
/// <param name="Kind">The kind of the entries.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Stale(StaleKind Kind)
{
    // Which properties are not null stands apart from their values: so it all is three words, which each descriptor of a queue makes and hands on.
    private readonly Names _names;
    private readonly ushort _domain;
    private readonly ushort _sourceId;
    private readonly ushort _index;
    private readonly uint _pasid;
    private readonly ulong _address;

    /// <summary>The domain; null for every domain.</summary>
    public ushort? Domain
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Has(Names.Domain) ? _domain : null;
        init => (_domain, _names) = (value.GetValueOrDefault(), With(Names.Domain, value.HasValue));
    }

    /// <summary>The PASID; null for every PASID.</summary>
    public uint? Pasid
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Has(Names.Pasid) ? _pasid : null;
        init => (_pasid, _names) = (value.GetValueOrDefault(), With(Names.Pasid, value.HasValue));
    }

    /// <summary>The device; null for every device.</summary>
    public SourceId? SourceId
    {
        get => Has(Names.SourceId) ? new SourceId(_sourceId) : null;
        init => (_sourceId, _names) = (value.GetValueOrDefault().Value, With(Names.SourceId, value.HasValue));
    }

    /// <summary>The functions of the device.</summary>
    public FunctionMask Functions { get; init; }

    /// <summary>ADDR of the pages, as software wrote it; null for every page.</summary>
    public ulong? Address
    {
        get => Has(Names.Address) ? _address : null;
        init => (_address, _names) = (value.GetValueOrDefault(), With(Names.Address, value.HasValue));
    }

    /// <summary>AM of the pages.</summary>
    public byte AddressMask { get; init; }

    /// <summary>Whether entries of upper levels stay as they are (IH).</summary>
    public bool IsLeafOnly { get; init; }

    /// <summary>The first index; null for every index.</summary>
    public ushort? Index
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Has(Names.Index) ? _index : null;
        init => (_index, _names) = (value.GetValueOrDefault(), With(Names.Index, value.HasValue));
    }

    /// <summary>The logarithm of the number of indexes.</summary>
    public byte IndexMask { get; init; }

    /// <summary>The range of the pages.</summary>
    public PageRange Range => Address is { } address ? PageRange.FromAddressMask(address, AddressMask) : PageRange.Everything;

    /// <summary>The granularity: the narrowest property that is not null; null where no entry is stale.</summary>
    public InvalidationGranularity? Granularity => Kind == StaleKind.None ? null : Narrowest;

    /// <summary>The narrowest property that is not null, as the granularity of entries that are stale.</summary>
    public InvalidationGranularity Narrowest => (InvalidationGranularity)BitOperations.Log2((uint)_names << 1 | 1); // the highest bit, counted from 1; 0 for none

    /// <summary>The subject that the entries decide about.</summary>
    public StaleSubject Subject => Kind switch
    {
        StaleKind.DmaTables or StaleKind.Context or StaleKind.Pasid => StaleSubject.PageTables,
        StaleKind.Iotlb or StaleKind.PasidIotlb => StaleSubject.Pages,
        StaleKind.InterruptTable or StaleKind.Interrupt => StaleSubject.Interrupts,
        StaleKind.None or StaleKind.DeviceTlb => StaleSubject.None,
    };

    /// <summary>The context entries that a request names; none for a reserved granularity.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Stale Contexts(ContextGranularity granularity, ushort domain, SourceId sourceId, FunctionMask functions) => granularity switch
    {
        ContextGranularity.Global => new(StaleKind.Context),
        ContextGranularity.Domain => new(StaleKind.Context) { Domain = domain },
        ContextGranularity.Device => new(StaleKind.Context) { SourceId = sourceId, Functions = functions },
        _ => default,
    };

    /// <summary>The translations of every stage that a request names; none for a reserved granularity.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Stale Translations(IotlbGranularity granularity, ushort domain, ulong address, byte addressMask) => granularity switch
    {
        IotlbGranularity.Global => new(StaleKind.Iotlb),
        IotlbGranularity.Domain => new(StaleKind.Iotlb) { Domain = domain },
        IotlbGranularity.Page => new(StaleKind.Iotlb) { Domain = domain, Address = address, AddressMask = addressMask },
        _ => default,
    };

    private bool Has(Names name) => (_names & name) != 0;

    private Names With(Names name, bool isThere) => isThere ? _names | name : _names & ~name;

    /// <summary>The properties that are not null, with a bit for each granularity but the widest, in their order.</summary>
    [Flags]
    private enum Names : byte
    {
        None = 0,
        Domain = 1 << (InvalidationGranularity.Domain - 1),
        SourceId = 1 << (InvalidationGranularity.Device - 1),
        Pasid = 1 << (InvalidationGranularity.Pasid - 1),
        Address = 1 << (InvalidationGranularity.Page - 1),
        Index = 1 << (InvalidationGranularity.Index - 1),
    }
}
