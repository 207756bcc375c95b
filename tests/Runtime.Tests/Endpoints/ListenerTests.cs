using CsCheck;
using Vtd.Architecture;
using Vtd.Runtime.Tests.Translation;

namespace Vtd.Runtime.Tests.Endpoints;

public class ListenerTests
{
    private const ushort SourceId = 0x0108;
    private const ushort Domain = 7;
    private const ulong Root = 0x80_0000;

    private readonly Guest _guest = NewGuest();
    private readonly PageTables _tables;
    private readonly RecordingListener _mapper = new(wantsMappings: true);
    private readonly RecordingListener _plain = new(wantsMappings: false);
    private IDisposable? _ofMapper;
    private IDisposable? _ofPlain;

    public ListenerTests()
    {
        _tables = new(_guest, Root, levels: 4, link: 3);
        SetContext();
    }

    private static Guest NewGuest(Func<VtdUnitOptions, VtdUnitOptions>? options = null, IUnitObserver? observer = null) =>
        new(Guest.AllCap with { CM = true }, observer: observer, options: options);

    private void SetContext(TranslationType type = TranslationType.UntranslatedOnly, ushort domain = Domain, bool present = true, ulong root = Root) =>
        _guest.SetLegacyContext(SourceId, default(LegacyContextEntry) with { P = present, DID = domain, TT = type, AW = SecondStageWidth.Bits48, SSPTPTR = root });

    private void Start(bool on = true)
    {
        _guest.SetRootPointer(TranslationTableMode.Legacy);
        _guest.StartQueue();
        if (on)
            _guest.Translate(on: true);
        _ofMapper = _guest.Unit.AddTranslationListener(SourceId, null, _mapper);
        _ofPlain = _guest.Unit.AddTranslationListener(SourceId, null, _plain);
        _mapper.Take();
        _plain.Take();
    }

    private void Hear(string[] mapper, string[] plain)
    {
        Assert.Equal(mapper, _mapper.Take());
        Assert.Equal(plain, _plain.Take());
    }

    private static byte[] Contexts(ContextGranularity granularity, ushort sourceId = 0, ushort domain = 0, FunctionMask mask = default) =>
        Guest.Bytes(new ContextCacheInvalidateDescriptor { G = granularity, SID = sourceId, DID = domain, FM = mask });

    private static byte[] Iotlb(IotlbGranularity granularity, ushort domain = 0, ulong address = 0, byte mask = 0) =>
        Guest.Bytes(new IotlbInvalidateDescriptor { G = granularity, DID = domain, ADDR = address, AM = mask });

    private void InvalidatePages(ulong address, byte mask = 0, ushort domain = Domain) =>
        _guest.SubmitAndWait(Iotlb(IotlbGranularity.Page, domain, address, mask));

    [Fact]
    public void Added_it_hears_how_things_are()
    {
        _tables.Map(0x1000, 0x5003);
        _guest.SetRootPointer(TranslationTableMode.Legacy);
        _guest.Unit.AddTranslationListener(SourceId, null, _plain);
        Assert.Empty(_plain.Take());
        _guest.Translate(on: true);
        _plain.Take();

        _guest.Unit.AddTranslationListener(SourceId, null, _mapper);
        _guest.Unit.AddTranslationListener(SourceId, 5, _plain);

        Hear(["on", "map 1000>5000 1000 rw"], ["on"]);
    }

    [Fact]
    public void Switched_on_and_off()
    {
        _tables.Map(0x1000, 0x5003);
        Start(on: false);

        _guest.Translate(on: true);
        Hear(["unmap all", "on", "map 1000>5000 1000 rw"], ["unmap all", "on"]);

        _guest.Translate(on: true);
        Hear([], []);

        _guest.Translate(on: false);
        Hear(["unmap all", "off"], ["unmap all", "off"]);
    }

    [Fact]
    public void Another_root_pointer()
    {
        _tables.Map(0x1000, 0x5003);
        Start();
        _guest.SetRootPointer(TranslationTableMode.Legacy);
        Hear(["unmap all", "map 1000>5000 1000 rw"], ["unmap all"]);
    }

