using Vtd.Architecture;
using Vtd.Runtime.Tests.Remapping;
using Vtd.Runtime.Tests.Translation;
using static Vtd.Runtime.Tests.Quirks.QuirkOptions;

namespace Vtd.Runtime.Tests.Quirks;

/// <summary>What only older releases of QEMU do.</summary>
public class OldReleaseQuirkTests
{
    private static Guest StoppedOrNot(UnitQuirk? quirk, byte[] descriptor)
    {
        var guest = new Guest(options: With(quirk));
        guest.StartQueue();
        guest.Submit(descriptor, Guest.Wait(7));
        return guest;
    }

    [Theory]
    [WithAndWithout(UnitQuirk.FenceAloneRefused)]
    public void A_fence_alone(UnitQuirk? quirk, bool hasQuirk)
    {
        var guest = StoppedOrNot(quirk, Guest.Bytes(new WaitDescriptor { FN = true }));
        Assert.Equal(hasQuirk, guest.FSTS.IQE);

        var both = StoppedOrNot(quirk, Guest.Bytes(new WaitDescriptor { FN = true, IF = true }));
        Assert.False(both.FSTS.IQE);
    }

    [Theory]
    [WithAndWithout(UnitQuirk.PasidCacheInvalidationsIgnored)]
    public void Invalidations_of_the_pasid_cache(UnitQuirk? quirk, bool hasQuirk)
    {
        var machine = new Machine(PasidTranslationType.FirstStage, options: With(quirk));
        machine.Read();
        machine.Guest.SubmitAndWait(Guest.Bytes(new PasidCacheInvalidateDescriptor { G = PasidCacheGranularity.Global }));
        Assert.Equal(hasQuirk ? 1 : 0, machine.Guest.Unit.EntriesOf(CacheKind.Pasid));

        var reserved = Guest.Bytes(new PasidCacheInvalidateDescriptor { G = PasidCacheGranularity.Global });
        reserved[31] = 1;
        Assert.Equal(!hasQuirk, StoppedOrNot(quirk, reserved).FSTS.IQE);
    }

    [Theory]
    [WithAndWithout(UnitQuirk.PageGroupResponsesUnknown)]
    public void Page_group_responses(UnitQuirk? quirk, bool hasQuirk) =>
        Assert.Equal(hasQuirk, StoppedOrNot(quirk, Guest.Bytes(new PageGroupResponseDescriptor { PP = true })).FSTS.IQE);

    [Theory]
    [WithAndWithout(UnitQuirk.PasidAddressMaskBounded, 18, false)]
    [WithAndWithout(UnitQuirk.PasidAddressMaskBounded, 19, true)]
    [WithAndWithout(UnitQuirk.PasidAddressMaskBounded, 63, true)]
    public void Address_masks_of_PASID_based_invalidations(UnitQuirk? quirk, bool hasQuirk, byte mask, bool isBeyond) => Assert.Equal(
        hasQuirk && isBeyond,
        StoppedOrNot(quirk, Guest.Bytes(new PasidIotlbInvalidateDescriptor { G = PasidIotlbGranularity.Page, AM = mask })).FSTS.IQE);

    [Theory]
    [WithAndWithout(UnitQuirk.PasidAddressMaskBounded)]
    public void PASID_based_invalidations_in_a_queue_that_is_too_narrow(UnitQuirk? quirk, bool hasQuirk)
    {
        var guest = new Guest(options: With(quirk));
        guest.StartQueue(DescriptorWidth.Bits128);
        guest.Submit(Guest.Bytes(new PasidIotlbInvalidateDescriptor { G = PasidIotlbGranularity.Page })[..16]);
        Assert.True(guest.FSTS.IQE, $"{hasQuirk}");
    }

