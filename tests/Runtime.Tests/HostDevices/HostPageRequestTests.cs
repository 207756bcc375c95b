using Vtd.Architecture;

namespace Vtd.Runtime.Tests.HostDevices;

/// <summary>Page faults of a host device become page requests of the guest, and the answers go back by the host's cookie.</summary>
public class HostPageRequestTests
{
    private const ushort SourceId = 0x0108;
    private const ulong Queue = 0x40_0000;

    private readonly Guest _guest = new();
    private readonly RecordingDevice _device = new();

    public HostPageRequestTests()
    {
        SetContext(pre: true);
        _guest.SetPasid(SourceId, 0, GuestTables.FirstStage(5, 0x7000));
        _guest.SetPasid(SourceId, 3, GuestTables.FirstStage(5, 0x9000));
        _guest.StartScalable();
        _guest.Write64(Pqa.Offset, (new Pqa(0) with { PQA = Queue }).Value);
        _guest.Unit.AddHostDevice(SourceId, _device);
        _device.TakeCalls();
    }

    private void SetContext(bool pre) => _guest.SetScalableContext(SourceId, default(ScalableContextEntry) with
    {
        P = true, PASIDE = true, PRE = pre, PASIDDIRPTR = GuestTables.DirectoryOf(SourceId),
    });

    private PageRequestOutcome Send(uint? pasid, ushort group, uint cookie, bool isLast = true) =>
        _guest.Unit.RequestPage(new(SourceId, 0x1234_5000, group) { Pasid = pasid, Read = true, IsLast = isLast }, cookie).Outcome;

    private string[] Answer(uint? pasid, ushort group, PageResponseCode code = PageResponseCode.Success)
    {
        _guest.SubmitAndWait(Guest.Bytes(new PageGroupResponseDescriptor
        {
            RID = SourceId, PP = pasid is not null, PASID = pasid.GetValueOrDefault(), PRGI = group, RC = code,
        }));
        return _device.TakeCalls();
    }

    [Fact]
    public void Tables_take_page_requests_where_the_context_entry_lets_the_device_send_them()
    {
        Assert.All(_device.Attached.Values, table => Assert.True(table.TakesPageRequests));
        SetContext(pre: false);
        _guest.SubmitAndWait(Guest.Bytes(new ContextCacheInvalidateDescriptor { G = ContextGranularity.Global }));
        Assert.Equal(["block", "detach 3", "attach - 7000", "attach 3 9000"], _device.TakeCalls());
        Assert.All(_device.Attached.Values, table => Assert.False(table.TakesPageRequests));

        Assert.Equal(PageRequestOutcome.Blocked, Send(3, 1, cookie: 70));
        Assert.Equal(["respond 70 Failure"], _device.TakeCalls());
    }

    [Theory]
    [InlineData(null)]
    [InlineData(3u)]
    public void The_guest_sees_the_request_and_the_host_gets_the_answer_with_its_cookie(uint? pasid)
    {
        Assert.Equal(PageRequestOutcome.Queued, Send(pasid, 7, cookie: 0x1234_5678, isLast: false));
        Assert.Equal(PageRequestOutcome.Queued, Send(pasid, 7, cookie: 0x1234_5678));
        var seen = PageRequestDescriptor.Read(_guest.ReadMemory(Queue, PageRequestDescriptor.SizeInBytes));
        Assert.Equal((SourceId, 7, pasid is not null, 0x1234_5000UL), (seen.RID, seen.PRGI, seen.PP, seen.ADDR));
        Assert.Empty(_device.TakeCalls());

        Assert.Empty(Answer(pasid, group: 8));
        Assert.Empty(Answer(pasid is null ? 3u : null, group: 7));
        Assert.Equal(["respond 305419896 InvalidRequest"], Answer(pasid, 7, PageResponseCode.InvalidRequest));
        Assert.Empty(Answer(pasid, 7));
    }

    [Fact]
    public void A_request_that_the_guest_cannot_get_is_answered_at_once()
    {
        for (ushort number = 0; number < 127; number++)
            Assert.Equal(PageRequestOutcome.Queued, Send(3, number, cookie: number));
        Assert.Equal(PageRequestOutcome.Overflowed, Send(3, 200, cookie: 1, isLast: false));
        Assert.Empty(_device.TakeCalls());
        Assert.Equal(PageRequestOutcome.Overflowed, Send(3, 200, cookie: 2));
        Assert.Equal(["respond 2 Success"], _device.TakeCalls()); // try again
    }

    [Theory]
    [InlineData(4u)]
    [InlineData(0u)]
    public void Requests_without_a_first_stage_table_are_blocked(uint pasid)
    {
        Assert.Equal(PageRequestOutcome.Blocked, Send(pasid, 1, cookie: 9));
        Assert.Equal(["respond 9 Failure"], _device.TakeCalls());
        Assert.Equal(0UL, new Pqt(_guest.Unit.ReadRegister(Pqt.Offset, 8)).PQT);
    }

    [Fact]
    public void What_is_detached_is_not_answered_any_more()
    {
        Send(3, 7, cookie: 1);
        Send(null, 7, cookie: 2);
        _guest.SetPasid(SourceId, 3, default);
        _guest.SubmitAndWait(Guest.Bytes(new PasidCacheInvalidateDescriptor { G = PasidCacheGranularity.Pasid, DID = 5, PASID = 3 }));
        _device.TakeCalls();
        Assert.Empty(Answer(3, 7));
        Assert.Equal(["respond 2 Success"], Answer(null, 7));

        Send(null, 8, cookie: 3);
        _guest.Unit.Reset();
        _guest.StartScalable();
        _device.TakeCalls();
        Assert.Empty(Answer(null, 8));
    }

    [Fact]
    public void A_host_that_fails_to_answer_is_reported()
    {
        Send(3, 7, cookie: 1);
        _device.OnCall = _ => throw new IOException();
        Answer(3, 7);
        Assert.Equal(1, _guest.Unit.Counts.FailedHostActions);
    }

    [Fact]
    public void A_device_that_the_unit_does_not_have_sends_none()
    {
        var result = _guest.Unit.RequestPage(new(0x0555, 0x1000, 1) { Read = true, IsLast = true }, cookie: 1);
        Assert.Equal(PageRequestOutcome.Blocked, result.Outcome);
    }
}
