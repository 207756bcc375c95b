using Vtd.Architecture;
using Vtd.Runtime.Tests.Memory;

namespace Vtd.Runtime.Tests.Invalidation;

public class InvalidationQueueTests
{
    private static void AssertStopped(Guest guest, QueueErrorInfo reason, int head)
    {
        Assert.True(guest.FSTS.IQE);
        Assert.Equal(reason, guest.IQERCD.IQEI);
        Assert.Equal(head, guest.QueueHead);
    }

    private static void ClearError(Guest guest) => guest.Write32(Fsts.Offset, (new Fsts(0) with { IQE = true }).Value);

    [Theory]
    [InlineData(DescriptorWidth.Bits128)]
    [InlineData(DescriptorWidth.Bits256)]
    internal void Descriptors_are_executed_in_order_up_to_the_tail(DescriptorWidth width)
    {
        var guest = new Guest();
        guest.StartQueue(width);

        guest.Submit(Guest.Wait(1), Guest.Wait(2, Guest.Status + 4), Guest.Wait(3));

        Assert.Equal(3u, guest.StatusWord);
        Assert.Equal([2, 0, 0, 0], guest.ReadMemory(Guest.Status + 4, 4));
        Assert.Equal(3 * (width == DescriptorWidth.Bits128 ? 16 : 32), guest.QueueHead);
        Assert.Equal(3, guest.Unit.Counts.Descriptors);
    }

    [Theory]
    [InlineData(DescriptorWidth.Bits128, 0)]
    [InlineData(DescriptorWidth.Bits256, 0)]
    [InlineData(DescriptorWidth.Bits256, 3)]
    internal void The_queue_wraps(DescriptorWidth width, byte sizeCode)
    {
        var guest = new Guest();
        guest.StartQueue(width, sizeCode);
        var slots = (4096 << sizeCode) / (width == DescriptorWidth.Bits128 ? 16 : 32);

        var total = 0u;
        foreach (var count in new[] { slots - 1, 1, 1, slots - 1, slots / 2 + 3, slots - 3, 7 })
        {
            guest.Put([.. Enumerable.Range(0, count - 1).Select(_ => Guest.Bytes(new ContextCacheInvalidateDescriptor { G = ContextGranularity.Global }))]);
            guest.Submit(Guest.Wait(++total));
            Assert.Equal(total, guest.StatusWord);
        }

        Assert.False(guest.FSTS.IQE);
    }

    [Fact]
    public void A_descriptor_at_the_very_end_is_followed_by_the_first()
    {
        var guest = new Guest();
        guest.StartQueue();
        guest.SetTail(0);
        guest.Put([.. Enumerable.Range(0, 127).Select(_ => Guest.Wait(1))]);
        guest.SetTail(127 * 32);
        guest.Submit(Guest.Wait(5));
        Assert.Equal(5u, guest.StatusWord);
        Assert.Equal(0, guest.QueueHead);
    }

    [Theory]
    [InlineData(DescriptorWidth.Bits256, 0, 0x1000)]
    [InlineData(DescriptorWidth.Bits128, 0, 0x1000)]
    [InlineData(DescriptorWidth.Bits256, 0, 0x7FFE0)]
    [InlineData(DescriptorWidth.Bits256, 2, 0x4000)]
    internal void A_tail_outside_the_queue_is_an_error_and_no_loop(DescriptorWidth width, byte sizeCode, int tail)
    {
        var guest = new Guest();
        guest.StartQueue(width, sizeCode);

        guest.SetTail(tail);

        AssertStopped(guest, QueueErrorInfo.InvalidTail, head: 0);
        Assert.Equal(0, guest.Unit.Counts.Descriptors);
        Assert.Equal(1, guest.Unit.Counts.QueueErrors);
    }

    [Fact]
    public void A_tail_between_two_wide_descriptors_is_an_error()
    {
        var guest = new Guest();
        guest.StartQueue();
        guest.SetTail(0x30);
        AssertStopped(guest, QueueErrorInfo.MisalignedTail, head: 0);
    }

    [Fact]
    public void A_queue_that_cannot_be_read_is_an_error_at_the_descriptor()
    {
        var guest = new Guest();
        guest.StartQueue(sizeCode: 1, address: Guest.MemorySize - 4096); // its second page is no memory
        for (ulong offset = 0; offset < 4096; offset += 32)
            guest.WriteMemory(Guest.MemorySize - 4096 + offset, Guest.Wait(3));

        guest.SetTail(4096 + 64);

        AssertStopped(guest, QueueErrorInfo.DescriptorFetch, head: 4096);
        Assert.Equal(128, guest.Unit.Counts.Descriptors);
        Assert.Equal(3u, guest.StatusWord);
    }

