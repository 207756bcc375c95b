using CsCheck;
using Vtd.Architecture;

namespace Vtd.Runtime.Tests.Endpoints;

public class PageRequestTests
{
    private const ushort SourceId = 0x0108;
    private const ulong Queue = 0x40_0000;

    private static readonly PageGroupAnswer[] NoAnswer = [];

    private readonly List<ReportedFault> _faults = [];
    private readonly Guest _guest;
    private readonly RecordingEndpoint _endpoint = new();
    private readonly IDisposable _added;

    private sealed class FaultLog(List<ReportedFault> faults) : IUnitObserver
    {
        public void FaultReported(in ReportedFault fault) => faults.Add(fault);
    }

    public PageRequestTests()
    {
        _guest = new(observer: new FaultLog(_faults));
        SetContext(pre: true);
        _guest.StartScalable();
        _added = _guest.Unit.AddEndpoint(SourceId, _endpoint);
        _guest.Write64(Pqa.Offset, (new Pqa(0) with { PQA = Queue }).Value);
        _guest.Write32(Pedata.Offset, 0x55);
        _guest.Write32(Peaddr.Offset, 0xFEE0_2000);
        Mask(false);
    }

    private static PageRequest Request(ushort group = 1, bool isLast = true) =>
        new(SourceId, 0x1234_5678, group) { Pasid = 9, Read = true, IsLast = isLast };

    private void SetContext(bool pre, bool fpd = false, bool present = true)
    {
        _guest.SetScalableContext(SourceId);
        _guest.SetScalableContext(SourceId, default(ScalableContextEntry) with { P = present, FPD = fpd, PASIDE = true, PRE = pre, PASIDDIRPTR = 0x0210_0000 });
    }

    private PageRequestOutcome Send(ushort group = 1, bool isLast = true) => _guest.Unit.RequestPage(Request(group, isLast)).Outcome;

    private void Mask(bool on) => _guest.Write32(Pectl.Offset, (new Pectl(0) with { IM = on }).Value);

    private void Clear(bool ppr = false, bool pro = false) => _guest.Write32(Prs.Offset, (new Prs(0) with { PPR = ppr, PRO = pro }).Value);

    private Prs Status => new(_guest.Read32(Prs.Offset));

    private bool IsPending => new Pectl(_guest.Read32(Pectl.Offset)).IP;

    private ulong Tail => new Pqt(_guest.Unit.ReadRegister(Pqt.Offset, 8)).PQT;

    private void SetHead(ulong offset) => _guest.Write64(Pqh.Offset, offset);

    private void SetTail(ulong offset) => _guest.Write64(Pqt.Offset, offset);

    private PageRequestDescriptor At(ulong offset) => PageRequestDescriptor.Read(_guest.ReadMemory(Queue + offset, PageRequestDescriptor.SizeInBytes));

    private IEnumerable<PageGroupAnswer> Answers => _endpoint.Responses.Select(response => response.Answer);

    [Fact]
    public void Every_field_of_a_request_is_in_the_queue()
    {
        _guest.Unit.RequestPage(new(SourceId, 0xFFFF_8765_4321_0FFF, 0x155) { Pasid = 0xABCDE, Read = true, Execute = true });
        _guest.Unit.RequestPage(new(0xFFFF, 0x1000, 0x0AA) { Pasid = 0, Write = true, IsPrivileged = true, IsLast = true });

        Assert.Equal(
            new PageRequestDescriptor { TYPE = PageRequestDescriptorType.PageRequest, PP = true, PASID = 0xABCDE, RID = SourceId, EXR = true, RDR = true, PRGI = 0x155, ADDR = 0xFFFF_8765_4321_0000 },
            At(0));
        Assert.Equal(0x20ul, Tail);
        Assert.Equal(default, At(0x20)); // of a device that may not send any
    }

