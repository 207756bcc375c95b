using Vtd.Architecture;
using Vtd.Runtime.Tests.Translation;

namespace Vtd.Runtime.Tests.Endpoints;

/// <summary>Software takes an address space away in the order in which Linux does: entry cleared, then caches from the top down, with the owner
/// that the entry had. After the first invalidation no page is kept, and nothing is told twice.</summary>
public class TearDownTests
{
    private const ushort SourceId = 0x0108;
    private const ushort Domain = 3;
    private const ulong Root = 0x80_0000;
    private const ulong OtherRoot = 0x90_0000;

    private readonly RecordingListener _mapper = new(wantsMappings: true);
    private readonly RecordingListener _plain = new(wantsMappings: false);

    private static byte[] Iotlb(ushort domain) => Guest.Bytes(new IotlbInvalidateDescriptor { G = IotlbGranularity.Domain, DID = domain });

    private static byte[] Pasid(ushort domain, uint pasid = 0, PasidCacheGranularity granularity = PasidCacheGranularity.Pasid) =>
        Guest.Bytes(new PasidCacheInvalidateDescriptor { G = granularity, DID = domain, PASID = pasid });

    private static byte[] PasidIotlb(ushort domain, uint pasid = 0) =>
        Guest.Bytes(new PasidIotlbInvalidateDescriptor { G = PasidIotlbGranularity.Pasid, DID = domain, PASID = pasid });

    private static byte[] DeviceTlb() => Guest.Bytes(new DeviceTlbInvalidateDescriptor { SID = SourceId, ADDR = 0x7FFF_FFFF_F000, S = true });

    private static byte[] Context(ContextGranularity granularity, ushort domain = 0) =>
        Guest.Bytes(new ContextCacheInvalidateDescriptor { G = granularity, DID = domain, SID = SourceId });

    private static Guest NewGuest(bool hasCachingMode)
    {
        var guest = new Guest(Guest.AllCap with { CM = hasCachingMode });
        new PageTables(guest, Root, levels: 4, link: 7).Map(0x1000, 0x5007); // both stages can use it
        new PageTables(guest, OtherRoot, levels: 4, link: 7).Map(0x1000, 0xC007);
        return guest;
    }

    private static Guest Scalable(bool hasCachingMode, PasidEntry entry)
    {
        var guest = NewGuest(hasCachingMode);
        guest.SetScalableContext(SourceId);
        guest.SetPasid(SourceId, 0, entry);
        guest.StartScalable();
        return guest;
    }

