using Vtd.Architecture;
using Vtd.Runtime.Tests.Endpoints;
using Vtd.Runtime.Tests.Remapping;
using Vtd.Runtime.Tests.Translation;
using static Vtd.Runtime.Tests.Quirks.QuirkOptions;

namespace Vtd.Runtime.Tests.Quirks;

public class QueueQuirkTests
{
    private static readonly byte[] ContextsGlobal = Guest.Bytes(new ContextCacheInvalidateDescriptor { G = ContextGranularity.Global });

    private static Guest GuestWith(UnitQuirk? quirk) => new(options: With(quirk));

    [Theory]
    [WithAndWithout(UnitQuirk.QueueStaysOn, false)]
    [WithAndWithout(UnitQuirk.QueueStaysOn, true)]
    public void It_may_stay_on_until_a_wait_was_last(UnitQuirk? quirk, bool hasQuirk, bool isUsed)
    {
        var guest = GuestWith(quirk);
        guest.StartQueue();
        if (isUsed)
            guest.SubmitAndWait();
        if (isUsed)
            guest.Submit(ContextsGlobal);

        guest.Command(command => command with { QIE = false });
        Assert.Equal(hasQuirk, guest.GSTS.QIES);
        if (!hasQuirk)
            return;

        guest.SubmitAndWait();
        guest.Command(command => command with { QIE = false });
        Assert.False(guest.GSTS.QIES);
    }

    [Theory]
    [WithAndWithout(UnitQuirk.QueueStaysOn)]
    public void It_may_stay_on_while_something_is_left(UnitQuirk? quirk, bool hasQuirk)
    {
        var guest = GuestWith(quirk);
        guest.StartQueue();
        guest.Submit(Guest.Wait(1), new byte[32]);
        Assert.True(guest.FSTS.IQE);

        guest.Command(command => command with { QIE = false });

        Assert.Equal(hasQuirk, guest.GSTS.QIES);
    }

    [Theory]
    [WithAndWithout(UnitQuirk.QueueStaysOn)]
    public void What_was_last_is_remembered_until_a_reset(UnitQuirk? quirk, bool hasQuirk)
    {
        var guest = GuestWith(quirk);
        guest.StartQueue();
        guest.SubmitAndWait();
        guest.Command(command => command with { QIE = false });
        guest.StartQueue();
        guest.Command(command => command with { QIE = false });
        Assert.False(guest.GSTS.QIES);

        guest.Unit.Reset();
        guest.StartQueue();
        guest.Command(command => command with { QIE = false });
        Assert.Equal(hasQuirk, guest.GSTS.QIES);
    }

    [Theory]
    [WithAndWithout(UnitQuirk.TailKeptIfMisaligned)]
    public void A_misaligned_tail_while_it_is_off_and_on(UnitQuirk? quirk, bool hasQuirk)
    {
        var guest = GuestWith(quirk);
        guest.Write64(Iqa.Offset, (new Iqa(0) with { IQA = Guest.QueueBase, DW = DescriptorWidth.Bits256 }).Value);
        guest.SetTail(16);
        Assert.Equal(hasQuirk, guest.FSTS.IQE);

        guest.SetTail(0);
        guest.Write32(Fsts.Offset, uint.MaxValue);
        guest.StartQueue();
        guest.SubmitAndWait();
        guest.SetTail(48);
        Assert.True(guest.FSTS.IQE);

        guest.Write32(Fsts.Offset, uint.MaxValue);
        Assert.Equal(!hasQuirk, guest.FSTS.IQE);

        guest.Unit.Reset();
        guest.Write64(Iqa.Offset, (new Iqa(0) with { IQA = Guest.QueueBase, DW = DescriptorWidth.Bits256 }).Value);
        guest.SetTail(16);
        Assert.Equal(0UL, guest.Unit.ReadRegister(Iqh.Offset, 8));
    }

    [Theory]
    [WithAndWithout(UnitQuirk.QueueResumesAtTail)]
    public void It_goes_on_when_the_error_is_cleared_or_at_the_next_tail(UnitQuirk? quirk, bool hasQuirk)
    {
        var guest = GuestWith(quirk);
        guest.StartQueue();
        guest.Submit(new byte[32]);
        guest.WriteMemory(Guest.QueueBase, Guest.Wait(7));

        guest.Write32(Fsts.Offset, (new Fsts(0) with { IQE = true }).Value);
        Assert.False(guest.FSTS.IQE);
        Assert.Equal(hasQuirk ? 0u : 7, guest.StatusWord);

        guest.SetTail(32);
        Assert.Equal(7u, guest.StatusWord);
    }

    [Theory]
    [WithAndWithout(UnitQuirk.NarrowQueueInScalableMode)]
    public void Narrow_descriptors_in_scalable_mode(UnitQuirk? quirk, bool hasQuirk)
    {
        var guest = GuestWith(quirk);
        guest.SetRootPointer(TranslationTableMode.Scalable);
        guest.StartQueue(DescriptorWidth.Bits128);

        guest.Submit(Guest.Wait(7));

        Assert.Equal(hasQuirk ? 7u : 0, guest.StatusWord);
        Assert.Equal(!hasQuirk, guest.FSTS.IQE);
        Assert.Equal(hasQuirk ? QueueErrorInfo.NotAvailable : QueueErrorInfo.InvalidWidth, guest.IQERCD.IQEI);
    }

    [Theory]
    [WithAndWithout(UnitQuirk.StatusWriteMustSucceed)]
    public void A_status_write_to_no_memory(UnitQuirk? quirk, bool hasQuirk)
    {
        var guest = GuestWith(quirk);
        guest.StartQueue();

        guest.Submit(Guest.Wait(7, Machine.Nowhere, interrupt: true), Guest.Wait(8));

        Assert.Equal(hasQuirk, guest.FSTS.IQE);
        Assert.True(guest.ICS.IWC);
        Assert.Equal(hasQuirk ? (0, 0u) : (64, 8u), (guest.QueueHead, guest.StatusWord));
    }

