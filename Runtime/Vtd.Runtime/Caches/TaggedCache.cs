using System.Numerics;
using System.Runtime.CompilerServices;
using Vtd.Runtime.Inspection;

namespace Vtd.Runtime.Caches;

/// <summary>A set-associative cache of bounded size whose entries are dropped by <see cref="Scope"/>, by key or by a walk.</summary>
/// <remarks>
/// <para>Lookups take no lock and allocate nothing: a slot holds an immutable entry, which counts while its scopes live. Why an answer made
/// without the lock never uses what software took away:</para>
/// <para>1. An entry that is not live never becomes live again; new values are new entries. So an entry that is live when it is looked at has
/// been live since it was found.</para>
/// <para>2. An answer made of several lookups (mode, context entry, PASID entry, page) looks at all but the last of them once more after the last
/// one (<c>RequesterRules.IsLive</c>). By 1 all of them held together at the moment of the last lookup, which is the moment that the
/// answer is of. All these reads are acquiring ones, so they are made in that order on every processor. An interrupt that its entry answers needs no
/// second look at the mode (<c>InterruptRemapper.TryAnswer</c>).</para>
/// <para>3. Software learns that a drop is done from a status in memory, an interrupt or a register. Marks of drops are releasing writes, and
/// those order what came before them, not what follows: <see cref="UnitCaches.PublishDrops"/> is the fence between the drops and the status, and is
/// needed on Arm64. A register read counts if no thread held the lock meanwhile (<c>UnitLock</c>), which orders as much. A request that begins after software has
/// seen the status therefore finds the marks; one that began before may still use its answer, and draining those is up to the embedder
/// (<see cref="VtdUnit.Translate"/>).</para>
/// <para>4. The short way (<c>RecentPages</c>) replaces all second looks but that of the page by one comparison of a <see cref="DropCount"/>. Who read the count,
/// then saw mode and entries hold, and finds the same count later, knows that no mark on them was counted in between. A mark that is made and not
/// yet counted does no harm: the lock is held from the mark to its count and no page is cached between the two, so a page that is live then was live before
/// the mark, and the answer is of that moment. Hence the order: read what was confirmed, look at the page, read the count; and mark, then count.</para>
/// </remarks>
[GuardedByUnitLock]
internal sealed class TaggedCache<TKey, TValue>
    where TKey : struct, IEquatable<TKey>
{
    private const int Ways = 4;

    private readonly CacheEntry<TKey, TValue>?[] _slots;
    private readonly int _hashShift;
    private readonly DropCount _drops;
    private int _victim;

    /// <param name="capacity">Entries; rounded up to a power of two, at least 8.</param>
    /// <param name="drops">Counts what is dropped.</param>
    public TaggedCache(int capacity, DropCount drops)
    {
        var sets = BitOperations.RoundUpToPowerOf2((uint)Math.Max(capacity / Ways, 2));
        _slots = new CacheEntry<TKey, TValue>?[sets * Ways];
        _hashShift = 32 - BitOperations.Log2(sets);
        _drops = drops;
        Root = new(drops);
    }

    /// <summary>The scope above all others.</summary>
    [IndependentOfUnitLock]
    public Scope Root { get; private set; }

    /// <summary>The most entries that it holds.</summary>
    [IndependentOfUnitLock]
    public int Capacity => _slots.Length;

    /// <summary>Copies the live entries for a dump.</summary>
    /// <param name="most">The most entries to show.</param>
    /// <param name="order">The key by which a dump sorts entries.</param>
    /// <param name="describe">Describes an entry.</param>
    /// <returns>A function that sorts and describes the copies. It needs no lock.</returns>
    public Func<DumpedList<DumpedCacheEntry>> Copy<TOrder>(
        int most, Func<CacheEntry<TKey, TValue>, TOrder> order, Func<CacheEntry<TKey, TValue>, DumpedCacheEntry> describe)
    {
        var entries = Root.Count == 0 ? [] : _slots.OfType<CacheEntry<TKey, TValue>>().Where(static entry => entry.Scope.IsLive).ToArray();
        return () => DumpedList.Of(most, entries.Length, entries.OrderBy(order).Select(describe));
    }

    /// <summary>Finds the entry of a key, or null. Needs no lock and copies nothing.</summary>
    [IndependentOfUnitLock]
    public CacheEntry<TKey, TValue>? Find(in TKey key)
    {
        var first = FirstSlot(key);
        for (var slot = first; slot < first + Ways; slot++)
        {
            if (Volatile.Read(ref _slots[slot]) is { } entry && entry.Key.Equals(key) && entry.Scope.IsLive)
                return entry;
        }
        return null;
    }

    /// <summary>The value of a key, if it is cached. Needs no lock.</summary>
    [IndependentOfUnitLock]
    public bool TryGet(in TKey key, out TValue value)
    {
        if (Find(key) is { } entry)
        {
            value = entry.Value;
            return true;
        }
        value = default!;
        return false;
    }

    /// <summary>Caches a value, in place of an older one of the same key or, when its set is full, of any other.</summary>
    public void Insert(in TKey key, TValue value, Scope scope)
    {
        if (!scope.IsLive)
            return; // dropped since it was found, and the value with it
        var slot = SlotFor(key);
        var entry = new CacheEntry<TKey, TValue>(scope, slot, key, value);
        scope.Add(entry); // before the old one leaves, which may have been the last of the same scope
        if (_slots[slot] is { } old)
            old.Scope.Remove(old);
        Volatile.Write(ref _slots[slot], entry);
    }

    /// <summary>Drops the entry of a key.</summary>
    public void Drop(in TKey key)
    {
        var first = FirstSlot(key);
        for (var slot = first; slot < first + Ways; slot++)
        {
            if (_slots[slot] is { } entry && entry.Key.Equals(key))
                Clear(entry);
        }
    }

    /// <summary>Drops those entries directly in a scope whose key and value match.</summary>
    public void DropWhere<TArgument>(Scope scope, TArgument argument, Func<TKey, TValue, TArgument, bool> matches)
    {
        for (var entry = scope.First(); entry is not null;)
        {
            var next = entry.Next;
            var typed = (CacheEntry<TKey, TValue>)entry;
            if (matches(typed.Key, typed.Value, argument))
                Clear(entry);
            entry = next;
        }
    }

    /// <summary>Drops everything.</summary>
    public void DropAll()
    {
        if (Root.Count > 0)
            DropRoot();
    }

    [MethodImpl(MethodImplOptions.NoInlining)] // not into the code of invalidations that find nothing
    private void DropRoot()
    {
        Root.Drop();
        Root = new(_drops);
    }

    private void Clear(CacheEntry entry)
    {
        Volatile.Write(ref _slots[entry.Slot], null);
        entry.Scope.Remove(entry);
    }

    /// <summary>Best first: the key's own slot, one that holds nothing live, the next in turn.</summary>
    private int SlotFor(in TKey key)
    {
        var first = FirstSlot(key);
        var free = -1;
        for (var slot = first; slot < first + Ways; slot++)
        {
            var entry = _slots[slot];
            if (entry is not null && entry.Key.Equals(key))
                return slot;
            if (entry is null || !entry.Scope.IsLive)
                free = slot;
        }
        return free >= 0 ? free : first + (_victim++ & (Ways - 1));
    }

    [IndependentOfUnitLock]
    private int FirstSlot(in TKey key)
    {
        // Fibonacci hashing: the high bits of the product depend on every bit of the hash.
        const uint GoldenRatio = 2654435769;
        return (int)((uint)key.GetHashCode() * GoldenRatio >> _hashShift) * Ways;
    }
}
