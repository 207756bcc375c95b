using Vtd.Architecture;
using Vtd.Runtime.Inspection;
using Vtd.Runtime.Tables;

namespace Vtd.Runtime.Caches;

/// <summary>Describes cached entries for dumps.</summary>
internal static class CacheDump
{
    /// <summary>Copies the entries of all caches.</summary>
    /// <returns>An action that sorts them and writes them into a dump.</returns>
    [RequiresUnitLock]
    public static Action<UnitDump> CopyEntriesLocked(UnitCaches caches, int most)
    {
        var contexts = caches.Contexts.Entries().ToArray();
        var pasids = caches.Pasids.Entries().ToArray();
        var pages = caches.Translations.Entries().ToArray();
        var interrupts = caches.Interrupts.Entries().ToArray();
        return dump =>
        {
            dump.Contexts = DumpedList.Of(most, contexts.Length, contexts.OrderBy(static one => one.SourceId.Value).Select(static one => Of(one.SourceId, one.Context)));
            dump.Pasids = DumpedList.Of(
                most, pasids.Length, pasids.OrderBy(static one => (one.SourceId.Value, one.Pasid)).Select(static one => Of(one.SourceId, one.Pasid, one.Entry)));
            dump.Pages = DumpedList.Of(
                most, pages.Length, pages.OrderBy(static one => (one.Tags.Number, one.Address)).Select(static one => Of(one.Tags, one.Address, one.Page)));
            dump.Interrupts = DumpedList.Of(most, interrupts.Length, interrupts.OrderBy(static one => one.Index).Select(static one => Of(one.Index, one.Entry)));
        };
    }

    private static DumpedEntry Of(SourceId sourceId, in Context context)
    {
        Span<byte> bytes = stackalloc byte[ScalableContextEntry.SizeInBytes];
        if (context.IsScalable)
            context.Scalable.CopyTo(bytes);
        else
            context.Legacy.CopyTo(bytes = bytes[..LegacyContextEntry.SizeInBytes]);
        return new()
        {
            SourceId = sourceId,
            Pasid = null,
            Layout = context.IsScalable ? "scalable-context-entry" : "legacy-context-entry",
            Words = DumpedList.Words(bytes),
            Text = context.IsScalable ? context.Scalable.ToString() : context.Legacy.ToString(),
        };
    }

    private static DumpedEntry Of(SourceId sourceId, uint pasid, in PasidEntry entry)
    {
        Span<byte> bytes = stackalloc byte[PasidEntry.SizeInBytes];
        entry.CopyTo(bytes);
        return new() { SourceId = sourceId, Pasid = pasid, Layout = "pasid-entry", Words = DumpedList.Words(bytes), Text = entry.ToString() };
    }

    private static DumpedPage Of(PageTags tags, ulong address, in CachedPage page) => new()
    {
        Domain = tags.Domain,
        Pasid = tags.Pasid,
        Page = new(address, page.Output, 1UL << page.Shift, page.Rights.User),
    };

    private static DumpedInterrupt Of(ushort index, in InterruptEntry entry) => new()
    {
        Index = index,
        IsPosted = entry.IsPosted,
        Address = entry.IsPosted ? entry.Target.Descriptor : entry.Message.Qword0,
        Data = entry.IsPosted ? entry.Target.Vector : (uint)entry.Message.Qword1,
    };
}
