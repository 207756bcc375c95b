namespace Vtd.Spec.Model;

/// <summary>Consecutive bits, both ends included; bit 0 is the lowest bit of the lowest word.</summary>
/// <param name="Msb">Highest bit.</param>
/// <param name="Lsb">Lowest bit.</param>
public readonly record struct BitRange(int Msb, int Lsb)
{
    /// <summary>Number of bits.</summary>
    public int Width => Msb - Lsb + 1;

    /// <summary>Whether the two ranges share a bit.</summary>
    public bool Overlaps(BitRange other) => Lsb <= other.Msb && other.Lsb <= Msb;

    /// <summary>The ranges of a value, the high part first.</summary>
    /// <param name="bits">The bits, the lowest of the value first.</param>
    public static IReadOnlyList<BitRange> Of(IEnumerable<int> bits)
    {
        var ranges = new List<BitRange>();
        foreach (var bit in bits)
        {
            if (ranges.Count > 0 && ranges[0].Msb + 1 == bit)
                ranges[0] = new BitRange(bit, ranges[0].Lsb);
            else
                ranges.Insert(0, new BitRange(bit, bit));
        }

        return ranges;
    }

    /// <summary>The notation of the architecture: <c>31</c> or <c>31:12</c>.</summary>
    public override string ToString() => Msb == Lsb ? $"{Lsb}" : $"{Msb}:{Lsb}";
}
