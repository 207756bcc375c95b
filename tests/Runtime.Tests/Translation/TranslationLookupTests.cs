using Vtd.Architecture;

namespace Vtd.Runtime.Tests.Translation;

/// <summary>What requests find is cached with the tags of their context and PASID entries.</summary>
public class TranslationLookupTests
{
    private const ushort Device = 0x0108;

    private static Guest Legacy(TranslationType type = TranslationType.UntranslatedOnly)
    {
        var guest = new Guest();
        guest.SetLegacyContext(Device, domain: 3, type);
        guest.MapSecondStage(0x6000);
        guest.SetRootPointer(TranslationTableMode.Legacy);
        guest.Translate(on: true);
        guest.StartQueue();
        return guest;
    }

    private static Guest Scalable(uint pasid, PasidEntry entry)
    {
        var guest = new Guest();
        guest.SetScalableContext(Device, ridPasid: 4);
        guest.SetPasid(Device, pasid, entry);
        guest.MapFirstStage(0x7000);
        guest.MapSecondStage(0x5000);
        guest.MapSecondStageToItself(0x8000);
        guest.StartScalable();
        return guest;
    }

    private static bool IsCached(Guest guest, uint? pasid = null) => guest.Unit.TryGetCached(Device, pasid, 0x1FFF, out _);

    private static byte[] Pages(ushort domain, ulong address = 0x1000) =>
        Guest.Bytes(new IotlbInvalidateDescriptor { G = IotlbGranularity.Page, DID = domain, ADDR = address });

    private static byte[] PasidPages(ushort domain, uint pasid, ulong address = 0x1000) =>
        Guest.Bytes(new PasidIotlbInvalidateDescriptor { G = PasidIotlbGranularity.Page, DID = domain, PASID = pasid, ADDR = address });

    private static byte[] Pasid(ushort domain, uint pasid) =>
        Guest.Bytes(new PasidIotlbInvalidateDescriptor { G = PasidIotlbGranularity.Pasid, DID = domain, PASID = pasid });

    [Fact]
    public void What_is_cached_is_what_a_request_found()
    {
        var guest = Legacy();
        Assert.False(IsCached(guest));

        Assert.True(guest.Reads(Device));

        Assert.True(guest.Unit.TryGetCached(Device, null, 0x1FFF, out var found));
        Assert.Equal(new PageTranslation(0x1000, 0x6000, 4096, PagePermissions.Read | PagePermissions.Write | PagePermissions.Execute), found);
        Assert.False(guest.Unit.TryGetCached(Device, null, 0x2000, out _));
        Assert.False(guest.Unit.TryGetCached(Device, 1, 0x1000, out _));
        Assert.False(guest.Unit.TryGetCached(0x0109, null, 0x1000, out _));
    }

    [Theory]
    [InlineData(1, 1UL << 12)]
    [InlineData(2, 1UL << 21)]
    [InlineData(3, 1UL << 30)]
    public void Pages_of_all_sizes_are_found_by_any_address_in_them(int level, ulong size)
    {
        var guest = Legacy();
        var tables = new PageTables(guest, 0x600_0000, levels: 4, link: 3);
        tables.Map(3 * size, (new SsPdpe1g { R = true, PS = level > 1 }.Qword0) | 7 * size, level);
        guest.SetLegacyContext(Device, default(LegacyContextEntry) with { P = true, DID = 3, AW = SecondStageWidth.Bits48, SSPTPTR = tables.Root });

        Assert.True(guest.Reads(Device, address: 3 * size + 5));
        Assert.True(guest.Unit.TryGetCached(Device, null, 4 * size - 1, out var found));
        Assert.Equal(new PageTranslation(3 * size, 7 * size, size, PagePermissions.Read | PagePermissions.Execute), found);
        Assert.False(guest.Unit.TryGetCached(Device, null, 4 * size, out _));
    }

    [Fact]
    public void Nothing_is_cached_while_translation_is_off_or_aborts()
    {
        var guest = Legacy();
        guest.Translate(on: false);
        Assert.True(guest.Reads(Device));
        guest.Translate(on: true);
        guest.SetRootPointer(TranslationTableMode.AbortDma);
        Assert.False(guest.Reads(Device));
        Assert.Equal((0, 0), (guest.Unit.EntriesOf(CacheKind.Context), guest.Unit.EntriesOf(CacheKind.Iotlb)));
    }

    public static TheoryData<string> BrokenLegacy => ["not present", "reserved bit", "reserved type", "unsupported width", "root"];

    [Theory]
    [MemberData(nameof(BrokenLegacy))]
    public void Entries_that_would_fault_are_never_cached_in_legacy_mode(string what)
    {
        var entry = default(LegacyContextEntry) with { P = true, DID = 3, AW = SecondStageWidth.Bits48 };
        var guest = Legacy();
        guest.SetLegacyContext(Device, what switch
        {
            "not present" => entry with { P = false },
            "reserved bit" => new LegacyContextEntry(entry.Qword0 | 1 << 5, entry.Qword1),
            "reserved type" => entry with { TT = (TranslationType)3 },
            "unsupported width" => entry with { AW = SecondStageWidth.Bits57 },
            _ => entry,
        });
        if (what == "root")
            guest.WriteMemory(Guest.RootTable + 16, new byte[16]);

        Assert.False(guest.Reads(Device));
        Assert.Equal((0, 0), (guest.Unit.EntriesOf(CacheKind.Context), guest.Unit.EntriesOf(CacheKind.Iotlb)));
    }

    [Fact]
    public void Requests_with_pasid_have_no_translation_in_legacy_mode() =>
        Assert.False(Legacy().Reads(Device, 1));

