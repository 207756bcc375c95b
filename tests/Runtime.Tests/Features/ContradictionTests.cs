using Vtd.Architecture;

namespace Vtd.Runtime.Tests.Features;

public class ContradictionTests
{
    private static readonly VtdFeatures s_queue = new() { QueuedInvalidation = true };
    private static readonly VtdFeatures s_scalable = s_queue with { ScalableMode = true, PassThrough = true };
    private static readonly VtdFeatures s_bothStages = s_scalable with { FirstStage = true, ScalableSecondStage = true };

    /// <summary>What is wrong, the sentence that says so, and what it becomes by following the sentence.</summary>
    private static readonly (VtdFeatures Wrong, string Sentence, VtdFeatures[] Ways)[] s_cases =
    [
        .. Gate(s_scalable, features => features with { ScalableMode = true }, "ScalableMode", "QueuedInvalidation"),
        .. Gate(s_queue, features => features with { DeviceTlbs = true }, "DeviceTlbs", "QueuedInvalidation"),
        .. Gate(s_queue, features => features with { InterruptRemapping = true }, "InterruptRemapping", "QueuedInvalidation"),
        .. Gate(Remapping, features => features with { ExtendedInterruptMode = true }, "ExtendedInterruptMode", "InterruptRemapping"),
        .. Gate(Remapping, features => features with { PostedInterrupts = true }, "PostedInterrupts", "InterruptRemapping"),
        .. Gate(Remapping, features => features with { MaxIndexMask = 15 }, "MaxIndexMask", "InterruptRemapping"),
        .. Gate(Devices, features => features with { InvalidationThrottling = true }, "InvalidationThrottling", "DeviceTlbs"),
        .. Gate(Devices, features => features with { NoWriteFlag = true }, "NoWriteFlag", "DeviceTlbs"),
        .. Gate(Devices, features => features with { PageRequestDraining = true }, "PageRequestDraining", "DeviceTlbs"),
        .. Gate(s_scalable with { DeviceTlbs = true }, features => features with { PageRequests = true }, "PageRequests", "DeviceTlbs"),
        .. Gate(Devices with { ScalableMode = true, PassThrough = true }, features => features with { PageRequests = true }, "PageRequests", "ScalableMode"),
        .. Gate(Devices with { ScalableMode = true, PassThrough = true, PageRequests = true }, features => features with { StopMarkers = true }, "StopMarkers", "PageRequests"),
        .. Gate(s_scalable, features => features with { FirstStage = true }, "FirstStage", "ScalableMode"),
        .. Gate(s_scalable, features => features with { ScalableSecondStage = true }, "ScalableSecondStage", "ScalableMode"),
        .. Gate(s_scalable, features => features with { CoherentScalableTables = true }, "CoherentScalableTables", "ScalableMode"),
        .. Gate(s_scalable, features => features with { PasidWidth = 20 }, "PasidWidth", "ScalableMode"),
        .. Gate(s_scalable, features => features with { RidPasid = true }, "RidPasid", "ScalableMode"),
        .. Gate(s_scalable, features => features with { SupervisorRequests = true }, "SupervisorRequests", "ScalableMode"),
        .. Gate(s_scalable with { SupervisorRequests = true }, features => features with { RidPrivilege = true }, "RidPrivilege", "SupervisorRequests"),
        .. Gate(s_bothStages, features => features with { FirstStageFiveLevels = true }, "FirstStageFiveLevels", "FirstStage"),
        .. Gate(s_bothStages, features => features with { FirstStageGigabytePages = true }, "FirstStageGigabytePages", "FirstStage"),
        .. Gate(s_bothStages, features => features with { NestedTranslation = true }, "NestedTranslation", "FirstStage"),
        .. Gate(s_bothStages, features => features with { NestedTranslation = true }, "NestedTranslation", "ScalableSecondStage"),
        .. Gate(Coherent, features => features with { ExtendedAccessedBit = true }, "ExtendedAccessedBit", "FirstStage"),
        .. Gate(Coherent, features => features with { ExtendedAccessedBit = true }, "ExtendedAccessedBit", "CoherentScalableTables"),
        .. Gate(Coherent, features => features with { SecondStageAccessedDirty = true }, "SecondStageAccessedDirty", "ScalableSecondStage"),
        .. Gate(Coherent, features => features with { SecondStageAccessedDirty = true }, "SecondStageAccessedDirty", "CoherentScalableTables"),
        .. Gate(new() { PageSelectiveInvalidation = true }, features => features with { MaxAddressMask = 18 }, "MaxAddressMask", "PageSelectiveInvalidation"),

        new(
            s_queue with { ScalableMode = true },
            "ScalableMode has nothing that a PASID entry could ask for: set FirstStage, ScalableSecondStage or PassThrough, or leave ScalableMode out.",
            [s_scalable, s_queue with { ScalableMode = true, FirstStage = true }, s_queue with { ScalableMode = true, ScalableSecondStage = true }, s_queue]),
        new(
            s_scalable with { WriteBufferFlush = true },
            "ScalableMode excludes WriteBufferFlush: leave one of them out.",
            [s_scalable, s_queue with { WriteBufferFlush = true }]),
        new(
            new() { MajorVersion = 6, ReadDraining = true, WriteDraining = true, SecondStageWidths = default },
            "MajorVersion 6 has no register-based invalidation: set QueuedInvalidation, or let MajorVersion be 5 at most.",
            [s_queue with { MajorVersion = 6, ReadDraining = true, WriteDraining = true, SecondStageWidths = default }, new()]),
        new(
            new() { MajorVersion = 2, ReadDraining = true },
            "MajorVersion 2 always drains: set ReadDraining and WriteDraining, or let MajorVersion be 1 at most.",
            [new() { MajorVersion = 2, ReadDraining = true, WriteDraining = true }, new() { ReadDraining = true }]),
        new(
            Version6 with { SecondStageWidths = SecondStageWidths.Bits48 },
            "SecondStageWidths needs ScalableSecondStage: set ScalableSecondStage, or leave SecondStageWidths out. That is so from major version 6 on.",
            [Version6, Version6 with { SecondStageWidths = SecondStageWidths.Bits48, ScalableSecondStage = true }]),
        new(
            new() { SecondStageWidths = default },
            "SecondStageWidths is empty, but there is a second stage: name a width.",
            [new() { SecondStageWidths = SecondStageWidths.Bits57 }]),
        new(
            new() { GuestAddressWidth = 57 },
            "GuestAddressWidth is 57, more than the widest of SecondStageWidths, 48: add a width to SecondStageWidths, or narrow GuestAddressWidth.",
            [new() { GuestAddressWidth = 57, SecondStageWidths = SecondStageWidths.Bits48 | SecondStageWidths.Bits57 }, new() { GuestAddressWidth = 48 }]),
        new(
            new() { GuestAddressWidth = 40, SecondStageWidths = SecondStageWidths.Bits39 },
            "GuestAddressWidth is 40, more than the widest of SecondStageWidths, 39: add a width to SecondStageWidths, or narrow GuestAddressWidth.",
            [new() { GuestAddressWidth = 39, SecondStageWidths = SecondStageWidths.Bits39 }]),
        new(
            new() { SecondStageLargePages = SecondStageLargePages.Size1G },
            "SecondStageLargePages has Size1G without Size2M: add Size2M, or leave Size1G out.",
            [new() { SecondStageLargePages = SecondStageLargePages.Size1G | SecondStageLargePages.Size2M }, new() { SecondStageLargePages = SecondStageLargePages.Size2M }]),

        new(
            new() { SecondStageWidths = SecondStageWidths.Bits48 | (SecondStageWidths)1 },
            "SecondStageWidths has undefined bits: 0x1; use the named values only.",
            [new() { SecondStageWidths = SecondStageWidths.Bits48 }]),
        new(
            new() { SecondStageLargePages = (SecondStageLargePages)4 },
            "SecondStageLargePages has undefined bits: 0x4; use the named values only.",
            [new() { SecondStageLargePages = SecondStageLargePages.Size2M }]),

        .. Range("MajorVersion", (features, value) => features with { MajorVersion = value, ReadDraining = true, WriteDraining = true }, 0, 15, best: 1),
        .. Range("MinorVersion", (features, value) => features with { MinorVersion = value }, 0, 15),
        .. Range("DomainIdWidth", (features, value) => features with { DomainIdWidth = value }, 4, 16, step: 2),
        new(new() { DomainIdWidth = 7 }, "DomainIdWidth is 7; it must be even.", [new() { DomainIdWidth = 8 }]),
        .. Range("GuestAddressWidth", (features, value) => features with { GuestAddressWidth = value, SecondStageWidths = SecondStageWidths.Bits57 }, 32, 57, outside: 31),
        .. Range("FaultRecords", (features, value) => features with { FaultRecords = value }, 1, 155),
        .. Range("MaxAddressMask", (features, value) => features with { MaxAddressMask = value, PageSelectiveInvalidation = true }, 0, 52),
        .. Range("MaxIndexMask", (features, value) => features with { MaxIndexMask = value, QueuedInvalidation = true, InterruptRemapping = true }, 0, 15),
        .. Range("PasidWidth", (features, value) => s_scalable with { PasidWidth = value }, 0, 20),
    ];

