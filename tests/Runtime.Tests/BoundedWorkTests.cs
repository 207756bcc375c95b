using System.Collections.Concurrent;
using Vtd.Architecture;
using Vtd.Runtime.Tests.Endpoints;
using Vtd.Runtime.Tests.HostDevices;
using Vtd.Runtime.Tests.Memory;

namespace Vtd.Runtime.Tests;

/// <summary>A call that a guest or a device causes does at most a slice of work; the rest is carried on and software sees how far it is.</summary>
public class BoundedWorkTests
{
    /// <summary>Longer than any machine takes for what is not stuck.</summary>
    private static readonly TimeSpan ForEver = TimeSpan.FromMinutes(3);

    private const int WorkPerCall = 256;
    private const ushort SourceId = 0x0108;
    private const int Descriptors = 4000;

    private CountingMemory? _memory;

    private Guest MakeGuest(bool runsInBackground = false, Func<IGuestMemory, IGuestMemory>? memory = null) => new(
        options: options => options with { WorkPerCall = WorkPerCall, RunsInBackground = runsInBackground },
        memory: inner => _memory = new(memory?.Invoke(inner) ?? inner));

    /// <summary>A queue of many wait descriptors, the last of which writes <see cref="Descriptors"/>; the tail is not written yet.</summary>
    private static void FillQueue(Guest guest)
    {
        guest.StartQueue(DescriptorWidth.Bits128, sizeCode: 7);
        guest.Put([.. Enumerable.Range(1, Descriptors).Select(number => Guest.Wait((uint)number))]);
    }

    private static void WriteTail(Guest guest) => guest.SetTail(Descriptors * 16);

    [Fact]
    public void A_write_does_one_slice_and_the_head_shows_how_far_the_queue_is()
    {
        var guest = MakeGuest();
        FillQueue(guest);
        var before = _memory!.Accesses;

        WriteTail(guest);

        Assert.InRange(_memory.Accesses - before, 1, WorkPerCall);
        Assert.True(guest.Unit.HasWork);
        Assert.InRange(guest.QueueHead, 16, WorkPerCall * 16);
        Assert.Equal((uint)guest.QueueHead / 16, guest.StatusWord);
    }

    [Fact]
    public void Descriptors_that_find_nothing_to_do_count_as_work()
    {
        var guest = MakeGuest();
        guest.StartQueue(DescriptorWidth.Bits128, sizeCode: 7);
        guest.Put([.. Enumerable.Repeat(Guest.Bytes(new IotlbInvalidateDescriptor { G = IotlbGranularity.Domain, DID = 77 }), Descriptors)]);

        WriteTail(guest);

        Assert.InRange(guest.QueueHead, 16, WorkPerCall * 16);
    }

    [Fact]
    public void Run_does_one_slice_each_time_until_nothing_is_left()
    {
        var guest = MakeGuest();
        FillQueue(guest);
        WriteTail(guest);

        var slices = 0;
        for (var isLeft = true; isLeft; slices++)
        {
            var (before, head) = (_memory!.Accesses, guest.QueueHead);
            isLeft = guest.Unit.Run();
            Assert.InRange(_memory.Accesses - before, 1, WorkPerCall);
            Assert.True(guest.QueueHead > head);
        }

        Assert.InRange(slices, Descriptors / WorkPerCall, Descriptors);
        Assert.Equal((Descriptors * 16, (uint)Descriptors), (guest.QueueHead, guest.StatusWord));
        Assert.False(guest.Unit.HasWork);
        Assert.False(guest.Unit.Run());
    }

    [Fact]
    public void Without_a_worker_other_accesses_leave_the_rest_to_Run()
    {
        var guest = MakeGuest();
        FillQueue(guest);
        WriteTail(guest);
        var head = guest.QueueHead;

        guest.Write64(Iqt.Offset, Descriptors * 16);
        guest.Reads(SourceId);

        Assert.Equal(head, guest.QueueHead);
    }

    [Fact]
    public async Task A_worker_carries_on_and_software_needs_no_further_access()
    {
        var guest = MakeGuest(runsInBackground: true);
        FillQueue(guest);

        WriteTail(guest);

        await Until(() => guest.StatusWord == Descriptors);
        await Until(() => !guest.Unit.HasWork);
        Assert.Equal(Descriptors * 16, guest.QueueHead);
    }