    [Fact]
    public void Reset()
    {
        _tables.Map(0x1000, 0x5003);
        Start();
        _guest.Unit.Reset();
        Hear(["unmap all", "off"], ["unmap all", "off"]);
        _guest.Unit.Reset();
        Hear(["unmap all"], ["unmap all"]);
    }

    [Fact]
    public void Context_cache_global()
    {
        _tables.Map(0x1000, 0x5003);
        Start();
        _guest.SubmitAndWait(Contexts(ContextGranularity.Global));
        Hear(["unmap all", "map 1000>5000 1000 rw"], ["unmap all"]);
    }

    [Theory]
    [InlineData(SourceId, 0, true)]
    [InlineData(SourceId + 1, 0, false)]
    [InlineData(SourceId + 1, 3, true)]
    [InlineData(SourceId + 4, 1, true)]
    [InlineData(SourceId + 4, 0, false)]
    [InlineData(SourceId + 8, 3, false)]
    public void Context_cache_device(ushort sourceId, int mask, bool isMeant)
    {
        Start();
        _tables.Map(0x1000, 0x5003);
        _guest.SubmitAndWait(Contexts(ContextGranularity.Device, sourceId, mask: (FunctionMask)mask));
        Hear(isMeant ? ["map 1000>5000 1000 rw"] : [], isMeant ? ["unmap all"] : []);
    }

    [Fact]
    public void Context_cache_domain_looks_at_every_space()
    {
        Start();
        _tables.Map(0x1000, 0x5003);
        _guest.SubmitAndWait(Contexts(ContextGranularity.Domain, domain: 99));
        Hear(["map 1000>5000 1000 rw"], ["unmap all"]);
    }

    [Fact]
    public void A_context_entry_comes_and_goes_and_passes_through()
    {
        _tables.Map(0x1000, 0x5003);
        Start();
        var device = Contexts(ContextGranularity.Device, SourceId);

        SetContext(present: false);
        _guest.SubmitAndWait(device);
        Hear(["unmap all"], ["unmap all"]);

        SetContext(TranslationType.PassThrough);
        _guest.SubmitAndWait(device);
        Hear(["off"], ["off", "unmap all"]);

        SetContext(present: false);
        _guest.SubmitAndWait(device);
        Hear(["on", "unmap all"], ["on", "unmap all"]);

        SetContext();
        _guest.SubmitAndWait(device);
        Hear(["map 1000>5000 1000 rw"], ["unmap all"]);

        SetContext(TranslationType.PassThrough);
        _guest.SubmitAndWait(device);
        Hear(["off", "unmap all"], ["off", "unmap all"]);
    }

    [Fact]
    public void Iotlb_global_and_domain()
    {
        Start();
        _tables.Map(0x1000, 0x5003);
        _guest.SubmitAndWait(Iotlb(IotlbGranularity.Global));
        Hear(["map 1000>5000 1000 rw"], ["unmap all"]);

        _tables.Map(0x2000, 0x6001);
        _guest.SubmitAndWait(Iotlb(IotlbGranularity.Domain, domain: Domain + 1));
        Hear([], []);
        _guest.SubmitAndWait(Iotlb(IotlbGranularity.Domain, domain: Domain));
        Hear(["map 2000>6000 1000 r"], ["unmap all"]);
    }

    [Fact]
    public void Iotlb_page()
    {
        Start();
        var entry = _tables.Map(0x40_0000, 0x5003);

        InvalidatePages(0x40_0000);
        Hear(["map 400000>5000 1000 rw"], ["unmap 400000-400FFF"]);

        InvalidatePages(0x40_0000);
        Hear([], ["unmap 400000-400FFF"]); // it was told

        _tables.Write(entry, 0x6003);
        InvalidatePages(0x40_0000, domain: Domain + 1);
        InvalidatePages(0x40_1000);
        Hear([], ["unmap 401000-401FFF"]);
        InvalidatePages(0x40_0000);
        Hear(["unmap 400000-400FFF", "map 400000>6000 1000 rw"], ["unmap 400000-400FFF"]);

        _tables.Write(entry, 0x6001);
        InvalidatePages(0x40_0000);
        Hear(["unmap 400000-400FFF", "map 400000>6000 1000 r"], ["unmap 400000-400FFF"]);

        _tables.Write(entry, 0);
        InvalidatePages(0x40_3000, mask: 2);
        Hear(["unmap 400000-400FFF"], ["unmap 400000-403FFF"]);
    }

