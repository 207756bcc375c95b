using Vtd.Spec.Model;
using Vtd.Spec.Tools.Decode;

namespace Vtd.Spec.Tools.Export.Json;

/// <summary>An enum or a table of codes.</summary>
internal sealed record ExportedEnum(
    string Name, string? Title, string? Section, string? About, string Confidence, string? Note, int Width, string Kind, bool Open, IReadOnlyList<string> Traits,
    IReadOnlyList<ExportedCode> Codes)
{
    public static ExportedEnum Of(LinkedEnum item) => new(
        item.Name, item.Title, item.Section, item.About, JsonText.Word(item.Confidence), item.Note, item.Width, item.IsFlags ? "flags" : "values", item.IsOpen, [.. item.Traits],
        [.. item.Codes.Select(code => ExportedCode.Of(code, item))]);
}

/// <summary>A code of an enum.</summary>
/// <param name="Member">The name in C#.</param>
/// <param name="AliasOf">The C# name of the code that this is another name of; null if it is a code of its own.</param>
/// <param name="Value">The value of the field; of a flag, its bit.</param>
/// <param name="Bit">Number of the bit of a flag; null if it is none.</param>
internal sealed record ExportedCode(
    string Name, string Member, string? AliasOf, string Value, int? Bit, string? Mnemonic, string? Meaning, string? When, IReadOnlyList<string> Traits, string Confidence, string? Note)
{
    public static ExportedCode Of(LinkedCode code, LinkedEnum item) => new(
        code.Name, code.Member, code.AliasOf, Bits.Hex(CodeValue.Of(code, item), item.Width), item.IsFlags ? (int)code.Value : null, code.Mnemonic, code.Meaning, JsonText.Text(code.When), [.. code.Traits],
        JsonText.Word(code.Confidence), code.Note);
}
