using Vtd.Architecture;

namespace Vtd.Runtime.Tests;

public class AllocationTests
{
    private const ushort SourceId = 0x0108;

    /// <summary>A queue full of what drivers send most: PASID-IOTLB pages and waits.</summary>
    private static Guest Running()
    {
        var guest = new Guest();
        guest.SetScalableContext(SourceId);
        guest.SetPasid(SourceId, 0, GuestTables.FirstStage(1, 0x7000));
        guest.StartScalable();
        guest.MapFirstStage(0x7000);
        Assert.True(guest.Reads(SourceId));
        var page = Guest.Bytes(new PasidIotlbInvalidateDescriptor { G = PasidIotlbGranularity.Page, DID = 9, ADDR = 0x5000 });
        guest.Put([.. Enumerable.Range(0, 128).Select(index => index % 16 == 15 ? Guest.Wait(1) : page)]);
        return guest;
    }

    [Fact]
    public void Register_accesses_and_descriptors_allocate_nothing()
    {
        var guest = Running();
        var unit = guest.Unit;
        var tail = 0;
        var before = unit.Counts.Descriptors;

        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var round = 0; round < 20; round++)
            {
                tail = (tail + 100 * 32) % 4096;
                unit.WriteRegister(Iqt.Offset, 8, (ulong)tail);
                unit.ReadRegister(Iqh.Offset, 8);
                unit.ReadRegister(Gsts.Offset, 4);
            }
        }));

        Assert.Equal(Allocations.Runs * 20 * 100, unit.Counts.Descriptors - before);
        Assert.False(guest.FSTS.IQE);
    }

    [Fact]
    public void Host_calls_and_messages_allocate_nothing_themselves()
    {
        var guest = Running();
        var unit = guest.Unit;
        var device = new Quiet();
        unit.AddHostDevice(SourceId, device);
        guest.WriteMemory(Guest.QueueBase, Guest.Bytes(new IotlbInvalidateDescriptor { G = IotlbGranularity.Global }));
        var tail = 0;

        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var round = 0; round < 20; round++)
            {
                tail = (tail + 100 * 32) % 4096;
                unit.WriteRegister(Iqt.Offset, 8, (ulong)tail);
            }
        }));

        Assert.True(device.Invalidations > 0);
    }

    [Fact]
    public void Lookups_allocate_nothing()
    {
        var unit = Running().Unit;
        var hits = 0;

        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var round = 0; round < 1000; round++)
                hits += unit.TryGetCached(SourceId, null, 0x1000, out PageTranslation _) ? 1 : 0;
        }));

        Assert.Equal(Allocations.Runs * 1000, hits);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(PasidTranslationType.FirstStage)]
    [InlineData(PasidTranslationType.PassThrough)]
    internal void Requests_that_the_caches_allow_allocate_nothing(PasidTranslationType? type)
    {
        var machine = new Translation.Machine(type);
        var allowed = 0;
        var request = machine.Request(DmaAccess.Write);

        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var round = 0; round < 1000; round++)
                allowed += machine.Guest.Unit.Translate(request).Outcome == DmaOutcome.Allowed ? 1 : 0;
        }));

        Assert.Equal(Allocations.Runs * 1000, allowed);
    }

    [Fact]
    public void Requests_that_walk_allocate_the_entry_of_their_page_alone()
    {
        const int Requests = 1000;
        const int EntrySize = 128; // at most
        var guest = new Guest(options: options => options with { IotlbCapacity = 8 });
        guest.SetLegacyContext(SourceId, domain: 3);
        guest.MapSecondStage(0x6000);
        guest.SetRootPointer(TranslationTableMode.Legacy);
        guest.Translate(on: true);
        var before = guest.Unit.Events.Counters.Misses[(int)CacheKind.Iotlb];

        var allocated = Allocations.Of(() =>
        {
            for (var page = 0UL; page < Requests; page++)
                Assert.True(guest.Reads(SourceId, address: page << 12));
        });

        Assert.InRange(allocated, 0, Requests * EntrySize);
        Assert.Equal(Allocations.Runs * Requests, guest.Unit.Events.Counters.Misses[(int)CacheKind.Iotlb] - before);
    }

    private sealed class Quiet : IHostDevice
    {
        public int Invalidations { get; private set; }

        public void Attach(uint? pasid, in StageOneTable table)
        {
        }

        public void AttachDefault(uint? pasid)
        {
        }

        public void Block(uint? pasid)
        {
        }

        public void Respond(uint cookie, PageGroupAnswer answer)
        {
        }

        public void Invalidate(uint? pasid, ReadOnlySpan<StageOneInvalidation> ranges) => Invalidations++;
    }
}
