using Vtd.Runtime.Translation;

namespace Vtd.Runtime.AddressSpaces;

/// <summary>Brings the pages that a follower knows of in line with second-stage tables, one range after the other and in small steps.</summary>
/// <remarks>
/// A page that was told before and still is the same is left alone. A guest decides how much there is to look at, so that is limited: as many
/// pages as the options allow, and so many lookups for each of them; what lies behind is unmapped.
/// </remarks>
/// <param name="tables">The tables.</param>
/// <param name="quota">The largest number of pages.</param>
[GuardedByUnitLock]
internal sealed class MappingScan(AddressSpaceTables tables, MappingQuota quota)
{
    /// <summary>Lookups for each page that may be mapped: enough for tables that hold little else than gaps.</summary>
    private const long LookupsPerPage = 16;

    /// <summary>Lookups that a range has at least: the entries of a table.</summary>
    private const long LeastLookups = 1 << PageTableLevel.IndexBits;

    private const int RemovalsPerLookup = 8;

    private readonly MappedPages _pages = new();
    private readonly long _mostLookups = LookupsPerPage * quota.PagesPerFollower + LeastLookups;
    private long _lookups;

    /// <summary>Whether a range is begun and not finished.</summary>
    public bool IsUnderWay { get; private set; }

    /// <summary>The address to look at next.</summary>
    public ulong Next { get; private set; }

    /// <summary>The last address of the range under way.</summary>
    public ulong Last { get; private set; }

    /// <summary>Whether the follower knows of any page.</summary>
    public bool HasPages => _pages.Count > 0;

    /// <summary>Begins a range. A large page that reaches into it is gone as a whole, so all of that is looked at.</summary>
    public void Begin(ulong first, ulong last)
    {
        Next = _pages.TryFind(first, first, out var atFirst) ? atFirst.Input : first;
        Last = _pages.TryFind(last, last, out var atLast) ? MappedPages.LastOf(atLast) : last;
        _lookups = 0;
        IsUnderWay = true;
    }

    /// <summary>Leaves the rest of the range under way.</summary>
    public void Stop() => IsUnderWay = false;

    /// <summary>The follower knows of no page any more.</summary>
    public void Clear()
    {
        Stop();
        _pages.Clear();
    }

    /// <summary>The follower did not take a page.</summary>
    [IndependentOfUnitLock]
    public void Forget(in PageTranslation page) => _pages.Remove(page);

    /// <summary>Looks at the next address.</summary>
    /// <param name="entries">The entries that name the tables.</param>
    /// <param name="notices">The notices to the follower, with room for one at least.</param>
    /// <param name="mostNotices">The largest number of notices.</param>
    /// <returns>The work done, in lookups.</returns>
    public int Step(in RequesterEntries entries, List<FollowerNotice> notices, int mostNotices)
    {
        if (_lookups++ == _mostLookups)
            quota.Refuse();
        if (_lookups > _mostLookups)
            return Unmap(Next, Last, notices);
        if (!tables.Probe(entries, Next, out var page, out var end))
            return Unmap(page.Input, end, notices);
        Map(page, notices, mostNotices);
        return 1;
    }

    /// <summary>Maps a page. A page for which there is no room among the notices is looked at again in the next part.</summary>
    private void Map(in PageTranslation page, List<FollowerNotice> notices, int mostNotices)
    {
        var end = MappedPages.LastOf(page);
        while (_pages.TryFind(page.Input, end, out var told))
        {
            if (told == page)
            {
                MoveBehind(end);
                return;
            }
            if (notices.Count >= mostNotices)
                return;
            _pages.Remove(told);
            notices.Add(FollowerNotice.Unmapped(told.Input, MappedPages.LastOf(told)));
        }
        if (_pages.Count >= quota.PagesPerFollower)
        {
            quota.Refuse();
            MoveBehind(EndOfUntold(end));
            return;
        }
        if (notices.Count >= mostNotices)
            return;
        _pages.Add(page);
        notices.Add(FollowerNotice.Mapped(page));
        MoveBehind(end);
    }

    /// <summary>Unmaps what was mapped in a range, in one notice. Of a range with many pages only a part is unmapped.</summary>
    private int Unmap(ulong first, ulong last, List<FollowerNotice> notices)
    {
        const int MostRemovals = (int)LeastLookups;
        var (start, end) = (first, last);
        var removed = 0;
        while (_pages.TryFind(first, last, out var told))
        {
            if (removed == MostRemovals)
            {
                last = end = told.Input - 1;
                break;
            }
            _pages.Remove(told);
            start = Math.Min(start, told.Input);
            end = Math.Max(end, MappedPages.LastOf(told));
            removed++;
        }
        if (removed > 0)
            notices.Add(FollowerNotice.Unmapped(start, end));
        MoveBehind(last);
        return 1 + removed / RemovalsPerLookup;
    }

    /// <summary>Gets the end of what need not be looked at when the follower has no room for another page: only pages that it knows of are.</summary>
    private ulong EndOfUntold(ulong end)
    {
        if (end >= Last)
            return end;
        return _pages.TryFind(end + 1, Last, out var told) ? Math.Max(end, told.Input - 1) : Last;
    }

    private void MoveBehind(ulong end)
    {
        IsUnderWay = end < Last;
        Next = end + 1;
    }
}
