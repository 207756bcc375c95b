using Scriban.Runtime;
using Vtd.Spec.Model;

namespace Vtd.Codegen.Rendering;

/// <summary>A field of more than 64 bits: read and written in words of 64, the lowest bits first.</summary>
/// <param name="lanes">The lanes that hold the bits.</param>
/// <param name="wide">The field.</param>
/// <param name="name">The C# name.</param>
internal sealed class WideField(WordLayout lanes, LinkedField wide, string name)
{
    private readonly List<Piece> _pieces = lanes.Split(wide.Bits);

    private int Words => (wide.Width + 63) / 64;

    /// <summary>The view of its methods.</summary>
    /// <param name="type">Name of the type that has it.</param>
    /// <param name="doc">Documentation, escaped.</param>
    public ScriptObject View(string type, string doc)
    {
        var words = new ScriptArray();
        for (var word = 0; word < Words; word++)
            words.Add(new ScriptObject { ["get"] = Get(word), ["with"] = With(word) });
        return new ScriptObject
        {
            ["doc"] = doc,
            ["remarks"] = Prose.Remarks(wide),
            ["name"] = name,
            ["type"] = type,
            ["last"] = CSharp.Decimal(Words - 1),
            ["last_width"] = wide.Width - 64 * (Words - 1),
            ["words"] = words,
        };
    }

    private string Get(int word)
    {
        var text = "";
        foreach (var part in PartsOf(word))
        {
            var bits = part.Width == 64 ? lanes.Names[part.Lane] : $"({lanes.Names[part.Lane]} & {CSharp.ShortHex(part.Mask, 64)})";
            text += (text.Length == 0 ? "" : " | ") + Shifted(bits, part.Position - part.Lsb);
        }

        return text;
    }

    /// <summary>The lanes, with those changed that hold a part of the word.</summary>
    private string With(int word)
    {
        var width = Math.Min(64, wide.Width - 64 * word);
        var value = width == 64 ? "value" : $"FieldBits.Fit(value, {CSharp.ShortHex(WordLayout.Ones(width), 64)}, \"{wide.Name}\")";
        var parts = PartsOf(word).ToLookup(static part => part.Lane);
        return string.Join(", ", lanes.Names.Select((name, lane) =>
        {
            if (!parts.Contains(lane))
                return name;
            var bits = string.Join(" | ", parts[lane].Select(part => Placed(part, value)));
            var mask = parts[lane].Aggregate(0UL, static (mask, part) => mask | part.Mask);
            return mask == ulong.MaxValue ? bits : $"({name} & ~{CSharp.ShortHex(mask, 64)}) | {bits}";
        }));
    }

    private static string Placed(Piece part, string value)
    {
        var bits = Shifted(value, part.Lsb - part.Position);
        return part.Width == 64 ? bits : $"({bits} & {CSharp.ShortHex(part.Mask, 64)})";
    }

    private static string Shifted(string bits, int left) =>
        left == 0 ? bits : $"({bits} {(left > 0 ? "<<" : ">>")} {CSharp.Decimal(Math.Abs(left))})";

    /// <summary>The parts of one word, each in one lane; positions are those in the word.</summary>
    private IEnumerable<Piece> PartsOf(int word)
    {
        var first = 64 * word;
        foreach (var piece in _pieces)
        {
            var from = Math.Max(piece.Position, first);
            var to = Math.Min(piece.Position + piece.Width, first + 64);
            if (from < to)
                yield return new Piece(piece.Lane, piece.Lsb + from - piece.Position, to - from, from - first);
        }
    }
}
