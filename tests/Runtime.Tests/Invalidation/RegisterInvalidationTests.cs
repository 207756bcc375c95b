using Vtd.Architecture;

namespace Vtd.Runtime.Tests.Invalidation;

public class RegisterInvalidationTests
{
    private static readonly int IvaOffset = Guest.AllEcap.IRO * 16;
    private static readonly int IotlbOffset = IvaOffset + 8;

    private readonly Guest _guest = new();

    public RegisterInvalidationTests()
    {
        // Devices 0x10..0x17 are the functions of one device; even ones are in domain 1, odd ones in domain 2.
        for (ushort sourceId = 0x10; sourceId < 0x20; sourceId++)
            _guest.SetLegacyContext(sourceId, (ushort)(1 + sourceId % 2));
        _guest.SetRootPointer(TranslationTableMode.Legacy);
        _guest.Translate(on: true);
        _guest.MapSecondStage(0x6000);
        for (ushort sourceId = 0x10; sourceId < 0x20; sourceId++)
            Assert.True(_guest.Reads(sourceId, address: (ulong)sourceId << 12));
        Assert.Equal((16, 16), (_guest.Unit.EntriesOf(CacheKind.Context), _guest.Unit.EntriesOf(CacheKind.Iotlb)));
    }

    private Ccmd Context(Func<Ccmd, Ccmd> request)
    {
        _guest.Write64(Ccmd.Offset, request(new Ccmd(0) with { ICC = true }).Value);
        return new(_guest.Unit.ReadRegister(Ccmd.Offset, 8));
    }

    private Iotlb Translations(Func<Iotlb, Iotlb> request)
    {
        _guest.Write64(IotlbOffset, request(new Iotlb(0) with { IVT = true }).Value);
        return new(_guest.Unit.ReadRegister(IotlbOffset, 8));
    }

    [Fact]
    public void Context_global()
    {
        var answer = Context(request => request with { CIRG = ContextGranularity.Global });

        Assert.True(answer is { ICC: false, CAIG: ContextGranularity.Global });
        Assert.Equal((0, 16), (_guest.Unit.EntriesOf(CacheKind.Context), _guest.Unit.EntriesOf(CacheKind.Iotlb)));
    }

    [Fact]
    public void Context_domain()
    {
        var answer = Context(request => request with { CIRG = ContextGranularity.Domain, DID = 2 });

        Assert.True(answer is { ICC: false, CAIG: ContextGranularity.Domain });
        Assert.Equal(8, _guest.Unit.EntriesOf(CacheKind.Context));
        Assert.True(_guest.Unit.TryGetCached(0x10, null, 0x10_000, out _));
        Assert.False(_guest.Unit.TryGetCached(0x11, null, 0x11_000, out _));
    }

    [Theory]
    [InlineData(FunctionMask.None, new[] { 0x13 })]
    [InlineData(FunctionMask.Bit2, new[] { 0x13, 0x17 })]
    [InlineData(FunctionMask.Bits2To1, new[] { 0x11, 0x13, 0x15, 0x17 })]
    [InlineData(FunctionMask.Bits2To0, new[] { 0x10, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17 })]
    internal void Context_device_ignores_masked_function_bits(FunctionMask mask, int[] dropped)
    {
        var answer = Context(request => request with { CIRG = ContextGranularity.Device, DID = 2, SID = 0x13, FM = mask });

        Assert.True(answer is { ICC: false, CAIG: ContextGranularity.Device });
        for (ushort sourceId = 0x10; sourceId < 0x20; sourceId++)
            Assert.Equal(!dropped.Contains(sourceId), _guest.Unit.TryGetCached(sourceId, null, (ulong)sourceId << 12, out _));
    }

    [Fact]
    public void Source_id_and_mask_read_zero()
    {
        var answer = Context(request => request with { CIRG = ContextGranularity.Device, DID = 2, SID = 0x13, FM = FunctionMask.Bit2 });
        Assert.Equal((0, FunctionMask.None, 2), (answer.SID, answer.FM, answer.DID));
    }

    [Fact]
    public void The_upper_half_alone_starts_it()
    {
        _guest.Write32(Ccmd.Offset, 2);
        Assert.Equal(16, _guest.Unit.EntriesOf(CacheKind.Context));

        _guest.Write32(Ccmd.Offset + 4, (uint)((new Ccmd(0) with { ICC = true, CIRG = ContextGranularity.Domain }).Value >> 32));

        Assert.Equal(8, _guest.Unit.EntriesOf(CacheKind.Context));
    }

