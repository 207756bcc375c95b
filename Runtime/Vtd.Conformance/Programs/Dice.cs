namespace Vtd.Conformance.Programs;

/// <summary>Random choices. Equal seeds make equal choices.</summary>
internal sealed class Dice(int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>A number from 0 up to, but not including, a limit.</summary>
    public int Next(int limit) => _random.Next(limit);

    /// <summary>A number from one on up to, but not including, a limit.</summary>
    public int Next(int first, int limit) => _random.Next(first, limit);

    /// <summary>Any number that is not negative.</summary>
    public int Next() => _random.Next();

    /// <summary>Whether something with this probability happens.</summary>
    public bool Chance(int percent) => _random.Next(100) < percent;

    /// <summary>Draws one of several values.</summary>
    public T Pick<T>(params IReadOnlyList<T> choices) => choices[_random.Next(choices.Count)];

    /// <summary>The address of one of some pages.</summary>
    public ulong Page(ulong first, int count) => first + (ulong)_random.Next(count) * Places.PageSize;

    /// <summary>A number of 64 bits: 0, all ones, one bit, a small one or any.</summary>
    public ulong Number() => _random.Next(5) switch
    {
        0 => 0,
        1 => ulong.MaxValue,
        2 => 1UL << _random.Next(64),
        3 => (ulong)_random.Next(0x1000),
        _ => (ulong)_random.NextInt64(),
    };
}
