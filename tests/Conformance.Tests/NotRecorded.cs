using Vtd.Conformance.Deviations;
using Vtd.Runtime;

namespace Vtd.Conformance.Tests;

/// <summary>Known deviations that no recording shows, since none of their guests does what it takes; QEMU itself shows each of them to the live tests.</summary>
internal static class NotRecorded
{
    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        nameof(UnitQuirks.UnboundedIndexMask), nameof(UnitQuirks.PasidEntriesUncached), nameof(UnitQuirks.PasidEntryBeforeCachedPage), nameof(UnitQuirks.InterruptReadsPass),
        nameof(UnitQuirks.FirstStageRightsFirst), nameof(UnitQuirks.AllOnesUnreadable), nameof(UnitQuirks.WideStatusWritesUnnoticed),
        nameof(UnitQuirks.InterruptRangeReasonByCapability),
        nameof(UnitQuirks.RootHalvesTogether), nameof(UnitQuirks.ExtendedAccessedIgnored), nameof(UnitQuirks.InterruptTableSurvivesReset),
        nameof(UnitQuirks.FewerQualifiedReasons), nameof(UnitQuirks.PassThroughNeedsTable), nameof(UnitQuirks.TableModeByOneBit),
        nameof(UnitQuirks.UpperEventAddressesStayZero), nameof(UnitQuirks.TranslationNeedsSecondStageWidth), nameof(UnitQuirks.PagesPerSource),
        "CopiedMessagesAreNobodys", "QueueWidthNotShown", "WideEventData", "NoErrorRecord",
        KnownDeviations.EndsAtWideWrites, KnownDeviations.EndsAtStatusWithEvent,
        .. from quirk in KnownDeviations.Quirks
           where !QemuQuirks.Of(KnownDeviations.Recorded).HasFlag(quirk.Quirk)
           select quirk.Name,
    ];
}
