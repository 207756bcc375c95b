using System.Collections.Concurrent;
using Vtd.Architecture;
using Vtd.Runtime.Tests.Memory;

namespace Vtd.Runtime.Tests;

public class ResetTests
{
    /// <summary>Longer than any machine takes for what is not stuck.</summary>
    private static readonly TimeSpan ForEver = TimeSpan.FromMinutes(3);

    private sealed class Log : IUnitObserver
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public void Reset(ResetStep step) => Lines.Enqueue($"{step}");

        public void HostActionStarted(in HostAction action) => Lines.Enqueue($"{action.SourceId.Value:X4} {action.Operation} {action.Pasid?.ToString() ?? "-"}");

        public void HostActionFailed(in HostAction action, Exception error) =>
            Lines.Enqueue($"failed: {action.SourceId.Value:X4} {action.Operation} {action.Pasid?.ToString() ?? "-"}: {error.Message}");
    }

    private readonly Log _log = new();
    private readonly Guest _guest;
    private readonly RecordingDevice[] _devices = [new(), new()];
    private readonly List<IDisposable> _added = [];

    /// <summary>Two host devices with three attachments each, every cache filled, queue running, a fault recorded.</summary>
    public ResetTests()
    {
        _guest = new(observer: _log);
        for (var index = 0; index < 2; index++)
        {
            var sourceId = SourceId(index);
            _guest.SetScalableContext(sourceId);
            foreach (var pasid in new uint[] { 0, 5, 70 })
                _guest.SetPasid(sourceId, pasid, GuestTables.FirstStage((ushort)(1 + index), 0x7000 + pasid * 0x1000));
        }
        _guest.StartScalable();
        for (var index = 0; index < 2; index++)
        {
            _added.Add(_guest.Unit.AddHostDevice(SourceId(index), _devices[index]));
            _guest.MapFirstStage(0x7000 + 5 * 0x1000);
            Assert.True(_guest.Reads(SourceId(index), 5));
        }
        _guest.Unit.Caches.Interrupts.Insert(3, default);
        _guest.SubmitAndWait();
        _guest.Fault(1);
        Assert.Equal(6, _guest.Unit.Counts.HostAttachments);
        foreach (var device in _devices)
            device.Calls.Clear();
        _log.Lines.Clear();
    }

    private static ushort SourceId(int index) => (ushort)(0x0108 + index);

    private void AssertClean()
    {
        Assert.All(Enum.GetValues<CacheKind>(), cache => Assert.Equal((cache, 0), (cache, _guest.Unit.EntriesOf(cache))));
        Assert.Equal(0, _guest.Unit.Counts.HostAttachments);
        Assert.All(_devices, device => Assert.Empty(device.Attached));
        var fresh = new Guest();
        for (var offset = 0; offset < VtdUnit.RegisterBlockSize; offset += 4)
            Assert.Equal((offset, fresh.Read32(offset)), (offset, _guest.Read32(offset)));
    }

    [Fact]
    public void First_the_registers_then_the_caches_then_without_the_lock_the_host_devices()
    {
        _guest.Unit.Reset();

        Assert.Equal(
            [
                "RegistersReset", "CachesDropped",
                "0108 AttachDefault -", "0108 Block 5", "0108 Block 70", "0109 AttachDefault -", "0109 Block 5", "0109 Block 70",
                "HostDevicesDetached",
            ],
            _log.Lines);
        Assert.All(_devices, device => Assert.Equal(["default", "detach 5", "detach 70"], device.Calls));
        AssertClean();
    }

    [Fact]
    public void When_the_host_is_called_registers_and_caches_are_reset_already()
    {
        var seen = 0;
        _devices[0].OnCall = _ =>
        {
            Assert.Equal(new Gsts(0), _guest.GSTS);
            Assert.All(Enum.GetValues<CacheKind>(), cache => Assert.Equal((cache, 0), (cache, _guest.Unit.EntriesOf(cache))));
            Assert.Equal(0, _guest.Unit.Counts.HostAttachments);
            Assert.False(_guest.Unit.TryGetCached(SourceId(0), 5, 0x1000, out PageTranslation _));
            seen++;
        };
        _guest.Unit.Reset();
        Assert.Equal(3, seen);
        Assert.Equal(0, _guest.Unit.Counts.FailedHostActions);
    }

    [Fact]
    public void A_second_reset_does_nothing_more()
    {
        _guest.Unit.Reset();
        _log.Lines.Clear();
        foreach (var device in _devices)
            device.Calls.Clear();

        _guest.Unit.Reset();

        Assert.All(_devices, device => Assert.Empty(device.Calls));
        Assert.Equal(["RegistersReset", "CachesDropped", "HostDevicesDetached"], _log.Lines);
        AssertClean();
    }

    [Fact]
    public void What_the_guest_left_in_memory_brings_nothing_back()
    {
        _guest.Unit.Reset();
        foreach (var device in _devices)
            device.Calls.Clear();

        // The tables are still there, valid. Only a new root pointer and TE may bring them into use.
        _guest.StartQueue();
        _guest.SubmitAndWait(Guest.Bytes(new PasidCacheInvalidateDescriptor { G = PasidCacheGranularity.Global }));
        Assert.True(_guest.Reads(SourceId(0), 5)); // untranslated
        _guest.Translate(on: true); // the root pointer is that of power-on: legacy, at 0
        Assert.All(_devices, device => Assert.Empty(device.Calls));

        _guest.Translate(on: false);
        _guest.SetRootPointer(TranslationTableMode.Scalable);
        _guest.Translate(on: true);
        Assert.All(_devices, device => Assert.Equal(3, device.Calls.Count));
    }

    [Fact]
    public void Guest_memory_is_not_read()
    {
        var memory = new CountingMemory();
        var unit = new VtdUnit(new() { Capabilities = new GivenRegisters(Guest.AllCap.Value, Guest.AllEcap.Value) }, memory, _guest);
        unit.AddHostDevice(1, new RecordingDevice());
        unit.WriteRegister(Gcmd.Offset, 4, (new Gcmd(0) with { TE = true }).Value);
        var before = memory.Accesses;
        unit.Reset();
        Assert.Equal(before, memory.Accesses);
    }

    private sealed class CountingMemory : IGuestMemory
    {
        public int Accesses { get; private set; }

        public bool TryRead(ulong address, Span<byte> destination)
        {
            Accesses++;
            return false;
        }

        public bool TryWrite(ulong address, ReadOnlySpan<byte> source)
        {
            Accesses++;
            return false;
        }

        public bool TryCompareExchange(ulong address, ulong expected, ulong value, out ulong found) =>
            PlainExchange.Try(this, address, expected, value, out found);
    }

    [Fact]
    public void A_host_that_throws_is_reported_and_the_rest_is_still_removed()
    {
        _devices[0].OnCall = call =>
        {
            if (call == "detach 5")
                throw new InvalidOperationException("busy");
        };

        _guest.Unit.Reset();

        Assert.Contains("failed: 0108 Block 5: busy", _log.Lines);
        Assert.Equal(["default", "detach 5", "detach 70"], _devices[0].Calls);
        Assert.Equal(["default", "detach 5", "detach 70"], _devices[1].Calls);
        Assert.Equal("HostDevicesDetached", _log.Lines.Last());
        Assert.Equal((1, 1, 0), (_guest.Unit.Counts.FailedHostActions, _guest.Unit.Counts.StuckAttachments, _guest.Unit.Counts.HostAttachments));

        // Each reset tries again what is left, and that alone.
        _devices[0].TakeCalls();
        _guest.Unit.Reset();
        Assert.Equal(["detach 5"], _devices[0].TakeCalls());
        Assert.Equal(1, _guest.Unit.Counts.StuckAttachments);
        _devices[0].OnCall = null;
        _guest.Unit.Reset();
        Assert.Equal(["detach 5"], _devices[0].TakeCalls());
        Assert.Equal(0, _guest.Unit.Counts.StuckAttachments);
        _guest.Unit.Reset();
        Assert.Empty(_devices[0].Calls);
        AssertClean();
    }

    [Fact]
    public async Task No_lock_is_held_while_the_host_is_called()
    {
        var answers = new List<bool>();
        _devices[0].OnCall = _ =>
        {
            // Another thread uses the unit, and is done before this call returns.
            var other = Task.Run(() =>
            {
                _guest.Unit.ReadRegister(Gsts.Offset, 4);
                _guest.Unit.WriteRegister(Rtaddr.Offset, 8, 0x5000);
                Assert.Equal(0, _guest.Unit.EntriesOf(CacheKind.Context));
                _guest.Unit.TryGetCached(SourceId(0), 5, 0x1000, out PageTranslation _);
            });
            answers.Add(other.Wait(ForEver));
        };

        await Task.Run(_guest.Unit.Reset).WaitAsync(ForEver);

        Assert.Equal([true, true, true], answers);
    }

    [Fact]
    public async Task A_host_call_may_call_the_unit()
    {
        var seen = 0;
        _devices[0].OnCall = _ =>
        {
            _guest.Read32(Gsts.Offset);
            _guest.Write64(Rtaddr.Offset, (new Rtaddr(0) with { RTA = Guest.RootTable, TTM = TranslationTableMode.Scalable }).Value);
            _guest.Unit.Reset();
            seen++;
        };

        await Task.Run(_guest.Unit.Reset).WaitAsync(ForEver);

        Assert.Equal(3, seen);
        Assert.All(_devices, device => Assert.Equal(["default", "detach 5", "detach 70"], device.Calls));
        AssertClean();
        Assert.Equal(4, _log.Lines.Count(line => line == "HostDevicesDetached"));
    }

    [Fact]
    public async Task A_host_call_that_has_the_guest_start_again_is_followed_by_the_new_attachments()
    {
        // In the middle of the removal the next kernel is already up, on the same tables.
        var first = true;
        _devices[0].OnCall = _ =>
        {
            if (!first)
                return;
            first = false;
            _guest.StartScalable();
        };

        await Task.Run(_guest.Unit.Reset).WaitAsync(ForEver);

        Assert.Equal(
            ["default", "detach 5", "detach 70", "attach - 7000", "attach 5 C000", "attach 70 4D000"],
            _devices[0].Calls);
        Assert.Equal(6, _guest.Unit.Counts.HostAttachments);
        Assert.All(_devices, device => Assert.Equal(3, device.Attached.Count));
    }

    [Fact]
    public async Task A_queue_that_moves_on_inside_a_host_call_goes_on_after_it()
    {
        var first = true;
        _devices[0].OnCall = _ =>
        {
            if (!first)
                return;
            first = false;
            _guest.Submit(Guest.Bytes(new IotlbInvalidateDescriptor { G = IotlbGranularity.Global }), Guest.Wait(77));
            Assert.NotEqual(77u, _guest.StatusWord);
        };

        await Task.Run(() => _guest.Submit(Guest.Bytes(new PasidIotlbInvalidateDescriptor { G = PasidIotlbGranularity.Pasid, DID = 1, PASID = 5 })))
            .WaitAsync(ForEver);

        Assert.Equal(77u, _guest.StatusWord);
        Assert.Equal(["invalidate 5 all", "invalidate - all", "invalidate 5 all", "invalidate 70 all"], _devices[0].Calls);
    }

    [Fact]
    public async Task A_queue_that_is_reset_while_it_waits_for_the_host_does_not_go_on()
    {
        _devices[0].OnCall = call =>
        {
            if (call == "invalidate 5 all")
                _guest.Unit.Reset();
        };
        var status = _guest.StatusWord;

        await Task.Run(() => _guest.Submit(
            Guest.Bytes(new PasidIotlbInvalidateDescriptor { G = PasidIotlbGranularity.Pasid, DID = 1, PASID = 5 }),
            Guest.Wait(99))).WaitAsync(ForEver);

        Assert.Equal(status, _guest.StatusWord);
        AssertClean();
    }

    [Fact]
    public async Task Resets_at_the_same_time_remove_everything_once_and_return_when_it_is_gone()
    {
        for (var round = 0; round < 50; round++)
        {
            using var start = new Barrier(4);
            var resets = Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
            {
                start.SignalAndWait();
                _guest.Unit.Reset();
                Assert.All(_devices, device => Assert.Empty(device.Attached));
            }));
            await Task.WhenAll(resets).WaitAsync(ForEver);

            Assert.All(_devices, device => Assert.Equal(["default", "detach 5", "detach 70"], device.TakeCalls().Order()));
            _guest.StartScalable();
            Assert.All(_devices, device => Assert.Equal(3, device.TakeCalls().Length));
        }
    }

    [Fact]
    public async Task A_reset_returns_only_when_what_another_thread_removes_is_gone()
    {
        using var entered = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        _devices[0].OnCall = call =>
        {
            if (call != "detach 5")
                return;
            entered.Set();
            Assert.True(goOn.Wait(ForEver));
        };
        var first = Task.Run(_guest.Unit.Reset);
        Assert.True(entered.Wait(ForEver));

        var second = Task.Run(_guest.Unit.Reset);
        await Task.WhenAny(second, Task.Delay(200));
        Assert.False(second.IsCompleted);
        goOn.Set();
        await Task.WhenAll(first, second).WaitAsync(ForEver);

        Assert.All(_devices, device => Assert.Equal(["default", "detach 5", "detach 70"], device.Calls));
        Assert.Equal(0, _guest.Unit.Counts.FailedHostActions);
    }

    [Fact]
    public async Task A_thread_that_moves_the_tail_waits_for_another_that_calls_the_host()
    {
        using var entered = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        _devices[0].OnCall = call =>
        {
            if (call != "invalidate 5 all")
                return;
            entered.Set();
            Assert.True(goOn.Wait(ForEver));
        };
        var owner = Task.Run(() => _guest.Submit(Guest.Bytes(new PasidIotlbInvalidateDescriptor { G = PasidIotlbGranularity.Pasid, DID = 1, PASID = 5 })));
        Assert.True(entered.Wait(ForEver));

        var mover = Task.Run(() =>
        {
            _guest.Submit(Guest.Wait(55));
            Assert.Equal(55u, _guest.StatusWord);
        });
        while (new Iqt(_guest.Unit.ReadRegister(Iqt.Offset, 8)).QT != 3 * 32)
            await Task.Yield();
        Assert.NotEqual(55u, _guest.StatusWord);
        goOn.Set();
        await owner.WaitAsync(ForEver);
        await mover.WaitAsync(ForEver);
    }

    [Fact]
    public async Task Removing_a_device_waits_for_what_another_thread_does_to_it()
    {
        using var entered = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        _devices[0].OnCall = call =>
        {
            if (call != "default")
                return;
            entered.Set();
            Assert.True(goOn.Wait(ForEver));
        };
        var reset = Task.Run(_guest.Unit.Reset);
        Assert.True(entered.Wait(ForEver));

        // The reset has decided every detachment, so removing posts nothing, and still must not return before they are made.
        var attachedAfterwards = -1;
        var removal = new Thread(() =>
        {
            _added[0].Dispose();
            attachedAfterwards = _devices[0].Attached.Count;
        });
        removal.Start();
        while (removal.IsAlive && !removal.ThreadState.HasFlag(ThreadState.WaitSleepJoin))
            await Task.Yield();
        Assert.True(removal.IsAlive);
        goOn.Set();

        Assert.True(removal.Join(ForEver));
        Assert.Equal(0, attachedAfterwards);
        await reset.WaitAsync(ForEver);
    }

    [Fact]
    public async Task Resets_against_guest_activity_leave_host_and_bookkeeping_alike()
    {
        using var stop = new CancellationTokenSource();
        var invalidate = new PasidCacheInvalidateDescriptor { G = PasidCacheGranularity.Global };
        var software = Task.Run(() =>
        {
            for (var round = 0; !stop.IsCancellationRequested; round++)
            {
                _guest.SetPasid(SourceId(0), 5, round % 2 == 0 ? default : GuestTables.FirstStage(1, 0x9000 + (ulong)(round % 7) * 0x1000));
                _guest.StartScalable();
                _guest.Submit(Guest.Bytes(invalidate));
                _guest.Translate(on: round % 3 != 0);
            }
        });
        var resets = Task.Run(() =>
        {
            for (var round = 0; round < 300; round++)
                _guest.Unit.Reset();
        });

        await resets.WaitAsync(ForEver);
        await stop.CancelAsync();
        await software.WaitAsync(ForEver);

        // RecordingDevice checks every detach against what is attached; a failure would be counted.
        Assert.Equal(0, _guest.Unit.Counts.FailedHostActions);
        Assert.Equal(_devices.Sum(device => device.Attached.Count), _guest.Unit.Counts.HostAttachments);
        _guest.Unit.Reset();
        AssertClean();
    }

    [Fact]
    public void Sticky_registers_survive_where_the_options_say_so()
    {
        var guest = new Guest(options: options => options with { KeepStickyOnReset = true });
        guest.Fault(1);
        guest.StartQueue();

        guest.Unit.Reset();

        Assert.True(guest.FSTS is { PPF: true, FRI: 0 });
        Assert.Equal(new Gsts(0), guest.GSTS);
        Assert.Equal(new Fectl(0) with { IM = true }, guest.FECTL);
        guest.Fault(2);
        Assert.False(guest.FSTS.PFO);
    }
}