    [Fact]
    public void Pages_of_a_range_are_told_one_by_one()
    {
        Start();
        for (var page = 0ul; page < 16; page++)
            _tables.Map(0x40_0000 + page * 0x1000, 0x9000_0003 + page * 0x1000);
        InvalidatePages(0x40_0000, mask: 2);
        Assert.Equal(4, _mapper.Take().Length);
        InvalidatePages(0x40_0000, mask: 4);
        Assert.Equal([.. Enumerable.Range(4, 12).Select(page => $"map {0x400000 + page * 0x1000:X}>{0x90000000 + page * 0x1000:X} 1000 rw")], _mapper.Take());
        for (var page = 0ul; page < 16; page++)
            _tables.Map(0x40_0000 + page * 0x1000, 0);
        InvalidatePages(0x40_0000, mask: 4);
        Assert.Equal([.. Enumerable.Range(0, 16).Select(page => $"unmap {0x400000 + page * 0x1000:X}-{0x400FFF + page * 0x1000:X}")], _mapper.Take());
    }

    [Fact]
    public void A_whole_table_that_goes_is_one_range()
    {
        Start();
        for (var page = 0ul; page < 3; page++)
            _tables.Map(0x40_0000 + page * 0x1000, 0x5003);
        InvalidatePages(0x40_0000, mask: 9);
        _mapper.Take();
        _tables.Write(_tables.Entry(0x40_0000, 2), 0);
        InvalidatePages(0x40_1000);
        Assert.Equal(["unmap 400000-5FFFFF"], _mapper.Take());
        Assert.Empty(_mapper.Mappings);
    }

    [Fact]
    public void Large_pages()
    {
        Start();
        var large = _tables.Map(0x4000_0000, 0x8000_0083, level: 3);
        _tables.Map(0x20_0000, 0xA0_0083, level: 2);
        _guest.SubmitAndWait(Iotlb(IotlbGranularity.Global));
        Assert.Equal(["map 200000>A00000 200000 rw", "map 40000000>80000000 40000000 rw"], _mapper.Take());

        // Part of it is replaced by a table: all of it is looked at, whatever part the guest names.
        _tables.Write(_tables.Entry(0x20_0000, 2), 0);
        _tables.Write(_tables.Entry(0x20_0000, 2), 0x90_0003);
        _tables.Write(0x90_0000, 0x5003);
        _tables.Write(0x90_0000 + 511 * 8, 0x6003);
        InvalidatePages(0x21_0000);
        Assert.Equal(["unmap 200000-3FFFFF", "map 200000>5000 1000 rw", "map 3FF000>6000 1000 rw"], _mapper.Take());

        // And back.
        _tables.Write(_tables.Entry(0x20_0000, 2), 0xA0_0083);
        InvalidatePages(0x3F_F000);
        Assert.Equal(["unmap 200000-200FFF", "unmap 3FF000-3FFFFF", "map 200000>A00000 200000 rw"], _mapper.Take());

        _tables.Write(large, 0);
        InvalidatePages(0x4123_4000);
        Assert.Equal(["unmap 40000000-7FFFFFFF"], _mapper.Take());
    }

    [Fact]
    public void What_no_request_can_use_is_not_mapped()
    {
        Start();
        _tables.Map(0x1000, 0x5004); // neither read nor write
        _tables.Map(0x2000, 0x5003 | 1UL << 51); // an address bit beyond the host's
        _tables.Map(0x3000, 0x5003);
        _tables.Write(_tables.Entry(0x60_0000, 2), Guest.MemorySize | 3); // a table that cannot be read
        _guest.SubmitAndWait(Iotlb(IotlbGranularity.Global));
        Assert.Equal(["map 2000>8000000005000 1000 rw", "map 3000>5000 1000 rw"], _mapper.Take());
    }