    [Theory]
    [WithAndWithout(UnitQuirk.OldDescriptors, InterruptEntryCacheInvalidateDescriptor.TypeCode, 6, true, false)]
    [WithAndWithout(UnitQuirk.OldDescriptors, InterruptEntryCacheInvalidateDescriptor.TypeCode, 1, true, false)]
    [WithAndWithout(UnitQuirk.OldDescriptors, PasidCacheInvalidateDescriptor.TypeCode, 31, true, false)]
    [WithAndWithout(UnitQuirk.OldDescriptors, PasidIotlbInvalidateDescriptor.TypeCode, 0, true, false)]
    [WithAndWithout(UnitQuirk.OldDescriptors, PasidDeviceTlbInvalidateDescriptor.TypeCode, 0, false, true)]
    [WithAndWithout(UnitQuirk.OldDescriptors, DeviceTlbInvalidateDescriptor.TypeCode, 31, true, false)]
    [WithAndWithout(UnitQuirk.OldDescriptors, DeviceTlbInvalidateDescriptor.TypeCode, 1, false, false)]
    public void Descriptors(UnitQuirk? quirk, bool hasQuirk, byte type, int changed, bool quirkTakes, bool isTaken)
    {
        var descriptor = new byte[32];
        descriptor[changed] = 2;
        descriptor[0] = type;

        Assert.Equal(!(hasQuirk ? quirkTakes : isTaken), StoppedOrNot(quirk, descriptor).FSTS.IQE);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData(UnitQuirk.OldDescriptors, false)]
    public void A_type_whose_lower_bits_are_those_of_a_wait_is_one_for_the_switch(UnitQuirk? quirk, bool staysOn)
    {
        var guest = new Guest(options: With(quirk, UnitQuirk.QueueStaysOn));
        guest.StartQueue();
        var descriptor = Guest.Wait(1);
        descriptor[1] |= 4;
        guest.Submit(descriptor);
        Assert.True(guest.FSTS.IQE);

        guest.Write64(Iqt.Offset, 0);
        guest.Command(command => command with { QIE = false });

        Assert.Equal(staysOn, guest.GSTS.QIES);
    }

    [Theory]
    [WithAndWithout(UnitQuirk.OldDescriptors)]
    public void An_index_mask_beyond_the_largest_drops_everything(UnitQuirk? quirk, bool hasQuirk)
    {
        var guest = new Guest(options: With(quirk));
        guest.StartQueue();
        guest.StartRemapping();
        guest.SetEntry(5, GuestInterrupts.Xapic());
        guest.Send(5);

        guest.Submit(Guest.Bytes(new InterruptEntryCacheInvalidateDescriptor { G = InterruptEntryGranularity.Index, IIDX = 100, IM = (byte)(Guest.AllEcap.MHMV + 1) }));

        Assert.Equal(hasQuirk ? 0 : 1, guest.Unit.EntriesOf(CacheKind.Interrupt));
    }

    [Theory]
    [WithAndWithout(UnitQuirk.InterruptFaultsUnreported)]
    public void Interrupt_faults(UnitQuirk? quirk, bool hasQuirk)
    {
        var guest = new Guest(options: With(quirk));
        guest.StartRemapping();

        Assert.Equal(InterruptOutcome.Blocked, guest.Send(5).Outcome);

        Assert.Equal(!hasQuirk, guest.FSTS.PPF);
    }

    [Theory]
    [WithAndWithout(UnitQuirk.OnePasidReason)]
    public void Reasons_of_pasid_tables(UnitQuirk? quirk, bool hasQuirk)
    {
        var machine = new Machine(PasidTranslationType.FirstStage, options: With(quirk));
        machine.Change(Machine.Directory, entry => entry & ~1UL);

        Assert.Equal((byte)(hasQuirk ? FaultReason.PasidEntryFetch : FaultReason.PasidDirectoryEntryNotPresent), (byte)machine.Read().FaultReason);
    }

    [Theory]
    [WithAndWithout(UnitQuirk.MisalignedTailIgnored)]
    public void A_misaligned_tail(UnitQuirk? quirk, bool hasQuirk)
    {
        var guest = new Guest(options: With(quirk));
        guest.StartQueue();

        guest.SetTail(16);

        Assert.Equal(!hasQuirk, guest.FSTS.IQE);
    }

    [Theory]
    [WithAndWithout(UnitQuirk.PasidTypesAreSecondStage)]
    public void Nested_translation_without_the_capability(UnitQuirk? quirk, bool hasQuirk)
    {
        var machine = new Machine(PasidTranslationType.Nested, ecap: Machine.Ecap with { NEST = false }, options: With(quirk));
        machine.Second.Map(Machine.Input, 0x9000 | 3);

        Assert.Equal((byte)(hasQuirk ? FaultReason.None : FaultReason.PasidEntryInvalid), (byte)machine.Read().FaultReason);
    }

    [Theory]
    [WithAndWithout(UnitQuirk.PassThroughNeedsPasidWidth)]
    public void Pass_through_with_an_address_width_that_there_is_not(UnitQuirk? quirk, bool hasQuirk)
    {
        var machine = new Machine(PasidTranslationType.PassThrough, entry => entry with { AW = (SecondStageWidth)7 }, options: With(quirk));

        Assert.Equal((byte)(hasQuirk ? FaultReason.PasidEntryInvalid : FaultReason.None), (byte)machine.Read().FaultReason);
    }
}
