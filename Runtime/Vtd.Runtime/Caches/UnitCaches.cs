using System.Runtime.CompilerServices;
using Vtd.Runtime.Inspection;
using Vtd.Runtime.State;
using Vtd.Runtime.Tables;

namespace Vtd.Runtime.Caches;

/// <summary>All caches of a unit. None holds entries that are not present or not legal, also with caching mode (CAP.CM).</summary>
internal sealed class UnitCaches : IUnitPart
{
    public UnitCaches(VtdUnitOptions options)
    {
        Contexts = new(options.ContextCacheCapacity, RequesterDrops);
        Pasids = new(options.PasidCacheCapacity, RequesterDrops);
        Translations = new(options.IotlbCapacity, new(options.Quirks));
        Interrupts = new(options.InterruptEntryCacheCapacity);
    }

    private static CacheKind[] Kinds { get; } = Enum.GetValues<CacheKind>();

    /// <summary>Counts what is dropped of all that decides about requesters: context entries, PASID entries and the mode.</summary>
    public DropCount RequesterDrops { get; } = new();

    /// <summary>Context entries.</summary>
    public ContextCache Contexts { get; }

    /// <summary>PASID entries.</summary>
    public PasidCache Pasids { get; }

    /// <summary>The IOTLB.</summary>
    public TranslationCache Translations { get; }

    /// <summary>Interrupt remapping entries.</summary>
    public InterruptEntryCache Interrupts { get; }

    /// <summary>Makes drops visible to every thread before anything written to memory afterwards. The reason is told at
    /// <see cref="TaggedCache{TKey, TValue}"/>.</summary>
    public static void PublishDrops() => Interlocked.MemoryBarrier();

    /// <summary>Drops all that DMA remapping cached.</summary>
    [RequiresUnitLock]
    public void DropDmaEntriesLocked()
    {
        Contexts.DropAll();
        Pasids.DropAll();
        Translations.DropAll();
    }

    /// <summary>Drops stale entries.</summary>
    /// <returns>The number of entries that were looked at.</returns>
    [RequiresUnitLock]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int InvalidateLocked(in Stale stale) => stale.Kind switch
    {
        StaleKind.Context => Contexts.Invalidate(stale),
        StaleKind.Pasid => Pasids.Invalidate(stale),
        StaleKind.Iotlb or StaleKind.PasidIotlb => Translations.Invalidate(stale),
        StaleKind.Interrupt => Interrupts.Invalidate(stale),
        StaleKind.None or StaleKind.DmaTables or StaleKind.InterruptTable or StaleKind.DeviceTlb => 0,
    };

    /// <summary>The cache of a kind.</summary>
    public IEntryCache Of(CacheKind kind) => kind switch
    {
        CacheKind.Context => Contexts,
        CacheKind.Pasid => Pasids,
        CacheKind.Iotlb => Translations,
        CacheKind.Interrupt => Interrupts,
    };

    /// <inheritdoc/>
    public ResetStep ResetStep => ResetStep.CachesDropped;

    /// <inheritdoc/>
    public void Reset(bool keepsSticky)
    {
        foreach (var kind in Kinds)
            Of(kind).DropAll();
    }

    /// <inheritdoc/>
    /// <remarks>Caches come back empty, as the architecture permits at any time.</remarks>
    public void Save(SnapshotWriter snapshot)
    {
    }

    /// <inheritdoc/>
    public Action? Restore(SnapshotReader snapshot) => null;

    /// <inheritdoc/>
    public Action<UnitDump> Copy(int most)
    {
        var copies = Kinds.ToDictionary(static kind => kind, kind => Of(kind).Copy(most));
        return dump => dump.Caches = copies.ToDictionary(static one => one.Key, static one => one.Value());
    }
}