    [Fact]
    public void A_wait_is_done_when_the_listener_has_heard_all()
    {
        Start();
        for (var page = 0ul; page < 500; page++)
            _tables.Map(page * 0x1000, 0x9000_0003 + page * 0x1000);
        var seen = new HashSet<uint>();
        var most = 0;
        _mapper.OnCall = _ =>
        {
            seen.Add(_guest.StatusWord);
            most = Math.Max(most, _guest.Unit.PostedCount);
            Assert.Equal(0x10u, _guest.Read32(Ver.Offset));
        };
        _guest.Submit(Iotlb(IotlbGranularity.Global), Guest.Wait(9));
        Assert.Equal(500, _mapper.Lines.Count);
        Assert.Equal([0u], seen);
        Assert.Equal(9u, _guest.StatusWord);
        Assert.InRange(most, 0, 4);
    }

    [Fact]
    public void What_a_guest_changes_meanwhile_is_told_in_order()
    {
        Start();
        for (var page = 0ul; page < 300; page++)
            _tables.Map(page * 0x1000, 0x9000_0003 + page * 0x1000);
        _mapper.OnCall = line =>
        {
            if (line.StartsWith("map 10000>", StringComparison.Ordinal))
                _guest.Translate(on: false);
        };
        _guest.Submit(Iotlb(IotlbGranularity.Global), Guest.Wait(9));
        Assert.Equal(["unmap all", "off"], _mapper.Lines[^2..]);
        Assert.InRange(_mapper.Lines.Count, 17, 80);
        Assert.Empty(_mapper.Mappings);
        Assert.Equal(9u, _guest.StatusWord);
    }

    [Fact]
    public void Reset_in_the_middle_of_it()
    {
        Start();
        for (var page = 0ul; page < 300; page++)
            _tables.Map(page * 0x1000, 0x9000_0003 + page * 0x1000);
        _mapper.OnCall = line =>
        {
            if (line.StartsWith("map 10000>", StringComparison.Ordinal))
                _guest.Unit.Reset();
        };
        _guest.Submit(Iotlb(IotlbGranularity.Global), Guest.Wait(9));
        Assert.Empty(_mapper.Mappings);
        Assert.Equal("off", _mapper.Lines[^1]);
        Assert.Equal((0u, 0), (_guest.StatusWord, _guest.Unit.PostedCount));
    }

    [Fact]
    public void A_listener_that_throws_is_reported_and_told_again()
    {
        var failures = new List<string>();
        var guest = NewGuest(observer: new FailureLog(failures));
        var tables = new PageTables(guest, Root, 4, 3);
        guest.SetLegacyContext(SourceId, default(LegacyContextEntry) with { P = true, DID = Domain, AW = SecondStageWidth.Bits48, SSPTPTR = Root });
        guest.SetRootPointer(TranslationTableMode.Legacy);
        guest.StartQueue();
        guest.Unit.AddTranslationListener(SourceId, null, _mapper);
        tables.Map(0x1000, 0x5003);
        tables.Map(0x2000, 0x6003);
        _mapper.OnCall = line =>
        {
            if (line.StartsWith("map 1000", StringComparison.Ordinal))
                throw new InvalidOperationException("no room");
        };
        guest.Translate(on: true);
        Assert.Equal(["01:01.0 no room"], failures);
        Assert.Equal([0x2000ul], _mapper.Mappings.Keys);

        _mapper.OnCall = _ => { };
        _mapper.Take();
        guest.SubmitAndWait(Iotlb(IotlbGranularity.Domain, Domain));
        Assert.Equal(["map 1000>5000 1000 rw"], _mapper.Take());

        _mapper.OnCall = line => throw new InvalidOperationException(line);
        guest.Translate(on: false);
        Assert.Equal(["01:01.0 unmap all", "01:01.0 off"], failures[1..]);
    }

    private sealed class FailureLog(List<string> failures) : IUnitObserver
    {
        public void CallFailed(SourceId? sourceId, Exception error) => failures.Add($"{sourceId} {error.Message}");
    }

