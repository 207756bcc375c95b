namespace Vtd.Runtime.Caches;

/// <summary>All caches of a unit. None holds entries that are not present or not legal, also with caching mode (CAP.CM).</summary>
internal sealed class UnitCaches(VtdUnitOptions options)
{
    /// <summary>Context entries.</summary>
    public ContextCache Contexts { get; } = new(options.ContextCacheCapacity);

    /// <summary>PASID entries.</summary>
    public PasidCache Pasids { get; } = new(options.PasidCacheCapacity);

    /// <summary>The IOTLB.</summary>
    public TranslationCache Translations { get; } = new(options.IotlbCapacity);

    /// <summary>Interrupt remapping entries.</summary>
    public InterruptEntryCache Interrupts { get; } = new(options.InterruptEntryCacheCapacity);

    /// <summary>Makes drops visible to every thread before anything written to memory afterwards. The reason is told at
    /// <see cref="TaggedCache{TKey, TValue}"/>.</summary>
    public static void PublishDrops() => Interlocked.MemoryBarrier();

    /// <summary>Drops all that DMA remapping cached.</summary>
    [RequiresUnitLock]
    public void DropTranslationsLocked()
    {
        Contexts.DropAllLocked();
        Pasids.DropAllLocked();
        Translations.DropAllLocked();
    }

    /// <summary>Drops everything.</summary>
    [RequiresUnitLock]
    public void DropAllLocked()
    {
        DropTranslationsLocked();
        Interrupts.DropAllLocked();
    }
}
