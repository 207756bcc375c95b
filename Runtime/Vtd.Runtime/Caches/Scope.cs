namespace Vtd.Runtime.Caches;

/// <summary>Cached entries that one request can drop together: a domain, a PASID of a domain, a whole cache.</summary>
/// <remarks>
/// Scopes form a tree; an entry belongs to one and is live while neither that scope nor one above it was dropped. To drop a
/// scope is to mark it and forget it, however many entries it holds; new entries go to a new scope of the same key.
/// A scope that lost its last entry is forgotten too, so there are never more scopes than entries times the tree's depth.
/// </remarks>
[GuardedByUnitLock]
internal sealed class Scope(Scope? parent = null, ulong key = 0)
{
    private Dictionary<ulong, Scope>? _children;
    private CacheEntry? _first;
    private volatile bool _dropped;

    /// <summary>Live entries in it and in all scopes below.</summary>
    [IndependentOfUnitLock]
    public int Count { get; private set; }

    /// <summary>False for good once it or a scope above it was dropped. Needs no lock.</summary>
    [IndependentOfUnitLock]
    public bool IsLive
    {
        get
        {
            for (var scope = this; scope is not null; scope = scope.Parent)
            {
                if (scope._dropped)
                    return false;
            }
            return true;
        }
    }

    [IndependentOfUnitLock]
    private Scope? Parent { get; } = parent;

    /// <summary>The scope below this one that has <paramref name="childKey"/>, made if needed. Put an entry in it, or it stays.</summary>
    public Scope Child(ulong childKey)
    {
        _children ??= [];
        if (!_children.TryGetValue(childKey, out var child))
            _children.Add(childKey, child = new Scope(this, childKey));
        return child;
    }

    /// <summary>The scope below this one that has <paramref name="childKey"/>, if it holds anything.</summary>
    public Scope? Find(ulong childKey) => _children?.GetValueOrDefault(childKey);

    /// <summary>Drops every entry in it and below.</summary>
    public void Drop()
    {
        _dropped = true;
        Parent?.Lose(this, Count);
    }

    /// <summary>Puts a new entry into it.</summary>
    public void Add(CacheEntry entry)
    {
        entry.Next = _first;
        if (_first is not null)
            _first.Previous = entry;
        _first = entry;
        for (var scope = this; scope is not null; scope = scope.Parent)
            scope.Count++;
    }

    /// <summary>Takes an entry out of it, live or not.</summary>
    public void Remove(CacheEntry entry)
    {
        entry.LeaveLocked();

        // Also from a dropped scope: its list must not keep alive what left the table long ago.
        if (entry.Next is not null)
            entry.Next.Previous = entry.Previous;
        if (entry.Previous is not null)
            entry.Previous.Next = entry.Next;
        else
            _first = entry.Next;
        entry.Next = entry.Previous = null;

        if (!IsLive)
            return;
        Count--;
        if (Parent is null)
            return;
        if (Count == 0)
            _dropped = true;
        Parent.Lose(this, 1);
    }

    /// <summary>The first of the entries directly in it; the rest follow by <see cref="CacheEntry.Next"/>.</summary>
    public CacheEntry? First() => _first;

    private void Lose(Scope child, int entries)
    {
        Count -= entries;
        if (child._dropped)
            _children!.Remove(child.Key);
        if (Count == 0 && Parent is not null)
            _dropped = true;
        Parent?.Lose(this, entries);
    }

    private ulong Key { get; } = key;
}
