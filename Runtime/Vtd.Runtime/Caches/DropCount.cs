namespace Vtd.Runtime.Caches;

/// <summary>Counts drops, so that who knows the count of an earlier moment can tell by one comparison that nothing was dropped since.</summary>
/// <remarks>How a lookup without a lock uses it is told at <see cref="TaggedCache{TKey, TValue}"/>.</remarks>
internal sealed class DropCount
{
    private ulong _value = 1;

    /// <summary>The count, never 0. Needs no lock.</summary>
    public ulong Value => Volatile.Read(ref _value);

    /// <summary>Counts a drop, once what was dropped is marked.</summary>
    [RequiresUnitLock]
    public void AddLocked() => Volatile.Write(ref _value, _value + 1);
}