    [Theory]
    [WithAndWithout(UnitQuirk.LoosePageGroupResponse, DescriptorWidth.Bits256, true, 0)]
    [WithAndWithout(UnitQuirk.LoosePageGroupResponse, DescriptorWidth.Bits256, true, 1)]
    [WithAndWithout(UnitQuirk.LoosePageGroupResponse, DescriptorWidth.Bits256, false, 0)]
    [WithAndWithout(UnitQuirk.LoosePageGroupResponse, DescriptorWidth.Bits128, true, 0)]
    internal void Page_group_responses(UnitQuirk? quirk, bool hasQuirk, DescriptorWidth width, bool withPasid, byte upperHalf)
    {
        var guest = GuestWith(quirk);
        var endpoint = new RecordingEndpoint();
        guest.Unit.AddEndpoint(5, endpoint);
        guest.StartQueue(width);
        var response = Guest.Bytes(new PageGroupResponseDescriptor { RID = 5, PP = withPasid, PASID = 9u });
        response[31] = upperHalf;

        guest.Submit(width == DescriptorWidth.Bits256 ? response : response[..16]);

        var isTaken = hasQuirk ? withPasid : width == DescriptorWidth.Bits256 && upperHalf == 0;
        Assert.Equal(!isTaken, guest.FSTS.IQE);
        Assert.Equal(isTaken ? 1 : 0, endpoint.Responses.Count);
    }

    [Theory]
    [WithAndWithout(UnitQuirk.UnboundedIndexMask)]
    public void An_index_mask_beyond_the_largest(UnitQuirk? quirk, bool hasQuirk)
    {
        var guest = GuestWith(quirk);
        guest.StartQueue();
        guest.SetEntry(5, GuestInterrupts.Xapic());
        guest.StartRemapping();
        guest.Send(5);
        Assert.Equal(1, guest.Unit.EntriesOf(CacheKind.Interrupt));

        guest.Submit(Guest.Bytes(new InterruptEntryCacheInvalidateDescriptor
        {
            G = InterruptEntryGranularity.Index, IM = (byte)(Guest.AllEcap.MHMV + 1),
        }));

        Assert.Equal(hasQuirk ? 0 : 1, guest.Unit.EntriesOf(CacheKind.Interrupt));
        Assert.Equal(hasQuirk ? QueueErrorInfo.NotAvailable : QueueErrorInfo.ReservedField, guest.IQERCD.IQEI);
    }

    [Theory]
    [WithAndWithout(UnitQuirk.ContextDomainIsGlobal)]
    public void Contexts_of_another_domain(UnitQuirk? quirk, bool hasQuirk)
    {
        var machine = new Machine(null, options: With(quirk));
        machine.Read();

        machine.Guest.SubmitAndWait(Guest.Bytes(new ContextCacheInvalidateDescriptor { G = ContextGranularity.Domain, DID = Machine.Domain + 1 }));

        Assert.Equal(hasQuirk ? 0 : 1, machine.Guest.Unit.EntriesOf(CacheKind.Context));
    }

    [Theory]
    [WithAndWithout(UnitQuirk.PasidInvalidationsDropSecondStage)]
    public void Second_stage_pages_under_a_pasid(UnitQuirk? quirk, bool hasQuirk)
    {
        foreach (var granularity in new[] { PasidIotlbGranularity.Pasid, PasidIotlbGranularity.Page })
        {
            var machine = new Machine(PasidTranslationType.SecondStage, options: With(quirk));
            machine.Read();
            var invalidation = new PasidIotlbInvalidateDescriptor { G = granularity, DID = Machine.Domain, PASID = Machine.Pasid, ADDR = Machine.Input };

            machine.Guest.SubmitAndWait(Guest.Bytes(invalidation with { PASID = Machine.Pasid + 1 }));
            Assert.Equal(1, machine.Guest.Unit.EntriesOf(CacheKind.Iotlb));

            machine.Guest.SubmitAndWait(Guest.Bytes(invalidation));
            Assert.Equal(hasQuirk && granularity == PasidIotlbGranularity.Pasid ? 0 : 1, machine.Guest.Unit.EntriesOf(CacheKind.Iotlb));
        }
    }

    [Theory]
    [WithAndWithout(UnitQuirk.EightBitPageMask, 0x10_5000, 0, true)]
    [WithAndWithout(UnitQuirk.EightBitPageMask, 0x10_6000, 0, false)]
    [WithAndWithout(UnitQuirk.EightBitPageMask, 0x10_4000, 1, true)]
    [WithAndWithout(UnitQuirk.EightBitPageMask, 0x10_6000, 1, false)]
    [WithAndWithout(UnitQuirk.EightBitPageMask, 0x10_0000, 7, true)]
    [WithAndWithout(UnitQuirk.EightBitPageMask, 0x18_0000, 7, false)]
    [WithAndWithout(UnitQuirk.EightBitPageMask, 0x20_0000, 8, true)]
    public void Pages_beyond_the_range(UnitQuirk? quirk, bool hasQuirk, int address, int mask, bool isLike)
    {
        var machine = new Machine(null, options: With(quirk));
        machine.Read();

        machine.Guest.SubmitAndWait(Guest.Bytes(
            new IotlbInvalidateDescriptor { G = IotlbGranularity.Page, DID = Machine.Domain, ADDR = (ulong)address, AM = (byte)mask }));

        Assert.Equal(hasQuirk && isLike ? 0 : 1, machine.Guest.Unit.EntriesOf(CacheKind.Iotlb));
    }
}
