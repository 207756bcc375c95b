using Vtd.Spec.Declarations;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Model;
using Vtd.Spec.Source;

namespace Vtd.Spec.Checks;

/// <summary>Checks a field by itself.</summary>
internal static class FieldChecks
{
    /// <summary>Names that the generated type cannot have as properties.</summary>
    public static void CheckNames(EquatableArray<FieldDeclaration> fields, string typeName, bool hasType, Findings findings)
    {
        var derived = new DerivedMembers(fields);
        var typeField = hasType ? TypeFieldOf(fields) : null;
        foreach (var field in fields)
        {
            var name = field.Name.Value;
            var why = ReservedNames.FieldMembers.Contains(name) || ReservedNames.IsOfQword(name) ? "every generated type has a member of that name"
                : string.Equals(name, typeName, StringComparison.Ordinal) ? "it is the name of the generated type"
                : name.StartsWith("RSVD_", StringComparison.Ordinal) || name.StartsWith("IGN_", StringComparison.Ordinal) ? "reserved bits are called so"
                : name == typeField ? "that is the name of the type code beside a field TYPE"
                : RenamedMembers.NameOf(name) is { } renamed ? $"the property of a field '{renamed}' has that name"
                : PropertyOf(derived, name) is { } property ? $"an accessor of {property} has that name"
                : derived.SplitFieldOf(name) is { } split ? $"a mask of {split} has that name"
                : derived.WideFieldOf(name) is { } wide ? $"a method for the words of {wide} has that name"
                : derived.WrittenFieldOf(name) is { } written ? $"the property for the codes that are written to {written} has that name"
                : derived.ArrayOf(name) is { } array ? $"a method for the elements of {array} has that name"
                : null;
            if (why is not null)
                findings.Report(NameRules.ClashesWithMember, field.Name.Span, $"A field cannot be named '{name}': {why}. Add a word to the name.");
            else if (derived.ArrayOf(typeName) == name)
                findings.Report(NameRules.ClashesWithMember, field.Name.Span, $"A field cannot be named '{name}': a method for its elements has the name of the generated type, {typeName}. Add a word to the name.");
            else if (derived.WrittenFieldOf(typeName) == name)
                findings.Report(NameRules.ClashesWithMember, field.Name.Span, $"A field cannot be named '{name}': the property for the codes that are written to it has the name of the generated type, {typeName}. Add a word to the name.");
            else if (derived.WideFieldOf(typeName) == name)
                findings.Report(NameRules.ClashesWithMember, field.Name.Span, $"A field cannot be named '{name}': a method for its words has the name of the generated type, {typeName}. Add a word to the name.");
        }
    }

    /// <summary>The name of the field that a descriptor has for its type code.</summary>
    public static string TypeFieldOf(EquatableArray<FieldDeclaration> fields) =>
        fields.Any(static field => field.Name.Value == LinkedDescriptor.UsualTypeField) ? LinkedDescriptor.UsualTypeField + "_CODE" : LinkedDescriptor.UsualTypeField;

    /// <summary>The property, of every type or of a field, that has an accessor of a name.</summary>
    private static string? PropertyOf(DerivedMembers derived, string accessor)
    {
        if (!accessor.StartsWith("get_", StringComparison.Ordinal) && !accessor.StartsWith("set_", StringComparison.Ordinal))
            return null;
        var property = accessor.Substring("get_".Length);
        return ReservedNames.FieldMembers.Contains(property) || ReservedNames.IsOfQword(property) || derived.HasProperty(property) ? property : null;
    }

    /// <summary>Widths and the values written next to them.</summary>
    /// <param name="fields">The fields.</param>
    /// <param name="findings">Where to report.</param>
    public static void CheckValues(EquatableArray<FieldDeclaration> fields, Findings findings)
    {
        foreach (var field in fields)
        {
            if (field.Bits is not { } bits)
                continue;
            var width = bits.Width;
            if (IsWide(bits))
            {
                CheckWide(field, findings);
                continue;
            }

            CheckElements(field, bits, findings);

            if (field.Scale is { } scale && scale.Value > Fits(64 - width))
                findings.Report(BitRules.DoesNotFit, scale.Span, $"{Bits(width)} times {scale.Value} do not fit in 64 bits.");
            if (field.Reset is { } reset)
                CheckFits(reset, width, field.Name.Value, findings);
            foreach (var legal in field.Legal)
                CheckFits(new Located<ulong>(legal.Last, legal.Span), width, field.Name.Value, findings);
        }
    }

    /// <summary>Whether a field is no number: it has more bits than the largest integer, and is read and written in words.</summary>
    public static bool IsWide(BitsDeclaration bits) => bits.Width > 64;

    private static void CheckElements(FieldDeclaration field, BitsDeclaration bits, Findings findings)
    {
        if (field.Count is not { } count)
            return;
        if (bits.Width % (int)count.Value != 0)
            Report(count.Span, $"{field.Name.Value} has {Bits(bits.Width)}, which {count.Value} elements of one width cannot share. Correct the bits or the count.");
        if (field.Scale is { } scale)
            Report(scale.Span, $"{field.Name.Value} is an array, which cannot have a scale. Remove the key, or declare a field for each element.");
        if (field.Wraps is { } wraps)
            Report(wraps.Span, $"{field.Name.Value} is an array, whose elements cannot drop bits. Remove the key, or declare a field for each element.");
        if (field.WriteEnum is { } written)
            Report(written.Span, $"{field.Name.Value} is an array, whose elements have the same codes for reads and writes. Name one enum, or declare a field for each element.");
        if (field.Legal.Count > 0)
            Report(field.Legal[0].Span, $"{field.Name.Value} is an array, which cannot have legal values. Remove the key, or declare a field for each element.");

        void Report(SourceSpan span, string message) => findings.Report(BitRules.FieldArray, span, message);
    }

    private static void CheckWide(FieldDeclaration field, Findings findings)
    {
        if (field.Count is { } count)
            Report("elements", count.Span);
        if (field.Enum is { } item)
            Report("an enum", item.Span);
        if (field.Scale is { } scale)
            Report("a scale", scale.Span);
        if (field.Wraps is { } wraps)
            Report("a treatment of overflow", wraps.Span);
        if (field.ResetSpan is { } reset)
            Report("a reset value of its own", reset);
        if (field.Access is { } access && access.Value.ActsByValue())
            Report($"the access {access.Value.Word()}", access.Span);
        if (field.Legal.Count > 0)
            Report("legal values", field.Legal[0].Span);

        void Report(string what, SourceSpan span) => findings.Report(
            BitRules.WideField, span, $"{field.Name.Value} has {Bits(field.Bits!.Width)}, more than a number has here: it cannot have {what}. Remove the key, or split the field.");
    }

    /// <summary>Reports a value that has a bit above <paramref name="width"/>.</summary>
    public static bool CheckFits(Located<ulong> value, int width, string owner, Findings findings)
    {
        if (width >= 64 || value.Value >> width == 0)
            return true;
        findings.Report(BitRules.DoesNotFit, value.Span, $"{value.Value} does not fit in the {Bits(width)} of {owner}; the maximum is {Largest(width)}.");
        return false;
    }

    /// <summary>A number of bits in words.</summary>
    public static string Bits(int width) => width == 1 ? "1 bit" : $"{width} bits";

    /// <summary>The largest number of that many bits.</summary>
    public static ulong Largest(int width) => width >= 64 ? ulong.MaxValue : (1UL << width) - 1;

    private static ulong Fits(int bits) => bits >= 64 ? ulong.MaxValue : 1UL << bits;
}
