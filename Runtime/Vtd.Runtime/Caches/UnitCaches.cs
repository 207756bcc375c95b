using System.Diagnostics;
using Vtd.Runtime.Inspection;
using Vtd.Runtime.Quirks;
using Vtd.Runtime.State;
using Vtd.Runtime.Tables;

namespace Vtd.Runtime.Caches;

/// <summary>All caches of a unit. None holds entries that are not present or not legal, also with caching mode (CAP.CM).</summary>
internal sealed class UnitCaches : IUnitPart
{
    private readonly DescriptorQuirks _quirks;

    public UnitCaches(VtdUnitOptions options)
    {
        _quirks = new(options.Quirks);
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

    /// <summary>Drops stale entries.</summary>
    /// <returns>How many entries were looked at.</returns>
    [RequiresUnitLock]
    public int InvalidateLocked(in Stale stale)
    {
        var looks = 0;
        switch (stale.Kind)
        {
            case StaleKind.ContextGlobal:
                Contexts.DropAll();
                break;
            case StaleKind.ContextDomain:
                Contexts.DropDomain(stale.Domain);
                break;
            case StaleKind.ContextDevice:
                Contexts.DropDevice(stale.SourceId, stale.Functions);
                break;
            case StaleKind.PasidGlobal:
                Pasids.DropAll();
                break;
            case StaleKind.PasidDomain:
                Pasids.DropDomain(stale.Domain);
                break;
            case StaleKind.PasidPasid:
                Pasids.DropPasid(stale.Domain, stale.Pasid);
                break;
            case StaleKind.IotlbGlobal:
                Translations.DropAll();
                break;
            case StaleKind.IotlbDomain:
                Translations.DropDomain(stale.Domain);
                break;
            case StaleKind.IotlbPage:
                looks = Translations.DropPages(stale.Domain, stale.Range);
                break;
            case StaleKind.PasidIotlbPasid:
                looks = _quirks.PasidInvalidationsDropSecondStage ? DropSecondStageLocked(stale.Domain, stale.Pasid) : 0;
                Translations.DropPasid(stale.Domain, stale.Pasid);
                break;
            case StaleKind.PasidIotlbPage:
                looks = Translations.DropPasidPages(stale.Domain, stale.Pasid, stale.Range);
                break;
            case StaleKind.InterruptGlobal:
                Interrupts.DropAll();
                break;
            case StaleKind.InterruptIndex:
                looks = Interrupts.DropIndexes(stale.Index, stale.IndexMask);
                break;
            case StaleKind.Nothing or StaleKind.DmaTables or StaleKind.InterruptTable or StaleKind.DeviceTlb or StaleKind.PasidDeviceTlb:
                break;
            default:
                throw new UnreachableException();
        }
        return looks;
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

    [RequiresUnitLock]
    private int DropSecondStageLocked(ushort domain, uint pasid)
    {
        if (PagesBySource.HasSecondStage(domain, pasid))
            Translations.DropSecondStage(domain);
        return PagesBySource.Count;
    }
}
