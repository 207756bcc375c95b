using Vtd.Runtime.Inspection;
using Vtd.Runtime.Tables;

namespace Vtd.Runtime.Caches;

/// <summary>A cache as the unit sees it: entries are counted, dropped and shown.</summary>
[GuardedByUnitLock]
internal interface IEntryCache
{
    /// <summary>The number of live entries. Needs no lock.</summary>
    [IndependentOfUnitLock]
    int Count { get; }

    /// <summary>Drops stale entries.</summary>
    /// <returns>The number of entries and scopes that were looked at.</returns>
    int Invalidate(in Stale stale);

    /// <summary>Drops every entry.</summary>
    void DropAll();

    /// <summary>Copies the live entries for a dump.</summary>
    /// <param name="most">The most entries to show.</param>
    /// <returns>A function that sorts and describes the copies. It needs no lock.</returns>
    Func<DumpedList<DumpedCacheEntry>> Copy(int most);
}
