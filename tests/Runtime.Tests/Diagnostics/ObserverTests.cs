using System.Globalization;
using Vtd.Architecture;
using Vtd.Runtime.Tests.Remapping;
using Vtd.Runtime.Tests.Translation;

namespace Vtd.Runtime.Tests.Diagnostics;

/// <summary>An observer learns what reached the unit, what the unit did for it, and why it accessed memory.</summary>
public class ObserverTests
{
    private readonly Log _log = new();

    [Fact]
    public void A_DMA_request_is_told_with_the_purpose_of_every_read()
    {
        var machine = new Machine(PasidTranslationType.FirstStage, observer: _log);
        _log.Seen.Clear();

        machine.Read();
        machine.Read();

        Assert.Equal(
            [
                "start Dma", "read RootEntry 16", "read ContextEntry 32", "read PasidDirectoryEntry 8", "read PasidEntry 64",
                "read FirstStageEntry 4 8", "exchange FirstStageEntry 4 8 True", "read FirstStageEntry 3 8", "exchange FirstStageEntry 3 8 True",
                "read FirstStageEntry 2 8", "exchange FirstStageEntry 2 8 True", "read FirstStageEntry 1 8", "exchange FirstStageEntry 1 8 True",
                "end Dma Allowed", "start Dma", "end Dma Allowed",
            ],
            _log.Seen);
        Assert.Equal(0x9000UL, _log.Page.Output);
    }

    [Fact]
    public void Entries_of_both_stages_are_told_apart()
    {
        var machine = new Machine(PasidTranslationType.Nested, observer: _log);
        _log.Places.Clear();

        machine.Read();

        var top = _log.Places.FindIndex(static place => place.Purpose == MemoryPurpose.FirstStageEntry);
        Assert.Equal([4, 3, 2], _log.Places[..top].Where(static place => place.Purpose == MemoryPurpose.SecondStageEntry).Select(static place => place.Level));
        Assert.Equal(4, _log.Places[top].Level);
        Assert.Equal(Machine.FirstRoot + Machine.Moved, _log.Places[top].Address);
    }

    [Fact]
    public void A_register_write_is_told_with_the_change_that_it_made()
    {
        var guest = new Guest(observer: _log);
        guest.Fault(0x0108);
        var fault = guest.FSTS;
        Assert.True(fault.PPF);
        _log.Changes.Clear();

        guest.Write32(Fectl.Offset, 0);
        guest.Write32(Gcmd.Offset, Gcmd.Masks.SRTP);
        guest.Write32(2, 1);
        guest.Read32(Gsts.Offset);

        Assert.Equal(
            [new(Fectl.Offset, 4, 0, Fectl.Masks.IM | Fectl.Masks.IP, 0), new(Gcmd.Offset, 4, Gcmd.Masks.SRTP, 0, 0), new(2, 4, 1, 0, 0)],
            _log.Changes);
        Assert.Equal(
            ["start RegisterWrite", "rejected", "end RegisterWrite", "start RegisterRead", "end RegisterRead 1c"],
            _log.Seen[^5..]);
    }

    [Fact]
    public void Descriptors_are_read_many_at_once_and_their_status_is_written()
    {
        var guest = new Guest(observer: _log);
        guest.StartQueue();
        _log.Seen.Clear();

        guest.Submit(Guest.Bytes(new IotlbInvalidateDescriptor { G = IotlbGranularity.Global }), Guest.Wait(1), Guest.Wait(2));

        Assert.Equal(
            ["start RegisterWrite", "read InvalidationDescriptor 96", "executed", "write WaitStatus 4", "executed", "write WaitStatus 4", "executed", "end RegisterWrite"],
            _log.Seen);
        Assert.Equal(32, _log.Places.Last(static place => place.Purpose == MemoryPurpose.InvalidationDescriptor).EntrySize);
    }

    [Fact]
    public void A_queue_that_stops_is_told_with_head_and_tail()
    {
        var guest = new Guest(observer: _log);
        guest.StartQueue();

        guest.Submit(Guest.Wait(1), [0xFF, 0xFF], Guest.Wait(2));

        Assert.Equal((QueueErrorInfo.InvalidType, 32, 96), _log.Stopped);
    }

    [Fact]
    public void Device_requests_are_told_with_their_answers()
    {
        var machine = new Machine(PasidTranslationType.FirstStage, observer: _log);
        machine.Change(Machine.ScalableContext, value => value | 1 << 2 | 1 << 4);
        var unit = machine.Guest.Unit;
        _log.Seen.Clear();

        unit.TranslateForDevice(new(Machine.Device, Machine.Input) { Pasid = Machine.Pasid });
        unit.RequestPage(new(Machine.Device, 0x7000, 1) { Pasid = Machine.Pasid, IsLast = true });

        Assert.Equal(
            ["start Translation", "end Translation Completed", "start PageRequest", "write PageRequestDescriptor 32", "end PageRequest Queued"],
            _log.Seen.Where(static text => !text.StartsWith("read", StringComparison.Ordinal) && !text.StartsWith("exchange", StringComparison.Ordinal)));
    }

