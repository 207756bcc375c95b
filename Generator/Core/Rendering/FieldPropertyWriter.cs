using Scriban.Runtime;
using Vtd.Codegen.Inputs;
using Vtd.Spec.Model;

namespace Vtd.Codegen.Rendering;

/// <summary>Writes the property of a field: how its bits are taken out of the lanes and put back.</summary>
/// <param name="lanes">The lanes that hold the bits.</param>
internal sealed class FieldPropertyWriter(WordLayout lanes)
{
    /// <summary>The view of a property.</summary>
    /// <param name="field">A field of at most 64 bits.</param>
    /// <param name="name">Name of the property.</param>
    /// <param name="mask">Name of its mask.</param>
    /// <param name="doc">Documentation, escaped.</param>
    /// <param name="canSet">Whether it has an <c>init</c> accessor.</param>
    public ScriptObject View(LinkedField field, string name, string mask, string doc, bool canSet)
    {
        var shape = new Shape(lanes, field);
        var sets = canSet ? Sets(shape, name, mask) : [];
        return new ScriptObject
        {
            ["doc"] = doc,
            ["remarks"] = Prose.Remarks(field),
            ["gate"] = field.When is null ? null : CSharp.Quote(ExpressionProse.Of(field.When)),
            ["declaration"] = shape.Type + " " + name,
            ["get"] = Get(shape, mask),
            ["is_fixed"] = !canSet,
            ["set"] = sets.Length == 1 ? sets[0] : null,
            ["sets"] = sets.Length > 1 ? sets : null,
        };
    }

    /// <summary>Name of the property's type.</summary>
    public string TypeOf(LinkedField field) => new Shape(lanes, field).Type;

    private string Get(Shape shape, string mask)
    {
        if (shape.IsBool)
            return $"({LaneOf(shape.Pieces[0])} & Masks.{mask}) != 0";

        var text = "";
        foreach (var piece in shape.Pieces)
        {
            var isWhole = IsWhole(piece);
            var part = isWhole ? LaneOf(piece) : $"{LaneOf(piece)} & {MaskOf(piece, shape, mask)}";
            var shift = piece.Lsb - piece.Position - shape.ScaleBits;
            var widens = shape.ScaleBits > 0 && lanes.Bits == 32;
            if (!isWhole && (shift != 0 || widens || shape.Pieces.Count > 1))
                part = $"({part})";
            if (widens)
                part = "(ulong)" + part;
            if (shift != 0)
                part += shift > 0 ? $" >> {CSharp.Decimal(shift)}" : $" << {CSharp.Decimal(-shift)}";
            if (shift != 0 && shape.Pieces.Count > 1)
                part = $"({part})";
            text = text.Length == 0 ? part : $"{part} | {text}";
        }

        var isWholeLane = shape.Pieces.Count == 1 && IsWhole(shape.Pieces[0]);
        return shape.Type == (isWholeLane && shape.ScaleBits == 0 ? lanes.Type : shape.RawType) ? text
            : isWholeLane ? $"({shape.Type}){text}"
            : $"({shape.Type})({text})";
    }

    private string[] Sets(Shape shape, string name, string mask)
    {
        var first = shape.Pieces[0];
        var lane = LaneOf(first);
        if (shape.IsBool)
            return [Assign(lane, $"FieldBits.Set({lane}, Masks.{mask}, value)", isCall: true)];
        if (shape.Pieces.Count == 1 && shape.ScaleBits == 0 && !IsWhole(first))
        {
            var value = $"{CSharp.Decimal(first.Lsb)}, {(shape.Enum is null ? "" : $"({shape.RawType})")}value";
            return [Assign(lane, shape.Wraps ? $"FieldBits.Wrap({lane}, Masks.{mask}, {value})" : $"FieldBits.Set({lane}, Masks.{mask}, {value}, nameof({name}))", isCall: true)];
        }

        var bits = shape.Fits
            ? shape.IsCast && (shape.Enum is not null || shape.Pieces.Count > 1 || first.Lsb > 0) ? $"({shape.RawType})value" : "value"
            : shape.Wraps ? $"({(shape.Enum is null ? "" : $"({shape.RawType})")}value & {CSharp.ShortHex(shape.ValueMask, shape.RawBits)})"
            : $"FieldBits.Fit({(shape.Enum is null ? "" : $"({shape.RawType})")}value, {CSharp.ShortHex(shape.ValueMask, shape.RawBits)}, nameof({name}))";
        if (shape.Pieces.Count == 1)
        {
            var shift = first.Lsb - shape.ScaleBits;
            var placed = Narrow(Shifted(bits, shift, CSharp.Decimal(Math.Abs(shift))), shape);
            return [IsWhole(first) ? Assign(lane, placed)
                : Assign(lane, $"({lane} & ~Masks.{mask}) | {(shift == 0 ? placed : $"({placed})")}")];
        }

        var sets = new List<string> { $"var bits = {bits}" };
        for (var i = 0; i < lanes.Names.Count; i++)
        {
            var all = 0UL;
            var parts = "";
            foreach (var piece in shape.Pieces)
            {
                if (piece.Lane != i)
                    continue;

                all |= piece.Mask;
                var shift = piece.Lsb - piece.Position - shape.ScaleBits;
                var part = Shifted("bits", shift, CSharp.Decimal(Math.Abs(shift)));
                if (!IsWhole(piece))
                    part = $"({(shift == 0 ? part : $"({part})")} & {CSharp.ShortHex(piece.Mask, lanes.Bits)})";
                parts += (parts.Length == 0 ? "" : " | ") + Narrow(part, shape);
            }

            if (all != 0)
            {
                lane = lanes.Names[i];
                sets.Add(Assign(lane, all == WordLayout.Ones(lanes.Bits) ? parts : $"({lane} & ~{CSharp.ShortHex(all, lanes.Bits)}) | {parts}"));
            }
        }

        return [.. sets];
    }

