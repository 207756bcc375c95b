using Vtd.Spec.Model;
using Vtd.Spec.Source;

namespace Vtd.Spec.Tools.Import;

/// <summary>A spec that was read from another format.</summary>
/// <param name="Name">Name of the spec, in PascalCase.</param>
/// <param name="Document">Title of the document that the source file names.</param>
/// <param name="About">Description of the device.</param>
/// <param name="BlockSize">Size of the register block in bytes.</param>
/// <param name="Enums">Enums of the fields.</param>
/// <param name="Registers">Registers by offset; no two overlap.</param>
/// <param name="Losses">Facts about the device, not about one register, that the language cannot express.</param>
public sealed record ImportedSpec(
    string Name, string? Document, string? About, ulong BlockSize, EquatableArray<ImportedEnum> Enums, EquatableArray<ImportedRegister> Registers, EquatableArray<Loss> Losses)
{
    /// <summary>Name of the file that holds the spec.</summary>
    public string FileName => Name.ToLowerInvariant() + ".vtd.yaml";

    /// <summary>Bytes that one access may have, ascending.</summary>
    public EquatableArray<int> AccessBytes { get; init; }

    /// <summary>Instances of the register block, by address; no two overlap.</summary>
    public EquatableArray<ImportedInstance> Instances { get; init; }

    /// <summary>All facts that the language cannot express, those of registers and fields included.</summary>
    public IEnumerable<Loss> AllLosses() =>
        Losses.Concat(Registers.SelectMany(static register => register.Layout.Losses.Concat(register.Layout.Fields.SelectMany(static field => field.Losses))));
}

/// <summary>An instance of a register block.</summary>
/// <param name="Name">Name.</param>
/// <param name="Address">Address of its first byte.</param>
public sealed record ImportedInstance(string Name, ulong Address);

/// <summary>A register, or an array of registers.</summary>
/// <param name="Name">Mnemonic.</param>
/// <param name="About">Description.</param>
/// <param name="Offset">Offset of the first element in the block, in bytes.</param>
/// <param name="Dimensions">Dimensions of an array, the outermost first, that of the group included; empty for a single register.</param>
/// <param name="Layout">Width, reset value and bits, which registers can share.</param>
public sealed record ImportedRegister(string Name, string? About, ulong Offset, EquatableArray<ImportedArray> Dimensions, ImportedLayout Layout)
{
    /// <summary>Group that the register belongs to; null for none. The name begins with that of the group.</summary>
    public ImportedGroup? Group { get; init; }

    /// <summary>Bytes from the start of the block to the end of the register.</summary>
    public ulong End => Offset + (ulong)Layout.Width / 8 + Dimensions.Aggregate(0UL, static (sum, array) => sum + array.Stride * (ulong)(array.Count - 1));

    /// <summary>Name for people, such as <c>Global Status</c>.</summary>
    public string? Title { get; init; }
}

/// <summary>A group of registers.</summary>
/// <param name="Name">Name.</param>
/// <param name="Offset">Offset of the first repetition in the block, in bytes.</param>
/// <param name="Array">Repetitions; null for one.</param>
public sealed record ImportedGroup(string Name, ulong Offset, ImportedArray? Array);

/// <summary>The elements of a register array.</summary>
/// <param name="Count">Number of elements.</param>
/// <param name="Stride">Bytes from one element to the next.</param>
public sealed record ImportedArray(int Count, ulong Stride)
{
    /// <summary>Names of the elements, the first one first; empty if they have none.</summary>
    public EquatableArray<string> Names { get; init; }

    /// <summary>Rows and columns of elements that lie one after the other.</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="stride">Bytes from one element to the next.</param>
    internal static (ImportedArray Rows, ImportedArray Columns) Matrix(int rows, int columns, ulong stride) => (new(rows, stride * (ulong)columns), new(columns, stride));
}

/// <summary>The layout of a register.</summary>
/// <param name="Width">Width in bits.</param>
/// <param name="Reset">Value after reset; null if the source does not give it.</param>
/// <param name="Fields">Fields, the highest bits first.</param>
/// <param name="Losses">Facts that the language cannot express.</param>
public sealed record ImportedLayout(int Width, ulong? Reset, EquatableArray<ImportedField> Fields, EquatableArray<Loss> Losses);

/// <summary>A field of a register.</summary>
/// <param name="Name">Mnemonic.</param>
/// <param name="Bits">Bits in the register.</param>
/// <param name="Access">Access of software.</param>
/// <param name="Enum">Name of the enum of its values.</param>
/// <param name="Meaning">Description.</param>
/// <param name="Losses">Facts that the language cannot express.</param>
public sealed record ImportedField(string Name, BitRange Bits, Access Access, string? Enum, string? Meaning, EquatableArray<Loss> Losses)
{
    /// <summary>Whether reads have an effect on the device beside the field.</summary>
    public bool CallsOnRead { get; init; }

    /// <summary>Whether writes have an effect on the device beside the field.</summary>
    public bool CallsOnWrite { get; init; }

    /// <summary>Name of the enum of the values that are written, if they have other codes.</summary>
    public string? WriteEnum { get; init; }

    /// <summary>The condition with which writes have no effect.</summary>
    public string? Locked { get; init; }

    /// <summary>Value after reset, of registers whose value is no single number.</summary>
    public ulong? Reset { get; init; }
}

/// <summary>An enum.</summary>
/// <param name="Name">Name in PascalCase.</param>
/// <param name="Width">Width of a value in bits.</param>
/// <param name="Codes">Codes by value.</param>
public sealed record ImportedEnum(string Name, int Width, EquatableArray<ImportedCode> Codes);

/// <summary>A code of an enum.</summary>
/// <param name="Name">Name in PascalCase.</param>
/// <param name="Value">Value.</param>
/// <param name="Meaning">Description.</param>
public sealed record ImportedCode(string Name, ulong Value, string? Meaning);

/// <summary>A fact of the source file that the language cannot express.</summary>
/// <param name="Kind">Kind of fact, for the summary: equal for all losses for one reason.</param>
/// <param name="Fact">The fact, on one line.</param>
public sealed record Loss(string Kind, string Fact);
