using Vtd.Architecture;
using Vtd.Conformance.Deviations;
using Vtd.Runtime;

namespace Vtd.Conformance.Reference;

/// <summary>The invalidations that a unit must do (6.5): the least that the architecture asks for, since more is always allowed.</summary>
internal sealed class ReferenceCaches(ReferenceTranslator translator, ReferenceInterrupts interrupts)
{
    /// <summary>Drops context entries. Scalable-mode entries have no domain, so those of no domain in particular may stay.</summary>
    public void DropContexts(ContextGranularity granularity, ushort domain, SourceId sourceId, FunctionMask mask)
    {
        var ignored = mask switch
        {
            FunctionMask.None => 0b000,
            FunctionMask.Bit2 => 0b100,
            FunctionMask.Bits2To1 => 0b110,
            _ => 0b111,
        };
        translator.Entries.Contexts.Drop((device, context) => granularity switch
        {
            ContextGranularity.Global => true,
            ContextGranularity.Domain => !context.IsScalable && context.Legacy.DID == domain,
            ContextGranularity.Device => ((device.Value ^ sourceId.Value) & ~ignored) == 0,
            _ => false,
        });
    }

    /// <summary>Drops PASID entries.</summary>
    public void DropPasids(PasidCacheGranularity granularity, ushort domain, uint pasid) =>
        translator.Entries.PasidEntries.Drop((key, entry) => granularity switch
        {
            PasidCacheGranularity.Global => true,
            PasidCacheGranularity.Domain => entry.DID == domain,
            PasidCacheGranularity.Pasid => entry.DID == domain && key.Pasid == pasid,
            _ => false,
        });

    /// <summary>Drops pages: those of a range only of the second stage, but all of the first.</summary>
    public void DropPages(IotlbGranularity granularity, ushort domain, ulong address, int mask) =>
        translator.Pages.Drop((tags, page) => granularity switch
        {
            IotlbGranularity.Global => true,
            IotlbGranularity.Domain => tags.Domain == domain,
            IotlbGranularity.Page => tags.Domain == domain && (tags.Pasid is not null || Touches(page, address, mask)),
            _ => false,
        });

    /// <summary>Drops pages that were translated by the tables of a PASID.</summary>
    public void DropPasidPages(PasidIotlbGranularity granularity, ushort domain, uint pasid, ulong address, int mask) =>
        translator.Pages.Drop((tags, page) =>
            tags == (domain, pasid) && (granularity != PasidIotlbGranularity.Page || Touches(page, address, mask)));

    /// <summary>Drops interrupt remapping entries.</summary>
    public void DropInterrupts(InterruptEntryGranularity granularity, int index, int mask) =>
        interrupts.Entries.Drop((entry, _) => granularity != InterruptEntryGranularity.Index || entry >> mask == index >> mask);

    /// <summary>Drops all that leads DMA.</summary>
    public void DropTranslations()
    {
        translator.Entries.Contexts.Clear();
        translator.Entries.PasidEntries.Clear();
        translator.Pages.Clear();
    }

    /// <summary>Drops all interrupt remapping entries.</summary>
    public void DropInterrupts() => interrupts.Entries.Clear();

    private static bool Touches((ulong Address, ReferencePage Page) cached, ulong address, int mask)
    {
        var shift = Math.Max(SmallPage.Shift + mask, cached.Page.Shift);
        return shift > sizeof(ulong) * 8 - 1 || address >> shift == cached.Address >> shift;
    }
}
