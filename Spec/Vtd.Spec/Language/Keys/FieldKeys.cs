using System.Collections.Immutable;
using Vtd.Spec.Declarations;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Model;
using Vtd.Spec.Source;
using Vtd.Spec.Yaml;

namespace Vtd.Spec.Language.Keys;

/// <summary>Fields, and bits without a meaning of their own.</summary>
internal static class FieldKeys
{
    private static readonly Access[] s_access = [.. Access.All.Where(static access => access.Reserved == ReservedKind.None)];

    public static readonly WordShape AccessWord = new("an access word, such as ro, rw, wo, rw1c or rc", Shapes.Words(
        [.. s_access.Select(static access => new Word(access.Name, char.ToUpperInvariant(access.Summary[0]) + access.Summary.Substring(1) + "."))]));

    private static readonly NumberShape s_scale = new("a power of two, such as 4096", 1, 1UL << 52, IsPowerOfTwo: true);
    private static readonly EitherShape s_legalItem = new("a number, the name of a code, or \"1..3\"", Shapes.AnyNumber,
        new EitherShape("the name of a code, or \"1..3\"", Shapes.Mnemonic with { Kind = NameKind.Code }, new RangeShape("\"1..3\"")));
    private static readonly EitherShape s_legal = new("a list of legal values, such as [1, 2], or \"1..3\"", s_legalItem,
        new ListShape("a list of legal values", s_legalItem));

    private static readonly Key<FieldDeclaration> s_bits = new("bits", Shapes.Bits, "The bits it takes, the high part first; more than 64 are read and written in words.",
        (values, node, field) => field with { Bits = values.Bits(node, Shapes.Bits) }, isRequired: true);

    private static readonly NumberShape s_count = new("a number of elements from 2 to 64", 2, 64);

    private static readonly Key<FieldDeclaration> s_countKey = new("count", s_count, "The number of elements that its bits are divided into, element 0 in the lowest.",
        (values, node, field) => field with { Count = values.Number(node, s_count) });

    private static readonly Key<FieldDeclaration> s_enum = new("enum", Shapes.EnumOfField, "The enum of its values, or of its elements.",
        (values, node, field) => field with { Enum = values.Name(node, Shapes.EnumOfField) });

    /// <summary>The enums of a field that has other codes for writes than for reads.</summary>
    public static readonly KeyTable<FieldDeclaration> Codes = new("the codes of reads and writes",
        new("read", Shapes.EnumOfField, "The enum of the values that reads give.",
            (values, node, field) => field with { Enum = values.Name(node, Shapes.EnumOfField) }, isRequired: true),
        new("write", Shapes.EnumOfField, "The enum of the values that software writes.",
            (values, node, field) => field with { WriteEnum = values.Name(node, Shapes.EnumOfField) }, isRequired: true));

    private static readonly EitherShape s_enums = new("a name in PascalCase, such as FaultReason, or { read: Status, write: Command }",
        Shapes.EnumOfField, new TableShape("read: and write:", Codes.Name));

    private static readonly Key<FieldDeclaration> s_enumsKey = new("enum", s_enums, "The enum of its values, or of its elements; with `read` and `write` those of a field that has other codes for writes than for reads.",
        (values, node, field) => node is YamlMapping ? values.Table(node, Codes, field, node.Span, isWhole: true) : field with { Enum = values.Name(node, Shapes.EnumOfField) });

    private static readonly Key<FieldDeclaration> s_when = new("when", Shapes.Condition,
        "It exists only if this holds, a condition over given registers; otherwise its bits are reserved. Of fields that share bits also a condition over fields that change.",
        (values, node, field) => field with { When = values.Expression(node, Shapes.Condition) });

    private static readonly Key<FieldDeclaration> s_ownWhen = new("when", Shapes.Condition,
        "It exists only if this holds, a condition over given registers and other fields beside it; otherwise its bits are reserved, unless they belong to another field that exists.",
        (values, node, field) => field with { When = values.Expression(node, Shapes.Condition) });

