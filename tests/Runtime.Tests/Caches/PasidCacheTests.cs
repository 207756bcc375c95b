using Vtd.Runtime.Caches;

namespace Vtd.Runtime.Tests.Caches;

public class PasidCacheTests
{
    private static readonly (ushort SourceId, uint Pasid, ushort Domain)[] Entries =
    [
        .. from sourceId in new ushort[] { 8, 9 }
           from pasid in new uint[] { 0, 1, 0xFFFFF }
           select (sourceId, pasid, (ushort)(pasid == 1 ? 2 : 1)),
    ];

    private static PasidCache Filled()
    {
        var cache = new PasidCache(256, new());
        foreach (var (sourceId, pasid, domain) in Entries)
            cache.Insert(sourceId, pasid, GuestTables.FirstStage(domain, 0x7000));
        return cache;
    }

    private static void AssertDropped(PasidCache cache, Func<(ushort SourceId, uint Pasid, ushort Domain), bool> isDropped)
    {
        foreach (var entry in Entries)
            Assert.Equal((entry, !isDropped(entry)), (entry, cache.TryGet(entry.SourceId, entry.Pasid, out _)));
        Assert.Equal(Entries.Count(entry => !isDropped(entry)), cache.Count);
    }

    [Fact]
    public void Global_drops_all()
    {
        var cache = Filled();
        cache.DropAll();
        AssertDropped(cache, _ => true);
    }

    [Fact]
    public void Domain_drops_every_pasid_of_the_domain()
    {
        var cache = Filled();
        cache.DropDomain(1);
        AssertDropped(cache, entry => entry.Domain == 1);
    }

    [Fact]
    public void Pasid_drops_it_on_every_device_if_of_the_domain()
    {
        var cache = Filled();
        cache.DropPasid(1, 0xFFFFF);
        cache.DropPasid(1, 1);
        AssertDropped(cache, entry => entry is { Pasid: 0xFFFFF });
    }

    [Fact]
    public void An_entry_that_changed_its_domain_goes_with_the_new_one()
    {
        var cache = Filled();
        cache.Insert(8, 0, GuestTables.FirstStage(3, 0x7000));
        cache.DropDomain(1);
        Assert.True(cache.TryGet(8, 0, out _));
        cache.DropDomain(3);
        Assert.False(cache.TryGet(8, 0, out _));
    }
}
