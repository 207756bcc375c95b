namespace Vtd.Runtime;

/// <summary>The quirks of the releases of QEMU.</summary>
public static class QemuQuirks
{
    private static readonly Version s_release10 = new(10, 0);
    private static readonly Version s_release10_2 = new(10, 2);
    private static readonly Version s_release11 = new(11, 0);

    private static readonly UnitQuirks s_all = Enum.GetValues<UnitQuirks>().Aggregate((sum, quirk) => sum | quirk);

    /// <summary>Quirks that some releases do not have: the first release that does and the first that does not any more.</summary>
    private static readonly (UnitQuirks Quirks, Version? From, Version? Until)[] s_limits =
    [
        (UnitQuirks.OldDescriptors | UnitQuirks.InterruptFaultsUnreported | UnitQuirks.OnePasidReason, null, s_release10),
        (UnitQuirks.MisalignedTailIgnored | UnitQuirks.PasidTypesAreSecondStage | UnitQuirks.PassThroughNeedsPasidWidth, null, s_release10),
        (UnitQuirks.FenceAloneRefused, null, s_release10_2),
        (UnitQuirks.PasidCacheInvalidationsIgnored | UnitQuirks.PageGroupResponsesUnknown, s_release10, s_release10_2),
        (UnitQuirks.UnboundedIndexMask, s_release10, null),
        (UnitQuirks.RidPasidShown | UnitQuirks.RidPasidAlways | UnitQuirks.PasidEntryBeforeCachedPage, null, s_release11),
        (UnitQuirks.RidPasidIgnored | UnitQuirks.WideControlWritesHalved | UnitQuirks.PageRequestEventUnmasked | UnitQuirks.PasidAddressMaskBounded, s_release11, null),
    ];

    /// <summary>The quirks that a unit of a release of QEMU has.</summary>
    /// <param name="release">The release; between two that were looked at, what the later one ended counts as not ended yet.</param>
    public static UnitQuirks Of(Version release) =>
        s_limits.Where(limit => !IsWithin(release, limit.From, limit.Until)).Aggregate(s_all, (left, limit) => left & ~limit.Quirks);

    private static bool IsWithin(Version release, Version? from, Version? until) =>
        (from is null || release >= from) && (until is null || release < until);
}
