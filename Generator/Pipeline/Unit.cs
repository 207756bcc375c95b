using Vtd.Spec.Model;
using Vtd.Spec.Source;

namespace Vtd.Codegen.Pipeline;

/// <summary>What becomes one generated file. Equal units give equal files, so a unit holds its meaning and nothing else.</summary>
/// <param name="Target">Where the file goes.</param>
internal abstract record Unit(Target Target)
{
    /// <summary>The type that the file is named after.</summary>
    public abstract string TypeName { get; }

    /// <summary>Tells the file from that of a type whose name differs only in case.</summary>
    public string Suffix { get; init; } = "";

    /// <summary>What Roslyn knows the file by.</summary>
    public string HintName => Target.FilePrefix + TypeName + Suffix + ".g.cs";
}

/// <summary>What the units of one spec in one namespace share.</summary>
/// <param name="Namespace">Namespace of the generated types; empty for the global one.</param>
/// <param name="Spec">Name of the spec.</param>
/// <param name="IsPublic">Whether the types are public.</param>
/// <param name="HasCapabilities">Whether the spec has registers that whoever makes a register file gives.</param>
/// <param name="FilePrefix">How the names of the generated files start.</param>
/// <param name="Origin">The first file of the spec: what to point at when there is no better place.</param>
internal sealed record Target(string Namespace, string Spec, bool IsPublic, bool HasCapabilities, string FilePrefix, string Origin);

/// <summary>An enum.</summary>
internal sealed record EnumUnit(Target Target, LinkedEnum Enum) : Unit(Target)
{
    public override string TypeName => Enum.Name;
}

/// <summary>A register type.</summary>
internal sealed record RegisterUnit(Target Target, LinkedRegister Register) : Unit(Target)
{
    public override string TypeName => Register.TypeName;
}

/// <summary>An entry type.</summary>
/// <param name="Target">Where the file goes.</param>
/// <param name="Entry">The entry.</param>
/// <param name="Shapes">The fields that its gates name.</param>
internal sealed record EntryUnit(Target Target, LinkedEntry Entry, EquatableArray<FieldShape> Shapes) : Unit(Target)
{
    public override string TypeName => Entry.TypeName;
}

/// <summary>A descriptor type.</summary>
/// <param name="Target">Where the file goes.</param>
/// <param name="Descriptor">The descriptor.</param>
/// <param name="Shapes">The fields that its gates name.</param>
internal sealed record DescriptorUnit(Target Target, LinkedDescriptor Descriptor, EquatableArray<FieldShape> Shapes) : Unit(Target)
{
    public override string TypeName => Descriptor.TypeName;
}

/// <summary>The types that the others of a spec lean on.</summary>
internal sealed record SupportUnit(Target Target) : Unit(Target)
{
    public override string TypeName => Target.Spec + "Field";
}

/// <summary>The given registers of a spec.</summary>
/// <param name="Target">Where the file goes.</param>
/// <param name="Registers">The registers, without documentation, with no fields but those that have a gate.</param>
/// <param name="Shapes">The fields that gates name.</param>
internal sealed record CapabilitiesUnit(Target Target, EquatableArray<LinkedRegister> Registers, EquatableArray<FieldShape> Shapes) : Unit(Target)
{
    public override string TypeName => Target.Spec + "Capabilities";
}

/// <summary>The register file of a spec.</summary>
/// <param name="Target">Where the file goes.</param>
/// <param name="Block">Size and access sizes.</param>
/// <param name="Registers">All registers, without documentation, fixed ones first, by offset.</param>
/// <param name="Shapes">The fields that gates, bases and counts name.</param>
internal sealed record RegisterFileUnit(
    Target Target, LinkedBlock Block, EquatableArray<LinkedRegister> Registers, EquatableArray<FieldShape> Shapes) : Unit(Target)
{
    public override string TypeName => Target.Spec + "RegisterFile";
}

/// <summary>The dispatcher of a queue.</summary>
/// <param name="Target">Where the file goes.</param>
/// <param name="Queue">The queue.</param>
/// <param name="Descriptors">Its descriptors, without documentation, by type code.</param>
/// <param name="Shapes">The fields of registers that gates and requirements name.</param>
internal sealed record QueueUnit(
    Target Target, LinkedQueue Queue, EquatableArray<LinkedDescriptor> Descriptors, EquatableArray<FieldShape> Shapes) : Unit(Target)
{
    public override string TypeName => TypeNameOf(Queue.Name);

    /// <summary>The type that dispatches the descriptors of a queue.</summary>
    public static string TypeNameOf(string queue) => queue + "Dispatcher";
}

/// <summary>What tells the variants of an entry apart.</summary>
/// <param name="Target">Where the file goes.</param>
/// <param name="Group">Type name of the group.</param>
/// <param name="Variants">The variants, with no fields but those that the conditions name.</param>
/// <param name="Shapes">The fields of registers that the conditions name.</param>
internal sealed record VariantsUnit(
    Target Target, string Group, EquatableArray<LinkedEntry> Variants, EquatableArray<FieldShape> Shapes) : Unit(Target)
{
    public override string TypeName => Group + "Variants";
}
