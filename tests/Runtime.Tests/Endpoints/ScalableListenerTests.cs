using Vtd.Runtime.Architecture;
using Vtd.Runtime.Tests.Translation;

namespace Vtd.Runtime.Tests.Endpoints;

public class ScalableListenerTests
{
    private const ushort SourceId = 0x0108;
    private const ulong FirstRoot = 0x80_0000;
    private const ulong SecondRoot = 0x90_0000;

    private readonly Guest _guest = new(Guest.AllCap with { CM = true });
    private readonly PageTables _first;
    private readonly PageTables _second;
    private readonly RecordingListener _untagged = new(wantsMappings: true);
    private readonly RecordingListener _tagged = new(wantsMappings: true);
    private readonly RecordingListener _plain = new(wantsMappings: false);

    public ScalableListenerTests()
    {
        _first = new(_guest, FirstRoot, levels: 4, link: 7);
        _second = new(_guest, SecondRoot, levels: 4, link: 3);
        _guest.SetScalableContext(SourceId);
        _guest.SetPasid(SourceId, 0, GuestTables.SecondStage(5, SecondRoot));
        _guest.SetPasid(SourceId, 9, GuestTables.FirstStage(6, FirstRoot));
        _guest.StartScalable();
        _guest.Unit.AddTranslationListener(SourceId, null, _untagged);
        _guest.Unit.AddTranslationListener(SourceId, 9, _tagged);
        _guest.Unit.AddTranslationListener(SourceId, 9, _plain);
        Take();
    }

    private void Take()
    {
        _untagged.Take();
        _tagged.Take();
        _plain.Take();
    }

    private void Hear(string[] untagged, string[] tagged, string[] plain)
    {
        Assert.Equal(untagged, _untagged.Take());
        Assert.Equal(tagged, _tagged.Take());
        Assert.Equal(plain, _plain.Take());
    }

    private static byte[] Pasids(PasidCacheGranularity granularity, ushort domain = 0, uint pasid = 0) =>
        Guest.Bytes(new PasidCacheInvalidateDescriptor { G = granularity, DID = domain, PASID = pasid });

    private static byte[] PasidIotlb(ushort domain, uint pasid, ulong? address = null, byte mask = 0) =>
        Guest.Bytes(new PasidIotlbInvalidateDescriptor
        {
            G = address is null ? PasidIotlbGranularity.Pasid : PasidIotlbGranularity.Page, DID = domain, PASID = pasid, ADDR = address ?? 0, AM = mask,
        });

    private static byte[] Iotlb(ushort domain, ulong address) =>
        Guest.Bytes(new IotlbInvalidateDescriptor { G = IotlbGranularity.Page, DID = domain, ADDR = address });

    [Fact]
    public void Each_follows_its_own_table()
    {
        var entry = _first.Map(0x1000, 0x5007);
        _second.Map(0x2000, 0x6001);

        _guest.SubmitAndWait(Pasids(PasidCacheGranularity.Global));

        Hear(["map 2000>6000 1000 r"], ["map 1000>5000 1000 rw"], ["unmap all"]);
        Assert.Equal(0x5007ul, _first.Read(entry)); // looking sets no accessed bit
    }

    [Fact]
    public void Pasid_based_Iotlb()
    {
        _first.Map(0x1000, 0x5007);
        _first.Map(0x2000, 0x6005);
        _guest.SubmitAndWait(PasidIotlb(5, 9), PasidIotlb(6, 8), PasidIotlb(6, 0, 0x1000));
        Hear([], [], []);

        _guest.SubmitAndWait(PasidIotlb(6, 9, 0x2000));
        Hear([], ["map 2000>6000 1000 r"], ["unmap 2000-2FFF"]);

        _guest.SubmitAndWait(PasidIotlb(6, 9));
        Hear([], ["map 1000>5000 1000 rw"], ["unmap all"]);
    }

    [Fact]
    public void Iotlb_page_reaches_everything_behind_a_first_stage()
    {
        _first.Map(0x1000, 0x5007);
        _guest.SubmitAndWait(Iotlb(6, 0x9000));
        Hear([], ["map 1000>5000 1000 rw"], ["unmap all"]);

        _second.Map(0x1000, 0x5003);
        _second.Map(0x2000, 0x5003);
        _guest.SubmitAndWait(Iotlb(5, 0x2000));
        Hear(["map 2000>5000 1000 rw"], [], []);
    }

