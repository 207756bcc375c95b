namespace Vtd.Runtime.AddressSpaces;

/// <summary>The owners whose pages a follower can hold.</summary>
/// <remarks>
/// An invalidation names the owner that an entry had, and the entry in memory may be gone or name another owner by then. So an owner is
/// remembered until everything is unmapped because entries changed. Too many owners count as every owner.
/// </remarks>
/// <param name="isAnyWhenEmpty">Entries can become present unseen, so that while no owner is known it can be any: for a follower that is told only
/// what is stale, of a unit that does not cache entries that are not present (CAP.CM is 0).</param>
internal sealed class OwnerSet(bool isAnyWhenEmpty)
{
    private const int Most = 4;

    private readonly List<Owner> _owners = new(Most);
    private bool _isAny;

    /// <summary>Whether pages of a first stage may be among those held.</summary>
    public bool HasFirstStage => IsAny || _owners.Exists(static owner => owner.HasFirstStage);

    /// <summary>Whether the owner can be any.</summary>
    public bool IsAny => _isAny || (isAnyWhenEmpty && _owners.Count == 0);

    /// <summary>Adds an owner; null adds none.</summary>
    public void Add(Owner? added)
    {
        if (added is not { } owner || _isAny || _owners.Contains(owner))
            return;
        if (_owners.Count == Most)
            _isAny = true;
        else
            _owners.Add(owner);
    }

    /// <summary>Removes all owners.</summary>
    public void Clear()
    {
        _owners.Clear();
        _isAny = false;
    }

    /// <summary>Whether an invalidation of a domain, or of one PASID in it, concerns any of the owners.</summary>
    public bool Matches(ushort domain, uint? pasid)
    {
        if (IsAny)
            return true;
        foreach (var owner in _owners)
        {
            if (owner.Matches(domain, pasid))
                return true;
        }
        return false;
    }
}