    [Fact]
    public void Interrupts_are_told_with_the_reads_of_their_entries()
    {
        var guest = GuestInterrupts.WithPosting(_log);
        guest.SetEntry(5, GuestInterrupts.Xapic());
        guest.SetEntry(6, default(PostedIrte) with { P = true, IM = InterruptMode.Posted, V = 9, PDA = 0x900_0000 });
        guest.StartRemapping();
        _log.Seen.Clear();

        guest.Send(5);
        guest.Send(5);
        guest.Send(6);

        Assert.Equal(
            [
                "start Interrupt", "read InterruptEntry 16", "end Interrupt Remapped",
                "start Interrupt", "end Interrupt Remapped",
                "start Interrupt", "read InterruptEntry 16", "read PostedInterruptDescriptor 64",
                "exchange PostedInterruptDescriptor 64 True", "exchange PostedInterruptDescriptor 64 True", "end Interrupt PostedWithNotification",
            ],
            _log.Seen);
    }

    [Fact]
    public void Messages_of_the_unit_are_told()
    {
        var guest = new Guest(observer: _log);
        guest.Write32(Fedata.Offset, 0x41);
        guest.Write32(Feaddr.Offset, 0xFEE0_1000);
        guest.Write32(Fectl.Offset, 0);

        guest.Fault(0x0108);

        Assert.Contains("message 41 to fee01000", _log.Seen);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Hits_allocate_nothing_with_and_without_an_observer(bool isObserved)
    {
        var counter = new Counter();
        var machine = new Machine(PasidTranslationType.SecondStage, observer: isObserved ? counter : null);
        machine.Read();

        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var round = 0; round < 100; round++)
                machine.Read();
        }));
        Assert.Equal(isObserved ? Allocations.Runs * 100 + 1 : 0, counter.Answers);
    }

    private sealed class Counter : IUnitObserver
    {
        public int Answers { get; private set; }

        public void DmaAnswered(in DmaRequest request, in DmaResult result) => Answers++;
    }

    private sealed class Log : IUnitObserver
    {
        public List<string> Seen { get; } = [];

        public List<MemoryPlace> Places { get; } = [];

        public List<RegisterChange> Changes { get; } = [];

        public PageTranslation Page { get; private set; }

        public (QueueErrorInfo Reason, int Head, int Tail) Stopped { get; private set; }

        public void InputStarted(UnitInput input) => Seen.Add($"start {input}");

        public void RegisterRead(int offset, int size, ulong value) => Add($"end RegisterRead {offset:x}");

        public void RegisterWritten(in RegisterChange change)
        {
            Changes.Add(change);
            Seen.Add("end RegisterWrite");
        }

        public void AccessRejected(int offset, int size, bool isWrite) => Seen.Add("rejected");

        public void DmaAnswered(in DmaRequest request, in DmaResult result)
        {
            Page = result.Page;
            Seen.Add($"end Dma {result.Outcome}");
        }

        public void TranslationAnswered(in AtsRequest request, in AtsResult result) => Seen.Add($"end Translation {result.Outcome}");

        public void PageRequestAnswered(in PageRequest request, in PageRequestResult result) => Seen.Add($"end PageRequest {result.Outcome}");

        public void InterruptAnswered(in InterruptRequest request, in InterruptResult result) => Seen.Add($"end Interrupt {result.Outcome}");

        public void MemoryRead(in MemoryPlace place, ReadOnlySpan<byte> bytes, bool isThere) => Add("read", place, bytes.Length.ToString(CultureInfo.InvariantCulture));

        public void MemoryWritten(in MemoryPlace place, ReadOnlySpan<byte> bytes, bool isThere) => Add("write", place, bytes.Length.ToString(CultureInfo.InvariantCulture));

        public void MemoryExchanged(in MemoryPlace place, in MemoryExchange exchange, bool isThere) =>
            Add("exchange", place, $"{place.EntrySize} {isThere && exchange.IsDone}");

        public void DescriptorExecuted(InvalidationQueueType type, InvalidationGranularity? granularity, ReadOnlySpan<byte> descriptor) => Seen.Add("executed");

        public void QueueStopped(QueueErrorInfo reason, int head, int tail) => Stopped = (reason, head, tail);

        public void MessageSent(ulong address, uint data) => Add($"message {data:x} to {address:x}");

        private void Add(string verb, in MemoryPlace place, string what)
        {
            Places.Add(place);
            Seen.Add(place.Level == 0 ? $"{verb} {place.Purpose} {what}" : $"{verb} {place.Purpose} {place.Level} {what}");
        }

        private void Add(FormattableString text) => Seen.Add(text.ToString(CultureInfo.InvariantCulture));
    }
}