    [Fact]
    public void Calls_do_not_pile_up_behind_work_that_is_left()
    {
        const int Requests = 5000;
        const int MostWaiting = 512;
        var guest = MakeGuest();
        guest.SetScalableContext(SourceId, default(ScalableContextEntry) with { P = true, PRE = true });
        guest.SetRootPointer(TranslationTableMode.Scalable);
        guest.StartQueue(sizeCode: 7);
        guest.Translate(on: true);
        var endpoint = new RecordingEndpoint();
        guest.Unit.AddEndpoint(SourceId, endpoint);
        guest.Write64(Pqh.Offset, PageRequestDescriptor.SizeInBytes); // full as it is
        guest.Submit([.. Enumerable.Range(1, Descriptors).Select(number => Guest.Wait((uint)number))]);
        Assert.True(guest.Unit.HasWork);

        for (var request = 0; request < Requests; request++)
        {
            guest.Unit.RequestPage(new(SourceId, 0x1000, 1) { IsLast = true });
            Assert.InRange(guest.Unit.PostedCount, 0, MostWaiting);
        }

        Assert.Equal(Requests, endpoint.Responses.Count + guest.Unit.PostedCount);
    }

    [Fact]
    public void A_reset_ends_the_work_that_is_left()
    {
        var guest = MakeGuest();
        FillQueue(guest);
        WriteTail(guest);
        var before = _memory!.Accesses;

        guest.Unit.Reset();

        Assert.Equal(before, _memory.Accesses);
        Assert.False(guest.Unit.HasWork);
        Assert.False(guest.Unit.Run());
        Assert.Equal(before, _memory.Accesses);
    }

    [Fact]
    public async Task Resets_against_a_worker_leave_the_unit_as_after_power_on()
    {
        var guest = MakeGuest(runsInBackground: true);
        for (var round = 0; round < 50; round++)
        {
            FillQueue(guest);
            WriteTail(guest);
            await Task.Run(guest.Unit.Reset).WaitAsync(ForEver);
            Assert.Equal(0, guest.QueueHead);
            Assert.False(guest.Unit.HasWork);
        }
    }

    [Fact]
    public void A_call_that_fills_a_slice_comes_before_those_after_it()
    {
        // Each invalidation of the device's TLB is a call; the wait descriptor behind them is done only after the last.
        var guest = MakeGuest();
        guest.StartQueue(DescriptorWidth.Bits256, sizeCode: 7);
        var endpoint = new RecordingEndpoint();
        guest.Unit.AddEndpoint(SourceId, endpoint);
        const int Count = 1000;

        guest.Submit([
            .. Enumerable.Range(0, Count).Select(page => Guest.Bytes(new DeviceTlbInvalidateDescriptor { SID = SourceId, ADDR = (ulong)page << 12 })),
            Guest.Wait(7),
        ]);

        while (guest.StatusWord != 7)
        {
            Assert.True(guest.Unit.HasWork);
            guest.Unit.Run();
        }
        Assert.Equal(Enumerable.Range(0, Count).Select(page => (ulong)page << 12), endpoint.Invalidations.Select(one => one.Address));
    }

    /// <summary>Adds a host device with many attachments.</summary>
    private static void Attach(Guest guest, ushort sourceId, int count, Action? onCall = null)
    {
        guest.SetScalableContext(sourceId, pdts: PasidDirectorySize.Entries16384);
        for (uint pasid = 1; pasid <= count; pasid++)
            guest.SetPasid(sourceId, pasid, GuestTables.FirstStage(5, 0x7000));
        guest.Unit.AddHostDevice(sourceId, new MirrorHost { OnCall = onCall });
    }

    [Fact]
    public void Tables_that_are_attached_count_as_work()
    {
        const int LongestPart = 128; // as many calls as a part has, and those of the page of PASID entries that it ends with
        var calls = 0;
        var guest = MakeGuest();
        guest.StartScalable();
        guest.Translate(on: false);
        Attach(guest, SourceId, count: 3000, () => calls++);
        Assert.Equal(0, calls);

        guest.Translate(on: true);

        for (var isLeft = true; isLeft;)
        {
            Assert.InRange(calls, 0, WorkPerCall + LongestPart);
            calls = 0;
            isLeft = guest.Unit.Run();
        }
        Assert.Equal(3000, guest.Unit.Counts.HostAttachments);
    }

    [Fact]
    public void One_invalidation_of_pages_looks_at_the_attachments_of_many_devices_in_slices()
    {
        const int Devices = 4;
        const int Attached = 4000;
        const int LooksPerUnit = 8;
        var guest = MakeGuest();
        guest.StartScalable();
        for (var device = 0; device < Devices; device++)
            Attach(guest, (ushort)(SourceId + device), Attached);
        Assert.Equal(Devices * Attached, guest.Unit.Counts.HostAttachments);

        // No table is of this domain, so that looking for one is all the work.
        guest.Submit(Guest.Bytes(new IotlbInvalidateDescriptor { G = IotlbGranularity.Domain, DID = 77 }), Guest.Wait(7));

        Assert.Equal(0u, guest.StatusWord);
        Assert.InRange(SlicesLeft(guest), Devices * Attached / LooksPerUnit / WorkPerCall - 1, Descriptors);
        Assert.Equal(7u, guest.StatusWord);
    }

