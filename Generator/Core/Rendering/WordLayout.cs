using Vtd.Spec.Model;
using Vtd.Spec.Source;

namespace Vtd.Codegen.Rendering;

/// <summary>The integers that hold the bits of a register, an entry or a descriptor.</summary>
/// <param name="Bits">Bits of one lane: 32 or 64.</param>
/// <param name="Names">Name of each lane, lowest bits first.</param>
/// <param name="HasAccess">Whether the access words of fields mean something, as they do in registers.</param>
internal sealed record WordLayout(int Bits, IReadOnlyList<string> Names, bool HasAccess)
{
    /// <summary>Bits that the highest lane holds; its others are 0.</summary>
    public int LastBits { get; init; } = Bits;

    /// <summary>Whether the highest lane holds fewer bits than the others.</summary>
    public bool IsCut => LastBits < Bits;

    /// <summary><c>uint</c> or <c>ulong</c>.</summary>
    public string Type => CSharp.UnsignedType(Bits);

    /// <summary>Bits of all lanes together.</summary>
    public int Width => (Bits * (Names.Count - 1)) + LastBits;

    /// <summary>A register: <c>Value</c>, or <c>Low</c> and <c>High</c>.</summary>
    public static WordLayout OfRegister(int width) =>
        width == 128 ? new(64, ["Low", "High"], HasAccess: true) : new(width, ["Value"], HasAccess: true);

    /// <summary>An entry or a descriptor: <c>Qword0</c> and up.</summary>
    public static WordLayout OfEntry(int width)
    {
        var names = new string[(width + 63) / 64];
        for (var i = 0; i < names.Length; i++)
            names[i] = "Qword" + CSharp.Decimal(i);
        return new(64, names, HasAccess: false) { LastBits = width - (64 * (names.Length - 1)) };
    }

    /// <summary>The parameters of a constructor that takes the lanes.</summary>
    public string Parameters => string.Join(", ", Names.Select(name => $"{Type} {ParameterOf(name)}"));

    /// <summary>The parameter for a lane.</summary>
    public static string ParameterOf(string lane) => char.ToLowerInvariant(lane[0]) + lane.Substring(1);

    /// <summary>The parts of a field, each in one lane, lowest bits of the value first.</summary>
    public List<Piece> Split(EquatableArray<BitRange> ranges)
    {
        var pieces = new List<Piece>();
        var position = 0;
        for (var i = ranges.Count - 1; i >= 0; i--)
        {
            for (var lsb = ranges[i].Lsb; lsb <= ranges[i].Msb;)
            {
                var lane = lsb / Bits;
                var msb = Math.Min(ranges[i].Msb, (lane + 1) * Bits - 1);
                var piece = new Piece(lane, lsb - lane * Bits, msb - lsb + 1, position);
                pieces.Add(piece);
                position += piece.Width;
                lsb = msb + 1;
            }
        }

        return pieces;
    }

    /// <summary>The mask in each lane of those fields that <paramref name="which"/> selects.</summary>
    public ulong[] MasksOf(IEnumerable<LinkedField> fields, Func<LinkedField, bool> which)
    {
        var masks = new ulong[Names.Count];
        foreach (var field in fields)
        {
            if (which(field))
            {
                foreach (var piece in Split(field.Bits))
                    masks[piece.Lane] |= piece.Mask;
            }
        }

        return masks;
    }

    /// <summary>The value of all <paramref name="width"/> lowest bits set.</summary>
    public static ulong Ones(int width) => width >= 64 ? ulong.MaxValue : (1UL << width) - 1;
}

/// <summary>Consecutive bits of a field in one lane.</summary>
/// <param name="Lane">Number of the lane.</param>
/// <param name="Lsb">Lowest bit in the lane.</param>
/// <param name="Width">Number of bits.</param>
/// <param name="Position">Where its lowest bit is in the field's value.</param>
internal readonly record struct Piece(int Lane, int Lsb, int Width, int Position)
{
    /// <summary>Mask of the bits in the lane.</summary>
    public ulong Mask => WordLayout.Ones(Width) << Lsb;
}
