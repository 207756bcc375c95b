using System.Runtime.CompilerServices;
using Vtd.Architecture;
using Vtd.Runtime.Caches;
using Vtd.Runtime.Inspection;
using Vtd.Runtime.Invalidation;
using Vtd.Runtime.Tables;
using Vtd.Runtime.Telemetry;
using Vtd.Runtime.Tests.Caches;
using Vtd.Runtime.Tests.Endpoints;
using Vtd.Runtime.Tests.Translation;

namespace Vtd.Runtime.Tests.Invalidation;

/// <summary>All that keep copies of entries take every value that says what is stale.</summary>
public class StaleTests
{
    private const ushort Index = 5;

    /// <summary>The caches that a kind of stale entries empties.</summary>
    private static readonly Dictionary<StaleKind, CacheKind> s_caches = new()
    {
        [StaleKind.Context] = CacheKind.Context,
        [StaleKind.Pasid] = CacheKind.Pasid,
        [StaleKind.Iotlb] = CacheKind.Iotlb,
        [StaleKind.PasidIotlb] = CacheKind.Iotlb,
        [StaleKind.Interrupt] = CacheKind.Interrupt,
    };

    /// <summary>Every kind with every set of properties, each naming the one entry of a machine.</summary>
    private static IEnumerable<Stale> Every() =>
        from kind in Enum.GetValues<StaleKind>()
        from properties in Enumerable.Range(0, 1 << 5)
        select new Stale(kind)
        {
            Domain = (properties & 1) != 0 ? Machine.Domain : null,
            Pasid = (properties & 2) != 0 ? Machine.Pasid : null,
            SourceId = (properties & 4) != 0 ? Machine.Device : null,
            Address = (properties & 8) != 0 ? Machine.Input : null,
            Index = (properties & 16) != 0 ? Index : null,
        };

    [Fact]
    public void Every_cache_drops_what_is_stale_however_it_is_named_and_nothing_else()
    {
        foreach (var stale in Every())
        {
            var caches = Filled();
            caches.InvalidateLocked(stale);

            foreach (var cache in Enum.GetValues<CacheKind>())
            {
                var isStale = s_caches.TryGetValue(stale.Kind, out var emptied) && emptied == cache;
                Assert.Equal((stale, cache, isStale ? 0 : 1), (stale, cache, caches.Of(cache).Count));
            }
        }
    }

    /// <summary>A cache that is added must be filled here, and then be counted and shown.</summary>
    [Fact]
    public void Every_cache_is_counted_and_shown_in_a_dump()
    {
        var caches = Filled();
        var kinds = Enum.GetValues<CacheKind>();
        var dump = new UnitDump();
        caches.Copy(most: 1)(dump);

        Assert.All(kinds, cache => Assert.Equal((cache, 1), (cache, caches.Of(cache).Count)));
        Assert.Equal(kinds.Length, typeof(UnitCaches).GetProperties().Count(property => property.PropertyType.IsAssignableTo(typeof(IEntryCache))));
        Assert.Equal(kinds, dump.Caches.Keys.Order());
        Assert.All(dump.Caches.Values, entries => Assert.NotEmpty(Assert.Single(entries.Shown).Values));
    }

    [Fact]
    public void A_reset_empties_every_cache()
    {
        var caches = Filled();

        caches.Reset(keepsSticky: false);

        Assert.All(Enum.GetValues<CacheKind>(), cache => Assert.Equal((cache, 0), (cache, caches.Of(cache).Count)));
    }

    [Fact]
    public void All_that_follow_are_told_of_what_they_follow()
    {
        var (machine, host, listener) = Followed();
        var interrupts = new InterruptListener();
        machine.Guest.Unit.AddInterruptListener(interrupts);
        var parts = PartsOf(machine.Guest.Unit);
        var invalidator = InvalidatorOf(parts);
        foreach (var stale in Every())
        {
            listener.Take();
            host.TakeCalls();
            interrupts.Calls = 0;

            using (parts.Pump.Decide())
                invalidator.Invalidate(stale);

            Assert.Equal((stale, stale.Subject == StaleSubject.Pages), (stale, host.TakeCalls().Length > 0));
            Assert.Equal((stale, stale.Subject is StaleSubject.PageTables or StaleSubject.Pages), (stale, listener.Take().Length > 0));
            Assert.Equal((stale, stale.Subject == StaleSubject.Interrupts), (stale, interrupts.Calls > 0));
        }
    }