    [Fact]
    public void No_more_pages_than_the_options_allow()
    {
        var guest = NewGuest(options => options with { MaxMappingsPerListener = 3 });
        var tables = new PageTables(guest, Root, 4, 3);
        guest.SetLegacyContext(SourceId, default(LegacyContextEntry) with { P = true, DID = Domain, AW = SecondStageWidth.Bits48, SSPTPTR = Root });
        guest.SetRootPointer(TranslationTableMode.Legacy);
        guest.StartQueue();
        guest.Translate(on: true);
        guest.Unit.AddTranslationListener(SourceId, null, _mapper);
        for (var page = 0ul; page < 5; page++)
            tables.Map(page * 0x1000, 0x9000_0003 + page * 0x1000);

        guest.SubmitAndWait(Iotlb(IotlbGranularity.Page, Domain, mask: 3));
        Assert.Equal([0ul, 0x1000ul, 0x2000ul], _mapper.Mappings.Keys);
        Assert.Equal(1, guest.Unit.Counts.RefusedMappings); // without room the rest is not looked at

        tables.Map(0x1000, 0);
        guest.SubmitAndWait(Iotlb(IotlbGranularity.Page, Domain, mask: 3));
        Assert.Equal([0ul, 0x2000ul, 0x3000ul], _mapper.Mappings.Keys);
    }

    [Theory]
    [InlineData(3)] // every entry leads back to the table itself: 2^36 pages, all mapped
    [InlineData(0)]
    public void Tables_that_never_end(int lastLink)
    {
        var guest = NewGuest(options => options with { MaxMappingsPerListener = 100 });
        for (var entry = 0ul; entry < 512; entry++)
        {
            foreach (var level in new[] { 0ul, 1ul, 2ul, 3ul })
                new PageTables(guest, Root, 4, 3).Write(Root + level * 0x1000 + entry * 8, level == 3 ? (ulong)lastLink : Root + (level + 1) * 0x1000 | 3);
        }
        guest.SetLegacyContext(SourceId, default(LegacyContextEntry) with { P = true, DID = Domain, AW = SecondStageWidth.Bits48, SSPTPTR = Root });
        guest.SetRootPointer(TranslationTableMode.Legacy);
        guest.StartQueue();
        guest.Unit.AddTranslationListener(SourceId, null, _mapper);

        guest.Translate(on: true);
        guest.SubmitAndWait(Iotlb(IotlbGranularity.Global));

        Assert.InRange(_mapper.Mappings.Count, 0, 100);
        Assert.True(guest.Unit.Counts.RefusedMappings > 0);
        Assert.Equal(0, guest.Unit.PostedCount);
    }

    [Fact]
    public void A_removed_listener_hears_nothing_more()
    {
        for (var page = 0ul; page < 300; page++)
            _tables.Map(page * 0x1000, 0x9000_0003 + page * 0x1000);
        Start(on: false);
        _mapper.OnCall = line =>
        {
            if (line.StartsWith("map 10000>", StringComparison.Ordinal))
                _ofMapper!.Dispose();
        };
        _guest.Translate(on: true);
        Assert.StartsWith("map 10000>", _mapper.Lines[^1], StringComparison.Ordinal);
        Assert.Equal(["unmap all", "on"], _plain.Take());
        _ofMapper!.Dispose();
        _ofPlain!.Dispose();
        _guest.Translate(on: false);
        Assert.Empty(_plain.Take());
    }

    [Fact]
    public void Adding()
    {
        Start();
        Assert.Throws<ArgumentNullException>(() => _guest.Unit.AddTranslationListener(SourceId, null, null!));
        Assert.Throws<ArgumentException>(() => _guest.Unit.AddTranslationListener(SourceId, null, _plain));
        _guest.Unit.AddTranslationListener(SourceId + 1, null, _plain);
        var guest = new Guest(Guest.AllCap with { CM = false });
        Assert.Throws<ArgumentException>(() => guest.Unit.AddTranslationListener(SourceId, null, _mapper));
        guest.Unit.AddTranslationListener(SourceId, null, _plain);
    }

