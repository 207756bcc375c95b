using Vtd.Architecture;

namespace Vtd.Runtime.Tests.HostDevices;

/// <summary>What a host fails to take away is remembered, counted, and tried again.</summary>
public class StuckAttachmentTests
{
    private const ushort SourceId = 0x0108;

    private readonly Guest _guest = new();
    private readonly RecordingDevice _device = new();
    private readonly IDisposable _added;

    public StuckAttachmentTests()
    {
        _guest.SetScalableContext(SourceId);
        _guest.SetPasid(SourceId, 0, GuestTables.FirstStage(5, 0x7000));
        _guest.SetPasid(SourceId, 3, GuestTables.FirstStage(5, 0x9000));
        _guest.StartScalable();
        _added = _guest.Unit.AddHostDevice(SourceId, _device);
        Assert.Equal(["attach - 7000", "attach 3 9000"], _device.TakeCalls());
    }

    private (int Attached, int Stuck) Counts => (_guest.Unit.Counts.HostAttachments, _guest.Unit.Counts.StuckAttachments);

    private void Fail(params string[] calls) => _device.OnCall = call =>
    {
        if (calls.Contains(call))
            throw new IOException("busy");
    };

    private string[] Invalidate(ushort domain, uint pasid)
    {
        _guest.SubmitAndWait(Guest.Bytes(new PasidCacheInvalidateDescriptor { G = PasidCacheGranularity.Pasid, DID = domain, PASID = pasid }));
        return _device.TakeCalls();
    }

    [Fact]
    public void An_invalidation_tries_again()
    {
        Fail("detach 3");
        _guest.SetPasid(SourceId, 3, default);
        Assert.Equal(["detach 3"], Invalidate(5, 3));
        Assert.Equal((1, 1), Counts);
        Assert.Equal(["detach 3"], Invalidate(5, 3));

        _device.OnCall = null;
        Assert.Equal(["detach 3"], Invalidate(5, 3));
        Assert.Equal((1, 0), Counts);
        Assert.Empty(Invalidate(5, 3));
    }

    [Fact]
    public void An_invalidation_of_something_else_tries_again_too()
    {
        Fail("detach 3");
        _guest.SetPasid(SourceId, 3, default);
        Invalidate(5, 3);

        _device.OnCall = null;
        Assert.Equal(["detach 3"], Invalidate(77, 9));
        Assert.Equal((1, 0), Counts);
    }

    [Fact]
    public void A_new_table_waits_until_the_old_one_is_gone()
    {
        Fail("detach 3");
        _guest.SetPasid(SourceId, 3, GuestTables.FirstStage(5, 0xA000));
        Assert.Equal(["detach 3"], Invalidate(5, 3));
        Assert.Equal((1, 1), Counts);

        _device.OnCall = null;
        Assert.Equal(["detach 3", "attach 3 A000"], Invalidate(5, 3));
        Assert.Equal((2, 0), Counts);
    }

    [Fact]
    public void A_stuck_table_is_still_invalidated()
    {
        Fail("detach 3");
        _guest.SetPasid(SourceId, 3, default);
        Invalidate(5, 3);
        _guest.SubmitAndWait(Guest.Bytes(new IotlbInvalidateDescriptor { G = IotlbGranularity.Domain, DID = 5 }));
        Assert.Equal(["invalidate - all", "invalidate 3 all"], _device.TakeCalls());
    }

    [Fact]
    public void Requests_without_pasid_that_do_not_get_back_to_the_default_table_are_blocked_and_try_again()
    {
        Fail("default");
        _guest.Unit.Reset();
        Assert.Equal(["default", "block", "detach 3"], _device.TakeCalls());
        Assert.Equal((0, 1), Counts);

        _device.OnCall = null;
        _guest.Unit.Reset();
        Assert.Equal(["default"], _device.TakeCalls());
        Assert.Equal((0, 0), Counts);
    }