    [Fact]
    public void Requests_with_pasid_need_the_permission_of_the_context_entry()
    {
        var guest = Scalable(4, GuestTables.FirstStage(3, 0x7000));
        guest.SetScalableContext(Device, ridPasid: 4, withPasids: false);

        Assert.False(guest.Reads(Device, 4));
        Assert.True(guest.Reads(Device));
        Assert.True(IsCached(guest));
        Assert.False(IsCached(guest, pasid: 4));
    }

    [Fact]
    public void Requests_without_pasid_use_RID_PASID()
    {
        var guest = Scalable(4, GuestTables.FirstStage(3, 0x7000));
        Assert.True(guest.Reads(Device));

        guest.SubmitAndWait(Pasid(3, 5));
        Assert.True(IsCached(guest));
        guest.SubmitAndWait(Pasid(3, 4));
        Assert.False(IsCached(guest));
    }

    [Fact]
    public void Legacy_pages_are_second_stage()
    {
        var guest = Legacy();
        Assert.True(guest.Reads(Device));
        guest.SubmitAndWait(Pages(3, 0x2000), Pages(4), Pasid(3, 0), PasidPages(3, 0));
        Assert.True(IsCached(guest));
        guest.SubmitAndWait(Pages(3));
        Assert.False(IsCached(guest));
    }

    [Fact]
    public void Scalable_second_stage_pages_are_tagged_with_the_domain_only()
    {
        var guest = Scalable(7, GuestTables.SecondStage(3));
        Assert.True(guest.Reads(Device, 7));
        guest.SubmitAndWait(Pasid(3, 7), PasidPages(3, 7), Pages(3, 0x2000));
        Assert.True(IsCached(guest, 7));
        guest.SubmitAndWait(Pages(3));
        Assert.False(IsCached(guest, 7));
    }

    [Theory]
    [InlineData(PasidTranslationType.FirstStage)]
    [InlineData(PasidTranslationType.Nested)]
    internal void First_stage_and_nested_pages_go_with_any_page_of_the_domain(PasidTranslationType type)
    {
        var guest = Scalable(7, type == PasidTranslationType.Nested ? GuestTables.Nested(3, 0x7000, below: 0x8000) : GuestTables.FirstStage(3, 0x7000));
        Assert.True(guest.Reads(Device, 7));
        guest.SubmitAndWait(PasidPages(3, 7, 0x2000), PasidPages(3, 8), PasidPages(4, 7), Pages(4));
        Assert.True(IsCached(guest, 7));

        guest.SubmitAndWait(PasidPages(3, 7));
        Assert.False(IsCached(guest, 7));

        Assert.True(guest.Reads(Device, 7));
        guest.SubmitAndWait(Pages(3, 0x9000));
        Assert.False(IsCached(guest, 7));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Requests_that_pass_through_have_no_page_cached(bool isLegacy)
    {
        // Pages of the same tags are cached for another device, which must not show.
        const ushort other = 0x0109;
        uint? pasid = isLegacy ? null : 7;
        var guest = isLegacy ? Legacy(TranslationType.PassThrough) : Scalable(7, GuestTables.FirstStage(3, 0x7000) with { PGTT = PasidTranslationType.PassThrough });
        if (isLegacy)
        {
            guest.SetLegacyContext(other, domain: 3);
        }
        else
        {
            guest.SetScalableContext(other);
            guest.SetPasid(other, 7, GuestTables.FirstStage(3, 0x7000));
        }

        Assert.True(guest.Reads(other, pasid));
        Assert.True(guest.Reads(Device, pasid));

        Assert.Equal((2, 1), (guest.Unit.EntriesOf(CacheKind.Context), guest.Unit.EntriesOf(CacheKind.Iotlb)));
        Assert.False(IsCached(guest, pasid));
        Assert.True(guest.Unit.TryGetCached(other, pasid, 0x1000, out _));
    }

    [Fact]
    public void Nothing_is_implied_across_caches()
    {
        var guest = Scalable(7, GuestTables.FirstStage(3, 0x7000));
        Assert.True(guest.Reads(Device, 7));

        guest.SubmitAndWait(Guest.Bytes(new IotlbInvalidateDescriptor { G = IotlbGranularity.Global }));
        Assert.Equal((1, 1, 0), Held());
        Assert.True(guest.Reads(Device, 7));

        guest.SubmitAndWait(Guest.Bytes(new PasidCacheInvalidateDescriptor { G = PasidCacheGranularity.Pasid, DID = 3, PASID = 7 }));
        Assert.Equal((1, 0, 1), Held());

        guest.SubmitAndWait(Guest.Bytes(new ContextCacheInvalidateDescriptor { G = ContextGranularity.Domain, DID = 999 }));
        Assert.Equal((0, 0, 1), Held());

        (int, int, int) Held() => (guest.Unit.EntriesOf(CacheKind.Context), guest.Unit.EntriesOf(CacheKind.Pasid), guest.Unit.EntriesOf(CacheKind.Iotlb));
    }

    [Fact]
    public void A_cached_entry_counts_until_it_is_invalidated()
    {
        var guest = Scalable(7, GuestTables.FirstStage(3, 0x7000));
        Assert.True(guest.Reads(Device, 7));
        guest.SetPasid(Device, 7, GuestTables.FirstStage(5, 0x7000));
        Assert.True(guest.Reads(Device, 7, 0x2000));

        guest.SubmitAndWait(Pasid(5, 7));
        Assert.Equal(2, guest.Unit.EntriesOf(CacheKind.Iotlb));
        guest.SubmitAndWait(Pasid(3, 7));
        Assert.Equal(0, guest.Unit.EntriesOf(CacheKind.Iotlb));
    }
}