    [Fact]
    public void A_device_that_has_lost_its_table_is_blocked_however_that_is_announced()
    {
        foreach (var stale in Every().Where(stale => stale.Subject == StaleSubject.PageTables))
        {
            var (machine, host, _) = Followed();
            var parts = PartsOf(machine.Guest.Unit);
            machine.Change(Machine.PasidEntryOfRequests, entry => entry & ~1UL);

            using (parts.Pump.Decide())
                InvalidatorOf(parts).Invalidate(stale);

            // Where only a context entry is stale, PASID entries count as before; the device is looked at all the same.
            Assert.Equal((stale, stale.Kind != StaleKind.Context), (stale, host.TakeCalls().Contains($"detach {Machine.Pasid}")));
        }
    }

    [Fact]
    public void Host_devices_lose_access_before_listeners_are_told()
    {
        foreach (var stale in Every().Where(stale => stale.Subject == StaleSubject.PageTables))
        {
            var (machine, host, listener) = Followed();
            var parts = PartsOf(machine.Guest.Unit);
            var told = new List<string>();
            host.OnCall = _ => told.Add("host");
            listener.OnCall = _ => told.Add("listener");
            machine.Change(Machine.ScalableContext, entry => entry & ~1UL);

            using (parts.Pump.Decide())
                InvalidatorOf(parts).Invalidate(stale);

            Assert.Equal((stale, "host", "listener"), (stale, told[0], told[^1]));
            Assert.Equal(told.Order(StringComparer.Ordinal), told);
        }
    }

    [Fact]
    public void Every_invalidation_is_counted_once_by_kind_and_granularity()
    {
        var machine = new Machine(PasidTranslationType.FirstStage);
        var parts = PartsOf(machine.Guest.Unit);
        var counts = parts.Events.Counters.Invalidations;
        foreach (var ofKind in counts)
            Array.Clear(ofKind);
        foreach (var stale in Every())
        {
            var before = counts.Sum(static ofKind => ofKind.Sum());

            using (parts.Pump.Decide())
                InvalidatorOf(parts).Invalidate(stale);

            Assert.Equal((stale, stale.Kind == StaleKind.None), (stale, stale.Granularity is null));
            Assert.Equal((stale, stale.Granularity is null ? 0 : 1), (stale, counts.Sum(static ofKind => ofKind.Sum()) - before));
        }
        foreach (var kind in Enum.GetValues<StaleKind>().Except([StaleKind.None]))
            Assert.Equal(1 << 5, counts[(int)kind].Sum());
    }

    [Fact]
    public void What_one_cache_holds_has_one_name_for_each_granularity()
    {
        var names = from kind in Enum.GetValues<StaleKind>()
                    where InvalidationReport.NameOf(kind) is not null
                    from granularity in Enum.GetValues<InvalidationGranularity>()
                    where (kind, granularity) is not (StaleKind.Iotlb, InvalidationGranularity.Pasid) // which nothing asks for
                    select (InvalidationReport.NameOf(kind), InvalidationReport.NameOf(kind, granularity));

        Assert.Distinct(names);
    }

    /// <summary>Caches with one entry each.</summary>
    private static UnitCaches Filled()
    {
        var caches = new UnitCaches(new() { Capabilities = new VtdFeatures() });
        caches.Contexts.Insert(Machine.Device, new Context(default(LegacyContextEntry) with { P = true, DID = Machine.Domain }));
        caches.Pasids.Insert(Machine.Device, Machine.Pasid, GuestTables.FirstStage(Machine.Domain, Machine.FirstRoot));
        caches.Translations.Insert(PageTags.OfFirstStage(Machine.Domain, Machine.Pasid), Machine.Input, new(0x9000, 12, new(PagePermissions.Read)));
        caches.Interrupts.Insert(Index, default);
        return caches;
    }

    /// <summary>A machine with a host device and a listener that does not want mappings.</summary>
    private static (Machine Machine, RecordingDevice Host, RecordingListener Listener) Followed()
    {
        var machine = new Machine(PasidTranslationType.FirstStage);
        var host = new RecordingDevice();
        var listener = new RecordingListener(wantsMappings: false);
        machine.Guest.Unit.AddHostDevice(Machine.Device, host);
        machine.Guest.Unit.AddTranslationListener(Machine.Device, Machine.Pasid, listener);
        host.TakeCalls();
        listener.Take();
        return (machine, host, listener);
    }

    private static Invalidator InvalidatorOf(UnitComposition parts) =>
        new(parts.State, parts.Caches, parts.HostDevices, parts.Listeners, parts.InterruptListeners, parts.Events.Invalidations);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_parts")]
    private static extern ref readonly UnitComposition PartsOf(VtdUnit unit);

    private sealed class InterruptListener : IInterruptListener
    {
        public int Calls { get; set; }

        public void Invalidated(int first, int count) => Calls++;
    }
}
