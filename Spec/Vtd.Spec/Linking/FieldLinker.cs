using System.Collections.Immutable;
using Vtd.Spec.Checks;
using Vtd.Spec.Declarations;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Model;
using Vtd.Spec.Source;

namespace Vtd.Spec.Linking;

/// <summary>Links the fields of a thing: enums, gates, legal values, and the names of bits that have none.</summary>
internal sealed class FieldLinker(NameScope scope, Findings findings)
{
    public ExpressionLinker Expressions { get; } = new(scope, findings);

    /// <summary>Width of the smallest C# integer that holds so many bits.</summary>
    public static int UnderlyingBits(int width) => width switch
    {
        <= 8 => 8,
        <= 16 => 16,
        <= 32 => 32,
        _ => 64,
    };

    public LinkedField Link(
        FieldDeclaration field, Access access, ulong? reset, EquatableArray<FieldSymbol> own, ExpressionLinker.Scope uses = ExpressionLinker.Scope.Given)
    {
        var bits = field.Bits!;
        var found = Enum(field, field.Enum);
        var reference = Reference(found, field.Enum);
        CheckName(field);
        return new LinkedField(
            field.Name.Value,
            Ranges(bits),
            access,
            field.Count is null ? reference : null,
            reset,
            field.Scale?.Value ?? 1,
            field.When is { } when ? When(field, when, uses, own) : null,
            Legal(field, found?.Item, bits.Width),
            field.Meaning)
        {
            Elements = field.Count is { } count ? new LinkedElements((int)count.Value, reference) : null,
            WriteEnum = Reference(Enum(field, field.WriteEnum), field.WriteEnum),
            Wraps = field.Wraps?.Value ?? false,
            Confidence = field.Confidence ?? Confidence.Sourced,
            Note = field.Note,
        };
    }

    private Expression? When(FieldDeclaration field, ExpressionText when, ExpressionLinker.Scope uses, EquatableArray<FieldSymbol> own)
    {
        var condition = Expressions.Condition(when, uses, own, isOwnComplete: true);
        if (ExpressionParts.FieldsOf(condition).FirstOrDefault(name => name.Register is null && name.Field == field.Name.Value) is not { } itself)
            return condition;
        findings.Report(ExpressionRules.OwnField, when.SpanOf(itself), $"Whether {field.Name.Value} exists cannot depend on its own value. Name another field.");
        return null;
    }

    /// <summary>A property must not hide a type that the generated code uses beside it.</summary>
    private void CheckName(FieldDeclaration field)
    {
        var name = field.Name.Value;
        var why = ReservedNames.TypesUsedByValues.Contains(name) ? "the generated code uses a type of that name"
            : field.Enum?.Value != name && NamedItems.Find(scope.Own.Enums, name) is not null ? "an enum that is not the field's own has that name"
            : field.WriteEnum is { } written && written.Value != "Written" + name && NamedItems.Find(scope.Own.Enums, "Written" + name) is not null ? "an enum has the name of its property for the codes that are written"
            : null;
        if (why is not null)
            findings.Report(NameRules.ClashesWithMember, field.Name.Span, $"A field cannot be named '{name}': {why}. Add a word to the name.");
    }

    /// <summary>Adds bits without a meaning, each range a field of its own.</summary>
    public static void AddReserved(List<LinkedField> fields, EquatableArray<ReservedDeclaration> reserved, ulong? reset)
    {
        foreach (var item in reserved)
        {
            foreach (var range in item.Bits.Ranges)
            {
                var prefix = item.Access.Reserved == ReservedKind.Ignored ? "IGN_" : "RSVD_";
                var bits = range.Value;
                var name = bits.Width == 1 ? $"{prefix}{bits.Lsb}" : $"{prefix}{bits.Msb}_{bits.Lsb}";
                fields.Add(new LinkedField(name, One(bits), item.Access, null, reset, 1, null, default, item.Meaning));
            }
        }
    }

    /// <summary>From the highest bit down.</summary>
    public static EquatableArray<LinkedField> Sorted(List<LinkedField> fields)
    {
        // Fields that share their highest bit stay in the order of the spec.
        return fields.OrderByDescending(static field => Highest(field.Bits)).ToEquatableArray();
    }

    public static EquatableArray<BitRange> Ranges(BitsDeclaration bits)
    {
        var ranges = ImmutableArray.CreateBuilder<BitRange>(bits.Ranges.Count);
        foreach (var range in bits.Ranges)
            ranges.Add(range.Value);
        return new EquatableArray<BitRange>(ranges.MoveToImmutable());
    }

    private static EquatableArray<BitRange> One(BitRange range) => new(ImmutableArray.Create(range));

    private static int Highest(EquatableArray<BitRange> ranges)
    {
        var highest = 0;
        foreach (var range in ranges)
            highest = Math.Max(highest, range.Msb);
        return highest;
    }

    private LinkedEnumReference? Reference(Found<EnumSymbol>? found, Located<string>? name) =>
        found is null ? null : new LinkedEnumReference(found.Item.Name, UnderlyingBits(found.Item.Width)) { Spec = scope.ReferenceTo(found.Table, name!.Value.Span) };

    private Found<EnumSymbol>? Enum(FieldDeclaration field, Located<string>? of)
    {
        if (of is not { } name || scope.Enum(name) is not { } found)
            return null;

        // That a wide field has none is reported elsewhere.
        var item = found.Item;
        if (item.IsBroken || FieldChecks.IsWide(field.Bits!) || (found.Table.IsMisplaced && found.Table.Name != scope.Own.Name))
            return null;

        // A code that a narrower field cannot hold, or a value that a narrower C# type cannot, would be lost without a word.
        var width = field.ElementWidth;
        if (item.Width <= width && width <= UnderlyingBits(item.Width))
            return found;
        findings.Report(BitRules.EnumWidth, name.Span, $"{field.Name.Value} has {FieldChecks.Bits(width)}, but {item.Name} has {FieldChecks.Bits(item.Width)}. Correct one of the two.");
        return null;
    }

    private EquatableArray<LegalRange> Legal(FieldDeclaration field, EnumSymbol? item, int width)
    {
        if (field.Legal.Count == 0)
            return default;
        var ranges = ImmutableArray.CreateBuilder<LegalRange>(field.Legal.Count);
        foreach (var legal in field.Legal)
        {
            if (legal.Code is null)
                ranges.Add(new LegalRange(legal.First, legal.Last));
            else if (item is not null && NamedItems.Find(item.Codes, legal.Code) is { } code)
                ranges.Add(new LegalRange(code.Value, code.Value));
            else if (item is not null)
                findings.ReportUnknown(NameRules.UnknownCode, new Located<string>(legal.Code, legal.Span), $"{item.Name} has no code '{legal.Code}'.", NamedItems.Names(item.Codes));
            else if (field.Enum is null)
                findings.Report(NameRules.UnknownCode, legal.Span, $"'{legal.Code}' can only be a code of an enum, and {field.Name.Value} has no enum. Add 'enum:', or write a number.");
        }

        // A code that could not be looked up because its enum is broken: allow everything rather than refuse it.
        return ranges.Count < field.Legal.Count ? default : new EquatableArray<LegalRange>(ranges.MoveToImmutable());
    }
}
