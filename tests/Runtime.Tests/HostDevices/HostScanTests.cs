using Vtd.Architecture;

namespace Vtd.Runtime.Tests.HostDevices;

/// <summary>What a guest can make the unit read for its host devices.</summary>
public class HostScanTests
{
    private const ushort SourceId = 0x0108;
    private const ulong Tables = 0x1_0000_0000;
    private const int Directories = 1 << 14;

    private readonly ScanMemory _memory = new();
    private readonly Guest _guest;

    public HostScanTests()
    {
        _guest = new(memory: memory => _memory.Under(memory));
        _guest.SetScalableContext(SourceId, pdts: PasidDirectorySize.Entries16384);
        _guest.StartScalable();
    }

    private static byte[] Global => Guest.Bytes(new PasidCacheInvalidateDescriptor { G = PasidCacheGranularity.Global });

    /// <summary>Has every directory entry name a table.</summary>
    private void SetDirectory(Func<int, ulong> table)
    {
        var bytes = new byte[Directories * PasidDirectoryEntry.SizeInBytes];
        for (var index = 0; index < Directories; index++)
            (default(PasidDirectoryEntry) with { P = true, SMPTBLPTR = table(index) }).CopyTo(bytes.AsSpan(index * PasidDirectoryEntry.SizeInBytes));
        _guest.WriteMemory(GuestTables.DirectoryOf(SourceId), bytes);
    }

    private int ReadsOfFullRing()
    {
        _memory.Reads = 0;
        _guest.Put([.. Enumerable.Repeat(Global, 126)]);
        _guest.SubmitAndWait();
        return _memory.Reads;
    }

    [Fact]
    public void A_ring_full_of_global_invalidations_costs_one_scan()
    {
        SetDirectory(index => Tables + (ulong)index * 0x1000);
        _guest.Unit.AddHostDevice(SourceId, new MirrorHost());

        // The directory, each table, and a few reads for the queue and the entries that lead there.
        Assert.InRange(ReadsOfFullRing(), Directories, Directories + Directories / 512 + 20);
    }

    [Theory]
    [InlineData(PasidTranslationType.SecondStage, true)]
    [InlineData(PasidTranslationType.SecondStage, false)]
    internal void A_page_without_use_is_read_once_in_a_scan(PasidTranslationType type, bool isPresent)
    {
        var entry = GuestTables.SecondStage(5) with { PGTT = type, P = isPresent };
        for (uint pasid = 0; pasid < 64; pasid++)
            _guest.SetPasid(SourceId, pasid, entry);
        SetDirectory(_ => GuestTables.TableOf(SourceId, 0));
        _guest.Unit.AddHostDevice(SourceId, new MirrorHost());

        Assert.InRange(ReadsOfFullRing(), Directories / 512, Directories / 512 + 20);
    }

    [Fact]
    public void A_page_full_of_entries_in_use_is_read_until_the_device_is_full()
    {
        var guest = new Guest(memory: memory => _memory.Under(memory), options: options => options with { MaxAttachmentsPerDevice = 100 });
        guest.SetScalableContext(SourceId, pdts: PasidDirectorySize.Entries16384);
        for (uint pasid = 0; pasid < 64; pasid++)
            guest.SetPasid(SourceId, pasid, GuestTables.FirstStage(5, 0x7000));
        var bytes = new byte[8];
        (default(PasidDirectoryEntry) with { P = true, SMPTBLPTR = GuestTables.TableOf(SourceId, 0) }).CopyTo(bytes);
        for (var index = 0; index < Directories; index++)
            guest.WriteMemory(GuestTables.DirectoryOf(SourceId) + (ulong)index * 8, bytes);
        guest.StartScalable();
        _memory.Reads = 0;

        guest.Unit.AddHostDevice(SourceId, new MirrorHost());

        Assert.Equal((100, 28), (guest.Unit.Counts.HostAttachments, guest.Unit.Counts.RefusedAttachments));
        Assert.InRange(_memory.Reads, 1, 20);
    }

    [Fact]
    public void Tables_that_can_be_read_in_part_only_are_read_entry_by_entry()
    {
        _guest.SetPasid(SourceId, 3, GuestTables.FirstStage(5, 0x7000));
        _memory.IsWholePageMissing = true;
        var host = new MirrorHost();
        _guest.Unit.AddHostDevice(SourceId, host);
        Assert.Equal("7000", host.StateOf(3));
    }

    [Fact]
    public void A_part_of_a_scan_is_bounded_and_the_lock_is_given_back_between_parts()
    {
        SetDirectory(index => Tables + (ulong)index * 0x1000);
        for (uint pasid = 0; pasid < 2000; pasid++)
            _guest.SetPasid(SourceId, pasid, GuestTables.FirstStage(5, 0x7000));
        var most = 0;
        var host = new MirrorHost
        {
            OnCall = () =>
            {
                most = Math.Max(most, _memory.Reads);
                _memory.Reads = 0;
                Assert.NotEqual(0UL, _guest.Unit.ReadRegister(Ver.Offset, 4)); // the lock is free
            },
        };
        _guest.Unit.AddHostDevice(SourceId, host);
        Assert.Equal(2000, _guest.Unit.Counts.HostAttachments);
        Assert.InRange(most, 1, 100);
    }

