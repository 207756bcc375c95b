using Vtd.Architecture;
using Vtd.Runtime;

namespace Vtd.Boot;

/// <summary>The unit of a machine.</summary>
internal static class BootUnit
{
    /// <summary>Bits of the addresses of memory.</summary>
    public const int HostAddressWidth = 48;

    private const int LargestIndexMask = 15;

    private static int s_units;

    /// <summary>Options of a unit that a machine has.</summary>
    /// <param name="options">The machine.</param>
    public static VtdUnitOptions Options(BootOptions options) => new()
    {
        Name = $"boot{Interlocked.Increment(ref s_units)}", // units of one process have different names
        Capabilities = (options.Scalable ? Scalable : Legacy) with
        {
            InterruptRemapping = options.InterruptRemapping,
            MaxIndexMask = options.InterruptRemapping ? LargestIndexMask : 0,
        },
        HostAddressWidth = HostAddressWidth,
        CollapseFaults = true,
        RunsInBackground = false, // what a write sets going is done before the processor goes on
    };

    private static VtdFeatures Legacy => new()
    {
        GuestAddressWidth = HostAddressWidth,
        SecondStageWidths = SecondStageWidths.Bits39 | SecondStageWidths.Bits48,
        SecondStageLargePages = SecondStageLargePages.Size2M | SecondStageLargePages.Size1G,
        FaultRecords = 8,
        CoherentTables = true,
        SnoopControl = true,
        PassThrough = true,
        QueuedInvalidation = true,
        PageSelectiveInvalidation = true,
        MaxAddressMask = 18,
        ReadDraining = true,
        WriteDraining = true,
    };

    // Kernels up to 6.12 set SNP of second-stage entries if the unit has snoop control, also in scalable mode, where it is reserved (9.8).
    private static VtdFeatures Scalable => Legacy with
    {
        SnoopControl = false,
        ScalableMode = true,
        ScalableSecondStage = true,
        SecondStageAccessedDirty = true,
        FirstStage = true,
        FirstStageGigabytePages = true,
        CoherentScalableTables = true,
        PasidWidth = 20,
    };
}
