namespace Vtd.Runtime.AddressSpaces;

/// <summary>The pages that a listener was told are mapped. They do not overlap.</summary>
internal sealed class MappedPages
{
    private readonly SortedSet<PageTranslation> _pages = new(Comparer<PageTranslation>.Create(static (left, right) => left.Input.CompareTo(right.Input)));

    /// <summary>The number of pages.</summary>
    public int Count => _pages.Count;

    /// <summary>Adds a page that overlaps none.</summary>
    public void Add(in PageTranslation page) => _pages.Add(page);

    /// <summary>Removes a page.</summary>
    public void Remove(in PageTranslation page) => _pages.Remove(page);

    /// <summary>Removes all pages.</summary>
    public void Clear() => _pages.Clear();

    /// <summary>The first page that has a byte in a range.</summary>
    public bool TryFind(ulong first, ulong last, out PageTranslation page)
    {
        page = default;
        if (_pages.Count == 0)
            return false;
        // One that begins before the range, or the first that begins in it.
        var before = _pages.GetViewBetween(At(0), At(first)).Max;
        page = before.Size != 0 && LastOf(before) >= first ? before : _pages.GetViewBetween(At(first), At(last)).Min;
        return page.Size != 0;
    }

    /// <summary>Address of the last byte of a page.</summary>
    public static ulong LastOf(in PageTranslation page) => page.Input + (page.Size - 1);

    private static PageTranslation At(ulong address) => new(address, 0, 0, PagePermissions.None);
}
