using Vtd.Architecture;

namespace Vtd.Runtime.Tables;

/// <summary>Entries of the guest's tables of which every copy is stale (6.5): made by command registers, descriptors and resets, taken by all that keep
/// such copies.</summary>
/// <param name="Kind">The kind.</param>
internal readonly record struct Stale(StaleKind Kind)
{
    /// <summary>The domain, for kinds that choose by domain.</summary>
    public ushort Domain { get; private init; }

    /// <summary>The PASID, for kinds that choose by PASID.</summary>
    public uint Pasid { get; private init; }

    /// <summary>The device, for <see cref="StaleKind.ContextDevice"/>.</summary>
    public ushort SourceId { get; private init; }

    /// <summary>The functions of the device, for <see cref="StaleKind.ContextDevice"/>.</summary>
    public FunctionMask Functions { get; private init; }

    /// <summary>ADDR as software wrote it, for kinds that choose by page.</summary>
    public ulong Address { get; private init; }

    /// <summary>AM, for kinds that choose by page.</summary>
    public int AddressMask { get; private init; }

    /// <summary>Whether entries of upper levels stay as they are (IH).</summary>
    public bool IsLeafOnly { get; private init; }

    /// <summary>The first index, for <see cref="StaleKind.InterruptIndex"/>.</summary>
    public ushort Index { get; private init; }

    /// <summary>The logarithm of the number of indexes, for <see cref="StaleKind.InterruptIndex"/>.</summary>
    public int IndexMask { get; private init; }

    /// <summary>The range of addresses: the whole address space for kinds that do not choose by page.</summary>
    public PageRange Range => Kind is StaleKind.IotlbPage or StaleKind.PasidIotlbPage ? PageRange.FromAddressMask(Address, AddressMask) : PageRange.Everything;

    /// <summary>Makes the value for context entries.</summary>
    public static Stale Contexts(ContextGranularity granularity, ushort domain, ushort sourceId, FunctionMask functions) => new(granularity switch
    {
        ContextGranularity.Global => StaleKind.ContextGlobal,
        ContextGranularity.Domain => StaleKind.ContextDomain,
        ContextGranularity.Device => StaleKind.ContextDevice,
        _ => StaleKind.Nothing,
    })
    {
        Domain = domain,
        SourceId = sourceId,
        Functions = functions,
    };

    /// <summary>Makes the value for PASID entries.</summary>
    public static Stale PasidEntries(PasidCacheGranularity granularity, ushort domain, uint pasid) => new(granularity switch
    {
        PasidCacheGranularity.Global => StaleKind.PasidGlobal,
        PasidCacheGranularity.Domain => StaleKind.PasidDomain,
        PasidCacheGranularity.Pasid => StaleKind.PasidPasid,
        _ => StaleKind.Nothing,
    })
    {
        Domain = domain,
        Pasid = pasid,
    };

    /// <summary>Makes the value for translations.</summary>
    public static Stale Translations(IotlbGranularity granularity, ushort domain, ulong address, int addressMask) => new(granularity switch
    {
        IotlbGranularity.Global => StaleKind.IotlbGlobal,
        IotlbGranularity.Domain => StaleKind.IotlbDomain,
        IotlbGranularity.Page => StaleKind.IotlbPage,
        _ => StaleKind.Nothing,
    })
    {
        Domain = domain,
        Address = address,
        AddressMask = addressMask,
    };

    /// <summary>Makes the value for first-stage and nested translations.</summary>
    public static Stale PasidTranslations(in PasidIotlbInvalidateDescriptor descriptor)
    {
        var isPage = descriptor.G == PasidIotlbGranularity.Page;
        return new(isPage ? StaleKind.PasidIotlbPage : StaleKind.PasidIotlbPasid)
        {
            Domain = descriptor.DID,
            Pasid = descriptor.PASID,
            Address = descriptor.ADDR,
            AddressMask = descriptor.AM,
            IsLeafOnly = isPage && descriptor.IH,
        };
    }

    /// <summary>Makes the value for interrupt remapping entries.</summary>
    public static Stale InterruptEntries(in InterruptEntryCacheInvalidateDescriptor descriptor) =>
        new(descriptor.G == InterruptEntryGranularity.Index ? StaleKind.InterruptIndex : StaleKind.InterruptGlobal) { Index = descriptor.IIDX, IndexMask = descriptor.IM };
}