    public static TheoryData<string, byte[]> Wrong => new()
    {
        { "type 0", new byte[32] },
        { "type 10", Changed(Guest.Wait(1), bytes => bytes[0] = 0x1A) },
        { "high type bits", Changed(Guest.Wait(1), bytes => bytes[1] |= 0x02) },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void An_unknown_type_is_an_error(string what, byte[] descriptor)
    {
        Assert.NotEmpty(what);
        var guest = new Guest();
        guest.StartQueue();
        guest.Submit(Guest.Wait(1), descriptor, Guest.Wait(2));
        AssertStopped(guest, QueueErrorInfo.InvalidType, head: 32);
        Assert.Equal(1u, guest.StatusWord);
    }

    [Fact]
    public void A_type_of_wide_queues_only_is_an_error_in_a_narrow_one()
    {
        var guest = new Guest();
        guest.StartQueue(DescriptorWidth.Bits128);
        guest.Submit(Guest.Wait(1), Guest.Bytes(new PasidCacheInvalidateDescriptor { G = PasidCacheGranularity.Global })[..16]);
        AssertStopped(guest, QueueErrorInfo.InvalidType, head: 16);
    }

    public static TheoryData<string, byte[]> Reserved => new()
    {
        { "wait, bit 8", Changed(Guest.Wait(1), bytes => bytes[1] |= 1) },
        { "wait, upper half", Changed(Guest.Wait(1), bytes => bytes[31] = 0x80) },
        { "wait for nothing", Guest.Bytes(new WaitDescriptor()) },
        { "context, granularity 0", Guest.Bytes(new ContextCacheInvalidateDescriptor()) },
        { "IOTLB, granularity 0", Guest.Bytes(new IotlbInvalidateDescriptor()) },
        { "IOTLB, mask beyond the maximum", Guest.Bytes(new IotlbInvalidateDescriptor { G = IotlbGranularity.Page, AM = 19 }) },
        { "PASID cache, granularity 2", Guest.Bytes(new PasidCacheInvalidateDescriptor { G = (PasidCacheGranularity)2 }) },
        { "PASID IOTLB, granularity 1", Guest.Bytes(new PasidIotlbInvalidateDescriptor { G = (PasidIotlbGranularity)1 }) },
        { "interrupt entries, mask beyond the maximum", Guest.Bytes(new InterruptEntryCacheInvalidateDescriptor { G = InterruptEntryGranularity.Index, IM = 16 }) },
        { "device TLB, PFSID without DIT", Changed(Guest.Bytes(new DeviceTlbInvalidateDescriptor()), bytes => bytes[7] |= 0x80) },
    };

    [Theory]
    [MemberData(nameof(Reserved))]
    public void A_reserved_bit_or_value_is_an_error(string what, byte[] descriptor)
    {
        Assert.NotEmpty(what);
        var guest = new Guest();
        guest.StartQueue();
        guest.Submit(Guest.Wait(1), Guest.Wait(2), descriptor);
        AssertStopped(guest, QueueErrorInfo.ReservedField, head: 64);
    }

    [Fact]
    public void Narrow_descriptors_are_an_error_in_scalable_mode()
    {
        var guest = new Guest();
        guest.StartQueue(DescriptorWidth.Bits128);
        guest.SetRootPointer(TranslationTableMode.Scalable);
        guest.Submit(Guest.Wait(1));
        AssertStopped(guest, QueueErrorInfo.InvalidWidth, head: 0);
    }

    [Theory]
    [InlineData(2, true, true)]
    [InlineData(1, false, true)]
    [InlineData(3, true, false)]
    public void A_translation_table_mode_that_the_unit_lacks_is_an_error(int mode, bool scalable, bool abort)
    {
        var guest = new Guest(ecap: Guest.AllEcap with { SMTS = scalable, ADMS = abort });
        guest.SetRootPointer((TranslationTableMode)mode);
        guest.StartQueue();
        guest.Submit(Guest.Wait(1));
        AssertStopped(guest, QueueErrorInfo.InvalidTranslationTableMode, head: 0);
    }

    [Fact]
    public void Every_code_but_that_of_no_information_has_a_way_to_it()
    {
        var stops = new[]
        {
            Stop(guest => guest.SetTail(0x1000)),
            Stop(guest => guest.SetTail(32), address: Guest.MemorySize),
            Stop(guest => guest.Submit(new byte[32])),
            Stop(guest => guest.Submit(Guest.Bytes(new WaitDescriptor()))),
            Stop(guest => guest.Submit(Guest.Wait(1)), DescriptorWidth.Bits128, mode: TranslationTableMode.Scalable),
            Stop(guest => guest.SetTail(0x10)),
            Stop(guest => guest.Submit(Guest.Wait(1)), mode: (TranslationTableMode)2),
        };

        Assert.Equal(Enum.GetValues<QueueErrorInfo>().Except([QueueErrorInfo.NotAvailable]), stops);

        static QueueErrorInfo Stop(
            Action<Guest> act,
            DescriptorWidth width = DescriptorWidth.Bits256,
            ulong address = Guest.QueueBase,
            TranslationTableMode mode = TranslationTableMode.Legacy)
        {
            var guest = new Guest();
            guest.SetRootPointer(mode);
            guest.StartQueue(width, address: address);
            act(guest);
            Assert.True(guest.FSTS.IQE);
            return guest.IQERCD.IQEI;
        }
    }

    [Fact]
    public void Clearing_the_error_lets_the_queue_go_on()
    {
        var guest = new Guest();
        guest.StartQueue();
        guest.Submit(Guest.Wait(1), new byte[32], Guest.Wait(3));
        AssertStopped(guest, QueueErrorInfo.InvalidType, head: 32);

        guest.SetTail(96); // does not help
        Assert.Equal(1, guest.Unit.Counts.Descriptors);

        guest.WriteMemory(Guest.QueueBase + 32, Guest.Wait(2, Guest.Status + 8));
        ClearError(guest);

        Assert.False(guest.FSTS.IQE);
        Assert.Equal(3u, guest.StatusWord);
        Assert.Equal(96, guest.QueueHead);
    }

    [Fact]
    public void Clearing_the_error_without_a_repair_stops_it_again()
    {
        var guest = new Guest();
        guest.StartQueue();
        guest.Submit(new byte[32]);
        ClearError(guest);
        AssertStopped(guest, QueueErrorInfo.InvalidType, head: 0);
        Assert.Equal(2, guest.Unit.Counts.QueueErrors);
    }

    [Fact]
    public void A_timeout_status_stops_it_too()
    {
        var guest = new Guest();
        guest.StartQueue();
        guest.Unit.Registers.FSTS = guest.Unit.Registers.FSTS with { ITE = true };
        guest.Submit(Guest.Wait(1));
        Assert.Equal(0u, guest.StatusWord);

        guest.Write32(Fsts.Offset, (new Fsts(0) with { ITE = true }).Value);

        Assert.Equal(1u, guest.StatusWord);
    }

    [Fact]
    public void A_wait_writes_its_status_before_it_raises_the_event()
    {
        var guest = new Guest();
        guest.StartQueue();
        guest.Write32(Iedata.Offset, 0x31);
        guest.Write32(Ieaddr.Offset, 0xFEE0_1000);
        guest.Write32(Ieuaddr.Offset, 0x2);
        guest.Write32(Iectl.Offset, 0);
        var seen = 0u;
        guest.OnMessage = () => seen = guest.StatusWord;

        guest.Submit(Guest.Wait(7, interrupt: true));

        Assert.Equal([(0x2_FEE0_1000UL, 0x31u)], guest.Messages);
        Assert.Equal(7u, seen);
        Assert.True(guest.ICS.IWC);
    }

    [Fact]
    public void A_fence_alone_is_executed()
    {
        var guest = new Guest();
        guest.StartQueue();
        guest.SubmitAndWait(Guest.Bytes(new WaitDescriptor { FN = true }));
        Assert.Equal(2, guest.Unit.Counts.Descriptors);
    }

    [Fact]
    public void A_status_write_to_what_is_no_memory_is_lost()
    {
        var guest = new Guest();
        guest.StartQueue();
        guest.SubmitAndWait(Guest.Wait(1, Guest.MemorySize));
        Assert.False(guest.FSTS.IQE);
    }

    [Fact]
    public void A_queue_inside_the_unit_or_a_status_write_to_it_changes_nothing()
    {
        // Memory that leads back to the unit's own registers: as a guest would have it by pointing the queue there.
        var memory = new LoopMemory();
        var guest = new Guest();
        var unit = new VtdUnit(new() { Capabilities = new GivenRegisters(Guest.AllCap.Value, Guest.AllEcap.Value) }, memory, guest);
        memory.Unit = unit;
        unit.WriteRegister(Iqa.Offset, 8, 0);
        unit.WriteRegister(Iqt.Offset, 8, 64);

        unit.WriteRegister(Gcmd.Offset, 4, (new Gcmd(0) with { QIE = true }).Value);

        Assert.True(unit.Counts.RejectedAccesses > 0);
        Assert.Equal(QueueErrorInfo.InvalidType, new Iqercd(unit.ReadRegister(Iqercd.Offset, 8)).IQEI);
    }

    private sealed class LoopMemory : IGuestMemory
    {
        public VtdUnit? Unit { get; set; }

        public bool TryRead(ulong address, Span<byte> destination)
        {
            destination.Clear();
            destination[0] = (byte)Unit!.ReadRegister((int)address, 4);
            return true;
        }

        public bool TryWrite(ulong address, ReadOnlySpan<byte> source)
        {
            Unit!.WriteRegister((int)address, 4, source[0]);
            return true;
        }

        public bool TryCompareExchange(ulong address, ulong expected, ulong value, out ulong found) =>
            PlainExchange.Try(this, address, expected, value, out found);
    }

    [Fact]
    public void A_queue_switched_on_with_a_tail_starts_at_once()
    {
        var guest = new Guest();
        guest.WriteMemory(Guest.QueueBase, Guest.Wait(4));
        guest.Write64(Iqa.Offset, (new Iqa(0) with { IQA = Guest.QueueBase }).Value);
        guest.SetTail(16);
        Assert.Equal(0u, guest.StatusWord);

        guest.Command(command => command with { QIE = true });

        Assert.Equal(4u, guest.StatusWord);
    }

    [Fact]
    public void Interrupt_entries_are_dropped_by_index_and_all()
    {
        var guest = new Guest();
        guest.StartQueue();
        for (ushort index = 0; index < 16; index++)
            guest.Unit.Caches.Interrupts.Insert(index, default);

        guest.SubmitAndWait(Guest.Bytes(new InterruptEntryCacheInvalidateDescriptor { G = InterruptEntryGranularity.Index, IIDX = 5, IM = 2 }));
        Assert.Equal(12, guest.Unit.EntriesOf(CacheKind.Interrupt));

        guest.SubmitAndWait(Guest.Bytes(new InterruptEntryCacheInvalidateDescriptor()));
        Assert.Equal(0, guest.Unit.EntriesOf(CacheKind.Interrupt));
    }

    [Theory]
    [InlineData(ContextGranularity.Global, 0, 0, 0)]
    [InlineData(ContextGranularity.Domain, 1, 0, 2)]
    [InlineData(ContextGranularity.Device, 1, 0x10, 3)]
    internal void Contexts_are_dropped_as_asked(ContextGranularity granularity, ushort domain, ushort sourceId, int left)
    {
        var guest = new Guest();
        for (ushort device = 0x10; device < 0x14; device++)
            guest.SetLegacyContext(device, (ushort)(1 + device % 2));
        guest.SetRootPointer(TranslationTableMode.Legacy);
        guest.Translate(on: true);
        guest.StartQueue();
        guest.MapSecondStage(0x6000);
        for (ushort device = 0x10; device < 0x14; device++)
            Assert.True(guest.Reads(device));

        guest.SubmitAndWait(Guest.Bytes(new ContextCacheInvalidateDescriptor { G = granularity, DID = domain, SID = sourceId }));

        Assert.Equal(left, guest.Unit.EntriesOf(CacheKind.Context));
    }

    [Fact]
    public void Device_tlb_and_page_response_descriptors_are_taken()
    {
        var guest = new Guest();
        guest.StartQueue();
        guest.SubmitAndWait(
            Guest.Bytes(new DeviceTlbInvalidateDescriptor { SID = 5 }),
            Guest.Bytes(new PageGroupResponseDescriptor { RID = 5 }));
        Assert.Equal(3, guest.Unit.Counts.Descriptors);
    }

    private static byte[] Changed(byte[] descriptor, Action<byte[]> change)
    {
        var bytes = new byte[32];
        descriptor.CopyTo(bytes, 0);
        change(bytes);
        return bytes;
    }
}
