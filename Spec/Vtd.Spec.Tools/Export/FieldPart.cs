using Vtd.Spec.Model;
using Vtd.Spec.Source;

namespace Vtd.Spec.Tools.Export;

/// <summary>Bits of a field that lie side by side in one 64-bit word.</summary>
/// <param name="Word">The word; word 0 is the lowest.</param>
/// <param name="Shift">The lowest of the bits in its word.</param>
/// <param name="Width">Number of bits, 1 to 64.</param>
/// <param name="ValueShift">Where the lowest of the bits is in the value of the field.</param>
internal readonly record struct FieldPart(int Word, int Shift, int Width, int ValueShift)
{
    public const int WordBits = 64;

    /// <summary>The bits in their word.</summary>
    public ulong Mask => ulong.MaxValue >> (WordBits - Width) << Shift;

    /// <summary>The parts of a field, that with the lowest bits of the value first.</summary>
    /// <param name="bits">The most significant range first.</param>
    public static IReadOnlyList<FieldPart> Of(EquatableArray<BitRange> bits)
    {
        var parts = new List<FieldPart>();
        var valueShift = 0;
        foreach (var range in bits.Reverse())
        {
            for (var lsb = range.Lsb; lsb <= range.Msb;)
            {
                var (word, shift) = Math.DivRem(lsb, WordBits);
                var width = Math.Min(range.Msb - lsb + 1, WordBits - shift);
                parts.Add(new FieldPart(word, shift, width, valueShift));
                valueShift += width;
                lsb += width;
            }
        }

        return parts;
    }
}