    [Fact]
    public void Without_PASID_there_is_no_privilege_and_no_execution()
    {
        _guest.Unit.RequestPage(new(SourceId, 0x1000, 2) { Write = true, IsPrivileged = true, Execute = true, IsLast = true });

        Assert.Equal(
            new PageRequestDescriptor { TYPE = PageRequestDescriptorType.PageRequest, RID = SourceId, WRR = true, LPIG = true, PRGI = 2, ADDR = 0x1000 },
            At(0));
    }

    [Fact]
    public void A_privileged_write()
    {
        _guest.Unit.RequestPage(new(SourceId, 0x1000, 2) { Pasid = 0, Write = true, IsPrivileged = true });

        Assert.Equal(
            new PageRequestDescriptor { TYPE = PageRequestDescriptorType.PageRequest, PP = true, RID = SourceId, WRR = true, PMR = true, PRGI = 2, ADDR = 0x1000 },
            At(0));
    }

    [Fact]
    public void The_type_is_the_one_that_drivers_look_for() => Assert.Equal(1, (int)PageRequestDescriptorType.PageRequest);

    [Theory]
    [InlineData(0x10_0000u, 0)]
    [InlineData(0u, 0x200)]
    public void What_a_request_cannot_carry_is_refused(uint pasid, int group)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _guest.Unit.RequestPage(new(SourceId, 0, (ushort)group) { Pasid = pasid }));
        Assert.Equal((new Prs(0), 0ul), (Status, Tail));
        Assert.Equal(PageRequestOutcome.Queued, Send());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    public void The_queue_wraps_and_holds_one_less_than_its_size(byte sizeCode)
    {
        _guest.Write64(Pqa.Offset, (new Pqa(0) with { PQA = Queue, PQS = sizeCode }).Value);
        var size = 4096ul << sizeCode;
        SetHead(size - 0x40);
        SetTail(size - 0x40);

        var slots = (int)(size / 32);
        for (var number = 0; number < slots - 1; number++)
            Assert.Equal(PageRequestOutcome.Queued, Send((ushort)(number % 512), isLast: false));

        Assert.Equal(size - 0x60, Tail);
        Assert.Equal(0, At(size - 0x40).PRGI);
        Assert.Equal(1, At(size - 0x20).PRGI);
        Assert.Equal(2, At(0).PRGI);
        Assert.False(Status.PRO);
        Assert.Equal(default, At(size - 0x60));
        Assert.Equal(default, PageRequestDescriptor.Read(_guest.ReadMemory(Queue + size, 32)));

        Assert.Equal(PageRequestOutcome.Overflowed, Send());
        Assert.True(Status.PRO);
        Assert.Equal(size - 0x60, Tail);
        Assert.Equal(default, At(size - 0x60));
    }

    [Fact]
    public void After_an_overflow_nothing_is_queued_until_it_is_cleared()
    {
        SetHead(0x20);
        Assert.Equal(PageRequestOutcome.Overflowed, Send());
        SetHead(0x100);

        Assert.Equal(PageRequestOutcome.Overflowed, Send());
        Assert.Equal(0ul, Tail);

        Clear(ppr: true);
        Assert.Equal(PageRequestOutcome.Overflowed, Send());

        Clear(pro: true);
        Assert.Equal(PageRequestOutcome.Queued, Send());
        Assert.Equal(0x20ul, Tail);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_last_of_a_group_that_is_lost_is_answered(bool isLast)
    {
        SetHead(0x20);

        Send(group: 5, isLast);
        Send(group: 6, isLast);

        Assert.Equal(
            isLast ? [new(5, PageGroupAnswer.Success, 9), new(6, PageGroupAnswer.Success, 9)] : Array.Empty<PageGroupResponse>(),
            _endpoint.Responses);
    }

    [Fact]
    public void Nobody_answers_a_stop_marker()
    {
        SetHead(0x20);
        _guest.Unit.RequestPage(new(SourceId, 0, 1) { Pasid = 9, IsLast = true });
        Assert.Empty(_endpoint.Responses);

        // Without PASID it is none.
        _guest.Unit.RequestPage(new(SourceId, 0, 1) { IsLast = true });
        Assert.Single(_endpoint.Responses);
    }

    /// <summary>PPR and PRO before, what arises, and whether that is told: only if neither was set.</summary>
    [Theory]
    [InlineData(false, false, false, true)]
    [InlineData(true, false, false, false)]
    [InlineData(false, false, true, true)]
    [InlineData(true, false, true, false)]
    [InlineData(false, true, true, false)]
    [InlineData(true, true, true, false)]
    public void Events(bool ppr, bool pro, bool isFull, bool isTold)
    {
        if (ppr)
            Send();
        if (pro)
        {
            SetHead((Tail + 0x20) % 4096);
            Send();
            if (!ppr)
                Clear(ppr: true);
        }
        Assert.Equal((ppr, pro), (Status.PPR, Status.PRO));
        _guest.Messages.Clear();
        SetHead(isFull ? (Tail + 0x20) % 4096 : Tail);

        Send();

        Assert.Equal(isTold ? [(0xFEE0_2000UL, 0x55u)] : [], _guest.Messages);
        Assert.False(IsPending);
    }

    [Fact]
    public void The_upper_half_of_the_event_address_counts()
    {
        _guest.Write32(Peuaddr.Offset, 0x12);
        Send();
        Assert.Equal([(0x12_FEE0_2000UL, 0x55u)], _guest.Messages);
    }

    [Fact]
    public void A_masked_event_waits_until_it_is_unmasked()
    {
        Mask(true);
        Send();
        Assert.True(IsPending);
        Assert.Empty(_guest.Messages);

        Mask(false);
        Assert.False(IsPending);
        Assert.Single(_guest.Messages);
    }

    [Fact]
    public void A_masked_event_is_forgotten_when_both_conditions_are_gone()
    {
        Mask(true);
        Send();
        SetHead(Tail + 0x20);
        Send();
        Assert.True(Status is { PPR: true, PRO: true });

        Clear(ppr: true);
        Assert.True(IsPending);
        Clear(pro: true);
        Assert.False(IsPending);

        Mask(false);
        Assert.Empty(_guest.Messages);
    }

    [Fact]
    public void A_request_after_software_cleared_the_status_is_told_again()
    {
        Send();
        Clear(ppr: true);
        Send();
        Assert.Equal(2, _guest.Messages.Count);
    }

    [Theory]
    [InlineData(0, 0x7FFE0ul, 0ul)]
    [InlineData(0, 0x1000ul, 0ul)]
    [InlineData(0, 0ul, 0x7FFE0ul)]
    [InlineData(0, 0x2020ul, 0x1000ul)]
    [InlineData(3, 0x40000ul, 0x20000ul)]
    public void Offsets_beyond_the_queue_stay_inside_it(byte sizeCode, ulong head, ulong tail)
    {
        _guest.Write64(Pqa.Offset, (new Pqa(0) with { PQA = Queue, PQS = sizeCode }).Value);
        var size = 4096ul << sizeCode;
        SetHead(head);
        SetTail(tail);
        for (var number = 0; number < 5000; number++)
        {
            Send((ushort)(number % 512), isLast: false);
            if (Status.PRO)
                break;
        }

        Assert.True(Status.PRO); // so not one more than the queue holds
        Assert.InRange(Tail, 0ul, Math.Max(size, tail));
        Assert.False(_guest.ReadMemory(Queue + size, 0x8_0000).AsSpan().ContainsAnyExcept((byte)0));
        Assert.False(_guest.ReadMemory(Queue - 0x1000, 0x1000).AsSpan().ContainsAnyExcept((byte)0));
    }

    [Fact]
    public void A_queue_that_is_not_in_memory_loses_requests_and_answers_them()
    {
        _guest.Write64(Pqa.Offset, (new Pqa(0) with { PQA = Guest.MemorySize }).Value);

        Assert.Equal(PageRequestOutcome.Lost, Send());
        Assert.Equal(PageRequestOutcome.Lost, Send(isLast: false));

        Assert.Equal((new Prs(0), 0ul), (Status, Tail));
        Assert.Empty(_guest.Messages);
        Assert.Equal([PageGroupAnswer.Failure], Answers);
    }

    [Fact]
    public void A_device_that_may_not_send_any_is_blocked_with_a_fault()
    {
        SetContext(pre: false);

        var result = _guest.Unit.RequestPage(Request() with { Execute = true, IsPrivileged = true });

        Assert.Equal(new PageRequestResult(PageRequestOutcome.Blocked, FaultReason.PageRequestBlocked), result);
        var record = _guest.Unit.Registers.GetFRCD(0);
        Assert.True(record is { F: true, FR: FaultReason.PageRequestBlocked, SID: SourceId, T: RequestType.Page, PP: true, PV: 9, EXE: true, PRIV: true, FI: 0x1_2345 }, $"{record}");
        Assert.Equal([PageGroupAnswer.Failure], Answers);
        Assert.Equal((new Prs(0), 0ul), (Status, Tail));
    }

    [Theory]
    [InlineData(true, FaultDisposition.Disabled)]
    [InlineData(false, FaultDisposition.Recorded)]
    public void Fault_processing_disable(bool fpd, FaultDisposition fate)
    {
        SetContext(pre: false, fpd);
        Send();
        Assert.Equal(fate, Assert.Single(_faults).Disposition);

        SetContext(pre: true, fpd, present: false);
        Assert.Equal((byte)FaultReason.ScalableContextEntryNotPresent, (byte)_guest.Unit.RequestPage(Request()).FaultReason);
        Assert.Equal(fate, _faults[1].Disposition);
    }

    [Fact]
    public void A_context_entry_counts_as_cached()
    {
        SetContext(pre: true);
        Assert.True(_guest.Unit.Caches.Contexts.Count == 0);
        _guest.SetPasid(SourceId, 0, GuestTables.SecondStage(5));
        _guest.SetScalableContext(SourceId, default(ScalableContextEntry) with { P = true, PASIDE = true, PRE = true, PASIDDIRPTR = 0x0210_0000 });
        _guest.Unit.Caches.Contexts.Insert(SourceId, new(default(ScalableContextEntry) with { P = true, PRE = false }));

        Assert.Equal(PageRequestOutcome.Blocked, Send());
        _guest.SubmitAndWait(Guest.Bytes(new ContextCacheInvalidateDescriptor { G = ContextGranularity.Global }));
        Assert.Equal(PageRequestOutcome.Queued, Send());
    }

    [Fact]
    public void In_legacy_mode_it_is_a_fault_that_is_always_reported()
    {
        _guest.SetRootPointer(TranslationTableMode.Legacy);

        var result = _guest.Unit.RequestPage(Request());

        Assert.Equal(new(PageRequestOutcome.Blocked, FaultReason.PageRequestInLegacyMode), result);
        Assert.Equal(FaultDisposition.Recorded, Assert.Single(_faults).Disposition);
        Assert.Equal([PageGroupAnswer.Failure], Answers);
    }

    [Fact]
    public void In_a_mode_that_does_not_exist_too()
    {
        _guest.SetRootPointer((TranslationTableMode)2);
        Assert.Equal((byte)FaultReason.TranslationTableModeInvalid, (byte)_guest.Unit.RequestPage(Request()).FaultReason);
        Assert.Single(_faults);
    }

    [Fact]
    public void In_abort_mode_it_is_a_fault()
    {
        _guest.SetRootPointer(TranslationTableMode.AbortDma);
        Assert.Equal(new(PageRequestOutcome.Blocked, (FaultReason)0x33), _guest.Unit.RequestPage(Request()));
        Assert.Equal(0x33, (byte)Assert.Single(_faults).Reason);
        Assert.Equal([PageGroupAnswer.Failure], Answers);
    }

    [Fact]
    public void Without_translation_it_is_blocked_without_a_fault()
    {
        _guest.Translate(on: false);

        Assert.Equal(new(PageRequestOutcome.Blocked, 0), _guest.Unit.RequestPage(Request()));
        Assert.Empty(_faults);
        Assert.Equal([PageGroupAnswer.Failure], Answers);
    }

    [Fact]
    public void A_unit_without_page_requests_takes_none()
    {
        var guest = new Guest(ecap: Guest.AllEcap with { PRS = false, PDS = false });
        guest.Unit.AddEndpoint(SourceId, _endpoint);
        guest.SetScalableContext(SourceId);
        guest.StartScalable();
        Assert.Equal(new(PageRequestOutcome.Blocked, 0), guest.Unit.RequestPage(Request()));
        Assert.Equal([PageGroupAnswer.Failure], Answers);
    }

    [Fact]
    public void An_unknown_device_is_not_answered_but_its_requests_are_taken()
    {
        _added.Dispose();
        Assert.Equal(PageRequestOutcome.Queued, Send());
        SetHead(0x40);
        Assert.Equal(PageRequestOutcome.Overflowed, Send());
        Assert.Equal(NoAnswer, Answers);
    }

    [Theory]
    [InlineData(PasidTranslationType.FirstStage)]
    [InlineData(PasidTranslationType.SecondStage)]
    [InlineData(PasidTranslationType.Nested)]
    internal void What_is_cached_of_the_page_is_dropped_before_software_is_told(PasidTranslationType type)
    {
        var guest = new Guest();
        guest.SetScalableContext(SourceId);
        guest.SetScalableContext(SourceId, default(ScalableContextEntry) with { P = true, PASIDE = true, PRE = true, PASIDDIRPTR = 0x0210_0000 });
        foreach (var pasid in new[] { 0u, 8u, 9u })
        {
            var domain = (ushort)(50 + pasid);
            SetPasid(guest, pasid, type switch
            {
                PasidTranslationType.FirstStage => GuestTables.FirstStage(domain, 0x7000),
                PasidTranslationType.SecondStage => GuestTables.SecondStage(domain, 0x5000),
                _ => GuestTables.Nested(domain, 0x7000, below: 0x8000),
            });
        }
        guest.MapFirstStage(0x7000);
        guest.MapSecondStage(0x5000);
        guest.MapSecondStageToItself(0x8000);
        guest.StartScalable();
        guest.Write64(Pqa.Offset, (new Pqa(0) with { PQA = Queue }).Value);
        foreach (var pasid in new uint?[] { null, 8, 9 })
        {
            foreach (var page in new[] { 0x1000ul, 0x2000ul })
                Assert.True(guest.Reads(SourceId, pasid, page));
        }

        Assert.Equal(PageRequestOutcome.Queued, guest.Unit.RequestPage(new(SourceId, 0x1FFF, 1) { Pasid = 9 }).Outcome);
        AssertCached(guest, 9, 0x1000, false);
        AssertCached(guest, 9, 0x2000, true);
        AssertCached(guest, 8, 0x1000, true);
        AssertCached(guest, null, 0x1000, true);

        Assert.Equal(PageRequestOutcome.Queued, guest.Unit.RequestPage(new(SourceId, 0x1FFF, 1)).Outcome);
        AssertCached(guest, null, 0x1000, false);
        AssertCached(guest, null, 0x2000, true);
        AssertCached(guest, 8, 0x1000, true);

        // Also when the PASID entry itself is not cached any more, since reading it again would bring the page back.
        guest.Unit.Caches.Pasids.DropAll();
        guest.Unit.RequestPage(new(SourceId, 0x1FFF, 1) { Pasid = 8 });
        Assert.True(guest.Reads(SourceId, 8, 0x9000));
        AssertCached(guest, 8, 0x1000, false);
        AssertCached(guest, 8, 0x2000, true);
    }

    private static void SetPasid(Guest guest, uint pasid, PasidEntry entry)
    {
        var bytes = new byte[PasidEntry.SizeInBytes];
        (default(PasidDirectoryEntry) with { P = true, SMPTBLPTR = 0x0220_0000 }).CopyTo(bytes);
        guest.WriteMemory(0x0210_0000, bytes.AsSpan(0, 8));
        entry.CopyTo(bytes);
        guest.WriteMemory(0x0220_0000 + pasid * 64, bytes);
    }

    private static void AssertCached(Guest guest, uint? pasid, ulong page, bool expected) =>
        Assert.Equal(expected, guest.Unit.TryGetCached(SourceId, pasid, page, out _));

    [Fact]
    public void A_draining_wait_finds_all_requests_in_the_queue_and_all_answers_given()
    {
        Send();
        _guest.Submit(
            Guest.Bytes(new PageGroupResponseDescriptor { RID = SourceId, PP = true, PASID = 9, PRGI = 1 }),
            Guest.Bytes(new WaitDescriptor { SW = true, PD = true, STDATA = 5, STADDR = Guest.Status }));
        Assert.Equal((5u, 0x20ul), (_guest.StatusWord, Tail));
        Assert.Equal([PageGroupAnswer.Success], Answers);
    }

    [Fact]
    public void A_device_that_asks_again_while_it_is_answered_is_answered_by_the_result_alone()
    {
        var outcomes = new List<PageRequestOutcome>();
        _endpoint.OnRespond = response => outcomes.Add(Send(response.Group));
        SetHead(0x20);

        Assert.Equal(PageRequestOutcome.Overflowed, Send(group: 1));
        Assert.Equal([PageRequestOutcome.Overflowed], outcomes);
        Assert.Single(_endpoint.Responses);
        Assert.False(_guest.Unit.HasWork);

        // Once software has made room the next request is queued, and answered by software.
        SetHead(0x40);
        Clear(pro: true);
        Assert.Equal(PageRequestOutcome.Queued, Send(group: 1));
        Assert.Single(_endpoint.Responses);
    }

    [Fact]
    public void Reset_empties_the_queue()
    {
        Send();
        SetHead(0x40);
        Send();
        _guest.Unit.Reset();
        Assert.Equal((new Prs(0), 0ul), (Status, Tail));
        Assert.Equal(new Pectl(0) with { IM = true }, new Pectl(_guest.Read32(Pectl.Offset)));
        Assert.Equal(PageRequestOutcome.Blocked, Send());
    }

    [Fact]
    public void Whatever_the_registers_say_nothing_throws_and_requests_stay_in_the_queue()
    {
        var requests = Gen.Select(Gen.UShort, Gen.ULong, Gen.UShort[0, 511], Gen.UInt[0, 0xFFFFF], Gen.Int[0, 63]);
        Gen.Select(Gen.ULong, Gen.ULong, Gen.Int[0, 7], Gen.UInt, requests.Array[1, 30]).Sample((head, tail, sizeCode, status, sent) =>
        {
            _guest.Write64(Pqa.Offset, (new Pqa(0) with { PQA = Queue, PQS = (byte)sizeCode }).Value);
            _guest.Write64(Pqh.Offset, head);
            _guest.Write64(Pqt.Offset, tail);
            _guest.Write32(Pectl.Offset, status);
            foreach (var (sourceId, address, group, pasid, flags) in sent)
            {
                _guest.Unit.RequestPage(new((flags & 1) != 0 ? SourceId : sourceId, address, group)
                {
                    Pasid = (flags & 2) != 0 ? pasid : null, Read = (flags & 4) != 0, Write = (flags & 8) != 0, Execute = (flags & 16) != 0, IsLast = (flags & 32) != 0,
                });
            }
            _guest.Write32(Prs.Offset, status);
            _guest.Messages.Clear();
            _endpoint.Responses.Clear();
            Assert.Equal(0, _guest.Unit.PostedCount);
        }, iter: 2000, threads: 1);
        Assert.False(_guest.ReadMemory(Queue + 0x8_0000, 0x8_0000).AsSpan().ContainsAnyExcept((byte)0));
    }
}
