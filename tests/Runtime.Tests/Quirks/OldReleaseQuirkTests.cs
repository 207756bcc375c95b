using Vtd.Runtime.Architecture;
using Vtd.Runtime.Tests.Remapping;
using Vtd.Runtime.Tests.Translation;
using static Vtd.Runtime.Tests.Quirks.QuirkOptions;

namespace Vtd.Runtime.Tests.Quirks;

/// <summary>What only older releases of QEMU do.</summary>
public class OldReleaseQuirkTests
{
    private static Guest StoppedOrNot(UnitQuirks quirks, byte[] descriptor)
    {
        var guest = new Guest(options: With(quirks));
        guest.StartQueue();
        guest.Submit(descriptor, Guest.Wait(7));
        return guest;
    }

    [Theory]
    [WithAndWithout(UnitQuirks.FenceAloneRefused)]
    public void A_fence_alone(UnitQuirks quirks, bool hasQuirk)
    {
        var guest = StoppedOrNot(quirks, Guest.Bytes(new WaitDescriptor { FN = true }));
        Assert.Equal(hasQuirk, guest.FSTS.IQE);

        var both = StoppedOrNot(quirks, Guest.Bytes(new WaitDescriptor { FN = true, IF = true }));
        Assert.False(both.FSTS.IQE);
    }

    [Theory]
    [WithAndWithout(UnitQuirks.PasidCacheInvalidationsIgnored)]
    public void Invalidations_of_the_pasid_cache(UnitQuirks quirks, bool hasQuirk)
    {
        var machine = new Machine(PasidTranslationType.FirstStage, options: With(quirks));
        machine.Read();
        machine.Guest.SubmitAndWait(Guest.Bytes(new PasidCacheInvalidateDescriptor { G = PasidCacheGranularity.Global }));
        Assert.Equal(hasQuirk ? 1 : 0, machine.Guest.Unit.Counts.Pasids);

        var reserved = Guest.Bytes(new PasidCacheInvalidateDescriptor { G = PasidCacheGranularity.Global });
        reserved[31] = 1;
        Assert.Equal(!hasQuirk, StoppedOrNot(quirks, reserved).FSTS.IQE);
    }

    [Theory]
    [WithAndWithout(UnitQuirks.PageGroupResponsesUnknown)]
    public void Page_group_responses(UnitQuirks quirks, bool hasQuirk) =>
        Assert.Equal(hasQuirk, StoppedOrNot(quirks, Guest.Bytes(new PageGroupResponseDescriptor { PP = true })).FSTS.IQE);

    [Theory]
    [WithAndWithout(UnitQuirks.PasidAddressMaskBounded, 18, false)]
    [WithAndWithout(UnitQuirks.PasidAddressMaskBounded, 19, true)]
    [WithAndWithout(UnitQuirks.PasidAddressMaskBounded, 63, true)]
    public void Address_masks_of_PASID_based_invalidations(UnitQuirks quirks, bool hasQuirk, byte mask, bool isBeyond) => Assert.Equal(
        hasQuirk && isBeyond,
        StoppedOrNot(quirks, Guest.Bytes(new PasidIotlbInvalidateDescriptor { G = PasidIotlbGranularity.Page, AM = mask })).FSTS.IQE);

    [Theory]
    [WithAndWithout(UnitQuirks.OldDescriptors, InterruptEntryCacheInvalidateDescriptor.TypeCode, 6, true, false)]
    [WithAndWithout(UnitQuirks.OldDescriptors, InterruptEntryCacheInvalidateDescriptor.TypeCode, 1, true, false)]
    [WithAndWithout(UnitQuirks.OldDescriptors, PasidCacheInvalidateDescriptor.TypeCode, 31, true, false)]
    [WithAndWithout(UnitQuirks.OldDescriptors, PasidIotlbInvalidateDescriptor.TypeCode, 0, true, false)]
    [WithAndWithout(UnitQuirks.OldDescriptors, PasidDeviceTlbInvalidateDescriptor.TypeCode, 0, false, true)]
    [WithAndWithout(UnitQuirks.OldDescriptors, DeviceTlbInvalidateDescriptor.TypeCode, 31, true, false)]
    [WithAndWithout(UnitQuirks.OldDescriptors, DeviceTlbInvalidateDescriptor.TypeCode, 1, false, false)]
    public void Descriptors(UnitQuirks quirks, bool hasQuirk, byte type, int changed, bool quirkTakes, bool isTaken)
    {
        var descriptor = new byte[32];
        descriptor[changed] = 2;
        descriptor[0] = type;

        Assert.Equal(!(hasQuirk ? quirkTakes : isTaken), StoppedOrNot(quirks, descriptor).FSTS.IQE);
    }

