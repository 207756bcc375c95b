using Vtd.Architecture;

namespace Vtd.Runtime.Tests.HostDevices;

/// <summary>What the host cannot do is refused, blocked and counted.</summary>
public class HostLimitTests
{
    private const ushort SourceId = 0x0108;

    private static (Guest Guest, MirrorHost Host) Started(HostDeviceLimits? limits, Cap? cap = null)
    {
        var guest = new Guest(cap);
        guest.SetScalableContext(SourceId, pdts: PasidDirectorySize.Entries16384);
        guest.SetPasid(SourceId, 0, GuestTables.FirstStage(5, 0x7000));
        guest.SetPasid(SourceId, 3, GuestTables.FirstStage(5, 0x8000) with { FSPM = FirstStagePagingMode.Level5 });
        guest.SetPasid(SourceId, 255, GuestTables.SecondStage(5) with { PGTT = PasidTranslationType.PassThrough });
        guest.SetPasid(SourceId, 256, GuestTables.FirstStage(6, 0x9000));
        guest.StartScalable();
        var host = new MirrorHost();
        guest.Unit.AddHostDevice(SourceId, host, limits);
        return (guest, host);
    }

    private static string[] States(MirrorHost host) => [.. new uint?[] { null, 3, 255, 256 }.Select(host.StateOf)];

    [Fact]
    public void A_host_that_can_do_everything_refuses_nothing()
    {
        var (guest, host) = Started(limits: null);
        Assert.Equal(["7000", "8000", MirrorHost.Default, "9000"], States(host));
        Assert.Equal(0, guest.Unit.Counts.RefusedAttachments);
    }

    [Fact]
    public void Tables_of_five_levels_need_a_host_that_has_them()
    {
        var (guest, host) = Started(new() { FirstStageFiveLevels = false });
        Assert.Equal(["7000", MirrorHost.Blocked, MirrorHost.Default, "9000"], States(host));
        Assert.Equal(1, guest.Unit.Counts.RefusedAttachments);
    }

    [Fact]
    public void Without_nesting_there_is_the_default_table_only()
    {
        var (guest, host) = Started(new() { Nesting = false });
        Assert.Equal([MirrorHost.Blocked, MirrorHost.Blocked, MirrorHost.Default, MirrorHost.Blocked], States(host));
        Assert.Equal(3, guest.Unit.Counts.RefusedAttachments);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Pages_of_1_GiB_that_the_unit_offers_must_be_those_of_the_host(bool offers)
    {
        var (guest, host) = Started(new() { FirstStageGigabytePages = false }, Guest.AllCap with { FS1GP = offers });
        Assert.Equal(offers ? MirrorHost.Blocked : "7000", host.StateOf(null));
        Assert.Equal(offers ? 3 : 0, guest.Unit.Counts.RefusedAttachments);
    }

    [Fact]
    public void The_pasid_width_bounds_what_is_looked_at_and_what_is_attached()
    {
        var (guest, host) = Started(new() { PasidWidth = 8 });
        Assert.Equal(["7000", "8000", MirrorHost.Default, MirrorHost.Blocked], States(host));
        Assert.Equal(0, guest.Unit.Counts.RefusedAttachments);

        guest.SubmitAndWait(Guest.Bytes(new PasidCacheInvalidateDescriptor { G = PasidCacheGranularity.Pasid, DID = 6, PASID = 256 }));
        Assert.Equal(MirrorHost.Blocked, host.StateOf(256));
        Assert.Equal(1, guest.Unit.Counts.RefusedAttachments);
    }

    [Fact]
    public void A_host_without_pasids_serves_requests_without()
    {
        var (_, host) = Started(new() { PasidWidth = 0 });
        Assert.Equal(["7000", MirrorHost.Blocked, MirrorHost.Blocked, MirrorHost.Blocked], States(host));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(21)]
    public void Impossible_limits_are_refused(int width) =>
        Assert.Throws<ArgumentException>(() => new Guest().Unit.AddHostDevice(SourceId, new MirrorHost(), new() { PasidWidth = width }));
}