    private void Follow(Guest guest, bool withMapper)
    {
        guest.Unit.AddTranslationListener(SourceId, null, _plain);
        if (withMapper)
            guest.Unit.AddTranslationListener(SourceId, null, _mapper);
        Assert.True(guest.Reads(SourceId));
        _mapper.Take();
        _plain.Take();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_second_stage(bool hasCachingMode)
    {
        var guest = Scalable(hasCachingMode, GuestTables.SecondStage(Domain, Root));
        Follow(guest, withMapper: hasCachingMode);
        guest.SetPasid(SourceId, 0, default);

        guest.SubmitAndWait(Pasid(Domain));
        Assert.Equal(hasCachingMode ? ["unmap all"] : [], _mapper.Take());
        Assert.Equal(["unmap all"], _plain.Take());
        Assert.Empty(_mapper.Mappings);
        Assert.False(guest.Reads(SourceId));

        guest.SubmitAndWait(Iotlb(Domain));
        guest.SubmitAndWait(DeviceTlb());
        guest.SubmitAndWait(Pasid(Domain, granularity: PasidCacheGranularity.Domain));
        Assert.Empty(_mapper.Take());
        if (hasCachingMode)
            Assert.Empty(_plain.Take());
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(false, true)]
    public void A_first_stage(bool hasCachingMode, bool isPassThrough)
    {
        var entry = GuestTables.FirstStage(Domain, Root) with { PWSNP = true };
        var guest = Scalable(hasCachingMode, isPassThrough ? entry with { PGTT = PasidTranslationType.PassThrough } : entry);
        Follow(guest, withMapper: false);
        guest.SetPasid(SourceId, 0, default);

        guest.SubmitAndWait(Pasid(Domain));
        Assert.Equal(isPassThrough ? ["on", "unmap all"] : ["unmap all"], _plain.Take());
        Assert.False(guest.Reads(SourceId));

        guest.SubmitAndWait(PasidIotlb(Domain));
        guest.SubmitAndWait(DeviceTlb());
        if (hasCachingMode)
            Assert.Empty(_plain.Take());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void All_in_one_go_is_told_once(bool hasCachingMode)
    {
        var guest = Scalable(hasCachingMode, GuestTables.SecondStage(Domain, Root));
        Follow(guest, withMapper: hasCachingMode);
        guest.SetPasid(SourceId, 0, default);
        guest.SubmitAndWait(Pasid(Domain), Iotlb(Domain), DeviceTlb(), Context(ContextGranularity.Global), Pasid(Domain), Iotlb(Domain));
        Assert.Equal(hasCachingMode ? ["unmap all"] : [], _mapper.Take());
        Assert.Equal(["unmap all"], _plain.Take());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_entry_that_moves_to_another_domain(bool hasCachingMode)
    {
        var guest = Scalable(hasCachingMode, GuestTables.SecondStage(Domain, Root));
        Follow(guest, withMapper: hasCachingMode);
        guest.SetPasid(SourceId, 0, GuestTables.SecondStage(Domain + 1, OtherRoot));

        guest.SubmitAndWait(Pasid(Domain));
        Assert.Equal(hasCachingMode ? ["unmap 1000-1FFF", "map 1000>C000 1000 rw"] : [], _mapper.Take());
        Assert.Equal(["unmap all"], _plain.Take());

        guest.SubmitAndWait(Iotlb(Domain));
        Assert.Empty(_mapper.Take());
        Assert.Empty(_plain.Take());

        guest.SubmitAndWait(Iotlb(Domain + 1));
        Assert.Empty(_mapper.Take());
        Assert.Equal(["unmap all"], _plain.Take());
    }

    [Fact]
    public void An_IOTLB_invalidation_of_the_new_domain_leaves_the_old_one_owner_too()
    {
        var guest = Scalable(hasCachingMode: true, GuestTables.SecondStage(Domain, Root));
        Follow(guest, withMapper: true);
        guest.SetPasid(SourceId, 0, GuestTables.SecondStage(Domain + 1, Root));
        guest.SubmitAndWait(Iotlb(Domain + 1));
        Assert.Equal(["unmap all"], _plain.Take());
        Assert.True(guest.Reads(SourceId)); // by the PASID entry of the old domain, which is cached
        guest.SetPasid(SourceId, 0, default);

        guest.SubmitAndWait(Pasid(Domain));

        Assert.Equal(["unmap all"], _plain.Take());
        Assert.Empty(_mapper.Mappings);
    }

    [Fact]
    public void Another_PASID_of_requests_without_one()
    {
        var guest = Scalable(hasCachingMode: true, GuestTables.SecondStage(Domain, Root));
        guest.SetPasid(SourceId, 7, GuestTables.FirstStage(Domain, OtherRoot));
        Follow(guest, withMapper: false);
        guest.SetScalableContext(SourceId, ridPasid: 7);

        guest.SubmitAndWait(Context(ContextGranularity.Device));
        Assert.Equal(["unmap all"], _plain.Take());

        guest.SubmitAndWait(PasidIotlb(Domain, pasid: 7));
        Assert.Equal(["unmap all"], _plain.Take());
        guest.SubmitAndWait(PasidIotlb(Domain, pasid: 6));
        Assert.Empty(_plain.Take());
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(false, true)]
    public void A_legacy_context_entry(bool hasCachingMode, bool byDomain)
    {
        var guest = NewGuest(hasCachingMode);
        guest.SetLegacyContext(SourceId, default(LegacyContextEntry) with { P = true, DID = Domain, AW = SecondStageWidth.Bits48, SSPTPTR = Root });
        guest.SetRootPointer(TranslationTableMode.Legacy);
        guest.StartQueue();
        guest.Translate(on: true);
        Follow(guest, withMapper: hasCachingMode);
        guest.SetLegacyContext(SourceId, default(LegacyContextEntry));

        guest.SubmitAndWait(byDomain ? Context(ContextGranularity.Domain, Domain) : Context(ContextGranularity.Device));
        Assert.Equal(hasCachingMode ? ["unmap all"] : [], _mapper.Take());
        Assert.Equal(["unmap all"], _plain.Take());
        Assert.False(guest.Reads(SourceId));

        guest.SubmitAndWait(Iotlb(Domain));
        Assert.Empty(_mapper.Take());
        if (hasCachingMode)
            Assert.Empty(_plain.Take());
    }

    [Fact]
    public void An_entry_that_came_unseen_and_goes_is_of_any_owner()
    {
        // Without caching mode software sends nothing when an entry becomes present.
        var guest = Scalable(hasCachingMode: false, default);
        guest.Unit.AddTranslationListener(SourceId, null, _plain);
        guest.SetPasid(SourceId, 0, GuestTables.SecondStage(Domain, Root));
        Assert.True(guest.Reads(SourceId));
        _plain.Take();
        guest.SetPasid(SourceId, 0, default);

        guest.SubmitAndWait(Pasid(Domain));

        Assert.Equal(["unmap all"], _plain.Take());
    }
}
