using System.Globalization;
using Vtd.Spec.Model;

namespace Vtd.Spec.Tools.Decode;

/// <summary>The facts of a field beside its name, bits, access and reset value.</summary>
public static class FieldWords
{
    /// <summary>The meaning, codes, legal values and conditions of a field.</summary>
    public static string Of(Layout layout, LinkedField field) => string.Join("; ", new[]
    {
        field.IsReserved ? field.Access.Summary : null,
        field.Meaning,
        field.Elements is { } elements ? $"{Number(elements.Count)} elements of {Number(field.Width / elements.Count)} bits" : null,
        layout.EnumOf(field) is not { } table ? null : layout.WriteEnumOf(field) is { } written ? $"reads give codes of {table.Name}, writes take those of {written.Name}" : $"codes of {table.Name}",
        field.Legal.Count > 0 ? $"legal is {Decoder.Legal(layout, field)}" : null,
        field.Scale != 1 ? $"counts {Bits.Hex(field.Scale)}" : null,
        field.When is { } when ? $"only if {ExpressionProse.Of(when)}" : null,
        field.Locked is { } locked ? $"locked while {ExpressionProse.Of(locked)}" : null,
        field.EnabledBy is { } enabling ? $"written only where {enabling} is" : null,
        field.Note,
    }.OfType<string>());

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
