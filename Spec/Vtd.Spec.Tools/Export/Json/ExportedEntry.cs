using Vtd.Spec.Model;

namespace Vtd.Spec.Tools.Export.Json;

/// <summary>An entry of a table in memory.</summary>
internal sealed record ExportedEntry(
    string Name, string TypeName, string? Title, string? Section, string? About, string Confidence, string? Note, int Size, ExportedVariant? Variant,
    IReadOnlyList<string> Require, IReadOnlyDictionary<string, IReadOnlyList<string>> Masks, IReadOnlyList<ExportedField> Fields)
{
    public static ExportedEntry Of(LinkedEntry entry) => new(
        entry.Name, entry.TypeName, entry.Title, entry.Section, entry.About, JsonText.Word(entry.Confidence), entry.Note, entry.Size,
        entry is { VariantOf: { } group, VariantWhen: { } when } ? new ExportedVariant(group, ExpressionProse.Of(when)) : null,
        [.. entry.Require.Select(ExpressionProse.Of)], JsonText.Masks(entry.Size, entry.Fields), [.. entry.Fields.Select(field => ExportedField.Of(field, entry.Size))]);
}

/// <summary>The group that an entry is one of the layouts of, and what selects it.</summary>
internal sealed record ExportedVariant(string Of, string When);
