using Vtd.Architecture;

namespace Vtd.Runtime.Tests.Endpoints;

public class DeviceTlbTests
{
    private const ushort SourceId = 0x0108;

    private sealed class Log : IUnitObserver
    {
        public List<string> Lines { get; } = [];

        public void InvalidationTimedOut(SourceId sourceId) => Lines.Add($"timed out {sourceId}");

        public void CallFailed(SourceId? sourceId, Exception error) => Lines.Add($"failed {sourceId} {error.Message}");
    }

    private readonly Log _log = new();
    private readonly Guest _guest;
    private readonly RecordingEndpoint _endpoint = new();
    private readonly IDisposable _added;

    public DeviceTlbTests()
    {
        _guest = new(observer: _log);
        _guest.StartQueue();
        _added = _guest.Unit.AddEndpoint(SourceId, _endpoint);
    }

    private static byte[] Invalidate(ulong address = 0x5000, bool isRange = false, ushort sourceId = SourceId) =>
        Guest.Bytes(new DeviceTlbInvalidateDescriptor { SID = sourceId, ADDR = address, S = isRange });

    private static byte[] InvalidatePasid(uint pasid, bool all = false, ulong address = 0x5000, bool isRange = false) =>
        Guest.Bytes(new PasidDeviceTlbInvalidateDescriptor
        {
            SID = SourceId, PASID = pasid, G = all ? PasidDeviceTlbGranularity.AllPasids : PasidDeviceTlbGranularity.Pasid, ADDR = address, S = isRange,
        });

    private static byte[] Respond(PageResponseCode code, uint? pasid = null, ushort group = 3) =>
        Guest.Bytes(new PageGroupResponseDescriptor { RID = SourceId, RC = code, PRGI = group, PP = pasid is not null, PASID = pasid ?? 0x12345, LPIG = true });

    private void ClearTimeOut() => _guest.Write32(Fsts.Offset, (new Fsts(0) with { ITE = true }).Value);

    [Fact]
    public void The_listed_device_is_asked_and_no_other()
    {
        var other = new RecordingEndpoint();
        _guest.Unit.AddEndpoint(SourceId + 1, other);

        _guest.SubmitAndWait(Invalidate(0x1234_5000));

        Assert.Equal([new DeviceTlbInvalidation(0x1234_5000, 1)], _endpoint.Invalidations);
        Assert.Empty(other.Invalidations);
    }

    [Fact]
    public void With_PASID_of_one_or_of_all()
    {
        _guest.SubmitAndWait(InvalidatePasid(0xFEDCB), InvalidatePasid(0xFEDCB, all: true));

        Assert.Equal(
            [new DeviceTlbInvalidation(0x5000, 1) { Pasid = 0xFEDCB }, new DeviceTlbInvalidation(0x5000, 1) { AllPasids = true }],
            _endpoint.Invalidations);
    }

    public static TheoryData<ulong> RangeAddresses
    {
        get
        {
            // For every number of trailing ones: alone, below a 1 further up, and below all ones.
            var data = new TheoryData<ulong>();
            for (var ones = 0; ones <= 52; ones++)
            {
                var low = ones == 52 ? ulong.MaxValue << 12 : ((1UL << ones) - 1) << 12;
                data.Add(low);
                if (ones >= 51)
                    continue;
                data.Add(low | 1UL << 63);
                data.Add(ulong.MaxValue << 12 & ~(1UL << (12 + ones)));
            }
            return data;
        }
    }

    /// <summary>The rule as it is told, bit by bit: from bit 12 up, a 1 doubles the range and goes on, the first 0 doubles it and ends.</summary>
    private static DeviceTlbInvalidation Told(ulong address)
    {
        UInt128 size = 4096;
        for (var bit = 12; bit < 64; bit++)
        {
            size *= 2;
            if ((address >> bit & 1) == 0)
                break;
        }
        if (size > (UInt128)1 << 64)
            size = (UInt128)1 << 64;
        return new((ulong)((UInt128)address / size * size), (ulong)(size / 4096));
    }

    [Theory]
    [MemberData(nameof(RangeAddresses))]
    public void Size_encoding(ulong address)
    {
        _guest.SubmitAndWait(Invalidate(address, isRange: true), InvalidatePasid(5, address: address, isRange: true), Invalidate(address));

        var told = Told(address);
        Assert.Equal([told, told with { Pasid = 5 }, new(address, 1)], _endpoint.Invalidations);
    }

