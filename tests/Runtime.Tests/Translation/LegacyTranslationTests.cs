using Vtd.Architecture;

namespace Vtd.Runtime.Tests.Translation;

public class LegacyTranslationTests
{
    private const ushort Device = 0x0108;
    private const ulong Root = 0x400_0000;
    private const ulong ReadWrite = 3;

    private static readonly Cap FiveLevels = Guest.AllCap with
    {
        SAGAW = SecondStageWidths.Bits39 | SecondStageWidths.Bits48 | SecondStageWidths.Bits57, MGAW = GuestAddressWidth.Bits57,
    };

    private static (Guest Guest, PageTables Tables) Start(
        TranslationType type = TranslationType.UntranslatedOnly,
        SecondStageWidth width = SecondStageWidth.Bits48,
        Cap? cap = null)
    {
        var guest = new Guest(cap);
        guest.SetLegacyContext(Device, default(LegacyContextEntry) with { P = true, DID = 3, TT = type, AW = width, SSPTPTR = Root });
        guest.SetRootPointer(TranslationTableMode.Legacy);
        guest.Translate(on: true);
        guest.StartQueue();
        return (guest, new PageTables(guest, Root, (int)width + 2, ReadWrite));
    }

    private static DmaResult Read(Guest guest, ulong address) => guest.Unit.Translate(new(Device, address, DmaAccess.Read));

    private static DmaResult Write(Guest guest, ulong address) => guest.Unit.Translate(new(Device, address, DmaAccess.Write));

    public static TheoryData<int, int> Shapes => new()
    {
        { 1, 1 }, { 1, 2 }, { 1, 3 },
        { 2, 1 }, { 2, 2 }, { 2, 3 },
        { 3, 1 }, { 3, 2 }, { 3, 3 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Every_width_and_page_size_translates(int width, int level)
    {
        var (guest, tables) = Start(width: (SecondStageWidth)width, cap: FiveLevels);
        var size = 1UL << (3 + 9 * level);
        var input = (1UL << (29 + 9 * width)) + 3 * size; // the top index counts
        var output = 5 * size;
        tables.Map(input, output | ReadWrite | (level > 1 ? 0x80UL : 0), level);

        foreach (var round in new[] { "walked", "cached" })
        {
            var result = Write(guest, input + size - 1);
            Assert.Equal(DmaOutcome.Allowed, result.Outcome);
            Assert.Equal(new PageTranslation(input, output, size, PagePermissions.Read | PagePermissions.Write | PagePermissions.Execute), result.Page);
            Assert.Equal(output + size - 1, result.Translate(input + size - 1));
            Assert.True(guest.Unit.EntriesOf(CacheKind.Iotlb) == 1, round);
        }
        Assert.Equal(DmaOutcome.Blocked, Read(guest, input + size).Outcome);
    }

    [Fact]
    public void A_page_is_cached_until_it_is_invalidated()
    {
        var (guest, tables) = Start();
        tables.Map(0x5000, 0x9000 | ReadWrite);
        Assert.Equal(0x9000UL, Read(guest, 0x5000).Page.Output);

        tables.Map(0x5000, 0xA000 | ReadWrite);
        Assert.Equal(0x9000UL, Read(guest, 0x5000).Page.Output);
        guest.SubmitAndWait(Guest.Bytes(new IotlbInvalidateDescriptor { G = IotlbGranularity.Page, DID = 3, ADDR = 0x5000 }));
        Assert.Equal(0xA000UL, Read(guest, 0x5000).Page.Output);
    }

    [Fact]
    public void What_is_not_allowed_faults_on_a_hit_as_on_a_miss()
    {
        var (guest, tables) = Start();
        tables.Map(0x5000, 0x9000 | 1);
        Assert.Equal(0x05, (byte)Write(guest, 0x5000).FaultReason);
        Assert.Equal(0, guest.Unit.EntriesOf(CacheKind.Iotlb));

        Assert.Equal(DmaOutcome.Allowed, Read(guest, 0x5000).Outcome);
        Assert.Equal(0x05, (byte)Write(guest, 0x5000).FaultReason);
        Assert.Equal(0x05, (byte)guest.Unit.Translate(new(Device, 0x5000, DmaAccess.Atomic)).FaultReason);
    }

    [Fact]
    public void A_permission_given_since_is_found_without_an_invalidation()
    {
        var (guest, tables) = Start();
        tables.Map(0x5000, 0x9000 | 1);
        Assert.Equal(DmaOutcome.Allowed, Read(guest, 0x5000).Outcome);
        tables.Map(0x5000, 0x9000 | ReadWrite);
        Assert.Equal(DmaOutcome.Allowed, Write(guest, 0x5000).Outcome);
    }

    [Fact]
    public void Permissions_of_all_levels_count()
    {
        var (guest, tables) = Start();
        tables.Map(0x5000, 0x9000 | ReadWrite);
        tables.Write(tables.Entry(0x5000, 3), tables.Read(tables.Entry(0x5000, 3)) & ~2UL);
        Assert.Equal(PagePermissions.Read | PagePermissions.Execute, Read(guest, 0x5000).Page.Permissions);
        Assert.Equal(0x05, (byte)Write(guest, 0x5000).FaultReason);
    }

    [Fact]
    public void Pass_through_gives_the_same_address_and_needs_no_page()
    {
        var (guest, _) = Start(TranslationType.PassThrough);
        Assert.Equal(new PageTranslation(0x1234_5000, 0x1234_5000, 4096, PagePermissions.Read | PagePermissions.Write | PagePermissions.Execute), Write(guest, 0x1234_5678).Page);
        Assert.Equal((1, 0), (guest.Unit.EntriesOf(CacheKind.Context), guest.Unit.EntriesOf(CacheKind.Iotlb)));

        // Nothing of it is left once its context entry is dropped.
        guest.SetLegacyContext(Device, default(LegacyContextEntry) with { P = true, DID = 3, AW = SecondStageWidth.Bits48, SSPTPTR = Root });
        Assert.Equal(DmaOutcome.Allowed, Write(guest, 0x1234_5678).Outcome);
        guest.SubmitAndWait(Guest.Bytes(new ContextCacheInvalidateDescriptor { G = ContextGranularity.Domain, DID = 3 }));
        Assert.Equal(0x05, (byte)Write(guest, 0x1234_5678).FaultReason);
    }

    [Fact]
    public void Without_remapping_addresses_stay_as_they_are_at_once()
    {
        var (guest, tables) = Start();
        tables.Map(0x5000, 0x9000 | ReadWrite);
        Assert.Equal(0x9000UL, Read(guest, 0x5000).Page.Output);
        guest.Translate(on: false);
        Assert.Equal(0x5000UL, Read(guest, 0x5000).Page.Output);
        Assert.Equal(0xFFFF_FFFF_FFFF_F000, Read(guest, ulong.MaxValue).Page.Output);
        guest.Translate(on: true);
        Assert.Equal(0x9000UL, Read(guest, 0x5000).Page.Output);
        guest.Unit.Reset();
        Assert.Equal(0x5000UL, Read(guest, 0x5000).Page.Output);
    }
}
