using System.Diagnostics.Metrics;
using Vtd.Architecture;
using Vtd.Runtime.Telemetry;
using Vtd.Runtime.Tests.Endpoints;
using Vtd.Runtime.Tests.Remapping;
using Vtd.Runtime.Tests.Translation;

namespace Vtd.Runtime.Tests.Diagnostics;

/// <summary>Each instrument counts what it says, for the unit it says.</summary>
public class MetricsTests
{
    [Theory]
    [InlineData(null)]
    [InlineData((int)PasidTranslationType.SecondStage)]
    public void Requests_count_as_misses_once_and_then_as_hits(int? type)
    {
        var unit = $"hits{type}";
        var machine = new Machine((PasidTranslationType?)type, options: Named(unit));

        machine.Read();
        Assert.Equal((0, 1), (Cache(unit, "hits", "iotlb"), Cache(unit, "misses", "iotlb")));
        for (var round = 0; round < 3; round++)
            machine.Read();

        Assert.Equal((3, 1), (Cache(unit, "hits", "context"), Cache(unit, "misses", "context")));
        Assert.Equal((3, 1), (Cache(unit, "hits", "iotlb"), Cache(unit, "misses", "iotlb")));
        Assert.Equal(type is null ? (0, 0) : (3, 1), (Cache(unit, "hits", "pasid"), Cache(unit, "misses", "pasid")));
        Assert.Equal((1, 1), (Cache(unit, "entries", "context"), Cache(unit, "entries", "iotlb")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Passed_through_requests_hit_what_let_them_pass(bool isScalable)
    {
        var unit = $"through{isScalable}";
        var guest = new Guest(options: Named(unit));
        if (isScalable)
        {
            guest.SetScalableContext(Machine.Device);
            guest.SetPasid(Machine.Device, 0, GuestTables.SecondStage(1) with { PGTT = PasidTranslationType.PassThrough });
            guest.StartScalable();
        }
        else
        {
            guest.SetLegacyContext(Machine.Device, 1, TranslationType.PassThrough);
            guest.SetRootPointer(TranslationTableMode.Legacy);
            guest.Translate(on: true);
        }
        for (var round = 0; round < 5; round++)
            Assert.Equal(DmaOutcome.Allowed, guest.Unit.Translate(new(Machine.Device, 0x1000, DmaAccess.Read)).Outcome);

        Assert.Equal((4, 1), (Cache(unit, "hits", "context"), Cache(unit, "misses", "context")));
        Assert.Equal(isScalable ? (4, 1) : (0, 0), (Cache(unit, "hits", "pasid"), Cache(unit, "misses", "pasid")));
        Assert.Equal((0, 0), (Cache(unit, "hits", "iotlb"), Cache(unit, "misses", "iotlb")));
    }

    [Fact]
    public void Interrupts_hit_and_miss_their_cache_and_blocked_ones_are_faults()
    {
        var guest = new Guest(options: Named("interrupts"));
        guest.SetEntry(5, GuestInterrupts.Xapic());
        guest.StartRemapping();
        guest.Send(5);
        guest.Send(5);
        guest.Send(6);

        Assert.Equal((1, 2), (Cache("interrupts", "hits", "interrupt"), Cache("interrupts", "misses", "interrupt")));
        Assert.Equal(["InterruptEntryNotPresent=1"], Values("interrupts", "vtd.faults"));
    }

    [Fact]
    public void Every_cache_counts_hits_and_misses()
    {
        var machine = new Machine(PasidTranslationType.SecondStage, options: Named("every cache"));
        machine.Guest.SetEntry(5, GuestInterrupts.Xapic());
        machine.Guest.StartRemapping();
        for (var request = 0; request < 2; request++)
        {
            machine.Read();
            machine.Guest.Send(5);
        }

        var caches = Enum.GetValues<CacheKind>().Select(cache => cache.ToString().ToLowerInvariant()).ToList();
        Assert.All(caches, cache => Assert.True(Cache("every cache", "hits", cache) > 0 && Cache("every cache", "misses", cache) > 0, cache));
        Assert.Contains(Readme.Rows("vtd.cache.hits"), cells => cells[3] == "`vtd.cache`: " + string.Join(", ", caches));
    }

    [Fact]
    public void Invalidations_count_by_kind_whichever_way_they_came()
    {
        var guest = new Guest(options: Named("kinds"));
        guest.Write64(Ccmd.Offset, (new Ccmd(0) with { ICC = true, CIRG = ContextGranularity.Domain, DID = 3 }).Value);
        guest.StartQueue();
        guest.SubmitAndWait(
            Guest.Bytes(new ContextCacheInvalidateDescriptor { G = ContextGranularity.Domain, DID = 3 }),
            Guest.Bytes(new ContextCacheInvalidateDescriptor { G = ContextGranularity.Device, SID = 3 }),
            Guest.Bytes(new IotlbInvalidateDescriptor { G = IotlbGranularity.Page, DID = 3, ADDR = 0x1000 }),
            Guest.Bytes(new PasidCacheInvalidateDescriptor { G = PasidCacheGranularity.Domain, DID = 3 }),
            Guest.Bytes(new PasidIotlbInvalidateDescriptor { G = PasidIotlbGranularity.Page, DID = 3, PASID = 4, ADDR = 0x2000 }),
            Guest.Bytes(new InterruptEntryCacheInvalidateDescriptor { G = InterruptEntryGranularity.Index, IIDX = 9 }));

        Assert.Equal(
            [
                "context/domain=2", "context/device=1", "iotlb/page=1", "iotlb/pasid_page=1", "pasid/domain=1", "interrupt/index=1",
            ],
            Values("kinds", "vtd.invalidations").Where(value => !value.EndsWith("=0", StringComparison.Ordinal)));
        Assert.Equal(
            [
                "ContextCacheInvalidate=2", "IotlbInvalidate=1", "InterruptEntryCacheInvalidate=1", "Wait=1", "PasidIotlbInvalidate=1", "PasidCacheInvalidate=1",
            ],
            Values("kinds", "vtd.queue.descriptors"));
        Assert.Equal(7, guest.Unit.Counts.Descriptors);
    }

    [Fact]
    public void Queue_errors_and_refused_accesses_count()
    {
        var guest = new Guest(options: Named("errors"));
        guest.StartQueue();
        guest.Submit([0xFF, 0xFF]);
        guest.Unit.ReadRegister(2, 4);

        Assert.Equal(["InvalidType=1"], Values("errors", "vtd.queue.errors"));
        Assert.Equal(["=1"], Values("errors", "vtd.register.rejections"));
        Assert.Equal((1, 1), (guest.Unit.Counts.QueueErrors, guest.Unit.Counts.RejectedAccesses));
    }

    [Fact]
    public void Host_calls_count_by_operation_and_outcome()
    {
        var guest = new Guest(options: Named("hosts"));
        guest.SetScalableContext(Machine.Device);
        guest.SetPasid(Machine.Device, 0, GuestTables.FirstStage(1, 0x7000));
        guest.StartScalable();
        guest.Unit.AddHostDevice(Machine.Device, new RecordingDevice());
        Assert.Equal(["=1"], Values("hosts", "vtd.host.attachments"));
        guest.Unit.AddHostDevice(0x300, new RecordingDevice { OnCall = _ => throw new InvalidOperationException() });
        guest.SetScalableContext(0x300);
        guest.SetPasid(0x300, 0, GuestTables.FirstStage(1, 0x7000));
        guest.SubmitAndWait(Guest.Bytes(new PasidCacheInvalidateDescriptor { G = PasidCacheGranularity.Global }));

        Assert.Equal(
            ["block/failed=3", "attach/done=1", "attach/failed=1"],
            Values("hosts", "vtd.host.actions").Where(value => !value.EndsWith("=0", StringComparison.Ordinal)));
        Assert.Equal(["=1"], Values("hosts", "vtd.host.stuck")); // on the default table still
        Assert.Equal((4, 1), (guest.Unit.Counts.FailedHostActions, guest.Unit.Counts.StuckAttachments));

        guest.SetPasid(Machine.Device, 0, GuestTables.SecondStage(1));
        guest.SubmitAndWait(Guest.Bytes(new PasidCacheInvalidateDescriptor { G = PasidCacheGranularity.Global }));
        Assert.Equal(["secondstage=1"], Met(Values("hosts", "vtd.host.refusals")));
    }

    [Fact]
    public void Endpoint_calls_and_page_requests_count_by_outcome()
    {
        var guest = new Guest(options: Named("endpoints"));
        guest.SetScalableContext(Machine.Device, default(ScalableContextEntry) with { P = true, PASIDE = true, PRE = true, PASIDDIRPTR = 0x0210_0000 });
        guest.StartScalable();
        guest.Unit.AddEndpoint(Machine.Device, new RecordingEndpoint { OnInvalidate = invalidation => invalidation.Address != 0x2000 });
        guest.Write64(Pqa.Offset, (new Pqa(0) with { PQA = 0x50_0000 }).Value);

        guest.SubmitAndWait(Guest.Bytes(new DeviceTlbInvalidateDescriptor { SID = Machine.Device, ADDR = 0x1000 }));
        guest.Submit(Guest.Bytes(new DeviceTlbInvalidateDescriptor { SID = Machine.Device, ADDR = 0x2000 }));
        guest.Unit.RequestPage(new(Machine.Device, 0x1000, 1));
        guest.Unit.RequestPage(new(0x0200, 0x1000, 1) { IsLast = true });

        Assert.Equal(["invalidate/done=1", "invalidate/failed=1"], Met(Values("endpoints", "vtd.endpoint.calls")));
        Assert.Equal(["queued=1", "blocked=1"], Met(Values("endpoints", "vtd.page.requests")));
    }

    [Fact]
    public void Listener_calls_count_by_what_they_say()
    {
        var guest = new Guest(Guest.AllCap with { CM = true }, options: Named("listeners"));
        var tables = new PageTables(guest, 0x600_0000, levels: 4, link: 3);
        tables.Map(0x1000, 0x9003);
        tables.Map(0x3000, 0x9003);
        guest.SetLegacyContext(Machine.Device, default(LegacyContextEntry) with { P = true, DID = 3, AW = SecondStageWidth.Bits48, SSPTPTR = tables.Root });
        guest.SetRootPointer(TranslationTableMode.Legacy);
        guest.Translate(on: true);
        guest.StartQueue(DescriptorWidth.Bits128);
        guest.Unit.AddInterruptListener(new Quiet());

        guest.Unit.AddTranslationListener(Machine.Device, null, new RecordingListener(wantsMappings: true));
        tables.Map(0x1000, 0);
        guest.SubmitAndWait(
            Guest.Bytes(new IotlbInvalidateDescriptor { G = IotlbGranularity.Domain, DID = 3 }),
            Guest.Bytes(new InterruptEntryCacheInvalidateDescriptor { G = InterruptEntryGranularity.Global }));

        Assert.Equal(["switched=1", "mapped=2", "unmapped=1", "interrupts=1"], Met(Values("listeners", "vtd.listener.calls")));
    }

    private static IEnumerable<string> Met(IEnumerable<string> values) => values.Where(value => !value.EndsWith("=0", StringComparison.Ordinal));

    private sealed class Quiet : IInterruptListener
    {
        public void Invalidated(int first, int count)
        {
        }
    }

    /// <summary>Name, unit of measurement and kind are what dashboards are built on; the table in the folder's README says the same.</summary>
    [Fact]
    public void The_readme_lists_every_instrument()
    {
        _ = new Guest();
        var instruments = new List<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name == UnitMetrics.MeterName)
                    instruments.Add($"`{instrument.Name}` | {(instrument.GetType().Name.Contains("UpDown", StringComparison.Ordinal) ? "gauge" : "counter")} | `{instrument.Unit}`");
            },
        };
        listener.Start();

        Assert.Equal(Readme.Rows("vtd.").Select(cells => string.Join(" | ", cells.Take(3))), instruments.Order(StringComparer.Ordinal));
    }

    private static Func<VtdUnitOptions, VtdUnitOptions> Named(string name) => options => options with { Name = name };

    private static long Cache(string unit, string instrument, string cache) =>
        long.Parse(Assert.Single(Values(unit, $"vtd.cache.{instrument}"), value => value.StartsWith(cache + "=", StringComparison.Ordinal)).Split('=')[1], null);

    /// <summary>The measurements of a unit: values of the tags but the unit's name, and the value.</summary>
    private static List<string> Values(string unit, string instrument)
    {
        var values = new List<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (published, listener) =>
            {
                if (published.Meter.Name == UnitMetrics.MeterName && published.Name == instrument)
                    listener.EnableMeasurementEvents(published);
            },
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
        {
            if (tags[0] is { Key: "vtd.unit", Value: string name } && name == unit)
                values.Add($"{string.Join('/', tags[1..].ToArray().Select(tag => tag.Value))}={value}");
        });
        listener.Start();
        listener.RecordObservableInstruments();
        return values;
    }
}