    [Fact]
    public void Known_ranges()
    {
        _guest.SubmitAndWait(Invalidate(0x5000, isRange: true), Invalidate(0x4000, isRange: true), Invalidate(0x7FFF_FFFF_FFFF_F000, isRange: true));

        Assert.Equal([new(0x4000, 4), new(0x4000, 2), new(0, DeviceTlbInvalidation.Everything)], _endpoint.Invalidations);
    }

    [Fact]
    public void The_physical_function_counts_where_the_unit_takes_it()
    {
        var guest = new Guest(ecap: Guest.AllEcap with { DIT = true });
        guest.StartQueue();
        guest.Unit.AddEndpoint(SourceId, _endpoint);

        guest.SubmitAndWait(
            Guest.Bytes(new DeviceTlbInvalidateDescriptor { SID = SourceId, PFSID = 0xABCD }),
            Guest.Bytes(new PasidDeviceTlbInvalidateDescriptor { SID = SourceId, PASID = 1, PFSID = 0x1234 }));

        Assert.Equal([(ushort?)0xABCD, (ushort?)0x1234], _endpoint.Invalidations.Select(each => each.PhysicalFunction));
    }

    [Fact]
    public void Without_that_a_physical_function_is_a_reserved_field()
    {
        _guest.Submit(Guest.Bytes(new DeviceTlbInvalidateDescriptor { SID = SourceId, PFSID = 1 }));

        Assert.True(_guest.FSTS.IQE);
        Assert.Empty(_endpoint.Invalidations);
    }

    [Fact]
    public void A_device_without_TLB_does_not_stop_the_queue()
    {
        _guest.SubmitAndWait(Invalidate(sourceId: 0x0500), Respond(PageResponseCode.Success));
        _added.Dispose();
        _guest.SubmitAndWait(Invalidate(), InvalidatePasid(1), Respond(PageResponseCode.Success));

        Assert.Equal(new Fsts(0), _guest.FSTS);
        Assert.Empty(_endpoint.Invalidations);
        Assert.Single(_endpoint.Responses);
    }

    [Theory]
    [InlineData(PageResponseCode.Success, PageGroupAnswer.Success)]
    [InlineData(PageResponseCode.InvalidRequest, PageGroupAnswer.InvalidRequest)]
    [InlineData((PageResponseCode)2, PageGroupAnswer.Failure)]
    [InlineData((PageResponseCode)14, PageGroupAnswer.Failure)]
    [InlineData(PageResponseCode.Failure, PageGroupAnswer.Failure)]
    internal void A_response_reaches_the_device(PageResponseCode code, PageGroupAnswer answer)
    {
        _guest.SubmitAndWait(Respond(code, group: 0x1FF), Respond(code, pasid: 0xFFFFF, group: 0));

        Assert.Equal([new(0x1FF, answer, null), new(0, answer, 0xFFFFF)], _endpoint.Responses);
    }

    [Fact]
    public void A_response_that_throws_is_reported_and_nothing_else_happens()
    {
        _endpoint.OnRespond = _ => throw new InvalidOperationException("broken");

        _guest.SubmitAndWait(Respond(PageResponseCode.Success), Invalidate());

        Assert.Equal([$"failed {new SourceId(SourceId)} broken"], _log.Lines);
        Assert.Equal(new Fsts(0), _guest.FSTS);
        Assert.Single(_endpoint.Invalidations);
    }

    [Fact]
    public void A_wait_is_done_when_the_calls_before_it_returned_and_those_after_it_are_not_made_yet()
    {
        var seen = new List<(uint Status, int Head)>();
        _endpoint.OnInvalidate = _ =>
        {
            seen.Add((_guest.StatusWord, _guest.QueueHead));
            return true;
        };

        _guest.Submit(Invalidate(), Respond(PageResponseCode.Success), Invalidate(), Guest.Wait(1), Invalidate(), Guest.Wait(2));

        Assert.Equal([0u, 0u, 1u], seen.Select(each => each.Status));
        Assert.Equal(2u, _guest.StatusWord);
        Assert.Equal(6 * 32, _guest.QueueHead);
    }

