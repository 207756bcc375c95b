using Vtd.Conformance.Deviations;
using Vtd.Runtime;

namespace Vtd.Conformance.Tests;

/// <summary>Known deviations that no recording shows, since none of their guests does what it takes; QEMU itself shows each of them to the live tests.</summary>
internal static class NotRecorded
{
    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        nameof(UnitQuirk.UnboundedIndexMask), nameof(UnitQuirk.PasidEntriesUncached), nameof(UnitQuirk.PasidEntryBeforeCachedPage), nameof(UnitQuirk.InterruptReadsPass),
        nameof(UnitQuirk.FirstStageRightsFirst), nameof(UnitQuirk.AllOnesUnreadable), nameof(UnitQuirk.WideStatusWritesUnnoticed),
        nameof(UnitQuirk.InterruptRangeReasonByCapability),
        nameof(UnitQuirk.RootHalvesTogether), nameof(UnitQuirk.ExtendedAccessedIgnored), nameof(UnitQuirk.InterruptTableSurvivesReset),
        nameof(UnitQuirk.FewerQualifiedReasons), nameof(UnitQuirk.PassThroughNeedsTable), nameof(UnitQuirk.TableModeByOneBit),
        nameof(UnitQuirk.UpperEventAddressesStayZero), nameof(UnitQuirk.TranslationNeedsSecondStageWidth), nameof(UnitQuirk.PagesPerSource),
        "CopiedMessagesAreNobodys", "QueueWidthNotShown", "WideEventData", "NoErrorRecord",
        KnownDeviations.EndsAtWideWrites, KnownDeviations.EndsAtStatusWithEvent, KnownDeviations.EndsAtTooManyLevels,
        .. from quirk in KnownDeviations.Quirks
           where !QuirkCatalog.OfQemu(KnownDeviations.Recorded).Contains(quirk.Quirk)
           select quirk.Name,
    ];
}