    [Theory]
    [InlineData(UnitQuirks.QueueStaysOn, true)]
    [InlineData(UnitQuirks.QueueStaysOn | UnitQuirks.OldDescriptors, false)]
    public void A_type_whose_lower_bits_are_those_of_a_wait_is_one_for_the_switch(UnitQuirks quirks, bool staysOn)
    {
        var guest = new Guest(options: With(quirks));
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
    [WithAndWithout(UnitQuirks.OldDescriptors)]
    public void An_index_mask_beyond_the_largest_drops_everything(UnitQuirks quirks, bool hasQuirk)
    {
        var guest = new Guest(options: With(quirks));
        guest.StartQueue();
        guest.StartRemapping();
        guest.SetEntry(5, GuestInterrupts.Xapic());
        guest.Send(5);

        guest.Submit(Guest.Bytes(new InterruptEntryCacheInvalidateDescriptor { G = InterruptEntryGranularity.Index, IIDX = 100, IM = (byte)(Guest.AllEcap.MHMV + 1) }));

        Assert.Equal(hasQuirk ? 0 : 1, guest.Unit.Counts.InterruptEntries);
    }

    [Theory]
    [WithAndWithout(UnitQuirks.InterruptFaultsUnreported)]
    public void Interrupt_faults(UnitQuirks quirks, bool hasQuirk)
    {
        var guest = new Guest(options: With(quirks));
        guest.StartRemapping();

        Assert.Equal(InterruptOutcome.Blocked, guest.Send(5).Outcome);

        Assert.Equal(!hasQuirk, guest.FSTS.PPF);
    }

    [Theory]
    [WithAndWithout(UnitQuirks.OnePasidReason)]
    public void Reasons_of_pasid_tables(UnitQuirks quirks, bool hasQuirk)
    {
        var machine = new Machine(PasidTranslationType.FirstStage, options: With(quirks));
        machine.Change(Machine.Directory, entry => entry & ~1UL);

        Assert.Equal((byte)(hasQuirk ? FaultReason.PasidEntryFetch : FaultReason.PasidDirectoryEntryNotPresent), machine.Read().FaultReason);
    }

    [Theory]
    [WithAndWithout(UnitQuirks.MisalignedTailIgnored)]
    public void A_misaligned_tail(UnitQuirks quirks, bool hasQuirk)
    {
        var guest = new Guest(options: With(quirks));
        guest.StartQueue();

        guest.SetTail(16);

        Assert.Equal(!hasQuirk, guest.FSTS.IQE);
    }

    [Theory]
    [WithAndWithout(UnitQuirks.PasidTypesAreSecondStage)]
    public void Nested_translation_without_the_capability(UnitQuirks quirks, bool hasQuirk)
    {
        var machine = new Machine(PasidTranslationType.Nested, ecap: Machine.Ecap with { NEST = false }, options: With(quirks));
        machine.Second.Map(Machine.Input, 0x9000 | 3);

        Assert.Equal((byte)(hasQuirk ? FaultReason.None : FaultReason.PasidEntryInvalid), machine.Read().FaultReason);
    }

    [Theory]
    [WithAndWithout(UnitQuirks.PassThroughNeedsPasidWidth)]
    public void Pass_through_with_an_address_width_that_there_is_not(UnitQuirks quirks, bool hasQuirk)
    {
        var machine = new Machine(PasidTranslationType.PassThrough, entry => entry with { AW = (SecondStageWidth)7 }, options: With(quirks));

        Assert.Equal((byte)(hasQuirk ? FaultReason.PasidEntryInvalid : FaultReason.None), machine.Read().FaultReason);
    }
}
