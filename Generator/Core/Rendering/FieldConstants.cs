using Scriban.Runtime;
using Vtd.Codegen.Contract;
using Vtd.Spec.Model;
using Vtd.Spec.Source;

namespace Vtd.Codegen.Rendering;

/// <summary>The constants of the fields of a type: masks, and for entries, which walks read word by word, also shifts and words.</summary>
internal static class FieldConstants
{
    private const int LineLength = 100;

    public static ScriptArray Of(WordLayout lanes, string type, EquatableArray<LinkedField> fields)
    {
        var masks = new List<string>();
        var shifts = new List<string>();
        var words = new List<string>();
        foreach (var field in fields.Where(static field => !field.IsReserved))
        {
            var name = MemberNames.Of(field.Name, type);
            var pieces = lanes.Split(field.Bits);
            masks.AddRange(Masks(lanes, name, pieces));
            if (pieces.Count == 1 && !lanes.HasAccess)
            {
                shifts.Add($"{name} = {CSharp.Decimal(pieces[0].Lsb)}");
                words.Add($"{name} = {CSharp.Decimal(pieces[0].Lane)}");
            }
        }

        var views = new ScriptArray();
        Add(views, "Masks", "The bits of each field.", "Mask", lanes.MaskType, masks);
        Add(views, "Shifts", "The lowest bit of each field that lies in one piece.", "Lowest bit", "int", shifts);
        Add(views, "Qwords", "The number of the qword that holds each field that lies in one piece.", "Qword", "int", words);
        return views;
    }

    private static IEnumerable<string> Masks(WordLayout lanes, string name, List<Piece> pieces)
    {
        var isSplit = pieces.Exists(piece => piece.Lane != pieces[0].Lane);
        foreach (var lane in pieces.GroupBy(static piece => piece.Lane).OrderBy(static lane => lane.Key))
        {
            var mask = lane.Aggregate(0UL, static (mask, piece) => mask | piece.Mask);
            yield return $"{MemberNames.MaskOf(name, isSplit ? lanes.Names[lane.Key] : null)} = {CSharp.Hex(mask, lanes.WidthOf(lane.Key), lanes.Bits)}";
        }
    }

    private static void Add(ScriptArray views, string name, string doc, string member, string type, List<string> values)
    {
        if (values.Count == 0)
            return;

        var lines = new List<string>();
        foreach (var value in values)
        {
            var last = lines.Count - 1;
            if (last >= 0 && lines[last].Length + value.Length <= LineLength)
                lines[last] += ", " + value;
            else
                lines.Add(value);
        }

        views.Add(new ScriptObject
        {
            ["name"] = name,
            ["doc"] = doc,
            ["member"] = member,
            ["type"] = type,
            ["is_short"] = lines.Count == 1,
            ["values"] = string.Join(",\n            ", lines),
        });
    }
}
