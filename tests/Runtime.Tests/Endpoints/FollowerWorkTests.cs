using System.Runtime.InteropServices;
using Vtd.Architecture;
using Vtd.Runtime.Tests.Memory;

namespace Vtd.Runtime.Tests.Endpoints;

/// <summary>However often a guest asks for the same, followers are told once.</summary>
public class FollowerWorkTests
{
    private const ushort SourceId = 0x0108;
    private const ushort Domain = 9;
    private const ulong Table = 0x7000;
    private const byte LargestQueue = 7;
    private const int FullQueue = 16383;
    private const int MostPages = 500;

    private sealed class Counter(bool wantsMappings) : ITranslationListener, IInterruptListener
    {
        public int Calls { get; set; }

        public List<(int First, int Count)> Interrupts { get; } = [];

        public Action OnCall { get; set; } = () => { };

        public bool WantsMappings => wantsMappings;

        public void Switched(bool isTranslated) => Note();

        public void Unmapped(ulong first, ulong last) => Note();

        public void Mapped(in PageTranslation page) => Note();

        public void Invalidated(int first, int count)
        {
            Interrupts.Add((first, count));
            Note();
        }

        private void Note()
        {
            Calls++;
            OnCall();
        }
    }

    private readonly Guest _guest;
    private readonly Counter _mapper = new(wantsMappings: true);
    private readonly Counter _plain = new(wantsMappings: false);
    private CountingMemory _memory = null!;

    public FollowerWorkTests()
    {
        _guest = new(
            Guest.AllCap with { CM = true },
            memory: memory => _memory = new(memory),
            options: options => options with { MaxMappingsPerListener = MostPages, WorkPerCall = int.MaxValue });
        _guest.SetScalableContext(SourceId);
        _guest.MapSecondStage(Table); // every address is mapped, as every entry leads back to the table
        _guest.SetPasid(SourceId, 0, GuestTables.SecondStage(Domain, Table));
        _guest.SetRootPointer(TranslationTableMode.Scalable);
        _guest.StartQueue(sizeCode: LargestQueue);
        _guest.Translate(on: true);
    }

    private long ReadsOf(Action act)
    {
        _memory.Reads = 0;
        act();
        return _memory.Reads;
    }

    /// <summary>Has a full queue executed, with no wait descriptor in it.</summary>
    private long ReadsOfFullQueue(Func<int, byte[]> descriptor)
    {
        _guest.Put([.. Enumerable.Range(0, FullQueue).Select(descriptor)]);
        return ReadsOf(() => _guest.Submit());
    }

    private static byte[] Iotlb(IotlbGranularity granularity, ulong address = 0, ushort domain = Domain) =>
        Guest.Bytes(new IotlbInvalidateDescriptor { G = granularity, DID = domain, ADDR = address });

    private void EmptyTable() => _guest.WriteMemory(Table, MemoryMarshal.AsBytes(new ulong[512].AsSpan()));

    [Theory]
    [InlineData(IotlbGranularity.Global)]
    [InlineData(IotlbGranularity.Domain)]
    internal void A_full_queue_costs_one_scan(IotlbGranularity granularity)
    {
        _guest.Unit.AddTranslationListener(SourceId, null, _mapper);
        Assert.Equal(1 + MostPages, _mapper.Calls);
        _guest.Unit.AddTranslationListener(SourceId, null, _plain);
        var scan = ReadsOf(() => _guest.SubmitAndWait(Iotlb(granularity)));
        _mapper.Calls = _plain.Calls = 0;

        var reads = ReadsOfFullQueue(_ => Iotlb(granularity));

        // The descriptors are read in batches, and both followers look at their entries once.
        Assert.InRange(reads, scan, scan + FullQueue / 16);
        Assert.Equal((0, 1), (_mapper.Calls, _plain.Calls));
    }

    [Fact]
    public void A_full_queue_of_pages_costs_no_more_than_the_pages()
    {
        _guest.Unit.AddTranslationListener(SourceId, null, _mapper);
        _guest.Unit.AddTranslationListener(SourceId, null, _plain);
        var scan = ReadsOf(() => _guest.SubmitAndWait(Iotlb(IotlbGranularity.Global)));
        _mapper.Calls = _plain.Calls = 0;

        var reads = ReadsOfFullQueue(descriptor => Iotlb(IotlbGranularity.Page, (ulong)descriptor % 4 << 12));

        const int EntriesOfASpace = 4;
        Assert.InRange(reads, 0, scan + FullQueue / 16 + 2 * EntriesOfASpace * FullQueue);
        Assert.Equal((0, 4), (_mapper.Calls, _plain.Calls));
    }

    [Fact]
    public void Many_pages_are_told_as_everything()
    {
        _guest.Unit.AddTranslationListener(SourceId, null, _plain);
        _plain.Calls = 0;
        ReadsOfFullQueue(descriptor => Iotlb(IotlbGranularity.Page, (ulong)descriptor << 13));
        Assert.Equal(1, _plain.Calls);
    }