    [Fact]
    public void Calls_are_made_in_order_and_without_the_lock()
    {
        var calls = new List<string>();
        _endpoint.OnInvalidate = invalidation =>
        {
            calls.Add($"{invalidation.Address:X}");
            _guest.Unit.ReadRegister(Gsts.Offset, 4);
            Assert.Equal(0x10u, _guest.Read32(Ver.Offset)); // would be refused under the lock
            return true;
        };
        _endpoint.OnRespond = response => calls.Add($"group {response.Group}");

        _guest.SubmitAndWait(Invalidate(0x1000), Respond(PageResponseCode.Success, group: 1), Invalidate(0x2000), Respond(PageResponseCode.Success, group: 2));

        Assert.Equal(["1000", "group 1", "2000", "group 2"], calls);
        Assert.Equal(0, _guest.Unit.Counts.RejectedAccesses);
    }

    [Fact]
    public void More_calls_than_the_unit_keeps_at_a_time()
    {
        _guest.Command(command => command with { QIE = false });
        _guest.StartQueue(sizeCode: 7);
        var most = 0;
        _endpoint.OnInvalidate = _ =>
        {
            most = Math.Max(most, _guest.Unit.PostedCount);
            return true;
        };

        _guest.SubmitAndWait([.. Enumerable.Range(0, 3000).Select(number => Invalidate((ulong)number << 12))]);

        Assert.Equal(Enumerable.Range(0, 3000).Select(number => (ulong)number << 12), _endpoint.Invalidations.Select(each => each.Address));
        Assert.InRange(most, 1, 256);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_device_that_does_not_do_it_is_a_time_out(bool throws)
    {
        _guest.Write32(Fedata.Offset, 0x77);
        _guest.Write32(Feaddr.Offset, 0xFEE0_1000);
        _guest.Write32(Fectl.Offset, 0);
        _endpoint.OnInvalidate = _ => throws ? throw new InvalidOperationException("broken") : false;

        _guest.Submit(Invalidate(), Guest.Wait(1), Invalidate(0x9000), Guest.Wait(2));

        Assert.Equal(new Fsts(0) with { ITE = true }, _guest.FSTS);
        Assert.Equal(SourceId, _guest.IQERCD.ITESID);
        Assert.Equal([(0xFEE0_1000UL, 0x77u)], _guest.Messages);
        Assert.Equal(0u, _guest.StatusWord);
        Assert.Equal(2 * 32, _guest.QueueHead); // the wait is over, aborted; what follows was not fetched
        Assert.Single(_endpoint.Invalidations);
        Assert.Equal(1, _guest.Unit.Counts.QueueErrors);
        Assert.Equal(throws ? [$"failed {new SourceId(SourceId)} broken", $"timed out {new SourceId(SourceId)}"] : [$"timed out {new SourceId(SourceId)}"], _log.Lines);

        _guest.Submit(Guest.Wait(3));
        Assert.Equal(0u, _guest.StatusWord);

        _endpoint.OnInvalidate = _ => true;
        ClearTimeOut();

        Assert.Equal(3u, _guest.StatusWord);
        Assert.Equal([0x5000UL, 0x9000UL], _endpoint.Invalidations.Select(each => each.Address));
        Assert.Equal(new Fsts(0), _guest.FSTS);
    }

    [Fact]
    public void The_aborted_wait_may_be_the_last_of_the_ring()
    {
        _guest.SubmitAndWait([.. Enumerable.Range(0, 125).Select(_ => Respond(PageResponseCode.Success))]);
        _endpoint.OnInvalidate = _ => false;

        _guest.Submit(Invalidate(), Guest.Wait(99));

        Assert.Equal(0, _guest.QueueHead);
        ClearTimeOut();
        Assert.NotEqual(99u, _guest.StatusWord);
        _endpoint.OnInvalidate = _ => true;
        _guest.SubmitAndWait(Invalidate());
    }

    [Fact]
    public void The_first_device_that_times_out_is_named()
    {
        _endpoint.OnInvalidate = _ => false;
        _guest.Unit.AddEndpoint(0x0200, new RecordingEndpoint { OnInvalidate = _ => false });

        _guest.Submit(Invalidate(sourceId: 0x0200), Invalidate());
        Assert.Equal(0x0200, _guest.IQERCD.ITESID);

        ClearTimeOut();
        _guest.Submit(Invalidate());
        Assert.Equal(SourceId, _guest.IQERCD.ITESID);
    }

    [Fact]
    public void A_time_out_while_a_fault_is_pending_raises_no_second_message()
    {
        _guest.Write32(Fectl.Offset, 0);
        _guest.Fault(1);
        Assert.Single(_guest.Messages);

        _endpoint.OnInvalidate = _ => false;
        _guest.Submit(Invalidate());

        Assert.True(_guest.FSTS.ITE);
        Assert.Single(_guest.Messages);
    }

    [Fact]
    public void Nothing_comes_of_a_time_out_after_the_queue_was_switched_off()
    {
        _endpoint.OnInvalidate = _ =>
        {
            _guest.Command(command => command with { QIE = false });
            return false;
        };

        _guest.Submit(Invalidate(), Guest.Wait(7));

        Assert.Equal(new Fsts(0), _guest.FSTS);
        Assert.Equal(0, _guest.QueueHead);
        Assert.Equal(0u, _guest.StatusWord);
    }

    [Fact]
    public void Nor_of_one_that_belongs_to_the_queue_before()
    {
        var isFirst = true;
        _endpoint.OnInvalidate = _ =>
        {
            if (!isFirst)
                return true;
            isFirst = false;
            _guest.Command(command => command with { QIE = false });
            _guest.StartQueue();
            _guest.Submit(Invalidate(0x9000), Guest.Wait(8));
            return false;
        };

        _guest.Submit(Invalidate(), Guest.Wait(7));

        Assert.Equal(new Fsts(0), _guest.FSTS);
        Assert.Equal(8u, _guest.StatusWord);
    }

    [Fact]
    public void Reset_with_everything_in_flight()
    {
        _endpoint.OnInvalidate = invalidation =>
        {
            if (invalidation.Address == 0x1000)
                _guest.Unit.Reset();
            return false;
        };

        _guest.Submit(Invalidate(0x1000), Respond(PageResponseCode.Success), Invalidate(0x2000), Guest.Wait(7));

        Assert.Equal(new Gsts(0), _guest.GSTS);
        Assert.Equal(new Fsts(0), _guest.FSTS);
        Assert.Equal(0u, _guest.StatusWord);
        Assert.Equal(0, _guest.Unit.PostedCount);

        _endpoint.OnInvalidate = _ => true;
        _guest.StartQueue();
        _guest.SubmitAndWait(Invalidate());
    }

    [Fact]
    public void An_endpoint_may_use_the_unit_from_its_calls()
    {
        var isFirst = true;
        _endpoint.OnInvalidate = _ =>
        {
            if (isFirst)
            {
                isFirst = false;
                _guest.Submit(Invalidate(0x9000), Guest.Wait(2, Guest.Status + 8));
                Assert.Single(_endpoint.Invalidations); // follows when this one is over
            }
            return true;
        };

        _guest.Submit(Invalidate(), Guest.Wait(1));

        Assert.Equal([0x5000UL, 0x9000UL], _endpoint.Invalidations.Select(each => each.Address));
        Assert.Equal(1u, _guest.StatusWord);
        Assert.Equal([2, 0, 0, 0], _guest.ReadMemory(Guest.Status + 8, 4));
    }

    [Fact]
    public void Adding_and_removing()
    {
        Assert.Throws<ArgumentNullException>(() => _guest.Unit.AddEndpoint(1, null!));
        Assert.Throws<ArgumentException>(() => _guest.Unit.AddEndpoint(SourceId, _endpoint));
        _added.Dispose();
        var next = new RecordingEndpoint();
        _guest.Unit.AddEndpoint(SourceId, next);
        _added.Dispose();
        _guest.SubmitAndWait(Invalidate());
        Assert.Empty(_endpoint.Invalidations);
        Assert.Single(next.Invalidations);
        var plain = new Guest(ecap: Guest.AllEcap with { DT = false, PRS = false, PDS = false });
        Assert.Throws<ArgumentException>(() => plain.Unit.AddEndpoint(SourceId, _endpoint));
    }
}
