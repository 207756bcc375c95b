using Vtd.Spec.Checks;
using Vtd.Spec.Declarations;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Yaml;

namespace Vtd.Spec.Language.Keys;

/// <summary>Enums, tables of codes, and their codes.</summary>
internal static class EnumKeys
{
    private static readonly NameShape s_name = new("the name of a code: letters, digits and _, such as Legacy or 8N1", NameStyle.Word) { Kind = NameKind.Code };
    private static readonly NameShape s_trait = Shapes.Kebab with { Kind = NameKind.Trait };
    private static readonly WordShape s_true = new("true", Shapes.Words(new Word("true", "Values without a name are legal.")));
    private static readonly NumberShape s_width = new("a width from 1 to 64 (bits)", 1, 64);
    private static readonly ListShape s_traits = new("a list of traits, such as [qualified]", s_trait);
    private static readonly WordShape s_kind = new("values or flags", Shapes.Words(
        new Word("values", "A field holds one of the codes; this is so if the key is left out."),
        new Word("flags", "The codes are bit numbers, and a field holds any combination of them.")));

    public static readonly KeyTable<CodeDeclaration> Code = new("a code",
        new("code", Shapes.AnyNumber, "The value; the bit number if the enum is of kind flags.",
            (values, node, code) => code with { Code = values.Number(node, Shapes.AnyNumber) }, isRequired: true),
        new("as", Shapes.Mnemonic, "The name in C#, where that of the architecture cannot be one: it begins with a digit, or is a word of C#.",
            (values, node, code) => code with { Member = values.Name(node, Shapes.Mnemonic) }),
        new("alias-of", s_name, "The code that this is another name of.",
            (values, node, code) => code with { AliasOf = values.Name(node, s_name) }),
        new("mnemonic", Shapes.Title, "The short name in the architecture, such as LRT.2.",
            (values, node, code) => code with { Mnemonic = values.Text(node, Shapes.Title) }),
        new("is", s_traits, "The traits of the enum that this code has.",
            (values, node, code) => code with { Traits = values.NameList(node, s_trait, s_traits) }),
        new("meaning", Shapes.Prose, "What the code means.",
            (values, node, code) => code with { Meaning = values.Text(node, Shapes.Prose) }),
        RevisionKeys.Since<CodeDeclaration>(),
        RevisionKeys.Until<CodeDeclaration>(),
        ConfidenceKeys.Confidence<CodeDeclaration>(),
        ConfidenceKeys.Note<CodeDeclaration>(),
        PartKeys.Remove<CodeDeclaration>());

    private static readonly EitherShape s_code = new("a number, or code: and meaning:", Shapes.AnyNumber, new TableShape("a code", Code.Name));
    private static readonly MapShape s_codes = new("codes, such as Legacy: 0", s_name, s_code);

    public static readonly KeyTable<EnumDeclaration> Enum = new("an enum",
        TitledKeys.Title<EnumDeclaration>(),
        TitledKeys.Section<EnumDeclaration>(),
        TitledKeys.About<EnumDeclaration>(),
        ConfidenceKeys.Confidence<EnumDeclaration>(),
        ConfidenceKeys.Note<EnumDeclaration>(),
        new("width", s_width, "The bits that a value takes.",
            (values, node, item) => item with { Width = values.Number(node, s_width) }, isRequired: true),
        new("kind", s_kind, "Whether the codes are values or the bits of a bitmap.",
            (values, node, item) => item with { IsFlags = values.Word(node, s_kind, KeyRules.UnknownWord) == 1 }),
        new("open", s_true, "Values without a name are legal as well; they are reported otherwise.",
            (values, node, item) => item with { IsOpen = values.Word(node, s_true, KeyRules.UnknownWord) == 0 }),
        new("traits", s_traits, "Yes/no properties that the codes can have.",
            (values, node, item) => item with { Traits = values.NameList(node, s_trait, s_traits) }),
        new("codes", s_codes, "The codes by name.", ReadCodes, isRequired: true),
        PartKeys.RemoveAll<EnumDeclaration>());

    public static readonly MapShape Enums = new("enums by type name", Shapes.TypeName with { Kind = NameKind.Enum }, new TableShape("an enum", Enum.Name));

    public static EnumDeclaration Read(ValueReader values, YamlNode node, EnumDeclaration item) =>
        values.Declaration(node, Enum, item, static (item, _, findings) => EnumChecks.Check(item, findings));

    private static EnumDeclaration ReadCodes(ValueReader values, YamlNode node, EnumDeclaration item)
    {
        if (node is YamlMapping { Entries.IsEmpty: true })
            values.Findings.Report(KeyRules.Empty, node.Span, $"The enum has no codes; expected {s_codes.Expected}.");
        return item with { Codes = values.Map(node, s_codes, static name => new CodeDeclaration(name), ReadCode) };
    }

    private static CodeDeclaration ReadCode(ValueReader values, YamlNode node, CodeDeclaration code)
    {
        code = node is YamlScalar ? code with { Code = values.Number(node, Shapes.AnyNumber) } : values.Table(node, Code, code, code.Name.Span);
        var name = code.Name.Value;
        if (!values.CanRemove && code is { Member: null, Code: { } number } && !Names.IsSpelled(name, NameStyle.Identifier))
            values.Findings.Report(KeyRules.NotAName, code.Name.Span, $"'{name}' cannot be a name in C#. Add a name for C#: {{ code: {number.Value}, as: {Capitalized(name)} }}.");
        return code;
    }

    private static string Capitalized(string name) => name[0] is >= 'a' and <= 'z' ? char.ToUpperInvariant(name[0]) + name.Substring(1) : "Code" + name;
}
