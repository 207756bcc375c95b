using Vtd.Architecture;
using Vtd.Runtime.Inspection;
using Vtd.Runtime.Tests.Remapping;
using Vtd.Runtime.Tests.Translation;

namespace Vtd.Runtime.Tests.Diagnostics;

/// <summary>A dump shows what the unit holds, and stays as it is.</summary>
public class DumpTests
{
    [Fact]
    public void Everything_cached_is_shown()
    {
        var machine = new Machine(PasidTranslationType.SecondStage);
        machine.Guest.SetEntry(5, GuestInterrupts.Xapic(vector: 0x31));
        machine.Guest.StartRemapping();
        machine.Read();
        machine.Guest.Send(5);

        var dump = machine.Guest.Unit.Dump();
        machine.Guest.Unit.Reset();

        var context = Assert.Single(dump.Caches[CacheKind.Context].Shown);
        Assert.Equal([("sourceId", $"{new SourceId(Machine.Device)}")], Texts(context));
        Assert.Equal("scalable-context-entry", context.Layout);
        Assert.Equal(machine.First.Read(Machine.ScalableContext), context.Words[0]);
        Assert.Contains("RID_PASID", context.Text);
        var pasid = Assert.Single(dump.Caches[CacheKind.Pasid].Shown);
        Assert.Equal([("sourceId", $"{new SourceId(Machine.Device)}"), ("pasid", $"{Machine.Pasid}")], Texts(pasid));
        Assert.Equal(("pasid-entry", 8), (pasid.Layout, pasid.Words.Count));
        Assert.Equal(Machine.Pasid, pasid.Values[1].Number);
        var page = Assert.Single(dump.Caches[CacheKind.Iotlb].Shown);
        Assert.Equal(
            [("domain", $"{Machine.Domain}"), ("pasid", ""), ("input", "0x5000"), ("output", "0x9000"), ("size", "0x1000"), ("permissions", "Read, Write, Execute")], Texts(page));
        Assert.Equal((null, 0), (page.Layout, page.Words.Count));
        var interrupt = Assert.Single(dump.Caches[CacheKind.Interrupt].Shown);
        Assert.Equal([("index", "5"), ("delivery", "remapped")], Texts(interrupt)[..2]);
        Assert.EndsWith("31", interrupt.Values[^1].Text, StringComparison.Ordinal);
        Assert.True(new Gsts(dump.Registers[Gsts.Offset / 4]) is { TES: true, QIES: true, IRES: true });
        Assert.All(machine.Guest.Unit.Dump().Caches.Values, entries => Assert.Equal(0, entries.Total));
    }

    [Fact]
    public void Lists_are_bounded_and_their_totals_are_not()
    {
        var machine = new Machine(null);
        for (var page = 0UL; page < 5; page++)
        {
            machine.Second.Map(0x10_0000 + page * 0x1000, 0x20_0000 + page * 0x1000 | 3);
            machine.Read(0x10_0000 + page * 0x1000);
        }

        var pages = machine.Guest.Unit.Dump(most: 2).Caches[CacheKind.Iotlb];

        Assert.Equal(["0x100000", "0x101000"], pages.Shown.Select(one => one.Values.Single(value => value.Name == "input").Text));
        Assert.Equal(5, pages.Total);
    }

    [Fact]
    public void A_stopped_queue_shows_what_it_stopped_at()
    {
        var guest = new Guest();
        guest.StartQueue();
        guest.Submit(Guest.Wait(1), [0xFF, 0xFF], Guest.Wait(2));

        var queue = guest.Unit.Dump(most: 1).Queue;

        Assert.Equal((true, true, Guest.QueueBase, 4096, 32), (queue.IsOn, queue.IsStopped, queue.Address, queue.Size, queue.DescriptorSize));
        Assert.Equal((32, 96, 2), (queue.Head, queue.Tail, queue.Next.Total));
        Assert.Equal([0xFFFFUL, 0, 0, 0], Assert.Single(queue.Next.Shown));
    }

    [Fact]
    public void A_hostile_tail_is_no_descriptor()
    {
        var guest = new Guest();
        guest.StartQueue();
        guest.SetTail(0x7FFF0);

        Assert.Equal(0, guest.Unit.Dump().Queue.Next.Total);
    }

    [Fact]
    public void Attachments_and_what_is_pending_are_shown()
    {
        var guest = new Guest();
        guest.SetScalableContext(Machine.Device);
        guest.SetPasid(Machine.Device, 0, GuestTables.FirstStage(1, 0x7000));
        guest.SetPasid(Machine.Device, 9, GuestTables.FirstStage(2, 0x8000));
        guest.StartScalable();
        var device = new RecordingDevice();
        guest.Unit.AddHostDevice(Machine.Device, device);

        var after = guest.Unit.Dump();
        Assert.Equal(0, after.Pending.Total);
        Assert.Equal([null, 9U], after.Attachments.Shown.Select(one => one.Pasid));
        Assert.Equal([0x7000UL, 0x8000UL], after.Attachments.Shown.Select(one => one.Table!.Value.Address));
        Assert.All(after.Attachments.Shown, one => Assert.True(one is { IsOnHost: true, IsStuck: false, Access: HostAccess.FirstStage }));

        UnitDump? during = null;
        device.OnCall = call =>
        {
            during ??= guest.Unit.Dump();
            if (call == "detach 9")
                throw new InvalidOperationException();
        };
        guest.Unit.Reset();
        Assert.Equal([HostOperation.Block, null], during!.Pending.Shown.Select(call => call.Action?.Operation)); // and the end of the reset
        var left = Assert.Single(guest.Unit.Dump().Attachments.Shown);
        Assert.True(left is { Pasid: 9, Access: HostAccess.Blocked, Table: null, IsOnHost: false, IsStuck: true });
    }

    private static List<(string Name, string Text)> Texts(DumpedCacheEntry entry) => [.. entry.Values.Select(value => (value.Name, value.Text))];
}
