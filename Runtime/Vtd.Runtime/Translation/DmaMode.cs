using Vtd.Architecture;
using Vtd.Runtime.State;

namespace Vtd.Runtime.Translation;

/// <summary>A snapshot of the registers' settings for DMA.</summary>
/// <param name="IsOn">DMA remapping is on (GSTS.TES).</param>
/// <param name="PassesInterruptReads">A read of the interrupt range passes: nothing is remapped, or a quirk lets it.</param>
/// <param name="TableMode">Mode of the tables in use.</param>
/// <param name="IsLegal">Whether the unit has this mode.</param>
/// <param name="LowProtected">The protected low-memory region, if it is enforced.</param>
/// <param name="HighProtected">The protected high-memory region, if it is enforced.</param>
internal readonly record struct DmaMode(
    bool IsOn,
    bool PassesInterruptReads,
    TranslationTableMode TableMode,
    bool IsLegal,
    ProtectedRegion? LowProtected,
    ProtectedRegion? HighProtected)
{
    /// <summary>Whether tables say where requests go.</summary>
    public bool HasTables => IsOn && IsLegal && TableMode != TranslationTableMode.AbortDma;

    /// <summary>Whether context entries are those of scalable mode.</summary>
    public bool IsScalable => TableMode == TranslationTableMode.Scalable;

    /// <summary>Whether a page of 4 KiB must not be accessed. What happens while remapping is on is not
    /// established; then the tables decide alone.</summary>
    public bool Protects(ulong address) => LowProtected?.Touches(address) == true || HighProtected?.Touches(address) == true;
}

/// <summary>A protected memory region, of whole pages (11.4.8).</summary>
/// <param name="First">The first byte, or one in the same page.</param>
/// <param name="Last">The last byte, or one in the same page; below <paramref name="First"/> there is no region.</param>
internal readonly record struct ProtectedRegion(ulong First, ulong Last)
{
    /// <summary>Writes a region, or that none is enforced.</summary>
    public static void Save(ProtectedRegion? region, BinaryWriter section)
    {
        section.Write(region is not null);
        section.Write(region.GetValueOrDefault().First);
        section.Write(region.GetValueOrDefault().Last);
    }

    /// <summary>Reads a region; null if none is enforced.</summary>
    public static ProtectedRegion? Read(SnapshotSection section)
    {
        var isEnforced = section.ReadBoolean();
        var region = new ProtectedRegion(section.ReadUInt64(), section.ReadUInt64());
        return isEnforced ? region : null;
    }

    /// <summary>Whether the page of an address has a byte in the region.</summary>
    public bool Touches(ulong address) => First <= Last && SmallPage.StartOf(address) >= SmallPage.StartOf(First) && SmallPage.StartOf(address) <= SmallPage.StartOf(Last);
}