    [Fact]
    public void Requests_that_do_not_get_their_table_are_blocked()
    {
        _guest.Translate(on: false);
        _device.TakeCalls();
        Fail("attach - 7000");
        _guest.Translate(on: true);
        Assert.Equal(["attach - 7000", "block", "attach 3 9000"], _device.TakeCalls());
        Assert.Equal((1, 0), Counts);

        Fail();
        Assert.Equal(["attach - 7000"], Invalidate(5, 0));
    }

    [Fact]
    public void A_device_that_cannot_be_detached_is_not_removed()
    {
        Fail("detach 3");
        var error = Assert.Throws<InvalidOperationException>(_added.Dispose);
        Assert.Contains("01:01.0", error.Message, StringComparison.Ordinal);
        Assert.Equal(["default", "detach 3"], _device.TakeCalls());
        Assert.Equal((0, 1), Counts);

        // It gets nothing new, is still there, and is told of what is left.
        _guest.SubmitAndWait(Guest.Bytes(new PasidCacheInvalidateDescriptor { G = PasidCacheGranularity.Global }));
        Assert.Empty(_device.TakeCalls());
        Assert.Throws<ArgumentException>(() => _guest.Unit.AddHostDevice(SourceId, new RecordingDevice()));
        Assert.Throws<InvalidOperationException>(_added.Dispose);
        Assert.Equal(["detach 3"], _device.TakeCalls());

        _device.OnCall = null;
        _added.Dispose();
        Assert.Equal(["detach 3"], _device.TakeCalls());
        Assert.Equal((0, 0), Counts);
        _guest.Unit.AddHostDevice(SourceId, new RecordingDevice()); // the place is free
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_table_that_is_being_replaced_when_everything_is_taken_away_is_not_forgotten(bool isRemoved)
    {
        var detached = 0;
        _device.OnCall = call =>
        {
            if (call == "detach 3" && ++detached > 1)
                throw new IOException("busy");
            if (call != "detach 3")
                return;
            if (isRemoved)
                _added.Dispose(); // follows after this call
            else
                _guest.Unit.Reset();
        };
        _guest.SetPasid(SourceId, 3, GuestTables.FirstStage(5, 0xA000));

        _guest.Submit(Guest.Bytes(new PasidCacheInvalidateDescriptor { G = PasidCacheGranularity.Global }));

        Assert.Equal(["detach 3", "attach 3 A000", "default", "detach 3"], _device.TakeCalls());
        Assert.Equal((0, 1), Counts);
        Assert.Contains("3", _device.Attached.Keys);
        _device.OnCall = null;
        _guest.Unit.Reset();
        Assert.Equal(["detach 3"], _device.TakeCalls());
        Assert.Equal((0, 0), Counts);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_is_set_up_after_a_reset_waits_until_the_reset_has_taken_everything_away(bool isRestored)
    {
        using var snapshot = new MemoryStream();
        _guest.Unit.Save(snapshot);
        snapshot.Position = 0;
        _device.OnCall = call =>
        {
            if (call != "detach 3")
                return;
            _device.OnCall = null;
            _guest.SetRootPointer(TranslationTableMode.Scalable); // a refresh that is to come, which the reset ends
            if (isRestored)
            {
                _guest.Unit.Restore(snapshot);
                return;
            }
            _guest.Unit.Reset();
            _guest.StartScalable();
        };
        _guest.SetPasid(SourceId, 3, GuestTables.FirstStage(5, 0xA000));

        _guest.Submit(Guest.Bytes(new PasidCacheInvalidateDescriptor { G = PasidCacheGranularity.Global }));

        Assert.Equal(["detach 3", "attach 3 A000", "default", "detach 3", "attach - 7000", "attach 3 A000"], _device.TakeCalls());
        Assert.Equal((2, 0), Counts);
    }

    [Fact]
    public void A_reset_finishes_a_removal_that_failed()
    {
        Fail("detach 3");
        Assert.Throws<InvalidOperationException>(_added.Dispose);
        _device.OnCall = null;
        _device.TakeCalls();

        _guest.Unit.Reset();

        Assert.Equal(["detach 3"], _device.TakeCalls());
        _guest.Unit.AddHostDevice(SourceId, new RecordingDevice()); // the place is free
    }
}
