using Vtd.Spec.Model;
using Vtd.Spec.Source;

namespace Vtd.Codegen.Rendering;

/// <summary>The integers that hold the bits of a register, an entry or a descriptor.</summary>
/// <param name="Width">Bits of all lanes together.</param>
/// <param name="Bits">Bits of the type that masks and shifts are computed in, and of all lanes but the last: 32 or 64.</param>
/// <param name="Names">Name of each lane, lowest bits first.</param>
/// <param name="HasAccess">Whether the access words of fields mean something, as they do in registers.</param>
internal sealed record WordLayout(int Width, int Bits, IReadOnlyList<string> Names, bool HasAccess)
{
    /// <summary>The type that masks and shifts are computed in: <c>uint</c> or <c>ulong</c>.</summary>
    public string MaskType => CSharp.UnsignedType(Bits);

    /// <summary>The type of a lane, from <c>byte</c> to <c>ulong</c>.</summary>
    public string Type => CSharp.UnsignedType(LaneBits);

    /// <summary>Bits of <see cref="Type"/>: 8, 16, 32 or 64.</summary>
    public int LaneBits => Bits == 64 || Width > 16 ? Bits : Width > 8 ? 16 : 8;

    /// <summary>A value of <see cref="MaskType"/> as one of <see cref="Type"/>.</summary>
    public string Stored(string bits) => Type == MaskType ? bits : $"({Type})({bits})";

    /// <summary>A register: <c>Value</c>, or <c>Qword0</c> and up if it has more than 64 bits.</summary>
    public static WordLayout OfRegister(int width) => new(width, width <= 32 ? 32 : 64, width <= 64 ? ["Value"] : Qwords(width), HasAccess: true);

    /// <summary>An entry or a descriptor: <c>Qword0</c> and up.</summary>
    public static WordLayout OfEntry(int width) => new(width, 64, Qwords(width), HasAccess: false);

    private static string[] Qwords(int width) => [.. Enumerable.Range(0, (width + 63) / 64).Select(static lane => "Qword" + CSharp.Decimal(lane))];

    /// <summary>Bits of a lane.</summary>
    public int WidthOf(int lane) => Math.Min(Bits, Width - (lane * Bits));

    /// <summary>Bits of the highest lane.</summary>
    public int LastBits => WidthOf(Names.Count - 1);

    /// <summary>Whether the type of the highest lane has bits that the lane does not have: those are 0.</summary>
    public bool IsCut => LastBits < LaneBits;

    /// <summary>The value that a constructor stores in a lane: its parameter, without bits that the lane does not have.</summary>
    public string InitialOf(int lane)
    {
        var (parameter, width) = (ParameterOf(Names[lane]), WidthOf(lane));
        return width == LaneBits ? parameter : $"{parameter} & {CSharp.ShortHex(Ones(width), Bits)}";
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
