using Vtd.Runtime.Inspection;
using Vtd.Runtime.State;

namespace Vtd.Runtime.Caches;

/// <summary>All caches of a unit. None holds entries that are not present or not legal, also with caching mode (CAP.CM).</summary>
internal sealed class UnitCaches : IUnitPart
{
    public UnitCaches(VtdUnitOptions options)
    {
        Contexts = new(options.ContextCacheCapacity);
        Pasids = new(options.PasidCacheCapacity);
        Translations = new(options.IotlbCapacity);
        Interrupts = new(options.InterruptEntryCacheCapacity);
        PagesBySource = new(Translations);
    }

    /// <summary>Context entries.</summary>
    public ContextCache Contexts { get; }

    /// <summary>PASID entries.</summary>
    public PasidCache Pasids { get; }

    /// <summary>The IOTLB.</summary>
    public TranslationCache Translations { get; }

    /// <summary>Interrupt remapping entries.</summary>
    public InterruptEntryCache Interrupts { get; }

    /// <summary>Pages in the IOTLB by requester, for a quirk.</summary>
    public PagesBySource PagesBySource { get; }

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

    /// <inheritdoc/>
    public ResetStep ResetStep => ResetStep.CachesDropped;

    /// <inheritdoc/>
    public void Reset(bool keepsSticky)
    {
        DropDmaEntriesLocked();
        Interrupts.DropAll();
        PagesBySource.Reset();
    }

    /// <inheritdoc/>
    public UnitCounts AddCounts(UnitCounts counts) => counts with
    {
        Contexts = Contexts.Count,
        Pasids = Pasids.Count,
        Translations = Translations.Count,
        InterruptEntries = Interrupts.Count,
    };

    /// <inheritdoc/>
    public Action<UnitDump> Copy(int most) => CacheDump.CopyEntriesLocked(this, most);
}
