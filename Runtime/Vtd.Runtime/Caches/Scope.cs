namespace Vtd.Runtime.Caches;

/// <summary>Cached entries that one request can drop together: a domain, a PASID of a domain, a whole cache.</summary>
/// <remarks>
/// Scopes form a tree; an entry belongs to one and is live while neither that scope nor the one above all others was dropped. To drop a
/// scope is to mark it and the scopes below it and to forget them, however many entries they hold; new entries go to a new scope of the same key.
/// To drop the one above all others is to mark that alone. A scope that lost its last entry is forgotten too, so there are never more scopes
/// than entries times the tree's depth.
/// </remarks>
[GuardedByUnitLock]
internal sealed class Scope
{
    private readonly Scope _root;
    private readonly DropCount _drops;
    private Dictionary<ulong, Scope>? _children;
    private CacheEntry? _first;
    private volatile bool _dropped;

    /// <summary>Makes a scope above all others.</summary>
    /// <param name="drops">Counts what is dropped in it and below.</param>
    public Scope(DropCount drops)
    {
        _root = this;
        _drops = drops;
    }

    private Scope(Scope parent, ulong key)
    {
        _root = parent._root;
        _drops = parent._drops;
        Parent = parent;
        Key = key;
    }

    /// <summary>Live entries in it and in all scopes below.</summary>
    [IndependentOfUnitLock]
    public int Count { get; private set; }

    /// <summary>Live entries directly in it.</summary>
    public int OwnCount { get; private set; }

    /// <summary>False for good once it or a scope above it was dropped. Needs no lock.</summary>
    [IndependentOfUnitLock]
    public bool IsLive => !(_dropped | _root._dropped); // without a jump, as hits ask this

    private Scope? Parent { get; }

    private ulong Key { get; }

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

    /// <summary>The number of scopes right below this one.</summary>
    public int ChildCount => _children?.Count ?? 0;

    /// <summary>Drops the scopes right below this one whose keys match.</summary>
    public void DropChildren<TArgument>(TArgument argument, Func<ulong, TArgument, bool> matches)
    {
        if (_children is null)
            return;
        foreach (var (key, child) in _children)
        {
            if (matches(key, argument))
                child.Drop(); // which removes it from those that are gone through, as a dictionary permits
        }
    }

    /// <summary>Drops every entry in it and below.</summary>
    /// <returns>The number of scopes that were marked.</returns>
    public int Drop()
    {
        var marked = Parent is null ? MarkAlone() : MarkWithThoseBelow();
        _drops.AddLocked();
        Parent?.Lose(this, Count);
        return marked;
    }

    /// <summary>Puts a new entry into it.</summary>
    public void Add(CacheEntry entry)
    {
        entry.Next = _first;
        if (_first is not null)
            _first.Previous = entry;
        _first = entry;
        OwnCount++;
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
        _drops.AddLocked();
        Count--;
        OwnCount--;
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

    private int MarkAlone()
    {
        _dropped = true;
        return 1;
    }

    private int MarkWithThoseBelow()
    {
        var marked = MarkAlone();
        if (_children is null)
            return marked;
        foreach (var (_, child) in _children)
            marked += child.MarkWithThoseBelow();
        return marked;
    }
}
