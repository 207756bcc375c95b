using Vtd.Codegen.Contract;
using Vtd.Codegen.Inputs;
using Vtd.Spec.Checks;
using Vtd.Spec.Model;

namespace Vtd.Codegen.Outputs;

/// <summary>A field that an expression names, as far as rendering needs it.</summary>
/// <param name="Register">The register, as the capabilities of the spec have it: a mnemonic, or that of a register in the capabilities of an imported
/// spec; null for a field of the declaration itself.</param>
/// <param name="Field">The name.</param>
/// <param name="Type">Name of the C# type that has it.</param>
/// <param name="Width">Bits.</param>
/// <param name="Enum">Type of its enum, if it has one.</param>
/// <param name="Scale">The property's value is the bits times this.</param>
public sealed record FieldShape(string? Register, string Field, string Type, int Width, string? Enum, ulong Scale)
{
    /// <summary>Whether there are several of its register.</summary>
    public bool IsArray { get; init; }

    /// <summary>The name of its register in its group; that of the register if it is in none.</summary>
    public string? Member { get; init; }

    /// <summary>The group of its register; null for none.</summary>
    public LinkedGroup? Group { get; init; }

    /// <summary>The imported spec that has its register; null for a register of the spec itself.</summary>
    public SpecReference? Spec { get; init; }

    /// <summary>Whether the property is a <c>bool</c>.</summary>
    public bool IsBool => Width == 1 && Enum is null && Scale == 1;

    /// <summary>A field of a register.</summary>
    public static FieldShape Of(LinkedRegister register, LinkedField field) =>
        new(register.Mnemonic, field.Name, register.TypeName, field.Width, TypeOf(field, null), field.Scale) { IsArray = register.IsArray, Member = register.Member, Group = register.Group };

    /// <summary>A field of a register of an imported spec, by the name that an expression gives.</summary>
    public static FieldShape Of(FieldExpression name, LinkedRegister register, LinkedField field) =>
        new(RegisterOf(name), field.Name, register.TypeName, field.Width, TypeOf(field, name.Spec), field.Scale) { Spec = name.Spec };

    /// <summary>A field of the declaration itself.</summary>
    public static FieldShape Of(string type, LinkedField field) => new(null, field.Name, type, field.Width, TypeOf(field, null), field.Scale);

    /// <summary>The register that an expression names, as <see cref="Register"/> has it.</summary>
    public static string? RegisterOf(FieldExpression name) =>
        name.Spec is { } spec ? $"{ReservedNames.CapabilitiesOf(spec.Name)}.{MemberNames.Of(name.Register!, "")}" : name.Register;

    private static string? TypeOf(LinkedField field, SpecReference? owner) => field.Enum is { } item ? CSharpNames.Type(item.Spec ?? owner, item.Name) : null;
}
