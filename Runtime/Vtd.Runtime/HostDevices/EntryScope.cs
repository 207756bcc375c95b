namespace Vtd.Runtime.HostDevices;

/// <summary>The PASID entries that invalidations concern.</summary>
/// <remarks>What is named wider covers what is named narrower, and more than a few names are everything, so a guest cannot make it grow.</remarks>
internal sealed class EntryScope
{
    private const int MaxNames = 64;

    private readonly HashSet<ushort> _domains = [];
    private readonly HashSet<(ushort Domain, uint Pasid)> _pasids = [];
    private bool _isEverything;

    /// <summary>Whether no entry is concerned.</summary>
    public bool IsEmpty => !IsWide && _pasids.Count == 0;

    /// <summary>Whether any PASID may be concerned, so that all of them must be looked at.</summary>
    public bool IsWide => _isEverything || _domains.Count > 0;

    /// <summary>Single PASIDs concerned.</summary>
    public IEnumerable<uint> Pasids => _pasids.Select(static one => one.Pasid).Distinct();

    /// <summary>Adds everything.</summary>
    public void Add()
    {
        Clear();
        _isEverything = true;
    }

    /// <summary>Adds the entries of a domain.</summary>
    public void Add(ushort domain)
    {
        if (_isEverything || !_domains.Add(domain))
            return;
        _pasids.RemoveWhere(one => one.Domain == domain);
        LimitNames();
    }

    /// <summary>Adds the entries of a PASID that are of a domain.</summary>
    public void Add(ushort domain, uint pasid)
    {
        if (_isEverything || _domains.Contains(domain))
            return;
        _pasids.Add((domain, pasid));
        LimitNames();
    }

    /// <summary>Whether an entry is concerned.</summary>
    public bool Covers(ushort domain, uint pasid) => _isEverything || _domains.Contains(domain) || _pasids.Contains((domain, pasid));

    /// <summary>Removes everything.</summary>
    public void Clear()
    {
        _isEverything = false;
        _domains.Clear();
        _pasids.Clear();
    }

    private void LimitNames()
    {
        if (_domains.Count + _pasids.Count > MaxNames)
            Add();
    }
}