    [Fact]
    public void What_a_scan_has_passed_is_looked_at_once_more_and_the_rest_is_not()
    {
        _guest.Unit.AddTranslationListener(SourceId, null, _mapper);
        var scan = ReadsOf(() => _guest.SubmitAndWait(Iotlb(IotlbGranularity.Global)));
        EmptyTable();
        _guest.SubmitAndWait(Iotlb(IotlbGranularity.Global));
        _guest.MapSecondStage(Table);
        _mapper.Calls = 0;

        // A page is told in the middle of the scan: software asks again for everything, and again.
        _mapper.OnCall = () =>
        {
            if (_mapper.Calls % 100 == 0)
                _guest.Submit(Iotlb(IotlbGranularity.Global));
        };
        var reads = ReadsOf(() => _guest.SubmitAndWait(Iotlb(IotlbGranularity.Global)));

        Assert.Equal(MostPages, _mapper.Calls);
        Assert.InRange(reads, scan, 3 * scan);
    }

    [Fact]
    public void After_a_reset_no_table_is_read_and_everything_is_unmapped_once()
    {
        _guest.Unit.AddTranslationListener(SourceId, null, _mapper);
        EmptyTable();
        _guest.SubmitAndWait(Iotlb(IotlbGranularity.Global));
        _guest.MapSecondStage(Table);
        _mapper.Calls = 0;
        var atReset = (Calls: 0, Reads: 0L);
        _mapper.OnCall = () =>
        {
            if (_mapper.Calls != 70)
                return;
            _guest.Unit.Reset();
            atReset = (_mapper.Calls, _memory.Reads);
        };

        _guest.Submit(Iotlb(IotlbGranularity.Global), Guest.Wait(9));

        Assert.Equal((70 + 2, 0L), (_mapper.Calls, _memory.Reads - atReset.Reads)); // unmapped, and switched off
        Assert.Equal(70, atReset.Calls);
        Assert.NotEqual(9u, _guest.StatusWord);
        Assert.Equal(0, _guest.Unit.PostedCount);
    }

    [Fact]
    public void Interrupt_entries_are_told_once()
    {
        _guest.Unit.AddInterruptListener(_plain);
        byte[] Entries(int index, byte mask) =>
            Guest.Bytes(new InterruptEntryCacheInvalidateDescriptor { G = InterruptEntryGranularity.Index, IIDX = (ushort)index, IM = mask });

        _guest.SubmitAndWait(Entries(5, 0), Entries(5, 0), Entries(4, 2), Entries(9, 0), Entries(8, 0), Entries(6, 1));
        Assert.Equal([(5, 1), (4, 4), (9, 1), (8, 1)], _plain.Interrupts);

        _plain.Interrupts.Clear();
        ReadsOfFullQueue(descriptor => Entries(descriptor, 0));
        Assert.Equal([(0, IInterruptListener.AllEntries)], _plain.Interrupts);
    }

    [Fact]
    public void An_interrupt_listener_that_throws_hears_the_rest()
    {
        byte[] Entry(ushort index) => Guest.Bytes(new InterruptEntryCacheInvalidateDescriptor { G = InterruptEntryGranularity.Index, IIDX = index });
        _guest.Unit.AddInterruptListener(_plain);
        _plain.OnCall = () => throw new InvalidOperationException();
        _guest.SubmitAndWait(Entry(1), Entry(3));
        Assert.Equal([(1, 1), (3, 1)], _plain.Interrupts);
        _guest.SubmitAndWait(Entry(5));
        Assert.Equal((5, 1), _plain.Interrupts[^1]);
    }

    [Fact]
    public void A_device_TLB_is_asked_once_for_what_is_asked_again_at_once()
    {
        byte[] Invalidate(ulong address) => Guest.Bytes(new DeviceTlbInvalidateDescriptor { SID = SourceId, ADDR = address });
        var endpoint = new RecordingEndpoint();
        _guest.Unit.AddEndpoint(SourceId, endpoint);

        _guest.SubmitAndWait(Invalidate(0x1000), Invalidate(0x1000), Invalidate(0x2000), Invalidate(0x1000));
        Assert.Equal([0x1000ul, 0x2000ul, 0x1000ul], endpoint.Invalidations.Select(one => one.Address));

        endpoint.Invalidations.Clear();
        ReadsOfFullQueue(_ => Invalidate(0x3000));
        Assert.Single(endpoint.Invalidations);

        _guest.SubmitAndWait(Invalidate(0x3000));
        Assert.Equal(2, endpoint.Invalidations.Count); // the first one was made
    }

    [Fact]
    public void What_was_removed_hears_nothing_that_was_pending()
    {
        var endpoint = new RecordingEndpoint();
        var second = new RecordingEndpoint();
        _guest.Unit.AddEndpoint(SourceId, endpoint);
        var ofSecond = _guest.Unit.AddEndpoint(SourceId + 1, second);
        var ofInterrupts = _guest.Unit.AddInterruptListener(_plain);
        endpoint.OnInvalidate = _ =>
        {
            ofSecond.Dispose();
            ofInterrupts.Dispose();
            return true;
        };

        _guest.SubmitAndWait(
            Guest.Bytes(new DeviceTlbInvalidateDescriptor { SID = SourceId, ADDR = 0x1000 }),
            Guest.Bytes(new DeviceTlbInvalidateDescriptor { SID = SourceId + 1, ADDR = 0x1000 }),
            Guest.Bytes(new InterruptEntryCacheInvalidateDescriptor { G = InterruptEntryGranularity.Global }));

        Assert.Single(endpoint.Invalidations);
        Assert.Empty(second.Invalidations);
        Assert.Empty(_plain.Interrupts);
    }
}