    /// <summary>Whether a part is all of its lane.</summary>
    private bool IsWhole(Piece piece) => piece.Width == lanes.WidthOf(piece.Lane);

    private string Assign(string lane, string bits, bool isCall = false) =>
        $"{lane} = {(bits == "value" ? bits : isCall && lanes.Type != lanes.MaskType ? $"({lanes.Type}){bits}" : lanes.Stored(bits))}";

    private static string Shifted(string bits, int shift, string amount) =>
        shift == 0 ? bits : shift > 0 ? $"{bits} << {amount}" : $"{bits} >> {amount}";

    private string Narrow(string bits, Shape shape) => shape.RawBits > lanes.Bits ? $"(uint)({bits})" : bits;

    private string LaneOf(Piece piece) => lanes.Names[piece.Lane];

    private string MaskOf(Piece piece, Shape shape, string mask) =>
        shape.Pieces.Count == 1 ? "Masks." + mask : CSharp.ShortHex(piece.Mask, lanes.Bits);

    /// <summary>Types and pieces of one field.</summary>
    private readonly struct Shape
    {
        public Shape(WordLayout lanes, LinkedField field)
        {
            var width = field.Width;
            Enum = field.Enum is { } item ? CSharpNames.Type(item) : null;
            ScaleBits = Log2(field.Scale);
            IsBool = width == 1 && Enum is null && ScaleBits == 0;
            RawBits = ScaleBits > 0 ? 64 : lanes.Bits;
            RawType = CSharp.UnsignedType(RawBits);
            Type = IsBool ? "bool" : Enum ?? (ScaleBits > 0 ? "ulong" : CSharp.UnsignedType(width));
            ValueMask = WordLayout.Ones(width) << ScaleBits;
            Fits = ScaleBits == 0 && width == (field.Enum?.UnderlyingBits ?? (width <= 8 ? 8 : width <= 16 ? 16 : width <= 32 ? 32 : 64));
            Wraps = field.Wraps && !Fits;
            IsCast = Type != RawType;
            Pieces = lanes.Split(field.Bits);
        }

        /// <summary>The parts of its bits.</summary>
        public List<Piece> Pieces { get; }

        /// <summary>Type name of its enum, if it has one.</summary>
        public string? Enum { get; }

        /// <summary>The property's value is its bits shifted left by this.</summary>
        public int ScaleBits { get; }

        /// <summary>One plain bit.</summary>
        public bool IsBool { get; }

        /// <summary>Type of the property.</summary>
        public string Type { get; }

        /// <summary>Bits of the type that shifting is done in.</summary>
        public int RawBits { get; }

        /// <summary>The type that shifting is done in.</summary>
        public string RawType { get; }

        /// <summary>The bits that a value of the property can have.</summary>
        public ulong ValueMask { get; }

        /// <summary>Whether every value of the property's type fits.</summary>
        public bool Fits { get; }

        /// <summary>Whether bits of a value that do not fit are dropped.</summary>
        public bool Wraps { get; }

        /// <summary>Whether the value has to be cast before it is shifted.</summary>
        public bool IsCast { get; }

        private static int Log2(ulong scale)
        {
            var bits = 0;
            for (; scale > 1; scale >>= 1)
                bits++;
            return bits;
        }
    }
}