    private static readonly Key<FieldDeclaration> s_scaleKey = new("scale", s_scale, "The property's value is the bits times this.",
        (values, node, field) => field with { Scale = values.Number(node, s_scale) });

    private static readonly WordShape s_overflow = new("throw or wrap", Shapes.Words(
        new Word("throw", "A property that gets a value with other bits throws an exception."),
        new Word("wrap", "The property drops the other bits, as a counter or a ring pointer does.")));

    private static readonly Key<FieldDeclaration> s_overflowKey = new("overflow", s_overflow, "The effect of giving the property a value that does not fit the bits; throw if left out.",
        (values, node, field) => field with { Wraps = ReadOverflow(values, node) });

    private static readonly Key<FieldDeclaration> s_legalKey = new("legal", s_legal, "The values that it may hold; all if left out.",
        (values, node, field) => field with { Legal = ReadLegal(values, node) });

    private static readonly Key<FieldDeclaration> s_meaning = new("meaning", Shapes.Prose, "What the field means.",
        (values, node, field) => field with { Meaning = values.Text(node, Shapes.Prose) });

    private static readonly Key<FieldDeclaration> s_since = RevisionKeys.Since<FieldDeclaration>();

    private static readonly Key<FieldDeclaration> s_until = RevisionKeys.Until<FieldDeclaration>();

    private static readonly Key<FieldDeclaration> s_confidence = ConfidenceKeys.Confidence<FieldDeclaration>();

    private static readonly Key<FieldDeclaration> s_note = ConfidenceKeys.Note<FieldDeclaration>();

    public static readonly KeyTable<FieldDeclaration> RegisterField = new("a register field",
        s_bits,
        s_countKey,
        new("access", AccessWord, "What software can do to it; the register's access if left out.",
            (values, node, field) => field with { Access = ReadAccess(values, node) }),
        s_enumsKey,
        new("reset", Shapes.Number, "Its value after reset, instead of those bits of the register's; computed from fields of given registers, if it is an expression.",
            (values, node, field) => ReadReset(values, node, field)),
        s_when,
        s_since,
        s_until,
        new("locked", Shapes.Condition, "While this holds, writes of software to it have no effect; replaces the key of the register.",
            (values, node, field) => field with { Locked = values.Expression(node, Shapes.Condition) }),
        new("enabled-by", Shapes.Field, "The field of the register that a write must set for this one to be written: one bit for all of it, or as many bits as it has, one for each.",
            (values, node, field) => field with { EnabledBy = values.Name(node, Shapes.Field) }),
        s_scaleKey,
        s_overflowKey,
        s_legalKey,
        s_meaning,
        s_confidence,
        s_note,
        PartKeys.Remove<FieldDeclaration>());

    public static readonly KeyTable<FieldDeclaration> Field = new("a field",
        s_bits,
        s_countKey,
        s_enum,
        s_ownWhen,
        s_since,
        s_until,
        s_scaleKey,
        s_overflowKey,
        s_legalKey,
        s_meaning,
        s_confidence,
        s_note,
        PartKeys.Remove<FieldDeclaration>());

    public static readonly MapShape RegisterFields = new("fields by mnemonic", Shapes.Field, new TableShape("a field", RegisterField.Name));

    public static readonly MapShape Fields = new("fields by mnemonic", Shapes.Field, new TableShape("a field", Field.Name));

    public static readonly KeyTable<ReservedDeclaration> ReservedBits = new("reserved bits",
        new("bits", Shapes.Bits, "The bits.",
            (values, node, item) => values.Bits(node, Shapes.Bits) is { } bits ? item with { Bits = bits } : item, isRequired: true),
        new("meaning", Shapes.Prose, "Why they are reserved, for instance that they once had a meaning.",
            (values, node, item) => item with { Meaning = values.Text(node, Shapes.Prose) }));