    [Fact]
    public void Translations_global()
    {
        var answer = Translations(request => request with { IIRG = IotlbGranularity.Global });

        Assert.True(answer is { IVT: false, IAIG: IotlbGranularity.Global });
        Assert.Equal((16, 0), (_guest.Unit.EntriesOf(CacheKind.Context), _guest.Unit.EntriesOf(CacheKind.Iotlb)));
    }

    [Fact]
    public void Translations_domain()
    {
        var answer = Translations(request => request with { IIRG = IotlbGranularity.Domain, DID = 1 });

        Assert.True(answer is { IVT: false, IAIG: IotlbGranularity.Domain });
        Assert.Equal(8, _guest.Unit.EntriesOf(CacheKind.Iotlb));
        Assert.True(_guest.Unit.TryGetCached(0x11, null, 0x11_000, out _));
    }

    [Fact]
    public void Translations_page()
    {
        _guest.Write64(IvaOffset, (new Iva(0) with { ADDR = 0x10_000, AM = 2 }).Value);
        var answer = Translations(request => request with { IIRG = IotlbGranularity.Page, DID = 1 });

        Assert.True(answer is { IVT: false, IAIG: IotlbGranularity.Page });
        Assert.Equal(14, _guest.Unit.EntriesOf(CacheKind.Iotlb));
        Assert.False(_guest.Unit.TryGetCached(0x12, null, 0x12_000, out _));
        Assert.True(_guest.Unit.TryGetCached(0x11, null, 0x11_000, out _));
        Assert.True(_guest.Unit.TryGetCached(0x14, null, 0x14_000, out _));
    }

    [Fact]
    public void Reserved_granularities_are_refused()
    {
        Assert.True(Context(request => request) is { ICC: false, CAIG: ContextGranularity.None });
        Assert.True(Translations(request => request) is { IVT: false, IAIG: IotlbGranularity.None });
        Assert.Equal((16, 16), (_guest.Unit.EntriesOf(CacheKind.Context), _guest.Unit.EntriesOf(CacheKind.Iotlb)));
    }

    [Fact]
    public void A_mask_beyond_the_maximum_is_refused()
    {
        _guest.Write64(IvaOffset, (new Iva(0) with { AM = 19 }).Value);
        Assert.True(Translations(request => request with { IIRG = IotlbGranularity.Page, DID = 1 }) is { IVT: false, IAIG: IotlbGranularity.None });
        Assert.Equal(16, _guest.Unit.EntriesOf(CacheKind.Iotlb));
    }

    [Fact]
    public void Page_selective_needs_the_capability()
    {
        var guest = new Guest(Guest.AllCap with { PSI = false });
        guest.Write64(IotlbOffset, (new Iotlb(0) with { IVT = true, IIRG = IotlbGranularity.Page }).Value);
        Assert.True(new Iotlb(guest.Unit.ReadRegister(IotlbOffset, 8)) is { IVT: false, IAIG: IotlbGranularity.None });
    }

    [Fact]
    public void Refused_while_the_queue_is_on()
    {
        _guest.StartQueue();
        Assert.True(Context(request => request with { CIRG = ContextGranularity.Global }) is { ICC: false, CAIG: ContextGranularity.None });
        Assert.True(Translations(request => request with { IIRG = IotlbGranularity.Global }) is { IVT: false, IAIG: IotlbGranularity.None });
        Assert.Equal((16, 16), (_guest.Unit.EntriesOf(CacheKind.Context), _guest.Unit.EntriesOf(CacheKind.Iotlb)));
    }

    [Fact]
    public void Refused_in_scalable_mode()
    {
        _guest.SetRootPointer(TranslationTableMode.Scalable);
        Assert.True(Context(request => request with { CIRG = ContextGranularity.Global }) is { ICC: false, CAIG: ContextGranularity.None });
        Assert.Equal(16, _guest.Unit.EntriesOf(CacheKind.Context));
    }

    [Fact]
    public void Gone_from_version_6_on()
    {
        var guest = new Guest(options: options => options with { Capabilities = (GivenRegisters)options.Capabilities with { Version = 0x60 } });
        guest.Write64(Ccmd.Offset, ulong.MaxValue);
        guest.Write64(IotlbOffset, ulong.MaxValue);
        Assert.Equal((0u, 0u), (guest.Unit.ReadRegister(Ccmd.Offset, 8), guest.Unit.ReadRegister(IotlbOffset, 8)));
    }
}
