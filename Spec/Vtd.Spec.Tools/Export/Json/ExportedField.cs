using Vtd.Spec.Model;

namespace Vtd.Spec.Tools.Export.Json;

/// <summary>A field, or bits without a meaning of their own.</summary>
/// <param name="Msb">Highest bit; null if the field is in several places.</param>
/// <param name="Lsb">Lowest bit; null if the field is in several places.</param>
internal sealed record ExportedField(
    string Name, string Access, bool Reserved, int? Msb, int? Lsb, IReadOnlyList<ExportedRange> Bits, int Width, IReadOnlyList<string> Mask,
    int? Count, string? Enum, string? WriteEnum, string? Reset, string? ResetExpression, string Scale, string? When, string? Locked, string? EnabledBy, IReadOnlyList<ExportedLegal> Legal, string? Meaning, string Confidence, string? Note)
{
    /// <param name="field">The field.</param>
    /// <param name="width">Bits of what it is a field of.</param>
    public static ExportedField Of(LinkedField field, int width)
    {
        var only = field.Bits.Count == 1 ? field.Bits[0] : (BitRange?)null;
        return new ExportedField(
            field.Name, field.Access.Word(), field.IsReserved, only?.Msb, only?.Lsb, [.. field.Bits.Select(range => new ExportedRange(range.Msb, range.Lsb))],
            field.Width, JsonText.Words(BitWords.Mask(width, [field]), width), field.Elements?.Count, (field.Enum ?? field.Elements?.Enum)?.QualifiedName, field.WriteEnum?.QualifiedName,
            field.Reset is { } reset ? Decode.Bits.Hex(reset, field.Width) : null, JsonText.Text(field.ComputedReset), Decode.Bits.Hex(field.Scale), JsonText.Text(field.When), JsonText.Text(field.Locked), field.EnabledBy,
            [.. field.Legal.Select(range => new ExportedLegal(Decode.Bits.Hex(range.First, field.Width), Decode.Bits.Hex(range.Last, field.Width)))],
            field.Meaning, JsonText.Word(field.Confidence), field.Note);
    }
}

/// <summary>Bits side by side, both ends included.</summary>
internal sealed record ExportedRange(int Msb, int Lsb);

/// <summary>Values that a field may hold, both ends included.</summary>
internal sealed record ExportedLegal(string First, string Last);