    [Fact]
    public void Attachments_that_a_refresh_passes_over_count_as_work()
    {
        const int Attached = 3000;
        var guest = MakeGuest();
        guest.StartScalable();
        Attach(guest, SourceId, Attached);
        Assert.Equal(Attached, guest.Unit.Counts.HostAttachments);
        byte[] Invalidation(int pasid) =>
            Guest.Bytes(new PasidCacheInvalidateDescriptor { G = PasidCacheGranularity.Pasid, DID = 5, PASID = (uint)pasid });

        // Each refresh concerns one of them, and is to be over before the wait behind it.
        guest.Submit([.. Enumerable.Range(1, 5).SelectMany(number => new[] { Invalidation(number), Guest.Wait((uint)number) })]);

        Assert.InRange(guest.StatusWord, 0u, 1u);
        Assert.InRange(SlicesLeft(guest), 4, 20);
        Assert.Equal(5u, guest.StatusWord);
    }

    [Fact]
    public void Pages_of_PASID_entries_that_a_refresh_reads_count_as_work()
    {
        const int Pages = 500;
        const int WorkPerPage = 16; // 256 bytes each
        var guest = MakeGuest();
        guest.SetScalableContext(SourceId, pdts: PasidDirectorySize.Entries16384);
        for (uint page = 0; page < Pages; page++)
            guest.SetPasid(SourceId, page * 64, GuestTables.SecondStage(5)); // nothing for a host device
        guest.StartScalable();
        guest.Unit.AddHostDevice(SourceId, new MirrorHost());

        guest.Submit(Guest.Bytes(new PasidCacheInvalidateDescriptor { G = PasidCacheGranularity.Global }));

        Assert.InRange(SlicesLeft(guest), Pages * WorkPerPage / WorkPerCall, Pages);
    }

    [Fact]
    public void Cached_pages_that_invalidations_look_at_count_as_work()
    {
        const int Cached = 1000;
        const int Invalidations = 100;
        const int WorkOfOne = Cached / 8;
        var guest = MakeGuest();
        guest.MapFirstStage(0x7000);
        guest.SetScalableContext(SourceId);
        guest.SetPasid(SourceId, 3, GuestTables.FirstStage(5, 0x7000));
        guest.StartScalable();
        for (ulong page = 0; page < Cached; page++)
            Assert.True(guest.Reads(SourceId, 3, page << 12));
        var nothing = Guest.Bytes(new PasidIotlbInvalidateDescriptor { G = PasidIotlbGranularity.Page, DID = 5, PASID = 3, ADDR = 1UL << 46, AM = 18 });

        guest.Submit([.. Enumerable.Repeat(nothing, Invalidations)]);

        Assert.InRange(SlicesLeft(guest), Invalidations * WorkOfOne / (WorkPerCall + WorkOfOne), Invalidations);
        Assert.Equal(Cached, guest.Unit.EntriesOf(CacheKind.Iotlb));
    }

    [Fact]
    public void Pages_that_a_follower_unmaps_count_as_work()
    {
        const int Mapped = 20_000;
        const int PagesPerUnit = 8;
        const ulong Table = 0x7000;
        var guest = new Guest(
            Guest.AllCap with { CM = true },
            options: options => options with { WorkPerCall = WorkPerCall, RunsInBackground = false, MaxMappingsPerListener = Mapped });
        guest.SetScalableContext(SourceId);
        guest.MapSecondStage(Table); // every address is mapped, as every entry leads back to the table
        guest.SetPasid(SourceId, 0, GuestTables.SecondStage(9, Table));
        guest.StartScalable();
        var listener = new RecordingListener(wantsMappings: true);
        guest.Unit.AddTranslationListener(SourceId, null, listener);
        Assert.Equal(Mapped, listener.Mappings.Count);
        guest.WriteMemory(Table, new byte[4096]);

        int SlicesOfInvalidation()
        {
            guest.Submit(Guest.Bytes(new IotlbInvalidateDescriptor { G = IotlbGranularity.Global }));
            return SlicesLeft(guest);
        }

        var (withPages, without) = (SlicesOfInvalidation(), SlicesOfInvalidation());

        Assert.InRange(withPages - without, Mapped / PagesPerUnit / WorkPerCall - 1, 20);
        Assert.Empty(listener.Mappings);
    }

    /// <summary>Has the unit do what is left, and counts the slices that this takes.</summary>
    private static int SlicesLeft(Guest guest)
    {
        var slices = 0;
        for (var isLeft = guest.Unit.HasWork; isLeft; slices++)
            isLeft = guest.Unit.Run();
        return slices;
    }

