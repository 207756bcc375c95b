using System.Collections;
using System.Runtime.CompilerServices;

namespace Vtd.Runtime;

/// <summary>A set of quirks. Two sets with the same quirks are equal.</summary>
/// <example><code>Quirks = [UnitQuirk.QueueStaysOn, UnitQuirk.QueueResumesAtTail]</code></example>
[CollectionBuilder(typeof(UnitQuirks), nameof(Create))]
public readonly record struct UnitQuirks : IReadOnlyCollection<UnitQuirk>
{
    private const int HalfSize = 128;

    // Bit n of the two halves together is the quirk with number n: room for 255.
    private readonly UInt128 _low;
    private readonly UInt128 _high;

    private UnitQuirks(UInt128 low, UInt128 high)
    {
        _low = low;
        _high = high;
    }

    /// <summary>The empty set, of a unit that follows the architecture.</summary>
    public static UnitQuirks None => default;

    /// <summary>The number of quirks in the set.</summary>
    public int Count => (int)(UInt128.PopCount(_low) + UInt128.PopCount(_high));

    /// <summary>Creates a set.</summary>
    /// <param name="quirks">The quirks.</param>
    /// <exception cref="ArgumentOutOfRangeException">A quirk has a number outside 1 to 255.</exception>
    public static UnitQuirks Create(params ReadOnlySpan<UnitQuirk> quirks)
    {
        var set = None;
        foreach (var quirk in quirks)
            set = set.With(quirk);
        return set;
    }

    /// <summary>Tells whether the set has a quirk.</summary>
    /// <param name="quirk">The quirk.</param>
    public bool Contains(UnitQuirk quirk)
    {
        var bit = Of(quirk);
        return ((_low & bit._low) | (_high & bit._high)) != 0;
    }

    /// <summary>Returns this set and a quirk.</summary>
    /// <param name="quirk">The quirk to add.</param>
    public UnitQuirks With(UnitQuirk quirk) => Union(Of(quirk));

    /// <summary>Returns this set without a quirk.</summary>
    /// <param name="quirk">The quirk to leave out.</param>
    public UnitQuirks Without(UnitQuirk quirk)
    {
        var bit = Of(quirk);
        return new(_low & ~bit._low, _high & ~bit._high);
    }

    /// <summary>Returns the quirks of this set and of another one.</summary>
    /// <param name="other">The other set.</param>
    public UnitQuirks Union(UnitQuirks other) => new(_low | other._low, _high | other._high);

    /// <inheritdoc/>
    public IEnumerator<UnitQuirk> GetEnumerator()
    {
        var set = this;
        return QuirkCatalog.All.Select(static info => info.Quirk).Where(set.Contains).GetEnumerator();
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Returns the names of the quirks, separated by commas.</summary>
    public override string ToString() => Count == 0 ? nameof(None) : string.Join(", ", this);

    private static UnitQuirks Of(UnitQuirk quirk)
    {
        var number = (int)quirk;
        if (number is < 1 or >= 2 * HalfSize)
            throw new ArgumentOutOfRangeException(nameof(quirk), quirk, "A quirk has a number from 1 to 255.");
        return number < HalfSize ? new(UInt128.One << number, 0) : new(0, UInt128.One << (number - HalfSize));
    }
}
