namespace Vtd.Runtime;

/// <summary>A device or listener that was added to a unit. Disposing removes it.</summary>
/// <param name="pump">Makes the calls that the removal has to wait for.</param>
/// <param name="remove">Removes it, under the unit's lock.</param>
internal sealed class Registration(DeferredCallPump pump, Action remove) : IDisposable
{
    private bool _isRemoved;

    /// <inheritdoc/>
    public void Dispose()
    {
        using var decision = pump.Decide();
        if (!_isRemoved)
            remove();
        _isRemoved = true;
    }
}
