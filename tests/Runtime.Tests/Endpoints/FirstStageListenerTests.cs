using Vtd.Architecture;
using Vtd.Runtime.Tests.Translation;

namespace Vtd.Runtime.Tests.Endpoints;

/// <summary>Software sends no invalidation when a first-stage page becomes present, so that mappings of first-stage tables are not announced.</summary>
public class FirstStageListenerTests
{
    private const ushort SourceId = 0x0108;
    private const ulong FirstRoot = 0x80_0000;
    private const ulong SecondRoot = 0x90_0000;

    private readonly Guest _guest = new(Guest.AllCap with { CM = true });
    private readonly RecordingListener _mapper = new(wantsMappings: true);

    public FirstStageListenerTests()
    {
        new PageTables(_guest, FirstRoot, levels: 4, link: 7).Map(0x1000, 0x5007);
        new PageTables(_guest, SecondRoot, levels: 4, link: 3).Map(0x2000, 0x6003);
        _guest.SetScalableContext(SourceId);
    }

    private static PasidEntry FirstStage => GuestTables.FirstStage(5, FirstRoot);

    private static PasidEntry SecondStage => GuestTables.SecondStage(5, SecondRoot);

    private void Change(PasidEntry entry)
    {
        _guest.SetPasid(SourceId, 0, entry);
        _guest.SubmitAndWait(Guest.Bytes(new PasidCacheInvalidateDescriptor { G = PasidCacheGranularity.Pasid, DID = 5, PASID = 0 }));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_listener_that_wants_them_is_refused(bool isNested)
    {
        _guest.SetPasid(SourceId, 0, isNested ? GuestTables.Nested(5, FirstRoot, SecondRoot) : FirstStage);
        _guest.StartScalable();

        var error = Assert.Throws<InvalidOperationException>(() => _guest.Unit.AddTranslationListener(SourceId, null, _mapper));

        Assert.Contains("01:01.0 go through first-stage tables", error.Message, StringComparison.Ordinal);
        Assert.Empty(_mapper.Take());
        _guest.Unit.AddTranslationListener(SourceId, null, new RecordingListener(wantsMappings: false));
        Change(SecondStage);
        Assert.Empty(_mapper.Take()); // it was not added
        _guest.Unit.AddTranslationListener(SourceId, null, _mapper);
        Assert.Equal(["on", "map 2000>6000 1000 rw"], _mapper.Take());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_space_that_becomes_first_stage_has_none_until_it_is_second_stage_again(bool isNested)
    {
        _guest.SetPasid(SourceId, 0, SecondStage);
        _guest.StartScalable();
        _guest.Unit.AddTranslationListener(SourceId, null, _mapper);
        _mapper.Take();

        Change(isNested ? GuestTables.Nested(5, FirstRoot, SecondRoot) : FirstStage);
        Assert.Equal(["unmap all", "suspended"], _mapper.Take());

        _guest.SubmitAndWait(
            Guest.Bytes(new IotlbInvalidateDescriptor { G = IotlbGranularity.Global }),
            Guest.Bytes(new PasidIotlbInvalidateDescriptor { G = PasidIotlbGranularity.Pasid, DID = 5, PASID = 0 }));
        Assert.Empty(_mapper.Take());

        Change(SecondStage);
        Assert.Equal(["resumed", "map 2000>6000 1000 rw"], _mapper.Take());
    }

    [Fact]
    public void Switched_on_with_first_stage_tables_and_reset()
    {
        _guest.SetPasid(SourceId, 0, FirstStage);
        _guest.SetRootPointer(TranslationTableMode.Scalable);
        _guest.Unit.AddTranslationListener(SourceId, null, _mapper);
        Assert.Empty(_mapper.Take());

        _guest.Translate(on: true);
        Assert.Equal(["unmap all", "on", "suspended"], _mapper.Take());

        _guest.Unit.Reset();
        Assert.Equal(["unmap all", "off", "resumed"], _mapper.Take());
    }
}
