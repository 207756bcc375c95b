using Vtd.Spec;
using Vtd.Spec.Checks;
using Vtd.Spec.Model;
using Vtd.Spec.Source;

namespace Vtd.Codegen.Outputs;

/// <summary>The content of one generated file, before rendering. Equal contents give equal files, so it holds meaning and nothing else.</summary>
/// <param name="Target">Where the file goes.</param>
public abstract record GeneratedFile(Target Target)
{
    /// <summary>The type that the file is named after.</summary>
    public abstract string TypeName { get; }

    /// <summary>Suffix that tells the file from that of a type whose name differs only in case.</summary>
    public string Suffix { get; init; } = "";

    /// <summary>The name by which Roslyn knows the file.</summary>
    public string HintName => Target.FilePrefix + TypeName + Suffix + ".g.cs";
}

/// <summary>Options that the generated files of one spec share.</summary>
/// <param name="Namespace">Namespace of the generated types.</param>
/// <param name="CommonNamespace">Namespace of the types that those of all specs use.</param>
/// <param name="Spec">Name of the spec.</param>
/// <param name="IsPublic">Whether the types are public.</param>
/// <param name="HasCapabilities">Whether the spec has given registers.</param>
/// <param name="FilePrefix">The prefix of the names of the generated files.</param>
/// <param name="Origin">The first file of the spec: what to point at when there is no better place.</param>
public sealed record Target(string Namespace, string CommonNamespace, string Spec, bool IsPublic, bool HasCapabilities, string FilePrefix, string Origin)
{
    /// <summary>The prefix of the type names of a block.</summary>
    public string PrefixOf(LinkedBlock block) => Spec + block.TypeName;
}

/// <summary>An enum.</summary>
public sealed record GeneratedEnum(Target Target, LinkedEnum Enum) : GeneratedFile(Target)
{
    /// <inheritdoc/>
    public override string TypeName => Enum.Name;
}

/// <summary>A register type.</summary>
/// <param name="Target">Where the file goes.</param>
/// <param name="Register">The register.</param>
/// <param name="Shapes">The fields of other registers that gates of fields with legal values name.</param>
public sealed record GeneratedRegister(Target Target, LinkedRegister Register, EquatableArray<FieldShape> Shapes) : GeneratedFile(Target)
{
    /// <inheritdoc/>
    public override string TypeName => Register.TypeName;
}

/// <summary>An entry type.</summary>
/// <param name="Target">Where the file goes.</param>
/// <param name="Entry">The entry.</param>
/// <param name="Shapes">The fields that its gates name.</param>
public sealed record GeneratedEntry(Target Target, LinkedEntry Entry, EquatableArray<FieldShape> Shapes) : GeneratedFile(Target)
{
    /// <inheritdoc/>
    public override string TypeName => Entry.TypeName;

    /// <summary>Whether values can be wrong in more than bits that are always reserved.</summary>
    public bool HasChecks => HasChecksOf(Entry);

    /// <inheritdoc cref="HasChecks"/>
    public static bool HasChecksOf(LinkedEntry entry) => entry.Require.Count > 0 || entry.Fields.Any(static field =>
        field.Legal.Count > 0 || ExpressionParts.FieldsOf(field.When).Any(static name => name.Register is null));
}

/// <summary>A descriptor type.</summary>
/// <param name="Target">Where the file goes.</param>
/// <param name="Descriptor">The descriptor.</param>
/// <param name="Shapes">The fields that its gates name.</param>
public sealed record GeneratedDescriptor(Target Target, LinkedDescriptor Descriptor, EquatableArray<FieldShape> Shapes) : GeneratedFile(Target)
{
    /// <inheritdoc/>
    public override string TypeName => Descriptor.TypeName;
}

/// <summary>A type that the types of all specs of a project use.</summary>
/// <param name="Target">Where the file goes.</param>
/// <param name="Name">Name of the type, or of a part of it, and of the template.</param>
public sealed record GeneratedSupport(Target Target, string Name) : GeneratedFile(Target)
{
    /// <inheritdoc/>
    public override string TypeName => Name;

    /// <summary>Whether registers of the project have <see cref="RareEffects"/>.</summary>
    public bool HasEffects { get; init; }

    /// <summary>Whether registers of the project have aliases.</summary>
    public bool HasAliases { get; init; }

    /// <summary>The prefix of the names of the files.</summary>
    public const string FilePrefix = NamespaceChoice.CommonName + ".";

    /// <summary>The files for registers and entries without a register file.</summary>
    public static IReadOnlyList<string> ForValues { get; } = [.. ReservedNames.TypesUsedByValues.Where(static name => name != EntryFault)];

    /// <summary>The file that only entries with checks need.</summary>
    public const string EntryFault = "EntryFault";

