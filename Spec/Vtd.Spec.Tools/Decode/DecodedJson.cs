using Vtd.Spec.Model;

namespace Vtd.Spec.Tools.Decode;

/// <summary>Decoded values as one JSON object.</summary>
public static class DecodedJson
{
    public static string Write(IReadOnlyList<Decoded> decoded) =>
        ReadableJson.Write(ResultsOf(decoded));

    private static DecodedResults ResultsOf(IReadOnlyList<Decoded> decoded) => new([.. decoded.Select(DecodedItemJson.Of)]);
}

/// <summary>One result; several if what is known does not tell the variants apart.</summary>
public sealed record DecodedResults(IReadOnlyList<DecodedItemJson> Decoded);

/// <summary>A decoded value.</summary>
public sealed record DecodedItemJson(
    string Spec, string Kind, string Name, string? Title, string? Section, string Confidence, string? Note, int Bits, string Value, string? Condition,
    IReadOnlyList<FieldJson> Fields, IReadOnlyList<RemarkJson> Remarks)
{
    public static DecodedItemJson Of(Decoded decoded)
    {
        var layout = decoded.Layout;
        return new DecodedItemJson(
            layout.Spec.Header.Name, layout.Kind, layout.Name, layout.Title, layout.Section, ConfidenceText.Word(layout.Confidence), layout.Note, layout.Size, Decode.Bits.Hex(decoded.Value, layout.Size),
            layout.VariantWhen is { } condition ? ExpressionProse.Of(condition) : null,
            [.. decoded.Fields.Select(FieldJson.Of)],
            [.. decoded.AllRemarks.Select(static remark => new RemarkJson(remark.Kind, remark.IsWrong, remark.Field, remark.Text))]);
    }
}

/// <summary>A field of it; reserved bits are fields too.</summary>
public sealed record FieldJson(
    string Name, string Bits, string Raw, string Value, IReadOnlyList<CodeJson> Codes, IReadOnlyList<CodeJson> WrittenCodes, bool Reserved, string? Gate, bool? Exists, string? Meaning, string Confidence, string? Note)
{
    public static FieldJson Of(DecodedField field) => new(
        field.Field.Name, Decode.Bits.Text(field.Field.Bits), Decode.Bits.Hex(field.Raw, field.Field.Width), Decode.Bits.Hex(field.Scaled),
        [.. field.Codes.Select(Of)], [.. field.WrittenCodes.Select(Of)],
        field.Field.IsReserved, field.Field.When is { } gate ? ExpressionProse.Of(gate) : null, field.Exists, field.Field.Meaning, ConfidenceText.Word(field.Field.Confidence), field.Field.Note);

    private static CodeJson Of(LinkedCode code) => new(code.Name, code.Mnemonic, code.Meaning, ConfidenceText.Word(code.Confidence), code.Note);
}

/// <summary>A code of the field's enum.</summary>
public sealed record CodeJson(string Name, string? Mnemonic, string? Meaning, string Confidence, string? Note);

/// <summary>Something to say about it.</summary>
public sealed record RemarkJson(string Kind, bool Wrong, string? Field, string Text);
