using Vtd.Spec.Model;

namespace Vtd.Codegen.Outputs;

/// <summary>A field that an expression names, as far as rendering needs it.</summary>
/// <param name="Register">Mnemonic of its register; null for a field of the thing itself.</param>
/// <param name="Field">Its name.</param>
/// <param name="Type">Name of the C# type that has it.</param>
/// <param name="Width">Bits.</param>
/// <param name="Enum">Type name of its enum, if it has one.</param>
/// <param name="Scale">The property's value is the bits times this.</param>
/// <param name="IsArray">Whether there are several of its register.</param>
internal sealed record FieldShape(string? Register, string Field, string Type, int Width, string? Enum, ulong Scale, bool IsArray)
{
    /// <summary>Whether the property is a <c>bool</c>.</summary>
    public bool IsBool => Width == 1 && Enum is null && Scale == 1;

    /// <summary>A field of a register.</summary>
    public static FieldShape Of(LinkedRegister register, LinkedField field) =>
        new(register.Mnemonic, field.Name, register.TypeName, field.Width, field.Enum?.Name, field.Scale, register.Count is not null);

    /// <summary>A field of the thing itself.</summary>
    public static FieldShape Of(string type, LinkedField field) =>
        new(null, field.Name, type, field.Width, field.Enum?.Name, field.Scale, IsArray: false);
}