    [Fact]
    public async Task Removing_an_endpoint_or_a_listener_waits_for_the_call_under_way()
    {
        var guest = MakeGuest();
        guest.SetScalableContext(SourceId);
        guest.SetPasid(SourceId, 0, GuestTables.SecondStage(1));
        guest.StartScalable();
        using var entered = new SemaphoreSlim(0);
        using var goOn = new SemaphoreSlim(0);
        void Block()
        {
            entered.Release();
            Assert.True(goOn.Wait(ForEver));
        }

        var endpoint = new RecordingEndpoint { OnInvalidate = _ => { Block(); return true; } };
        var added = guest.Unit.AddEndpoint(SourceId, endpoint);
        await AssertWaits(
            () => guest.Submit(Guest.Bytes(new DeviceTlbInvalidateDescriptor { SID = SourceId, ADDR = 0x1000 })),
            added.Dispose);

        var listener = new RecordingListener(wantsMappings: false);
        var followed = guest.Unit.AddTranslationListener(SourceId, null, listener);
        listener.OnCall = _ => Block();
        await AssertWaits(
            () => guest.Submit(Guest.Bytes(new IotlbInvalidateDescriptor { G = IotlbGranularity.Global })),
            followed.Dispose);

        async Task AssertWaits(Action cause, Action remove)
        {
            var other = Task.Run(cause);
            Assert.True(await entered.WaitAsync(ForEver));
            var removal = new Thread(() => remove());
            removal.Start();
            while (removal.IsAlive && !removal.ThreadState.HasFlag(ThreadState.WaitSleepJoin))
                await Task.Yield();
            Assert.True(removal.IsAlive);
            goOn.Release();
            Assert.True(removal.Join(ForEver));
            await other.WaitAsync(ForEver);
        }
    }

    [Fact]
    public async Task Memory_that_throws_in_the_worker_is_reported_and_ends_nothing_else()
    {
        Throwing? throwing = null;
        var log = new ErrorLog();
        var guest = new Guest(
            observer: log,
            options: options => options with { WorkPerCall = WorkPerCall },
            memory: memory => throwing = new(memory));
        FillQueue(guest);
        throwing!.AllowedReads = 4; // more than the first slice makes, fewer than all of them

        WriteTail(guest);
        await Until(() => !log.Errors.IsEmpty);
        Assert.True(guest.StatusWord < Descriptors);
        throwing.AllowedReads = int.MaxValue;
        guest.Write64(Iqt.Offset, Descriptors * 16);

        await Until(() => guest.StatusWord == Descriptors);
    }

    [Fact]
    public void The_option_is_checked() => Assert.Throws<ArgumentException>(() =>
        new VtdUnit(new() { Capabilities = new GivenRegisters(Guest.AllCap.Value, Guest.AllEcap.Value), WorkPerCall = 255 }, new SparseGuestMemory(), new Guest()));

    [Fact]
    public void A_PASID_of_more_than_20_bits_is_refused()
    {
        var unit = MakeGuest().Unit;
        Assert.Throws<ArgumentOutOfRangeException>(() => unit.Translate(new(SourceId, 0x1000, DmaAccess.Read) { Pasid = 1 << 20 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => unit.TranslateForDevice(new(SourceId, 0x1000) { Pasid = 1 << 20 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => unit.TryGetCached(SourceId, 1 << 20, 0x1000, out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => unit.RequestPage(new(SourceId, 0x1000, 1) { Pasid = 1 << 20 }));
        unit.Translate(new(SourceId, 0x1000, DmaAccess.Read) { Pasid = (1 << 20) - 1 });
    }

    private static async Task Until(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(ForEver);
        while (!condition())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private sealed class ErrorLog : IUnitObserver
    {
        public ConcurrentQueue<Exception> Errors { get; } = new();

        public void CallFailed(SourceId? sourceId, Exception error)
        {
            Assert.Null(sourceId);
            Errors.Enqueue(error);
        }
    }

    private sealed class Throwing(IGuestMemory memory) : IGuestMemory
    {
        private int _allowed = int.MaxValue;

        public int AllowedReads
        {
            set => Volatile.Write(ref _allowed, value);
        }

        public bool TryRead(ulong address, Span<byte> destination) =>
            Interlocked.Decrement(ref _allowed) >= 0 ? memory.TryRead(address, destination) : throw new InvalidDataException("memory");

        public bool TryWrite(ulong address, ReadOnlySpan<byte> source) => memory.TryWrite(address, source);

        public bool TryCompareExchange(ulong address, ulong expected, ulong value, out ulong found) =>
            memory.TryCompareExchange(address, expected, value, out found);
    }
}
