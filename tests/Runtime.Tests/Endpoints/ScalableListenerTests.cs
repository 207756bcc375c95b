using Vtd.Architecture;
using Vtd.Runtime.Tests.Translation;

namespace Vtd.Runtime.Tests.Endpoints;

public class ScalableListenerTests
{
    private const ushort SourceId = 0x0108;
    private const ulong FirstRoot = 0x80_0000;
    private const ulong SecondRoot = 0x90_0000;
    private const ulong OtherRoot = 0xA0_0000;

    private readonly Guest _guest = new(Guest.AllCap with { CM = true });
    private readonly PageTables _second;
    private readonly PageTables _other;
    private readonly RecordingListener _untagged = new(wantsMappings: true);
    private readonly RecordingListener _tagged = new(wantsMappings: true);
    private readonly RecordingListener _plain = new(wantsMappings: false);

    public ScalableListenerTests()
    {
        _second = new(_guest, SecondRoot, levels: 4, link: 3);
        _other = new(_guest, OtherRoot, levels: 4, link: 3);
        _guest.SetScalableContext(SourceId);
        _guest.SetPasid(SourceId, 0, GuestTables.SecondStage(5, SecondRoot));
        _guest.SetPasid(SourceId, 8, GuestTables.SecondStage(6, OtherRoot));
        _guest.SetPasid(SourceId, 9, GuestTables.FirstStage(6, FirstRoot));
        _guest.StartScalable();
        _guest.Unit.AddTranslationListener(SourceId, null, _untagged);
        _guest.Unit.AddTranslationListener(SourceId, 8, _tagged);
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
        var entry = _other.Map(0x1000, 0x5003);
        _second.Map(0x2000, 0x6001);

        _guest.SubmitAndWait(Pasids(PasidCacheGranularity.Global));

        Hear(["map 2000>6000 1000 r"], ["map 1000>5000 1000 rw"], ["unmap all"]);
        Assert.Equal(0x5003ul, _other.Read(entry)); // looking sets no accessed bit
    }

    [Fact]
    public void Pasid_based_Iotlb()
    {
        _guest.SubmitAndWait(PasidIotlb(5, 9), PasidIotlb(6, 7), PasidIotlb(6, 0, 0x1000));
        Hear([], [], []);

        _guest.SubmitAndWait(PasidIotlb(6, 9, 0x2000));
        Hear([], [], ["unmap 2000-2FFF"]);

        _guest.SubmitAndWait(PasidIotlb(6, 9));
        Hear([], [], ["unmap all"]);
    }

    [Fact]
    public void Iotlb_page_reaches_everything_behind_a_first_stage()
    {
        _other.Map(0x1000, 0x5003);
        _other.Map(0x9000, 0x5003);
        _guest.SubmitAndWait(Iotlb(6, 0x9000));
        Hear([], ["map 9000>5000 1000 rw"], ["unmap all"]);

        _second.Map(0x1000, 0x5003);
        _second.Map(0x2000, 0x5003);
        _guest.SubmitAndWait(Iotlb(5, 0x2000));
        Hear(["map 2000>5000 1000 rw"], [], []);
    }

    [Theory]
    [InlineData(PasidCacheGranularity.Global, 0, 0, true)]
    [InlineData(PasidCacheGranularity.Domain, 6, 0, true)]
    [InlineData(PasidCacheGranularity.Domain, 7, 0, true)]
    [InlineData(PasidCacheGranularity.Domain, 4, 0, false)]
    [InlineData(PasidCacheGranularity.Pasid, 6, 8, true)]
    [InlineData(PasidCacheGranularity.Pasid, 7, 8, true)]
    [InlineData(PasidCacheGranularity.Pasid, 7, 0, false)]
    [InlineData(PasidCacheGranularity.Pasid, 4, 8, false)]
    internal void A_changed_Pasid_entry_is_looked_at_for_its_old_and_its_new_owner(PasidCacheGranularity granularity, ushort domain, uint pasid, bool isMeant)
    {
        var plain = new RecordingListener(wantsMappings: false);
        _guest.Unit.AddTranslationListener(SourceId, 8, plain);
        plain.Take();
        _second.Map(0x2000, 0x6003);
        _guest.SetPasid(SourceId, 8, GuestTables.SecondStage(7, SecondRoot));

        _guest.SubmitAndWait(Pasids(granularity, domain, pasid));

        Assert.Equal(isMeant ? ["map 2000>6000 1000 rw"] : [], _tagged.Take());
        Assert.Equal(isMeant ? ["unmap all"] : [], plain.Take());
    }

    [Fact]
    public void A_Pasid_that_passes_through_and_one_that_is_gone()
    {
        _guest.SetPasid(SourceId, 8, GuestTables.SecondStage(6) with { PGTT = PasidTranslationType.PassThrough });
        _guest.SetPasid(SourceId, 9, GuestTables.FirstStage(6, FirstRoot) with { PGTT = PasidTranslationType.PassThrough });
        _guest.SubmitAndWait(Pasids(PasidCacheGranularity.Domain, 6));
        Hear([], ["off"], ["off", "unmap all"]);

        _guest.SetPasid(SourceId, 8, default);
        _guest.SetPasid(SourceId, 9, default);
        _guest.SubmitAndWait(Pasids(PasidCacheGranularity.Domain, 6));
        Hear([], ["on", "unmap all"], ["on", "unmap all"]);
    }

    [Fact]
    public void Without_its_context_entry_everything_is_gone()
    {
        _other.Map(0x1000, 0x5003);
        _guest.SubmitAndWait(Pasids(PasidCacheGranularity.Global));
        Take();
        _guest.SetScalableContext(SourceId, default(ScalableContextEntry));
        _guest.SubmitAndWait(Guest.Bytes(new ContextCacheInvalidateDescriptor { G = ContextGranularity.Device, SID = SourceId }));
        Hear(["unmap all"], ["unmap all"], ["unmap all"]);
        Assert.Empty(_tagged.Mappings);
    }

    [Fact]
    public void The_Pasid_of_requests_without_one_is_no_address_space_of_its_own()
    {
        _other.Map(0x1000, 0x5003);
        _guest.SetScalableContext(SourceId, ridPasid: 8);
        _guest.SubmitAndWait(Pasids(PasidCacheGranularity.Global));
        Hear(["map 1000>5000 1000 rw"], ["unmap all"], ["unmap all"]);
        Assert.NotEqual(DmaOutcome.Allowed, _guest.Unit.Translate(new(SourceId, 0x1000, DmaAccess.Read) { Pasid = 8 }).Outcome);
    }
}
