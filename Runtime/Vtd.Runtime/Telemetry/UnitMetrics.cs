using System.Diagnostics.Metrics;
using System.Reflection;
using Vtd.Architecture;
using Vtd.Runtime.Tables;

namespace Vtd.Runtime.Telemetry;

/// <summary>The instruments of all units of the process; each measurement is tagged with the unit's name.</summary>
/// <remarks>
/// All are observable: a unit counts whether or not anybody listens, which costs less than asking, and a listener that starts late sees
/// the whole. Units are held weakly, so a unit needs no disposal and its measurements end with it.
/// </remarks>
internal static class UnitMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Vtd.Runtime";

    private static readonly List<WeakReference<IMeasuredUnit>> Units = [];
    private static readonly Meter Meter = new(MeterName, Version);

    static UnitMetrics()
    {
        Counter("vtd.cache.hits", "{hit}", "Entries that were looked for and cached.", static (unit, into) => AddCaches(unit, into, unit.Counters.HitsOf));
        Counter("vtd.cache.misses", "{miss}", "Entries that were looked for and had to be read from memory.", static (unit, into) => AddCaches(unit, into, cache => unit.Counters.Misses[(int)cache]));
        Gauge("vtd.cache.entries", "{entry}", "Live entries.", static (unit, into) => AddCaches(unit, into, cache => unit.EntriesOf(cache)));
        Counter("vtd.invalidations", "{invalidation}", "Invalidations that were done, by register or by queue.", AddInvalidations);
        Counter("vtd.faults", "{fault}", "Faults met, whether recorded or not.", static (unit, into) => AddCodes(unit, into, unit.Counters.Faults, "vtd.fault.reason", static code => ((FaultReason)code).ToString()));
        Counter("vtd.queue.descriptors", "{descriptor}", "Descriptors of the invalidation queue that were executed.", static (unit, into) => AddCodes(unit, into, unit.Counters.Descriptors, "vtd.descriptor.type", InvalidationReport.NameOf));
        Counter("vtd.queue.errors", "{error}", "Times that the invalidation queue stopped at an error.", static (unit, into) => AddCodes(unit, into, unit.Counters.QueueErrors, "vtd.queue.error", static code => code == UnitCounters.Timeout ? "Timeout" : ((QueueErrorInfo)code).ToString()));
        Counter("vtd.host.actions", "{call}", "Calls to host devices.", AddHostActions);
        Counter("vtd.host.refusals", "{refusal}", "Times that a host device could not have what a PASID entry asks for.", static (unit, into) => AddKinds<HostRefusal>(unit, into, unit.Counters.HostRefusals, "vtd.host.refusal"));
        Gauge("vtd.host.attachments", "{attachment}", "First-stage tables attached on host devices, and PASIDs attached to default tables.", static (unit, into) => AddAttachments(unit, into, static counted => counted.Attached));
        Gauge("vtd.host.stuck", "{attachment}", "Attachments that the host failed to take away or to put back.", static (unit, into) => AddAttachments(unit, into, static counted => counted.Stuck));
        Counter("vtd.endpoint.calls", "{call}", "Calls to devices with a TLB.", AddEndpointCalls);
        Counter("vtd.listener.calls", "{call}", "Calls to listeners.", static (unit, into) => AddKinds<ListenerOperation>(unit, into, unit.Counters.ListenerCalls, "vtd.listener.operation"));
        Counter("vtd.page.requests", "{request}", "Page requests of devices.", static (unit, into) => AddKinds<PageRequestOutcome>(unit, into, unit.Counters.PageRequests, "vtd.page.outcome"));
        Counter("vtd.register.rejections", "{access}", "Register accesses that were refused.", static (unit, into) => into.Add(Of(unit, unit.Counters.RejectedAccesses)));
    }

    private static string? Version => typeof(UnitMetrics).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0];

    /// <summary>Has a unit measured for as long as it lives.</summary>
    public static void Add(IMeasuredUnit unit)
    {
        lock (Units)
        {
            if (Units.Count == Units.Capacity) // as often as the list would grow, so that it stays as short as the units alive
                Units.RemoveAll(static one => !one.TryGetTarget(out _));
            Units.Add(new(unit));
        }
    }

    private static void Counter(string name, string unit, string about, Action<IMeasuredUnit, List<Measurement<long>>> add) =>
        Meter.CreateObservableCounter(name, () => Measure(add), unit, about);

    private static void Gauge(string name, string unit, string about, Action<IMeasuredUnit, List<Measurement<long>>> add) =>
        Meter.CreateObservableUpDownCounter(name, () => Measure(add), unit, about);

    private static List<Measurement<long>> Measure(Action<IMeasuredUnit, List<Measurement<long>>> add)
    {
        var units = new List<IMeasuredUnit>();
        lock (Units)
        {
            foreach (var one in Units)
            {
                if (one.TryGetTarget(out var unit))
                    units.Add(unit);
            }
        }
        var measurements = new List<Measurement<long>>();
        foreach (var unit in units)
            add(unit, measurements);
        return measurements;
    }

    private static void AddCaches(IMeasuredUnit unit, List<Measurement<long>> into, Func<CacheKind, long> value)
    {
        foreach (var cache in Enum.GetValues<CacheKind>())
            into.Add(Of(unit, value(cache), Tag("vtd.cache", NameOf(cache))));
    }

    /// <summary>Kinds of invalidations that have been done.</summary>
    private static void AddInvalidations(IMeasuredUnit unit, List<Measurement<long>> into)
    {
        foreach (var kind in Enum.GetValues<StaleKind>())
        {
            if (InvalidationReport.NameOf(kind) is not { } cache)
                continue;
            foreach (var granularity in Enum.GetValues<InvalidationGranularity>())
            {
                if (unit.Counters.Invalidations[(int)kind][(int)granularity] is > 0 and var count)
                    into.Add(Of(unit, count, Tag("vtd.cache", cache), Tag("vtd.granularity", InvalidationReport.NameOf(kind, granularity))));
            }
        }
    }

    /// <summary>Codes that have been met; there are 256 of them.</summary>
    private static void AddCodes(IMeasuredUnit unit, List<Measurement<long>> into, long[] counts, string tag, Func<byte, string> name)
    {
        for (var code = 0; code < counts.Length; code++)
        {
            if (counts[code] > 0)
                into.Add(Of(unit, counts[code], Tag(tag, name((byte)code))));
        }
    }

    private static void AddHostActions(IMeasuredUnit unit, List<Measurement<long>> into)
    {
        var counters = unit.Counters;
        for (var operation = HostOperation.Block; operation <= HostOperation.Respond; operation++)
        {
            var name = Tag("vtd.host.operation", NameOf(operation));
            into.Add(Of(unit, counters.HostActions[(int)operation], name, Tag("vtd.host.outcome", "done")));
            into.Add(Of(unit, counters.FailedHostActions[(int)operation], name, Tag("vtd.host.outcome", "failed")));
        }
    }

    private static void AddEndpointCalls(IMeasuredUnit unit, List<Measurement<long>> into)
    {
        var counters = unit.Counters;
        AddKinds<EndpointOperation>(unit, into, counters.EndpointCalls, "vtd.endpoint.operation", Tag("vtd.endpoint.outcome", "done"));
        AddKinds<EndpointOperation>(unit, into, counters.FailedEndpointCalls, "vtd.endpoint.operation", Tag("vtd.endpoint.outcome", "failed"));
    }

    private static void AddKinds<TEnum>(IMeasuredUnit unit, List<Measurement<long>> into, long[] counts, string tag, params ReadOnlySpan<KeyValuePair<string, object?>> more)
        where TEnum : struct, Enum
    {
        var kinds = Enum.GetValues<TEnum>();
        for (var kind = 0; kind < counts.Length; kind++)
            into.Add(Of(unit, counts[kind], [Tag(tag, NameOf(kinds[kind])), .. more]));
    }

    private static void AddAttachments(IMeasuredUnit unit, List<Measurement<long>> into, Func<(int Attached, int Stuck), int> which)
    {
        if (unit.TryCountAttachments(out var counted))
            into.Add(Of(unit, which(counted)));
    }

    private static KeyValuePair<string, object?> Tag(string key, string value) => new(key, value);

    private static string NameOf<TEnum>(TEnum value)
        where TEnum : struct, Enum => value.ToString().ToLowerInvariant();

    private static Measurement<long> Of(IMeasuredUnit unit, long value, params ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        new(value, [Tag("vtd.unit", unit.Name), .. tags]);
}
