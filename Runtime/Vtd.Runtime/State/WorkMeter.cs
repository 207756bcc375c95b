namespace Vtd.Runtime.State;

/// <summary>Counts the work of one slice, so that no call into the unit does more than a stated amount. Guarded by the unit's lock.</summary>
internal sealed class WorkMeter
{
    private const int LooksPerUnit = 8;

    private readonly int _limit;
    private int _left;
    private int _looks; // less than a unit

    /// <param name="limit">Units of work in a slice. One unit is a short read or write of guest memory, a call out of the unit, or a few cache entries looked at.</param>
    public WorkMeter(int limit) => _left = _limit = limit;

    /// <summary>Whether the slice is used up.</summary>
    public bool IsSpent => _left == 0;

    /// <summary>Begins a new slice.</summary>
    public void Restart() => _left = _limit;

    /// <summary>Counts cache entries that were looked at.</summary>
    public void SpendLooks(int looks)
    {
        if (looks > 0)
            AddLooks(looks);
    }

    /// <summary>Counts one unit of work that is to be done, if the slice is not used up.</summary>
    /// <returns>Whether it was not.</returns>
    public bool TrySpend()
    {
        if (IsSpent)
            return false;
        _left--;
        return true;
    }

    /// <summary>Counts work that was done or is certain to be done.</summary>
    public void Spend(int units = 1) => _left = Math.Max(_left - units, 0);

    private void AddLooks(int looks)
    {
        _looks += looks;
        Spend(_looks / LooksPerUnit);
        _looks %= LooksPerUnit;
    }
}