    public static readonly ListShape Reserved = new("a list of bits, such as [7, \"31:12\"]",
        new EitherShape("bits, or bits: and meaning:", Shapes.Bits, new TableShape("bits with a meaning", ReservedBits.Name)));

    public static EquatableArray<FieldDeclaration> ReadRegisterFields(ValueReader values, YamlNode node) =>
        values.Map(node, RegisterFields, static name => new FieldDeclaration(name),
            static (values, node, field) => values.Table(node, RegisterField, field, field.Name.Span));

    public static EquatableArray<FieldDeclaration> ReadFields(ValueReader values, YamlNode node) =>
        values.Map(node, Fields, static name => new FieldDeclaration(name),
            static (values, node, field) => values.Table(node, Field, field, field.Name.Span));

    private static FieldDeclaration ReadReset(ValueReader values, YamlNode node, FieldDeclaration field)
    {
        var (number, computed) = values.NumberOrExpression(node, Shapes.Number);
        return field with { Reset = number, ComputedReset = computed };
    }

    private static Located<bool>? ReadOverflow(ValueReader values, YamlNode node)
    {
        var word = values.Word(node, s_overflow, KeyRules.UnknownWord);
        return word < 0 ? null : new Located<bool>(word == 1, node.Span);
    }

    public static Located<Access>? ReadAccess(ValueReader values, YamlNode node)
    {
        // These are words of the architecture, so an author will try them.
        if (node is YamlScalar scalar && Access.Parse(scalar.Text) is { Reserved: not ReservedKind.None and var kind })
        {
            var list = kind switch { ReservedKind.Zero => "reserved", ReservedKind.Preserved => "preserved", _ => "ignored" };
            values.Findings.Report(KeyRules.UnknownAccess, scalar.Span, $"Bits without a meaning are not a field: list them under '{list}'.");
            return null;
        }

        // Other formats spell the words without what a read does.
        if (node is YamlScalar other && Access.Parse(other.Text) is null && Access.Parse("r" + other.Text) is { } readable && Access.Parse("r0" + other.Text) is { } unreadable)
        {
            values.Findings.Report(KeyRules.UnknownAccess, other.Span, $"'{other.Text}' does not specify the result of reads: use '{readable.Name}' for the value, '{unreadable.Name}' for 0.");
            return null;
        }

        var word = values.Word(node, AccessWord, KeyRules.UnknownAccess);
        return word < 0 ? null : new Located<Access>(s_access[word], node.Span);
    }

    /// <summary>Adds a list of reserved, preserved or ignored bits to those read before.</summary>
    public static EquatableArray<ReservedDeclaration> ReadReserved(
        ValueReader values, YamlNode node, EquatableArray<ReservedDeclaration> before, Access access)
    {
        var result = ImmutableArray.CreateBuilder<ReservedDeclaration>();
        foreach (var item in before)
            result.Add(item);
        foreach (var item in values.Items(node, Reserved))
        {
            var declaration = new ReservedDeclaration(new BitsDeclaration(default, item.Span), access, null);
            if (item is YamlMapping)
                declaration = values.Table(item, ReservedBits, declaration, item.Span, isWhole: true);
            else if (values.Bits(item, Shapes.Bits) is { } bits)
                declaration = declaration with { Bits = bits };
            result.Add(declaration);
        }

        return new EquatableArray<ReservedDeclaration>(result.ToImmutable());
    }

    private static EquatableArray<LegalDeclaration> ReadLegal(ValueReader values, YamlNode node)
    {
        var result = ImmutableArray.CreateBuilder<LegalDeclaration>();
        foreach (var item in node is YamlSequence ? values.Items(node, s_legal) : ImmutableArray.Create(node))
        {
            if (values.Legal(item, s_legalItem) is { } legal)
                result.Add(legal);
        }

        return new EquatableArray<LegalDeclaration>(result.ToImmutable());
    }
}
