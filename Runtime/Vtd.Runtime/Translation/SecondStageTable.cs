using Vtd.Architecture;

namespace Vtd.Runtime.Translation;

/// <summary>A second-stage table and how it is to be used.</summary>
/// <param name="Root">Address of its top table.</param>
/// <param name="Levels">The number of levels: 3 to 5.</param>
/// <param name="Width">Bits of the addresses that it translates.</param>
/// <param name="Faults">The fault reasons of the table.</param>
internal readonly record struct SecondStageTable(ulong Root, int Levels, int Width, SecondStageFaults Faults)
{
    private const int SmallestWidth = 39;

    /// <summary>Execute permission counts (SSEE); without it, read permission is execute permission.</summary>
    public bool ChecksExecution { get; init; }

    /// <summary>Accessed and dirty bits are kept (SSADE).</summary>
    public bool KeepsAccessed { get; init; }

    /// <summary>The unit may write to it. Bits are set by snooped walks only.</summary>
    public bool CanUpdate { get; init; }

    /// <summary>The table is used in scalable mode.</summary>
    public bool IsScalable { get; init; }

    /// <summary>The table of a legacy context entry.</summary>
    public static SecondStageTable Of(in LegacyContextEntry entry, in VtdCapabilities capabilities) =>
        Of(entry.SSPTPTR, entry.AW, capabilities, SecondStageFaults.Legacy);

    /// <summary>The table of a PASID entry.</summary>
    public static SecondStageTable Of(in PasidEntry entry, in VtdCapabilities capabilities) =>
        Of(entry.SSPTPTR, entry.AW, capabilities, SecondStageFaults.Scalable) with
        {
            IsScalable = true,
            ChecksExecution = entry.SSEE && capabilities.ECAP.ERS,
            KeepsAccessed = entry.SSADE && capabilities.ECAP.SSADS,
            CanUpdate = entry.PWSNP || !capabilities.ECAP.SMPWCS,
        };

    private static SecondStageTable Of(ulong root, SecondStageWidth width, in VtdCapabilities capabilities, SecondStageFaults faults)
    {
        var step = width - SecondStageWidth.Bits39;
        var bits = SmallestWidth + step * PageTableLevel.IndexBits;
        return new(root, 3 + step, Math.Min(bits, (int)capabilities.CAP.MGAW + 1), faults);
    }
}

/// <summary>The faults of a second stage, which depend on what it is used for.</summary>
internal sealed record SecondStageFaults
{
    /// <summary>In legacy mode (LGN, LSL). The top table counts as part of the context entry.</summary>
    public static SecondStageFaults Legacy { get; } = new()
    {
        AddressBeyondWidth = FaultReason.AddressBeyondWidth,
        TableFetch = FaultReason.ContextEntryInvalid,
        EntryFetch = FaultReason.SecondStageEntryFetch,
        EntryReserved = FaultReason.SecondStageEntryReserved,
        NotPresent = null,
        ReadDenied = FaultReason.ReadDenied,
        WriteDenied = FaultReason.WriteDenied,
    };

    /// <summary>In scalable mode (SGN, SSS).</summary>
    public static SecondStageFaults Scalable { get; } = new()
    {
        AddressBeyondWidth = FaultReason.ScalableAddressBeyondWidth,
        TableFetch = FaultReason.ScalableSecondStageTableFetch,
        EntryFetch = FaultReason.ScalableSecondStageEntryFetch,
        EntryReserved = FaultReason.ScalableSecondStageEntryReserved,
        NotPresent = FaultReason.ScalableSecondStageDenied,
        ReadDenied = FaultReason.ScalableReadDenied,
        WriteDenied = FaultReason.ScalableWriteDenied,
    };

    /// <summary>Below first-stage tables other than the top one (SFS).</summary>
    public static SecondStageFaults NestedTable { get; } = Scalable with
    {
        AddressBeyondWidth = FaultReason.NestedTableAddressBeyondWidth,
        ReadDenied = FaultReason.NestedTableReadDenied,
        WriteDenied = FaultReason.NestedTableWriteDenied,
    };

    /// <summary>Below the first-stage table at FSPTPTR (SFS).</summary>
    public static SecondStageFaults NestedTopTable { get; } = NestedTable with { ReadDenied = FaultReason.NestedTopTableReadDenied };

    /// <summary>The address does not fit min(MGAW, AW).</summary>
    public required FaultReason AddressBeyondWidth { get; init; }

    /// <summary>An entry of the top table cannot be read.</summary>
    public required FaultReason TableFetch { get; init; }

    /// <summary>Another entry cannot be read.</summary>
    public required FaultReason EntryFetch { get; init; }

    /// <summary>An entry has a reserved bit set.</summary>
    public required FaultReason EntryReserved { get; init; }

    /// <summary>An entry allows nothing at all; null if that is no different from what the request lacks.</summary>
    public required FaultReason? NotPresent { get; init; }

    /// <summary>Read permission is missing.</summary>
    public required FaultReason ReadDenied { get; init; }

    /// <summary>Write permission is missing.</summary>
    public required FaultReason WriteDenied { get; init; }

    /// <summary>The fault of a request that lacks permissions.</summary>
    public FaultReason Denied(PagePermissions missing)
    {
        if (missing.HasFlag(PagePermissions.Write))
            return WriteDenied;
        return missing == PagePermissions.Execute ? FaultReason.ExecuteDenied : ReadDenied;
    }

    /// <summary>The fault of an entry that allows nothing.</summary>
    public FaultReason DeniedAll(PagePermissions needs) => NotPresent ?? Denied(needs);
}