    [Fact]
    public void A_reset_in_the_middle_of_a_scan_ends_it()
    {
        SetDirectory(index => Tables + (ulong)index * 0x1000);
        for (uint pasid = 0; pasid < 2000; pasid++)
            _guest.SetPasid(SourceId, pasid, GuestTables.FirstStage(5, 0x7000));
        var host = new MirrorHost();
        var calls = 0;
        host.OnCall = () =>
        {
            if (++calls != 100)
                return;
            _guest.Unit.Reset();
            _memory.Reads = 0;
        };
        _guest.Unit.AddHostDevice(SourceId, host);

        Assert.Equal((0, 0), (_memory.Reads, _guest.Unit.Counts.HostAttachments));
        Assert.Equal(MirrorHost.Default, host.StateOf(null));
        for (uint pasid = 1; pasid < 2000; pasid++)
            Assert.Equal(MirrorHost.Blocked, host.StateOf(pasid));
        _guest.Unit.Reset();
        Assert.Equal(0, _memory.Reads);
    }

    [Fact]
    public void A_device_that_goes_in_the_middle_of_a_scan_is_detached_and_the_others_are_served()
    {
        _guest.SetScalableContext(0x0109);
        foreach (var source in new ushort[] { SourceId, 0x0109 })
        {
            for (uint pasid = 0; pasid < 500; pasid++)
                _guest.SetPasid(source, pasid, GuestTables.FirstStage(5, 0x7000));
        }
        _guest.Translate(on: false);
        var first = new MirrorHost();
        var second = new MirrorHost();
        var added = _guest.Unit.AddHostDevice(SourceId, first);
        _guest.Unit.AddHostDevice(0x0109, second);
        var calls = 0;
        first.OnCall = () =>
        {
            if (++calls == 100)
                added.Dispose();
        };

        _guest.Translate(on: true);

        for (uint pasid = 1; pasid < 500; pasid++)
            Assert.Equal((MirrorHost.Blocked, "7000"), (first.StateOf(pasid), second.StateOf(pasid)));
        Assert.Equal((MirrorHost.Default, "7000"), (first.StateOf(null), second.StateOf(null)));
        _guest.Unit.AddHostDevice(SourceId, new MirrorHost()); // the place is free
    }

    [Fact]
    public void What_changes_while_a_scan_is_under_way_is_covered_by_its_own_invalidation()
    {
        for (uint pasid = 0; pasid < 500; pasid++)
            _guest.SetPasid(SourceId, pasid, GuestTables.FirstStage(5, 0x7000));
        var host = new MirrorHost();
        var calls = 0;
        host.OnCall = () =>
        {
            if (++calls != 400)
                return;
            for (uint pasid = 0; pasid < 500; pasid += 2)
                _guest.SetPasid(SourceId, pasid, default);
            _guest.Submit(Global, Guest.Wait(77));
        };
        _guest.Unit.AddHostDevice(SourceId, host);

        Assert.Equal(77u, _guest.StatusWord);
        for (uint pasid = 1; pasid < 500; pasid++)
            Assert.Equal(pasid % 2 == 0 ? MirrorHost.Blocked : "7000", host.StateOf(pasid));
    }

    [Fact]
    public void Memory_that_throws_costs_every_table()
    {
        _guest.SetPasid(SourceId, 3, GuestTables.FirstStage(5, 0x7000));
        var host = new MirrorHost();
        _guest.Unit.AddHostDevice(SourceId, host);
        Assert.Equal("7000", host.StateOf(3));

        _memory.IsThrowing = true;
        _guest.SetRootPointer(TranslationTableMode.Scalable);
        Assert.Equal((MirrorHost.Blocked, MirrorHost.Blocked), (host.StateOf(null), host.StateOf(3)));

        _memory.IsThrowing = false;
        _guest.SubmitAndWait(Global);
        Assert.Equal("7000", host.StateOf(3));
    }

    /// <summary>Counts reads, and can fail.</summary>
    private sealed class ScanMemory : IGuestMemory
    {
        private IGuestMemory _memory = new SparseGuestMemory(4096);

        public int Reads { get; set; }

        public bool IsWholePageMissing { get; set; }

        public bool IsThrowing { get; set; }

        public ScanMemory Under(IGuestMemory memory)
        {
            _memory = memory;
            return this;
        }

        public bool TryRead(ulong address, Span<byte> destination)
        {
            Reads++;
            if (IsThrowing)
                throw new IOException();
            if (address >= Tables)
            {
                destination.Clear(); // tables without a present entry
                return true;
            }
            return !(IsWholePageMissing && destination.Length == 4096) && _memory.TryRead(address, destination);
        }

        public bool TryWrite(ulong address, ReadOnlySpan<byte> source) => _memory.TryWrite(address, source);

        public bool TryCompareExchange(ulong address, ulong expected, ulong value, out ulong found) =>
            _memory.TryCompareExchange(address, expected, value, out found);
    }
}
