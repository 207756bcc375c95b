using CsCheck;
using Vtd.Runtime.Caches;

namespace Vtd.Runtime.Tests.Caches;

public class TaggedCacheTests
{
    [Fact]
    public void Finds_what_was_inserted_last()
    {
        var cache = new TaggedCache<int, string>(64, new());
        cache.Insert(1, "one", cache.Root.Child(7));
        cache.Insert(1, "uno", cache.Root.Child(8));

        Assert.True(cache.TryGet(1, out var value));
        Assert.Equal("uno", value);
        Assert.Equal(1, cache.Root.Count);
        Assert.Null(cache.Root.Find(7));
    }

    [Fact]
    public void Dropping_a_scope_drops_all_below_and_nothing_beside()
    {
        var cache = new TaggedCache<int, int>(64, new());
        var domain = cache.Root.Child(1);
        cache.Insert(1, 1, domain.Child(1));
        cache.Insert(2, 2, domain.Child(2));
        cache.Insert(3, 3, cache.Root.Child(2));

        domain.Drop();

        Assert.False(cache.TryGet(1, out _));
        Assert.False(cache.TryGet(2, out _));
        Assert.True(cache.TryGet(3, out _));
        Assert.Equal(1, cache.Root.Count);
    }

    [Fact]
    public void Each_way_in_which_a_live_entry_goes_is_counted()
    {
        var drops = new DropCount();
        var cache = new TaggedCache<int, int>(64, drops);
        var domain = cache.Root.Child(1);
        void Goes(bool isCounted, Action change)
        {
            var before = drops.Value;
            change();
            Assert.Equal(isCounted, drops.Value != before);
        }

        Goes(false, () => cache.Insert(1, 1, domain.Child(1)));
        Goes(true, () => cache.Insert(1, 2, domain.Child(1)));
        Goes(true, () => cache.Drop(1));
        cache.Insert(1, 3, domain = cache.Root.Child(1));
        Goes(true, () => cache.DropWhere(domain, 3, static (_, value, wanted) => value == wanted));
        cache.Insert(1, 4, domain = cache.Root.Child(1));
        Goes(true, () => domain.Drop());
        cache.Insert(1, 5, cache.Root.Child(2));
        Goes(true, cache.DropAll);
        Goes(false, cache.DropAll);
    }

    [Fact]
    public void A_dropped_scope_takes_nothing_new()
    {
        var cache = new TaggedCache<int, int>(64, new());
        var scope = cache.Root.Child(1);
        cache.Insert(1, 1, scope);
        scope.Drop();

        // Somebody who found the scope before it was dropped inserts what may be stale.
        cache.Insert(2, 2, scope);

        Assert.False(cache.TryGet(2, out _));
        Assert.Equal(0, cache.Root.Count);
    }

    [Fact]
    public void Never_holds_more_than_its_capacity()
    {
        var cache = new TaggedCache<int, int>(64, new());
        for (var key = 0; key < 10_000; key++)
            cache.Insert(key, key, cache.Root.Child((ulong)key).Child(0));

        Assert.InRange(cache.Root.Count, 32, 64);
        var found = Enumerable.Range(0, 10_000).Count(key => cache.TryGet(key, out var value) && value == key);
        Assert.Equal(cache.Root.Count, found);
        var scopes = Enumerable.Range(0, 10_000).Count(key => cache.Root.Find((ulong)key) is not null);
        Assert.Equal(found, scopes);
    }

    private readonly record struct Step(int Operation, int Key, int Scope);

    [Fact]
    public void Agrees_with_a_dictionary_whatever_is_done_to_it()
    {
        // Few keys and a large table: no evictions, so the reference is exact.
        var steps = Gen.Select(Gen.Int[0, 9], Gen.Int[0, 15], Gen.Int[0, 5], (operation, key, scope) => new Step(operation, key, scope));
        steps.Array[0, 60].Sample(sequence =>
        {
            var cache = new TaggedCache<int, int>(1024, new());
            var reference = new Dictionary<int, int>();
            foreach (var (operation, key, scope) in sequence)
            {
                var (outer, inner) = ((ulong)scope / 3, (ulong)scope % 3);
                switch (operation)
                {
                    case < 6:
                        cache.Insert(key, scope, cache.Root.Child(outer).Child(inner));
                        reference[key] = scope;
                        break;
                    case 6:
                        cache.Drop(key);
                        reference.Remove(key);
                        break;
                    case 7:
                        cache.Root.Find(outer)?.Find(inner)?.Drop();
                        Remove(reference, held => held == scope);
                        break;
                    case 8:
                        cache.Root.Find(outer)?.Drop();
                        Remove(reference, held => held / 3 == scope / 3);
                        break;
                    case 9 when key == 0:
                        cache.DropAll();
                        reference.Clear();
                        break;
                    case 9:
                        if (cache.Root.Find(outer)?.Find(inner) is { } found)
                            cache.DropWhere(found, key, static (each, _, limit) => each < limit);
                        foreach (var each in reference.Where(pair => pair.Value == scope && pair.Key < key).Select(pair => pair.Key).ToArray())
                            reference.Remove(each);
                        break;
                }

                Assert.Equal(reference.Count, cache.Root.Count);
                for (var each = 0; each < 16; each++)
                {
                    Assert.Equal(reference.ContainsKey(each), cache.TryGet(each, out var value));
                    if (reference.TryGetValue(each, out var expected))
                        Assert.Equal(expected, value);
                }
                for (var each = 0; each < 6; each++)
                {
                    var count = cache.Root.Find((ulong)each / 3)?.Find((ulong)each % 3)?.Count ?? 0;
                    Assert.Equal(reference.Values.Count(held => held == each), count);
                }
            }
        }, iter: 2000);

        static void Remove(Dictionary<int, int> reference, Predicate<int> matches)
        {
            foreach (var key in reference.Where(pair => matches(pair.Value)).Select(pair => pair.Key).ToArray())
                reference.Remove(key);
        }
    }

    [Fact]
    public void Lookups_allocate_nothing()
    {
        var cache = new TaggedCache<int, long>(64, new());
        for (var key = 0; key < 32; key++)
            cache.Insert(key, key, cache.Root.Child((ulong)key % 3));

        long sum = 0;
        var bytes = Allocations.Of(() =>
        {
            for (var key = 0; key < 1000; key++)
                sum += cache.TryGet(key % 40, out var value) ? value : 0;
        });

        Assert.Equal(0, bytes);
        Assert.NotEqual(0, sum);
    }

    [Fact]
    public async Task Readers_never_see_another_key_or_what_was_dropped()
    {
        var cache = new TaggedCache<int, (int Key, int Generation)>(16, new());
        var dropped = -1;
        using var stop = new CancellationTokenSource();
        var reader = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                for (var key = 0; key < 64; key++)
                {
                    var before = Volatile.Read(ref dropped);
                    if (!cache.TryGet(key, out var value))
                        continue;
                    Assert.Equal(key, value.Key);
                    Assert.True(value.Generation > before);
                }
            }
        });

        for (var generation = 0; generation < 5_000 && !reader.IsCompleted; generation++)
        {
            for (var key = 0; key < 64; key += 1 + generation % 5)
                cache.Insert(key, (key, generation), cache.Root.Child((ulong)key % 4));
            if (generation % 2 == 0)
                cache.DropAll();
            else
                for (ulong scope = 0; scope < 4; scope++)
                    cache.Root.Find(scope)?.Drop();
            Volatile.Write(ref dropped, generation);
        }
        await stop.CancelAsync();
        await reader;
    }
}
