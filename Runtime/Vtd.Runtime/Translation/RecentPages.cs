using System.Numerics;
using System.Runtime.CompilerServices;
using Vtd.Architecture;
using Vtd.Runtime.Caches;
using Vtd.Runtime.Telemetry;
using CachedEntry = Vtd.Runtime.Caches.CacheEntry<Vtd.Runtime.Caches.TranslationCache.PageKey, Vtd.Runtime.Caches.CachedPage>;

namespace Vtd.Runtime.Translation;

/// <summary>The cached pages that answered last, so that a hit takes one look at the requester and one at the page.</summary>
/// <remarks>
/// No cache of the architecture, but a shorter way through the IOTLB: a page counts only while it is cached, for requesters of its tags. It holds nothing for
/// requests that have rules of their own and take the long way: with privilege, execution, or a translated address; that pass through; in or next to the
/// interrupt range; of units that are observed. Why a page that is found here is not one that software took away is told at <see cref="TaggedCache{TKey, TValue}"/>.
/// </remarks>
internal sealed class RecentPages(ResolvedRequesters requesters, DropCount drops, UnitEvents events, int capacity)
{
    private readonly CachedEntry?[] _pages = new CachedEntry?[BitOperations.RoundUpToPowerOf2((uint)capacity)];
    private readonly HitCounts _hits = events.Counters.Answers;

    /// <summary>The permissions that reads, writes and atomic requests need, in this order.</summary>
    private static ReadOnlySpan<PagePermissions> Needs => [PagePermissions.Read, PagePermissions.Write, PagePermissions.Read | PagePermissions.Write];

    /// <summary>Answers a request, if one of the pages does. Needs no lock and allocates nothing.</summary>
    /// <remarks>This and all that it calls is inlined into one piece of code, as calls would cost as much as what they do.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryTranslate(in DmaRequest request, out DmaResult result)
    {
        Unsafe.SkipInit(out result);
        if (!events.IsUnheard || requesters.Find(request.Key) is not { } requester)
            return false;
        var confirmed = requester.Confirmed;
        var access = (uint)request.Access;
        if (Volatile.Read(ref _pages[SlotOf(requester, request.Address)]) is not { } page
            || !page.Key.Covers(requester.Rules.Tags, request.Address)
            || access >= (uint)Needs.Length
            || ((int)Needs[(int)access] & ~(int)page.Value.Rights.User) != 0
            || !page.IsLive
            || confirmed != drops.Value)
        {
            return false;
        }
        _hits.Add(requester.Answer);
        result = new(DmaOutcome.Allowed, new(page.Key.Page, page.Value.Output, 1UL << page.Key.Shift, page.Value.Rights.User), FaultReason.None);
        return true;
    }

    /// <summary>Keeps a page that has answered a request, and that the requester's entries led to it.</summary>
    /// <remarks>A key has one live entry, so if what was resolved of the requester is live, it is what the answer was made of.</remarks>
    /// <param name="request">The request.</param>
    /// <param name="page">The page.</param>
    /// <param name="counted">The drops before the mode was looked at, which has not changed since.</param>
    public void Keep(in DmaRequest request, CachedEntry page, ulong counted)
    {
        if (requesters.Find(request.Key) is not { Rules: { IsLive: true, IsSupervisor: false } } requester
            || InterruptRange.Touches(request.Address, page.Value.Shift)
            || InterruptRange.Touches(page.Value.Output, page.Value.Shift))
        {
            return;
        }
        requester.Confirmed = counted;
        Volatile.Write(ref _pages[SlotOf(requester, request.Address)], page);
    }

    // Neighbouring pages never collide.
    private int SlotOf(ResolvedRequester requester, ulong address) =>
        (int)((uint)(address >> SmallPage.Shift) + requester.PageHash & (uint)(_pages.Length - 1));
}
