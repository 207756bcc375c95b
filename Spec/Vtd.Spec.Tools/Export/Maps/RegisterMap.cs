using System.Numerics;
using Vtd.Spec.Model;
using Vtd.Spec.Tools.Import;

namespace Vtd.Spec.Tools.Export.Maps;

/// <summary>Specs as formats for registers can describe them.</summary>
/// <param name="Blocks">Register blocks of all specs.</param>
/// <param name="Losses">Facts about whole specs that such formats cannot express.</param>
internal sealed record RegisterMap(IReadOnlyList<MappedBlock> Blocks, IReadOnlyList<Loss> Losses);

/// <summary>A register block.</summary>
/// <param name="Name">Name of its type: that of the spec, or of one of the blocks of a spec.</param>
/// <param name="About">Title and description.</param>
/// <param name="Block">The block.</param>
/// <param name="Nodes">Registers and groups.</param>
/// <param name="Losses">Facts about the block that such formats cannot express.</param>
internal sealed record MappedBlock(string Name, string? About, LinkedBlock Block, IReadOnlyList<MappedNode> Nodes, IReadOnlyList<Loss> Losses)
{
    /// <summary>All registers, those of groups included.</summary>
    public IEnumerable<MappedRegister> Registers => Nodes.SelectMany(static node => node.Registers);
}

/// <summary>A register or a group of registers.</summary>
/// <param name="Name">Name in the group around it.</param>
/// <param name="Offset">Bytes from the start of the block, or of the group around it.</param>
/// <param name="Dimensions">Dimensions of an array, the outermost first; empty for a single one.</param>
internal abstract record MappedNode(string Name, ulong Offset, IReadOnlyList<ImportedArray> Dimensions)
{
    /// <summary>The register itself, or those of the group.</summary>
    public abstract IEnumerable<MappedRegister> Registers { get; }
}

/// <summary>A group of registers.</summary>
/// <param name="Name">Name in the group around it.</param>
/// <param name="Offset">Bytes from the start of the block, or of the group around it.</param>
/// <param name="Dimensions">The repetitions; empty for one.</param>
/// <param name="About">Title and description.</param>
/// <param name="Nodes">Registers and groups in it.</param>
internal sealed record MappedGroup(string Name, ulong Offset, IReadOnlyList<ImportedArray> Dimensions, string? About, IReadOnlyList<MappedNode> Nodes)
    : MappedNode(Name, Offset, Dimensions)
{
    /// <inheritdoc/>
    public override IEnumerable<MappedRegister> Registers => Nodes.SelectMany(static node => node.Registers);
}

/// <summary>A register.</summary>
/// <param name="Name">Name in the group around it.</param>
/// <param name="Offset">Bytes from the start of the block, or of the group around it.</param>
/// <param name="Dimensions">Dimensions of an array of registers.</param>
/// <param name="Register">The register.</param>
/// <param name="Fields">The fields, at least one, reserved ones left out; no two share bits.</param>
internal sealed record MappedRegister(string Name, ulong Offset, IReadOnlyList<ImportedArray> Dimensions, LinkedRegister Register, IReadOnlyList<MappedField> Fields)
    : MappedNode(Name, Offset, Dimensions)
{
    /// <inheritdoc/>
    public override IEnumerable<MappedRegister> Registers => [this];

    /// <summary>The value after reset; null if it is unknown.</summary>
    public BigInteger? Reset { get; init; }

    /// <summary>The register that has its place already; null for none.</summary>
    public MappedNeighbour? Neighbour { get; init; }

    /// <summary>Facts that formats for registers cannot express.</summary>
    public IReadOnlyList<Loss> Losses { get; init; } = [];
}

/// <summary>A register at the same place as another one.</summary>
/// <param name="Name">Name of the register that was there first.</param>
/// <param name="IsForSameAccesses">Whether both are for reads, or both for writes.</param>
internal sealed record MappedNeighbour(string Name, bool IsForSameAccesses);

/// <summary>A field, or a part of one, on consecutive bits.</summary>
/// <param name="Name">Name.</param>
/// <param name="Bits">Bits in the register.</param>
/// <param name="Field">The field.</param>
/// <param name="Enum">The enum of its values.</param>
/// <param name="Losses">Facts that formats for registers cannot express.</param>
internal sealed record MappedField(string Name, BitRange Bits, LinkedField Field, MappedEnum? Enum, IReadOnlyList<Loss> Losses)
{
    /// <summary>The enum of the values that software writes, if it is another one.</summary>
    public MappedEnum? WriteEnum { get; init; }

    /// <summary>Value after reset, of registers that have one.</summary>
    public ulong Reset { get; init; }

    /// <summary>Whether reads call the device.</summary>
    public bool CallsOnRead { get; init; }

    /// <summary>Whether writes call the device.</summary>
    public bool CallsOnWrite { get; init; }
}

/// <summary>An enum without second names of codes.</summary>
/// <param name="Name">Name.</param>
/// <param name="Width">Bits of a value.</param>
/// <param name="Codes">Codes, each value once.</param>
internal sealed record MappedEnum(string Name, int Width, IReadOnlyList<LinkedCode> Codes);
