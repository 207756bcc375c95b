using System.Numerics;
using Vtd.Spec.Model;
using Vtd.Spec.Source;

namespace Vtd.Spec.Tools.Import;

/// <summary>A block of registers as another format describes it, with the names of that format.</summary>
/// <param name="Name">Name of the spec, in PascalCase.</param>
/// <param name="Document">Title of the document that the source file names.</param>
/// <param name="About">Description of the device.</param>
/// <param name="Size">Size that the source gives, in bytes; registers beyond it make the block larger.</param>
/// <param name="Registers">Registers in any order.</param>
internal sealed record DescribedBlock(string Name, string? Document, string? About, ulong Size, IReadOnlyList<DescribedRegister> Registers)
{
    /// <summary>Facts about the block that the language cannot express.</summary>
    public IReadOnlyList<Loss> Losses { get; init; } = [];

    /// <summary>Where the block is in the system, in any order.</summary>
    public IReadOnlyList<DescribedInstance> Instances { get; init; } = [];

    /// <summary>Bytes that one access may have; empty if the source does not say.</summary>
    public EquatableArray<int> AccessBytes { get; init; }
}

/// <summary>An instance of a block as another format describes it.</summary>
/// <param name="Name">Name.</param>
/// <param name="Address">Address of its first byte.</param>
internal sealed record DescribedInstance(string Name, BigInteger Address);

/// <summary>A register, or an array of registers, as another format describes it.</summary>
/// <param name="Name">Name; of registers in groups, with those of the groups before it.</param>
/// <param name="Offset">Offset of the first element in the block, in bytes.</param>
/// <param name="Width">Width in bits.</param>
/// <param name="Fields">Fields in any order, at least one.</param>
internal sealed record DescribedRegister(string Name, ulong Offset, ulong Width, IReadOnlyList<DescribedField> Fields)
{
    /// <summary>Name for people, such as <c>Global Status</c>.</summary>
    public string? Title { get; init; }

    /// <summary>Description.</summary>
    public string? About { get; init; }

    /// <summary>Elements of an array, beside the repetitions of the group; null for a single register.</summary>
    public ImportedArray? Array { get; init; }

    /// <summary>Columns of a matrix, whose rows are <see cref="Array"/>; null for other registers.</summary>
    public ImportedArray? Columns { get; init; }

    /// <summary>Group of the register, whose name its own begins with; null for none. The register lies in the first repetition.</summary>
    public ImportedGroup? Group { get; init; }

    /// <summary>Dimensions of the register: that of its group, then its own, the outermost first.</summary>
    public IEnumerable<ImportedArray> Dimensions => new[] { Group?.Array, Array, Columns }.OfType<ImportedArray>();

    /// <summary>Value after reset.</summary>
    public BigInteger Reset { get; init; }

    /// <summary>The bits whose value after reset is known.</summary>
    public BigInteger KnownReset { get; init; }

    /// <summary>Facts that the language cannot express.</summary>
    public IReadOnlyList<Loss> Losses { get; init; } = [];

    /// <summary>The register with the value after reset that its fields have.</summary>
    public DescribedRegister WithResetOfFields() => this with
    {
        Reset = Fields.Aggregate(BigInteger.Zero, static (sum, field) => sum | field.Reset << field.Bits.Lsb),
        KnownReset = Fields.Aggregate(BigInteger.Zero, static (sum, field) => sum | field.KnownReset << field.Bits.Lsb),
    };
}

/// <summary>A field as another format describes it.</summary>
/// <param name="Name">Name.</param>
/// <param name="Bits">Bits in the register.</param>
/// <param name="Access">Access of software.</param>
internal sealed record DescribedField(string Name, BitRange Bits, Access Access)
{
    /// <summary>Description.</summary>
    public string? Meaning { get; init; }

    /// <summary>The codes of its values.</summary>
    public DescribedEnum? Enum { get; init; }

    /// <summary>The codes of the values that are written, if the format has others for them.</summary>
    public DescribedEnum? WriteEnum { get; init; }

    /// <summary>Whether reads have an effect on the device beside the field.</summary>
    public bool CallsOnRead { get; init; }

    /// <summary>Whether writes have an effect on the device beside the field.</summary>
    public bool CallsOnWrite { get; init; }

    /// <summary>Value after reset.</summary>
    public BigInteger Reset { get; init; }

    /// <summary>The bits of the field whose value after reset is known.</summary>
    public BigInteger KnownReset { get; init; }

    /// <summary>The field that decides whether writes have an effect.</summary>
    public DescribedLock? Lock { get; init; }

    /// <summary>Facts that the language cannot express.</summary>
    public IReadOnlyList<Loss> Losses { get; init; } = [];

    /// <summary>The field with a value after reset; null if that is unknown.</summary>
    public DescribedField WithReset(BigInteger? value) => value is { } known ? this with { Reset = known, KnownReset = (BigInteger.One << Bits.Width) - 1 } : this;
}

/// <summary>The field of another register that locks a field.</summary>
/// <param name="Register">Name of the register.</param>
/// <param name="Field">Name of the field; null for the only one of the register.</param>
/// <param name="WhenSet">Whether 1 locks; otherwise 0 does.</param>
internal sealed record DescribedLock(string Register, string? Field, bool WhenSet);

/// <summary>The codes of a field.</summary>
/// <param name="Name">Name; null if the format gives none.</param>
/// <param name="Codes">Codes in any order.</param>
internal sealed record DescribedEnum(string? Name, IReadOnlyList<DescribedCode> Codes);

/// <summary>A code of a field.</summary>
/// <param name="Name">Name.</param>
/// <param name="Value">Value.</param>
/// <param name="Meaning">Description.</param>
internal sealed record DescribedCode(string Name, ulong Value, string? Meaning);
