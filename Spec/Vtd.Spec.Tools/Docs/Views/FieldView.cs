using Vtd.Spec.Model;
using Vtd.Spec.Tools.Docs.Markup;

namespace Vtd.Spec.Tools.Docs.Views;

/// <summary>A row of the field table.</summary>
internal sealed record FieldView(
    string Id,
    string Bits,
    string Name,
    bool IsReserved,
    string Access,
    string AccessMeaning,
    Html? Reset,
    Html? Meaning,
    Remarks Remarks,
    Html? Note,
    IReadOnlyList<FieldCodes> Codes,
    string? Legal,
    Html? When,
    string? Scale,
    Html? Decides)
{
    public static FieldView Of(LinkedField field, Structure structure, DocContext context)
    {
        var codes = field.Enums.Select(of => FieldCodes.Of(field, of, context)).ToList();
        return new FieldView(
            Subject.FieldId(field.Name),
            Numbers.Bits(field.Bits),
            field.IsReserved ? field.Access.Reserved == ReservedKind.Ignored ? "ignored" : "reserved" : field.Name,
            field.IsReserved,
            field.Access.Word(),
            field.Access.Summary,
            field.IsReserved ? null : field.ComputedReset is { } computed ? context.Expressions.Of(computed, structure.Subject) : field.Reset is { } reset ? Html.Escaped(Numbers.Short(reset)) : null,
            MeaningOf(field, structure, context),
            Remarks.Of(field),
            context.Prose.Of(field.Note),
            codes,
            field.Legal.Count == 0 ? null : LegalText(field, field.Enum is { } read ? context.Enum(read) : null),
            field.When is null ? null : context.Expressions.Of(field.When, structure.Subject),
            field.Scale == 1 ? null : Numbers.Hex(field.Scale),
            DecidesText(structure, field, context));
    }

    private static Html? MeaningOf(LinkedField field, Structure structure, DocContext context)
    {
        var meaning = context.Prose.Of(field.Meaning);
        if (!field.IsReserved)
        {
            var parts = new List<Html>();
            if (meaning is not null)
                parts.Add(meaning);
            if (field.Elements is { } elements)
                parts.Add(Html.Of($"{elements.Count} elements of {field.Width / elements.Count} {(field.Width == elements.Count ? "bit" : "bits")}"));
            if (field.Locked is { } locked)
                parts.Add(Html.Of($"locked while {context.Expressions.Of(locked, structure.Subject)}"));
            if (field.EnabledBy is { } enabling)
                parts.Add(Html.Of($"written only where {enabling} is"));
            return parts.Count == 0 ? null : Html.Join("; ", parts);
        }

        var rule = field.Access.Summary;
        return meaning is null ? Html.Escaped(rule) : Html.Of($"{rule}; {meaning}");
    }

    private static string LegalText(LinkedField field, LinkedEnum? codes) => string.Join(", ", field.Legal.Select(range =>
    {
        if (range.First != range.Last)
            return $"{Numbers.Short(range.First)} to {Numbers.Short(range.Last)}";
        return codes?.Codes.FirstOrDefault(code => code.Value == range.First)?.Name ?? Numbers.Short(range.First);
    }));

    private static Html? DecidesText(Structure structure, LinkedField field, DocContext context)
    {
        if (structure.Subject.Kind != SubjectKind.Register || context.References.OfField(structure.Subject.Name, field.Name) is not { Count: > 0 } uses)
            return null;

        return Html.Join(", ", uses.Select(use => Html.Of($"{use.Link} ({use.Purpose})")));
    }
}

/// <summary>The codes of a field: all, or those of reads, or those of writes.</summary>
/// <param name="Count">The number of codes in words.</param>
/// <param name="Enum">The link to their enum.</param>
/// <param name="Codes">The codes.</param>
internal sealed record FieldCodes(string Count, Html Enum, IReadOnlyList<CodeView> Codes)
{
    public static FieldCodes Of(LinkedField field, LinkedEnumReference of, DocContext context)
    {
        var item = context.Enum(of);
        var accesses = field.WriteEnum is null ? "" : of == field.WriteEnum ? " of writes" : " of reads";
        return new((item.Codes.Count == 1 ? "1 code" : $"{item.Codes.Count} codes") + accesses, context.LinkTo(of), [.. item.Codes.Select(code => CodeView.Of(code, item, context))]);
    }
}

/// <summary>A code of an enum.</summary>
/// <param name="Names">The code of which this is an alias, and its name in C# if that is another.</param>
internal sealed record CodeView(string Value, string Name, string? Names, string? Mnemonic, Html? Meaning, string Traits, Remarks Remarks, Html? Note)
{
    /// <summary>The condition under which the value has this meaning.</summary>
    public Html? When { get; init; }

    public static CodeView Of(LinkedCode code, LinkedEnum of, DocContext context) => new(
        of.IsFlags ? "bit " + code.Value.ToString(System.Globalization.CultureInfo.InvariantCulture) : Numbers.Code(code.Value, of.Width),
        code.Name, NamesOf(code), code.Mnemonic, context.Prose.Of(code.Meaning), string.Join(", ", code.Traits), Remarks.Of(code), context.Prose.Of(code.Note))
    {
        When = code.When is { } when ? context.Expressions.Of(when, context.Map[SubjectKind.Enum, of.Name]) : null,
    };

    private static string? NamesOf(LinkedCode code)
    {
        var names = new[] { code.AliasOf is null ? null : $"alias of {code.AliasOf}", code.Member == code.Name ? null : $"in C# {code.Member}" };
        return names.Any(static name => name is not null) ? string.Join(", ", names.OfType<string>()) : null;
    }
}
