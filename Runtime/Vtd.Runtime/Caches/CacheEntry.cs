namespace Vtd.Runtime.Caches;

/// <summary>A cached entry: where it is, and which requests drop it.</summary>
internal abstract class CacheEntry(Scope scope, int slot)
{
    private volatile bool _left;

    /// <summary>The scope with which the entry is dropped.</summary>
    public Scope Scope { get; } = scope;

    /// <summary>Place of the entry in the table of the cache.</summary>
    public int Slot { get; } = slot;

    /// <summary>False for good once it left the table or its scope was dropped. Needs no lock.</summary>
    public bool IsLive => !_left & Scope.IsLive; // without a jump, as hits ask this

    /// <summary>The entry leaves the table.</summary>
    [RequiresUnitLock]
    public void LeaveLocked() => _left = true;

    /// <summary>The next entry of the same scope. Guarded by the unit's lock.</summary>
    public CacheEntry? Next { get; set; }

    /// <summary>The previous entry of the same scope. Guarded by the unit's lock.</summary>
    public CacheEntry? Previous { get; set; }
}

/// <summary>A cached entry with its key and what was cached; immutable, so that readers need no lock.</summary>
internal sealed class CacheEntry<TKey, TValue>(Scope scope, int slot, TKey key, TValue value) : CacheEntry(scope, slot)
{
    /// <summary>The key of the entry.</summary>
    public readonly TKey Key = key;

    /// <summary>The cached value.</summary>
    public readonly TValue Value = value;
}
