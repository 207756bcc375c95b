using Vtd.Architecture;

namespace Vtd.Runtime;

/// <summary>The contradictions between features.</summary>
/// <remarks>What the spec says of fields of CAP and ECAP (<c>when:</c>) is asked of the generated registers and not said again here.</remarks>
internal static class FeatureRules
{
    /// <summary>Narrowest addresses of guest and host.</summary>
    public const int NarrowestAddress = 32;

    /// <summary>Widest addresses of a host: those that entries of tables have room for.</summary>
    public const int WidestHostAddress = 52;

    /// <summary>The defined values of CAP.SAGAW (11.4.2).</summary>
    public const SecondStageWidths DefinedWidths = SecondStageWidths.Bits39 | SecondStageWidths.Bits48 | SecondStageWidths.Bits57;

    /// <summary>The defined values of CAP.SSLPS (11.4.2).</summary>
    public const SecondStageLargePages DefinedLargePages = SecondStageLargePages.Size2M | SecondStageLargePages.Size1G;

    private const int WidestGuestAddress = 57;
    private const int LastWithRegisterInvalidation = 5;
    private const int LastWithOptionalDraining = 1;

    /// <summary>Refuses contradictions.</summary>
    /// <exception cref="ArgumentException">There are any; the message has them all, a line each.</exception>
    public static void ThrowIfAny(IReadOnlyList<string> contradictions)
    {
        if (contradictions.Count > 0)
            throw new ArgumentException(string.Join('\n', contradictions));
    }

    /// <summary>All contradictions of features, a sentence each.</summary>
    public static List<string> FindContradictions(VtdFeatures features)
    {
        List<string> found = [.. OfRanges(features), .. OfSpec(features), .. OfWidths(features), .. OfInvalidation(features)];
        if (features.ScalableMode && !features.FirstStage && !features.ScalableSecondStage && !features.PassThrough)
        {
            found.Add("ScalableMode has nothing that a PASID entry could ask for: set FirstStage, ScalableSecondStage or PassThrough, "
                + "or leave ScalableMode out.");
        }

        // 11.4.2
        if (features.ScalableMode && features.WriteBufferFlush)
            found.Add("ScalableMode excludes WriteBufferFlush: leave one of them out.");
        return found;
    }

    /// <summary>Finds a contradiction between the width of host addresses and the features; null without a contradiction (11.4.2).</summary>
    public static string? OfHost(VtdFeatures features, int hostAddressWidth) => hostAddressWidth <= features.GuestAddressWidth
        ? null
        : $"HostAddressWidth is {hostAddressWidth}, more than GuestAddressWidth, {features.GuestAddressWidth}: "
            + "widen GuestAddressWidth, or narrow HostAddressWidth.";

    private static IEnumerable<string> OfRanges(VtdFeatures features) =>
        new[]
        {
            OfRange(nameof(VtdFeatures.MajorVersion), features.MajorVersion, 0, 15),
            OfRange(nameof(VtdFeatures.MinorVersion), features.MinorVersion, 0, 15),
            OfRange(nameof(VtdFeatures.DomainIdWidth), features.DomainIdWidth, 4, 16),
            features.DomainIdWidth % 2 == 0 ? null : $"DomainIdWidth is {features.DomainIdWidth}; it must be even.",
            OfRange(nameof(VtdFeatures.GuestAddressWidth), features.GuestAddressWidth, NarrowestAddress, WidestGuestAddress),
            OfRange(nameof(VtdFeatures.FaultRecords), features.FaultRecords, 1, MovableRegisterPlaces.MaxFaultRecords),
            OfRange(nameof(VtdFeatures.MaxAddressMask), features.MaxAddressMask, 0, 52),
            OfRange(nameof(VtdFeatures.MaxIndexMask), features.MaxIndexMask, 0, 15),
            OfRange(nameof(VtdFeatures.PasidWidth), features.PasidWidth, 0, 20),
            OfBits(nameof(VtdFeatures.SecondStageWidths), (byte)(features.SecondStageWidths & ~DefinedWidths)),
            OfBits(nameof(VtdFeatures.SecondStageLargePages), (byte)(features.SecondStageLargePages & ~DefinedLargePages)),
        }.OfType<string>();