    [Fact]
    public void By_registers_as_by_the_queue()
    {
        Start();
        _guest.Command(command => command with { QIE = false });
        _tables.Map(0x1000, 0x5003);
        _guest.Write64(Guest.AllEcap.IRO * 16, (new Iva(0) with { ADDR = 0x1000 }).Value);
        _guest.Write64(Guest.AllEcap.IRO * 16 + 8, (new Vtd.Architecture.Iotlb(0) with { IVT = true, IIRG = IotlbGranularity.Page, DID = Domain }).Value);
        Hear(["map 1000>5000 1000 rw"], ["unmap 1000-1FFF"]);
        SetContext(present: false);
        _guest.Write64(Ccmd.Offset, (new Ccmd(0) with { ICC = true, CIRG = ContextGranularity.Device, SID = SourceId }).Value);
        Hear(["unmap all"], ["unmap all"]);
    }

    [Fact]
    public void Whatever_the_guest_does_the_listener_knows_what_is_mapped()
    {
        // Random edits, each followed by the invalidation that it needs or one that covers more.
        var edits = Gen.Select(Gen.Int[0, 3], Gen.Int[1, 3], Gen.Int[0, 4], Gen.Int[0, 2]);
        edits.Array[1, 30].Sample(steps =>
        {
            var guest = NewGuest();
            var mapper = new RecordingListener(wantsMappings: true);
            var tables = new PageTables(guest, Root, 3, 3);
            guest.SetLegacyContext(SourceId, default(LegacyContextEntry) with { P = true, DID = Domain, AW = SecondStageWidth.Bits39, SSPTPTR = Root });
            guest.SetRootPointer(TranslationTableMode.Legacy);
            guest.StartQueue();
            guest.Translate(on: true);
            guest.Unit.AddTranslationListener(SourceId, null, mapper);
            foreach (var (place, level, value, how) in steps)
            {
                // Places 2 MiB apart, two to a table; level 1 entries may lie below what is a large page at the moment.
                var address = ((ulong)place >> 1) * 0x20_0000 + ((ulong)place & 1) * 0x1000;
                if (level == 3)
                    address = 0x4000_0000;
                var leaf = value == 0 ? 0 : (ulong)value << 30 | (level > 1 ? 0x80u : 0) | 3;
                if (level == 1 && value != 0)
                    tables.Write(tables.Entry(address, 2), Table(address) | 3);
                tables.Write(level == 1 ? Table(address) + (address >> 12 & 511) * 8 : tables.Entry(address, level), leaf);
                var mask = (byte)(9 * (level - 1));
                guest.SubmitAndWait(how switch
                {
                    0 => Iotlb(IotlbGranularity.Global),
                    1 => Iotlb(IotlbGranularity.Domain, Domain),
                    _ => Iotlb(IotlbGranularity.Page, Domain, address, level == 1 ? (byte)9 : mask),
                });
                Assert.Equal(Mapped(tables), mapper.Mappings.Values);
            }
        }, iter: 60, threads: 1);

        static ulong Table(ulong address) => 0xA0_0000 + (address >> 21) * 0x1000;

        static IEnumerable<PageTranslation> Mapped(PageTables tables)
        {
            for (ulong address = 0; address < 2 * 0x20_0000; address += 0x20_0000)
            {
                var entry = tables.Read(tables.Entry(address, 2));
                if ((entry & 0x80) != 0)
                    yield return Page(address, entry, 0x20_0000);
                for (ulong offset = 0; offset < 0x2000 && (entry & 0x83) == 3; offset += 0x1000)
                {
                    if (tables.Read(Table(address) + (offset >> 12) * 8) is var leaf and not 0)
                        yield return Page(address + offset, leaf, 0x1000);
                }
            }
            if (tables.Read(tables.Entry(0x4000_0000, 3)) is var large and not 0)
                yield return Page(0x4000_0000, large, 0x4000_0000);
        }

        static PageTranslation Page(ulong address, ulong entry, ulong size) =>
            new(address, entry >> 12 << 12, size, PagePermissions.Read | PagePermissions.Write | PagePermissions.Execute);
    }
}