    /// <summary>The files for register files.</summary>
    public static IReadOnlyList<string> ForRegisterFiles { get; } = [.. ReservedNames.TypesUsedByRegisterFiles.Where(static name => name is not (Effects or EntryFault)), "RegisterPlacement"];

    /// <summary>The file that only register files with <see cref="RareEffects"/> need.</summary>
    public const string Effects = "RegisterEffects";

    /// <summary>The files for drivers.</summary>
    public static IReadOnlyList<string> ForDrivers { get; } = [.. ReservedNames.TypesUsedByDrivers.Where(static name => name != EntryFault)];

    /// <summary>The files for drivers that access a register file.</summary>
    public static IReadOnlyList<string> ForModels { get; } = [ReservedNames.AccessException];

    /// <summary>All files.</summary>
    public static IEnumerable<string> All => ForRegisterFiles.Append(Effects).Append(EntryFault).Concat(ForDrivers).Concat(ForModels).Distinct();
}

/// <summary>The given registers of a spec.</summary>
/// <param name="Target">Where the file goes.</param>
/// <param name="Registers">The registers, without documentation, with no fields but those that have a gate.</param>
/// <param name="Shapes">The fields that gates name.</param>
/// <param name="Imports">The imported specs whose capabilities are a part of these.</param>
public sealed record GeneratedCapabilities(
    Target Target, EquatableArray<LinkedRegister> Registers, EquatableArray<FieldShape> Shapes, EquatableArray<SpecReference> Imports) : GeneratedFile(Target)
{
    /// <inheritdoc/>
    public override string TypeName => ReservedNames.CapabilitiesOf(Target.Spec);
}

/// <summary>The register file of a block.</summary>
/// <param name="Target">Where the file goes.</param>
/// <param name="Block">The block.</param>
/// <param name="Registers">All registers of the block, without documentation, fixed ones first, by offset.</param>
/// <param name="Shapes">The fields that gates, bases and counts name.</param>
public sealed record GeneratedRegisterFile(
    Target Target, LinkedBlock Block, EquatableArray<LinkedRegister> Registers, EquatableArray<FieldShape> Shapes) : GeneratedFile(Target)
{
    /// <inheritdoc/>
    public override string TypeName => ReservedNames.RegisterFileOf(Target.PrefixOf(Block));
}

/// <summary>The registers of a block as a driver accesses them.</summary>
/// <param name="Target">Where the file goes.</param>
/// <param name="Block">The block.</param>
/// <param name="Registers">All registers of the block, without documentation, fixed ones first, by offset.</param>
/// <param name="Shapes">The fields that gates, bases and counts name.</param>
/// <param name="HasRegisterFile">Whether the register file of the block is generated as well.</param>
public sealed record GeneratedDriver(
    Target Target, LinkedBlock Block, EquatableArray<LinkedRegister> Registers, EquatableArray<FieldShape> Shapes, bool HasRegisterFile) : GeneratedFile(Target)
{
    /// <inheritdoc/>
    public override string TypeName => ReservedNames.DriverOf(Target.PrefixOf(Block));
}

/// <summary>The addresses of the instances of a block.</summary>
/// <param name="Target">Where the file goes.</param>
/// <param name="Block">The block.</param>
public sealed record GeneratedInstances(Target Target, LinkedBlock Block) : GeneratedFile(Target)
{
    /// <inheritdoc/>
    public override string TypeName => ReservedNames.InstancesOf(Target.PrefixOf(Block));
}

/// <summary>The dispatcher of a queue.</summary>
/// <param name="Target">Where the file goes.</param>
/// <param name="Queue">The queue.</param>
/// <param name="Descriptors">The descriptors, without documentation, by type code.</param>
/// <param name="Shapes">The fields of registers that gates and requirements name.</param>
public sealed record GeneratedQueue(
    Target Target, LinkedQueue Queue, EquatableArray<LinkedDescriptor> Descriptors, EquatableArray<FieldShape> Shapes) : GeneratedFile(Target)
{
    /// <inheritdoc/>
    public override string TypeName => TypeNameOf(Queue.Name);

    /// <summary>The type that dispatches the descriptors of a queue.</summary>
    public static string TypeNameOf(string queue) => queue + "Dispatcher";
}

/// <summary>The type that tells the variants of an entry apart.</summary>
/// <param name="Target">Where the file goes.</param>
/// <param name="Group">Type name of the group.</param>
/// <param name="Variants">The variants, with no fields but those that the conditions name.</param>
/// <param name="Shapes">The fields of registers that the conditions name.</param>
public sealed record GeneratedVariants(
    Target Target, string Group, EquatableArray<LinkedEntry> Variants, EquatableArray<FieldShape> Shapes) : GeneratedFile(Target)
{
    /// <inheritdoc/>
    public override string TypeName => TypeNameOf(Group);

    /// <summary>The type that tells the variants of a group apart.</summary>
    public static string TypeNameOf(string group) => group + "Variants";
}