    private static string? OfRange(string option, int value, int least, int most) =>
        value >= least && value <= most ? null : $"{option} is {value}; it must be between {least} and {most}.";

    private static string? OfBits(string option, byte undefined) =>
        undefined == 0 ? null : $"{option} has undefined bits: 0x{undefined:x}; use the named values only.";

    // What is out of range is reported already; here it only has to fit its field.
    private static IEnumerable<string> OfSpec(VtdFeatures features)
    {
        var fitting = features with
        {
            MajorVersion = 1,
            MinorVersion = 0,
            DomainIdWidth = 16,
            GuestAddressWidth = NarrowestAddress,
            FaultRecords = 1,
            MaxAddressMask = 0,
            MaxIndexMask = features.MaxIndexMask == 0 ? 0 : 1,
            PasidWidth = Math.Clamp(features.PasidWidth, 0, 2),
            SecondStageWidths = features.SecondStageWidths & DefinedWidths,
            SecondStageLargePages = features.SecondStageLargePages & DefinedLargePages,
        };
        return FeatureRegisters.Of(fitting).FindUnmetConditions()
            .Select(static unmet => Needs(FeatureNames.Of(unmet.Field), FeatureNames.Of(unmet.Condition)))
            .Distinct();
    }

    private static IEnumerable<string> OfWidths(VtdFeatures features)
    {
        // 11.4.2: from this version on a unit that has a second stage in no mode has no widths of it.
        var hasSecondStage = features.MajorVersion <= LastWithRegisterInvalidation || features.ScalableSecondStage;
        if (!hasSecondStage && features.SecondStageWidths != default)
            yield return Needs("SecondStageWidths", "ScalableSecondStage") + $" That is so from major version {LastWithRegisterInvalidation + 1} on.";
        if (hasSecondStage && features.SecondStageWidths == default)
            yield return "SecondStageWidths is empty, but there is a second stage: name a width.";

        var widest = features.SecondStageWidths.HasFlag(SecondStageWidths.Bits57) ? 57
            : features.SecondStageWidths.HasFlag(SecondStageWidths.Bits48) ? 48 : 39;
        if (features.SecondStageWidths != default && features.GuestAddressWidth > widest)
        {
            yield return $"GuestAddressWidth is {features.GuestAddressWidth}, more than the widest of SecondStageWidths, {widest}: "
                + "add a width to SecondStageWidths, or narrow GuestAddressWidth.";
        }

        // 11.4.2
        if (features.SecondStageLargePages.HasFlag(SecondStageLargePages.Size1G) && !features.SecondStageLargePages.HasFlag(SecondStageLargePages.Size2M))
            yield return "SecondStageLargePages has Size1G without Size2M: add Size2M, or leave Size1G out.";
    }

    private static IEnumerable<string> OfInvalidation(VtdFeatures features)
    {
        if (features.MaxAddressMask != 0 && !features.PageSelectiveInvalidation)
            yield return Needs("MaxAddressMask", "PageSelectiveInvalidation");
        if (features.MajorVersion > LastWithRegisterInvalidation && !features.QueuedInvalidation)
        {
            yield return $"MajorVersion {features.MajorVersion} has no register-based invalidation: set QueuedInvalidation, "
                + $"or let MajorVersion be {LastWithRegisterInvalidation} at most.";
        }

        // 11.4.2: what such a version always does, it says of itself.
        if (features.MajorVersion > LastWithOptionalDraining && !(features.ReadDraining && features.WriteDraining))
        {
            yield return $"MajorVersion {features.MajorVersion} always drains: set ReadDraining and WriteDraining, "
                + $"or let MajorVersion be {LastWithOptionalDraining} at most.";
        }
    }

    private static string Needs(string option, string other) => $"{option} needs {other}: set {other}, or leave {option} out.";
}
