using Vtd.Architecture;

namespace Vtd.Conformance.Programs;

/// <summary>The properties of a program that are chosen once.</summary>
/// <param name="Ecap">Capabilities of the unit.</param>
/// <param name="IsScalable">Whether tables are those of scalable mode.</param>
/// <param name="IsWide">Whether descriptors have 256 bits.</param>
/// <param name="PassesThrough">Whether devices may pass through.</param>
/// <param name="IsFragile">Whether the machine ends at some writes of 8 bytes and at some descriptors, which are left out then.</param>
internal sealed record ProgramShape(Ecap Ecap, bool IsScalable, bool IsWide, bool PassesThrough, bool IsFragile)
{
    /// <summary>Number of PASIDs that programs use.</summary>
    public const int Pasids = 3;

    /// <summary>Bytes of a descriptor.</summary>
    public int DescriptorSize => IsWide ? 32 : 16;

    /// <summary>IQA without an address.</summary>
    public Iqa Queue => default(Iqa) with { DW = IsWide ? DescriptorWidth.Bits256 : DescriptorWidth.Bits128 };

    /// <summary>Chooses.</summary>
    public static ProgramShape Of(Dice dice, Ecap ecap, bool isFragile)
    {
        var isScalable = ecap.SMTS && dice.Chance(80);
        var isWide = isScalable ? !dice.Chance(5) : dice.Chance(10);
        return new(ecap, isScalable, isWide, PassesThrough: dice.Chance(20), isFragile);
    }
}
