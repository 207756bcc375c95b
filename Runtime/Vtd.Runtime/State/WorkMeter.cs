namespace Vtd.Runtime.State;

/// <summary>Counts the work of one slice, so that no call into the unit does more than a stated amount. Guarded by the unit's lock.</summary>
/// <param name="limit">Units of work in a slice. One unit is a short read or write of guest memory, a call out of the unit, or a few cache entries looked at.</param>
internal sealed class WorkMeter(int limit)
{
    private const int LooksPerUnit = 8;

    private int _spent;
    private int _looks; // less than a unit

    /// <summary>Whether the slice is used up.</summary>
    public bool IsSpent => _spent >= limit;

    /// <summary>Begins a new slice.</summary>
    public void Restart() => _spent = 0;

    /// <summary>Counts cache entries that were looked at.</summary>
    public void SpendLooks(int looks)
    {
        _looks += looks;
        Spend(_looks / LooksPerUnit);
        _looks %= LooksPerUnit;
    }

    /// <summary>Counts work that was done or is certain to be done.</summary>
    public void Spend(int units = 1) => _spent = units < limit - _spent ? _spent + units : limit;
}
