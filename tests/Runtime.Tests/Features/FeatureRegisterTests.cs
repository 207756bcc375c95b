using CsCheck;
using Vtd.Architecture;

namespace Vtd.Runtime.Tests.Features;

public class FeatureRegisterTests
{
    /// <summary>The unit that QEMU emulates, as its options without any more say.</summary>
    private static readonly VtdFeatures s_qemu = new()
    {
        SecondStageWidths = SecondStageWidths.Bits39 | SecondStageWidths.Bits48,
        SecondStageLargePages = SecondStageLargePages.Size2M | SecondStageLargePages.Size1G,
        PageSelectiveInvalidation = true,
        MaxAddressMask = 18,
        ReadDraining = true,
        WriteDraining = true,
        RootPointerDropsCaches = true,
        QueuedInvalidation = true,
        PassThrough = true,
    };

    private static readonly VtdFeatures s_remapping = s_qemu with { InterruptRemapping = true, MaxIndexMask = 15 };

    private static readonly VtdFeatures s_secondStage = s_remapping with { ScalableMode = true, ScalableSecondStage = true, SupervisorRequests = true };

    private static readonly VtdFeatures s_firstStage = s_remapping with { ScalableMode = true, FirstStage = true, FirstStageGigabytePages = true };

    public static TheoryData<string, VtdFeatures, ulong, ulong> OfQemu => new()
    {
        { "intremap=off", s_qemu, 0x80d2008c222f0606, 0xf42 },
        { "intremap=on", s_remapping, 0x80d2008c222f0606, 0xf00f4a },
        { "eim=on", s_remapping with { ExtendedInterruptMode = true }, 0x80d2008c222f0606, 0xf00f5a },
        { "caching-mode=on", s_remapping with { CachingMode = true }, 0x80d2008c222f0686, 0xf00f4a },
        { "device-iotlb=on", s_remapping with { DeviceTlbs = true }, 0x80d2008c222f0606, 0xf00f4e },
        { "snoop-control=on", s_remapping with { SnoopControl = true }, 0x80d2008c222f0606, 0xf00fca },
        { "aw-bits=39", s_remapping with { GuestAddressWidth = 39, SecondStageWidths = SecondStageWidths.Bits39 }, 0x80d2008c22260206, 0xf00f4a },
        { "dma-drain=off", s_remapping with { ReadDraining = false, WriteDraining = false }, 0x8012008c222f0606, 0xf00f4a },
        { "x-scalable-mode=on", s_secondStage with { CachingMode = true }, 0x80d2008c222f0686, 0x480080f00f4a },
        { "x-scalable-mode=on,x-flts=on", s_firstStage, 0x81d2008c222f0606, 0x880000f00f4a },
        { "x-scalable-mode=on,x-flts=on,caching-mode=on", s_firstStage with { CachingMode = true }, 0x81d2008c222f0686, 0x880000f00f4a },
        { "x-scalable-mode=on,x-pasid-mode=on", s_secondStage with { PasidWidth = 8 }, 0x80d2008c222f0606, 0x493880f00f4a },
    };

    [Theory]
    [MemberData(nameof(OfQemu))]
    public void The_units_of_QEMU_can_be_said(string option, VtdFeatures features, ulong cap, ulong ecap)
    {
        Assert.NotEmpty(option);
        Assert.Equal(new GivenRegisters(cap, ecap), features.ToRegisters());
        Assert.Equal(features, new GivenRegisters(cap, ecap).ToFeatures());
    }

    [Fact]
    public void Features_that_agree_make_a_unit_that_says_so_and_can_be_driven() =>
        AnyFeatures.Agreeing.Sample(
            features =>
            {
                var registers = features.ToRegisters();
                Assert.Empty(registers.FindContradictions());
                Assert.Equal(features, registers.ToFeatures());
                AnyFeatures.Drive(features);
            },
            iter: 300,
            threads: 1);

    [Fact]
    public void Any_features_are_a_unit_or_refused() =>
        AnyFeatures.Any.Sample(
            features =>
            {
                if (features.FindContradictions().Count == 0)
                    AnyFeatures.Drive(features);
                else
                    Assert.Throws<ArgumentException>(() => features.ToRegisters());
            },
            iter: 300,
            threads: 1);

    [Theory]
    [InlineData(1, 0x22)]
    [InlineData(14, 0x22)]
    [InlineData(15, 0x45)]
    [InlineData(155, 0x45)]
    public void Fault_records_lie_where_there_is_room_for_all(int records, int place)
    {
        var registers = new VtdFeatures { FaultRecords = records }.ToCapabilities();
        Assert.Equal((place, records - 1, 0xF), (registers.CAP.FRO, registers.CAP.NFR, registers.ECAP.IRO));
        AnyFeatures.Drive(new() { FaultRecords = records });
    }
}
