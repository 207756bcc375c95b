using Vtd.Architecture;
using Vtd.Runtime.Caches;
using Vtd.Runtime.Tables;

namespace Vtd.Runtime.Tests.Caches;

public class ContextCacheTests
{
    /// <summary>Legacy entries of domain 1 (even) and 2 (odd) at 0x10..0x1F, scalable ones at 0x20..0x23.</summary>
    private static ContextCache Filled()
    {
        var cache = new ContextCache(256, new());
        for (ushort sourceId = 0x10; sourceId < 0x20; sourceId++)
            cache.Insert(sourceId, new Context(default(LegacyContextEntry) with { P = true, DID = (ushort)(1 + sourceId % 2) }));
        for (ushort sourceId = 0x20; sourceId < 0x24; sourceId++)
            cache.Insert(sourceId, new Context(default(ScalableContextEntry) with { P = true }));
        return cache;
    }

    private static int[] Held(ContextCache cache) => [.. Enumerable.Range(0, 65536).Where(sourceId => cache.TryGet((ushort)sourceId, out _))];

    [Fact]
    public void Global_drops_all()
    {
        var cache = Filled();
        cache.DropAll();
        Assert.Empty(Held(cache));
        Assert.Equal(0, cache.Count);
    }

    [Fact]
    public void Domain_drops_its_legacy_entries_and_every_scalable_one()
    {
        var cache = Filled();
        cache.DropDomain(2);
        Assert.Equal(Enumerable.Range(0x10, 16).Where(sourceId => sourceId % 2 == 0), Held(cache));
    }

    [Theory]
    [InlineData(FunctionMask.None, 0x15, new[] { 0x15 })]
    [InlineData(FunctionMask.Bit2, 0x15, new[] { 0x11, 0x15 })]
    [InlineData(FunctionMask.Bits2To1, 0x15, new[] { 0x11, 0x13, 0x15, 0x17 })]
    [InlineData(FunctionMask.Bits2To0, 0x15, new[] { 0x10, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17 })]
    [InlineData(FunctionMask.Bits2To0, 0x22, new[] { 0x20, 0x21, 0x22, 0x23 })]
    [InlineData(FunctionMask.Bits2To0, 0x30, new int[0])]
    internal void Device_drops_the_functions_that_the_mask_lets_through(FunctionMask mask, int sourceId, int[] dropped)
    {
        var cache = Filled();
        cache.DropDevice((ushort)sourceId, mask);
        Assert.Equal(Enumerable.Range(0x10, 20).Except(dropped), Held(cache));
    }
}
