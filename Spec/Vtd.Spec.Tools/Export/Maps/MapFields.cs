using Vtd.Spec.Model;
using Vtd.Spec.Tools.Import;

namespace Vtd.Spec.Tools.Export.Maps;

/// <summary>Maps the fields of registers.</summary>
/// <param name="spec">The spec.</param>
internal sealed class MapFields(LinkedSpec spec)
{
    /// <summary>The fields of a register from the highest bit down, reserved ones left out. Each element of an array and each part of a field is one of its own.</summary>
    public IReadOnlyList<MappedField> Of(LinkedRegister register)
    {
        var result = new List<MappedField>();
        var taken = register.Fields.Select(static field => field.Name).ToHashSet(StringComparer.Ordinal);
        var names = new NumberedNames("_");
        foreach (var field in register.Fields.Where(static field => !field.IsReserved))
        {
            foreach (var element in field.Split())
            {
                var parts = FieldPartsOf(element);
                foreach (var (bits, shift) in parts)
                    result.Add(Mapped(element with { Note = field.Note }, field, NameOf(element, field, bits, parts.Count), (bits, shift)));
            }
        }

        return [.. result.OrderByDescending(static field => field.Bits.Msb)];

        string NameOf(LinkedField element, LinkedField field, BitRange bits, int parts) =>
            parts > 1 ? names.Take($"{field.Name}_{bits.Lsb}", taken.Add)
            : element.Name == field.Name ? field.Name
            : names.Take(element.Name.Replace("[", "", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal), taken.Add);

        MappedField Mapped(LinkedField element, LinkedField field, string name, (BitRange Bits, int Shift) part)
        {
            var losses = LossesOf(field, element).ToList();
            var isWhole = part.Bits.Width == element.Width;
            return new(name, part.Bits, field, isWhole ? EnumOf(element, element.Enum, losses) : null, losses)
            {
                WriteEnum = isWhole ? EnumOf(element, element.WriteEnum, losses) : null,
                Reset = ((element.Reset ?? 0) >> part.Shift) & Mask(part.Bits.Width),
                CallsOnRead = field.Access.IsReadable && register.ReadHook?.Has(field) == true,
                CallsOnWrite = field.Access.IsWritable() && register.Hook?.Has(field) == true,
            };
        }
    }

    private static ulong Mask(int width) => width >= 64 ? ulong.MaxValue : (1UL << width) - 1;

    private static List<(BitRange Bits, int Shift)> FieldPartsOf(LinkedField field)
    {
        var (parts, shift) = (new List<(BitRange, int)>(), 0);
        foreach (var range in field.Bits.Reverse())
        {
            parts.Add((range, Math.Min(shift, 63)));
            shift += range.Width;
        }

        return parts;
    }

    private static IEnumerable<Loss> LossesOf(LinkedField field, LinkedField element)
    {
        if (field.Elements is { } elements)
            yield return new("array of fields", $"{field.Name}, {elements.Count} elements");
        if (element.Bits.Count > 1)
            yield return new("field in several places", $"{element.Name}, bits {string.Join(", ", element.Bits)}");
        if (field.Access.IsSticky)
            yield return new("value that a warm reset keeps", field.Access.Word());
        if (field.When is { } when)
            yield return new("condition", ExpressionProse.Of(when));
        if (field.Locked is { } locked)
            yield return new("lock", ExpressionProse.Of(locked));
        if (element.ComputedReset is { } computed)
            yield return new("computed reset value", ExpressionProse.Of(computed));
        if (field.EnabledBy is { } enable)
            yield return new("field that a write must set", enable);
        if (field.Scale != 1)
            yield return new("scale", $"times {field.Scale}");
        if (element.Note is { } note)
            yield return new("note", note);
    }

    private MappedEnum? EnumOf(LinkedField field, LinkedEnumReference? of, List<Loss> losses)
    {
        if (of is not { } reference || spec.Referred(reference.Spec).Enums.FirstOrDefault(item => item.Name == reference.Name) is not { } found)
            return null;
        losses.AddRange(found.Codes.Where(static code => code.When is not null).Select(static code => new Loss("condition of a code", $"{code.Name}: {ExpressionProse.Of(code.When!)}")));
        if (!found.IsFlags)
            return new(found.Name, field.Width, [.. found.Codes.Where(static code => code.AliasOf is null)]);
        losses.Add(new("flags", found.Name));
        return null;
    }
}
