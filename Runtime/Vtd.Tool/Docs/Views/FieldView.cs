using Vtd.Spec.Model;

namespace Vtd.Tool.Docs.Views;

/// <summary>A row of the field table.</summary>
internal sealed record FieldView(
    string Id,
    string Bits,
    string Name,
    bool IsReserved,
    string Access,
    string AccessMeaning,
    string? Reset,
    Html? Meaning,
    Remarks Remarks,
    Html? Note,
    Html? Enum,
    IReadOnlyList<CodeView>? Codes,
    string CodeCount,
    string? Legal,
    Html? When,
    string? Scale,
    Html? Decides)
{
    public static FieldView Of(LinkedField field, Structure structure, SpecPages pages)
    {
        var codes = field.Enum is { } of ? pages.Enum(of.Name) : null;
        return new FieldView(
            Subject.FieldId(field.Name),
            Numbers.Bits(field.Bits),
            field.IsReserved ? field.Access == Spec.Model.Access.Ignored ? "ignored" : "reserved" : field.Name,
            field.IsReserved,
            field.Access.Word(),
            AccessMeanings.Meaning(field.Access),
            field.Reset is { } reset && !field.IsReserved ? Numbers.Short(reset) : null,
            MeaningOf(field, pages),
            Remarks.Of(field),
            pages.Prose.Of(field.Note),
            codes is null ? null : pages.Map[SubjectKind.Enum, codes.Name].Link,
            codes is null ? null : [.. codes.Codes.Select(code => CodeView.Of(code, codes, pages))],
            codes is null ? "" : codes.Codes.Count == 1 ? "1 code" : $"{codes.Codes.Count} codes",
            field.Legal.Count == 0 ? null : LegalText(field, codes),
            field.When is null ? null : pages.Expressions.Of(field.When, structure.Subject),
            field.Scale == 1 ? null : Numbers.Hex(field.Scale),
            DecidesText(structure, field, pages));
    }

    private static Html? MeaningOf(LinkedField field, SpecPages pages)
    {
        var meaning = pages.Prose.Of(field.Meaning);
        if (!field.IsReserved)
            return meaning;
        var rule = AccessMeanings.Meaning(field.Access);
        return meaning is null ? Html.Escaped(rule) : Html.Of($"{rule}; {meaning}");
    }

    private static string LegalText(LinkedField field, LinkedEnum? codes) => string.Join(", ", field.Legal.Select(range =>
    {
        if (range.First != range.Last)
            return $"{Numbers.Short(range.First)} to {Numbers.Short(range.Last)}";
        return codes?.Codes.FirstOrDefault(code => code.Value == range.First)?.Name ?? Numbers.Short(range.First);
    }));

    private static Html? DecidesText(Structure structure, LinkedField field, SpecPages pages)
    {
        if (structure.Subject.Kind != SubjectKind.Register || pages.References.OfField(structure.Subject.Name, field.Name) is not { Count: > 0 } uses)
            return null;

        return Html.Join(", ", uses.Select(use => Html.Of($"{use.Link} ({use.Purpose})")));
    }
}

/// <summary>A code of an enum.</summary>
internal sealed record CodeView(string Value, string Name, string? Mnemonic, Html? Meaning, string Traits, Remarks Remarks, Html? Note)
{
    public static CodeView Of(LinkedCode code, LinkedEnum of, SpecPages pages) => new(
        of.IsFlags ? "bit " + code.Value.ToString(System.Globalization.CultureInfo.InvariantCulture) : Numbers.Code(code.Value, of.Width),
        code.Name, code.Mnemonic, pages.Prose.Of(code.Meaning), string.Join(", ", code.Traits), Remarks.Of(code), pages.Prose.Of(code.Note));
}
