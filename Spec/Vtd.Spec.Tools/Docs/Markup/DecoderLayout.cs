using System.Text.Json;
using System.Text.Json.Serialization;
using Vtd.Spec.Model;

namespace Vtd.Spec.Tools.Docs.Markup;

/// <summary>Writes the layout for the decoder of a page. Numbers are texts: those of scripts end at 53 bits.</summary>
internal static class DecoderLayout
{
    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>The row of the bits that only the larger sizes have; no field, so not the name of one.</summary>
    private const string AboveId = "above-smallest";

    /// <summary>JSON for a script element; the serializer writes no character that could end one.</summary>
    public static Html Of(Structure structure, DocContext context)
    {
        var fields = structure.Fields.Select(field =>
        {
            return new Field(
                Subject.FieldId(field.Name),
                field.Name,
                [.. field.Bits.Select(range => new[] { range.Msb, range.Lsb })],
                field.IsReserved ? (structure.IsGiven ? Access.ReservedPreserve : field.Access).Word() : null,
                structure.Initial.TryGetValue(field.Name, out var initial) ? Numbers.Hex(initial) : null,
                field.Scale == 1 ? null : Numbers.Hex(field.Scale),
                Codes.Of(field.Enum, context),
                Codes.Of(field.WriteEnum, context),
                field.Legal.Count == 0 ? null : [.. field.Legal.Select(range => new[] { Numbers.Hex(range.First), Numbers.Hex(range.Last) })]);
        }).ToList();
        if (structure.LargestWidth > structure.Width)
        {
            fields.Insert(0, new Field(
                AboveId, "above", [[structure.LargestWidth - 1, structure.Width]], Access.ReservedZero.Word(), null, null, null, null, null));
        }

        var layout = new Layout(structure.Subject.Name, structure.Width, structure.LargestWidth, fields);
        return new Html(JsonSerializer.Serialize(layout, s_options));
    }

    private sealed record Layout(string Name, int Width, int LargestWidth, IReadOnlyList<Field> Fields);

    private sealed record Field(
        string Id, string Name, IReadOnlyList<int[]> Bits, string? Reserved, string? Initial, string? Scale, Codes? Codes, Codes? Written, IReadOnlyList<string[]>? Legal);

    private sealed record Codes(bool IsFlags, bool IsOpen, IReadOnlyList<string[]> Items)
    {
        public static Codes? Of(LinkedEnumReference? reference, DocContext context) => reference is not null && context.Enum(reference) is var of
            ? new(of.IsFlags, of.IsOpen, [.. of.Codes.Where(static code => code.AliasOf is null).Select(static code => new[] { Numbers.Hex(code.Value), code.Name, code.Meaning ?? "" })])
            : null;
    }
}