    private static VtdFeatures Remapping => s_queue with { InterruptRemapping = true };

    private static VtdFeatures Devices => s_queue with { DeviceTlbs = true };

    private static VtdFeatures Coherent => s_bothStages with { CoherentScalableTables = true };

    private static VtdFeatures Version6 => s_scalable with
    {
        MajorVersion = 6, ReadDraining = true, WriteDraining = true, SecondStageWidths = default,
    };

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, s_cases.Length)];

    private static VtdUnit Make(VtdFeatures features, int? hostAddressWidth = null) => new(
        new() { Capabilities = features, HostAddressWidth = hostAddressWidth },
        new SparseGuestMemory(1 << 20),
        new Guest());

    private static string Refusal(VtdFeatures features, int? hostAddressWidth = null) =>
        Assert.Throws<ArgumentException>(() => Make(features, hostAddressWidth)).Message;

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_contradiction_is_refused_with_the_ways_out(int number)
    {
        var (wrong, sentence, ways) = s_cases[number];
        Assert.Equal([sentence], wrong.FindContradictions());
        Assert.Equal(sentence, Refusal(wrong));
        foreach (var way in ways)
        {
            Assert.Empty(way.FindContradictions());
            Make(way);
        }
    }

    [Fact]
    public void All_contradictions_are_told_at_once() => Assert.Equal(
        """
        DomainIdWidth is 20; it must be between 4 and 16.
        FirstStageFiveLevels needs FirstStage: set FirstStage, or leave FirstStageFiveLevels out.
        PageRequests needs ScalableMode: set ScalableMode, or leave PageRequests out.
        PageRequests needs DeviceTlbs: set DeviceTlbs, or leave PageRequests out.
        ExtendedInterruptMode needs InterruptRemapping: set InterruptRemapping, or leave ExtendedInterruptMode out.
        MaxAddressMask needs PageSelectiveInvalidation: set PageSelectiveInvalidation, or leave MaxAddressMask out.
        HostAddressWidth is 52, more than GuestAddressWidth, 48: widen GuestAddressWidth, or narrow HostAddressWidth.
        """,
        Refusal(
            new() { DomainIdWidth = 20, FirstStageFiveLevels = true, PageRequests = true, ExtendedInterruptMode = true, MaxAddressMask = 9 },
            hostAddressWidth: 52));

    [Fact]
    public void Registers_of_contradictory_features_are_refused_too() =>
        Assert.Throws<ArgumentException>(() => new VtdFeatures { PageRequests = true }.ToRegisters());

    [Theory]
    [InlineData(48, 48)]
    [InlineData(39, null)]
    [InlineData(57, 52)]
    [InlineData(57, null)]
    public void The_host_may_be_as_wide_as_guests(int guest, int? host)
    {
        var features = new VtdFeatures { GuestAddressWidth = guest, SecondStageWidths = SecondStageWidths.Bits57 };
        Make(features, host);
        Assert.Equal(Math.Min(guest, 52), new VtdUnitOptions { Capabilities = features, HostAddressWidth = host }.EffectiveHostAddressWidth);
    }

    [Fact]
    public void With_given_registers_the_host_is_as_wide_as_any() =>
        Assert.Equal(52, new VtdUnitOptions { Capabilities = new GivenRegisters(0x80d2008c222f0606, 0xf00f4a) }.EffectiveHostAddressWidth);

    [Fact]
    public void Given_registers_are_told_about_and_taken()
    {
        // A Xeon whose firmware has left scalable mode off says of itself what depends on it.
        var registers = new GivenRegisters(0x80d2008c222f0606, (new Ecap(0xf00f4a) with { PSS = 19, NWFS = true, SRS = true }).Value);
        Assert.Equal(
            ["ECAP.PSS is set, which takes ECAP.SMTS.", "ECAP.NWFS is set, which takes ECAP.DT.", "ECAP.SRS is set, which takes ECAP.SMTS."],
            registers.FindContradictions());

        var unit = new VtdUnit(new() { Capabilities = registers }, new SparseGuestMemory(1 << 20), new Guest());
        Assert.Equal(0xf00f4aUL, unit.ReadRegister(Ecap.Offset, 8));
    }

    // What an option needs: all but that is there.
    private static (VtdFeatures, string, VtdFeatures[])[] Gate(VtdFeatures right, Func<VtdFeatures, VtdFeatures> set, string option, string needed)
    {
        var property = typeof(VtdFeatures).GetProperty(needed)!;
        var wrong = set(right) with { };
        property.SetValue(wrong, false);
        return [(wrong, $"{option} needs {needed}: set {needed}, or leave {option} out.", [set(right), right])];
    }

    private static (VtdFeatures, string, VtdFeatures[])[] Range(
        string option, Func<VtdFeatures, int, VtdFeatures> set, int least, int most, int step = 1, int? best = null, int? outside = null)
    {
        var start = new VtdFeatures();
        VtdFeatures[] ways = best is { } value ? [set(start, value)] : [set(start, least), set(start, most)];
        string Sentence(int wrong) => $"{option} is {wrong}; it must be between {least} and {most}.";
        var low = outside ?? least - step;
        return outside is not null || best is not null
            ? [(set(start, low), Sentence(low), ways)]
            : [(set(start, low), Sentence(low), ways), (set(start, most + step), Sentence(most + step), ways)];
    }
}