    [Fact]
    public void Nested_pages_are_as_large_as_both_stages_agree_on_and_nothing_is_written()
    {
        for (var page = 0ul; page < 0x400; page++)
            _second.Map(page << 12, page << 12 | 3); // the tables, and what lies around them
        for (var page = FirstRoot >> 12; page < (FirstRoot >> 12) + 8; page++)
            _second.Map(page << 12, page << 12 | 3);
        _first.Map(0x4000_0000, 0x0000_0087, level: 2);
        _guest.SetPasid(SourceId, 9, GuestTables.FirstStage(6, FirstRoot) with { PGTT = PasidTranslationType.Nested, SSPTPTR = SecondRoot });

        _guest.SubmitAndWait(Pasids(PasidCacheGranularity.Pasid, 6, 9));

        Assert.Equal(512, _tagged.Mappings.Count);
        Assert.All(_tagged.Mappings.Values, page => Assert.Equal((4096ul, page.Input - 0x4000_0000), (page.Size, page.Output)));
        Assert.Equal(0x87ul, _first.Read(_first.Entry(0x4000_0000, 2)));
    }

    [Fact]
    public void Both_halves_of_a_first_stage()
    {
        _first.Map(0x7FFF_FFFF_F000, 0x5007);
        _first.Map(0xFFFF_8000_0000_0000 & 0xFFFF_FFFF_FFFF, 0x6007);
        _first.Map(0xFFFF_FFFF_FFFF_F000 & 0xFFFF_FFFF_FFFF, 0x7007);
        _guest.SubmitAndWait(PasidIotlb(6, 9));
        Hear([], ["map 7FFFFFFFF000>5000 1000 rw", "map FFFF800000000000>6000 1000 rw", "map FFFFFFFFFFFFF000>7000 1000 rw"], ["unmap all"]);
    }

    [Fact]
    public void Pages_of_the_supervisor_are_not_for_requests_of_users()
    {
        _first.Map(0x1000, 0x5003);
        _guest.SubmitAndWait(PasidIotlb(6, 9));
        Assert.Empty(_tagged.Take());
    }

    [Theory]
    [InlineData(PasidCacheGranularity.Global, 0, 0, true)]
    [InlineData(PasidCacheGranularity.Domain, 6, 0, true)]
    [InlineData(PasidCacheGranularity.Domain, 7, 0, true)]
    [InlineData(PasidCacheGranularity.Domain, 8, 0, false)]
    [InlineData(PasidCacheGranularity.Pasid, 6, 9, true)]
    [InlineData(PasidCacheGranularity.Pasid, 7, 9, true)]
    [InlineData(PasidCacheGranularity.Pasid, 7, 0, false)]
    [InlineData(PasidCacheGranularity.Pasid, 8, 9, false)]
    internal void A_changed_Pasid_entry(PasidCacheGranularity granularity, ushort domain, uint pasid, bool isMeant)
    {
        _second.Map(0x2000, 0x6003);
        _guest.SetPasid(SourceId, 9, GuestTables.SecondStage(7, SecondRoot));

        _guest.SubmitAndWait(Pasids(granularity, domain, pasid));

        Assert.Equal(isMeant ? ["map 2000>6000 1000 rw"] : [], _tagged.Take());
        Assert.Equal(isMeant ? ["unmap all"] : [], _plain.Take());
    }

    [Fact]
    public void A_Pasid_that_passes_through_and_one_that_is_gone()
    {
        _guest.SetPasid(SourceId, 9, GuestTables.FirstStage(6, FirstRoot) with { PGTT = PasidTranslationType.PassThrough });
        _guest.SubmitAndWait(Pasids(PasidCacheGranularity.Pasid, 6, 9));
        Hear([], ["off"], ["off", "unmap all"]);

        _guest.SetPasid(SourceId, 9, default);
        _guest.SubmitAndWait(Pasids(PasidCacheGranularity.Pasid, 6, 9));
        Hear([], ["on", "unmap all"], ["on", "unmap all"]);
    }

    [Fact]
    public void Without_its_context_entry_everything_is_gone()
    {
        _first.Map(0x1000, 0x5007);
        _guest.SubmitAndWait(Pasids(PasidCacheGranularity.Global));
        Take();
        _guest.SetScalableContext(SourceId, default(ScalableContextEntry));
        _guest.SubmitAndWait(Guest.Bytes(new ContextCacheInvalidateDescriptor { G = ContextGranularity.Device, SID = SourceId }));
        Hear(["unmap all"], ["unmap all"], ["unmap all"]);
        Assert.Empty(_tagged.Mappings);
    }
}
