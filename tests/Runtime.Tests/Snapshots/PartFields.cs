using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using Vtd.Architecture;
using Vtd.Runtime.AddressSpaces;
using Vtd.Runtime.Ats;
using Vtd.Runtime.Caches;
using Vtd.Runtime.Commands;
using Vtd.Runtime.EventMessages;
using Vtd.Runtime.HostDevices;
using Vtd.Runtime.InterruptRemapping;
using Vtd.Runtime.Invalidation;
using Vtd.Runtime.Quirks;
using Vtd.Runtime.State;
using Vtd.Runtime.Telemetry;
using Vtd.Runtime.Translation;

namespace Vtd.Runtime.Tests.Snapshots;

/// <summary>The fields of the parts of a unit that a snapshot must bring back, found by reflection: a field that is added is among them.</summary>
internal static class PartFields
{
    /// <summary>Fields that a snapshot does not bring back, and why. Without a field, all of the type.</summary>
    private static readonly Dictionary<(Type Type, string? Field), string> s_notSaved = new()
    {
        [(typeof(UnitCaches), null)] = "caches come back empty",
        [(typeof(ContextCache), null)] = "caches come back empty",
        [(typeof(PasidCache), null)] = "caches come back empty",
        [(typeof(TranslationCache), null)] = "caches come back empty",
        [(typeof(InterruptEntryCache), null)] = "caches come back empty",
        [(typeof(PagesBySource), null)] = "caches come back empty",
        [(typeof(ResolvedRequesters), null)] = "what was resolved counts only while its entries are cached",
        [(typeof(RecentPages), null)] = "caches come back empty",
        [(typeof(DropCount), null)] = "counts what this unit dropped",
        [(typeof(HostDeviceSet), null)] = "host devices are the embedder's and attached by the tables",
        [(typeof(ListenerSet), null)] = "listeners are the embedder's and told everything",
        [(typeof(InterruptListenerSet), null)] = "listeners are the embedder's and told everything",
        [(typeof(DeferredCalls), null)] = "a snapshot is taken when every call is made",
        [(typeof(UnitCounters), null)] = "counters are those of one unit",
        [(typeof(VtdEventSource), null)] = "the event source of the process, which listeners of other tests change",
        [(typeof(WorkMeter), null)] = "the work of a slice of this unit",
        [(typeof(UnitLock), null)] = "the lock of this unit",
        [(typeof(MessageCall), null)] = "a call that is over",
        [(typeof(EndpointSet), "_endpoints")] = "endpoints are the embedder's",
        [(typeof(EndpointSet), "_awaited")] = "calls are made, so that none is awaited",
        [(typeof(InvalidationQueue), "_batch")] = "scratch",
        [(typeof(InvalidationQueue), "<Wakeups>k__BackingField")] = "counts for the pump of this unit",
        [(typeof(RegisterEffects), "_missesStatus")] = "of a write that is over",
    };

    /// <summary>The fields that differ, a line each.</summary>
    public static IEnumerable<string> Differences(SortedDictionary<string, string> before, SortedDictionary<string, string> after) =>
        from name in before.Keys.Union(after.Keys)
        let pair = (Before: before.GetValueOrDefault(name), After: after.GetValueOrDefault(name))
        where pair.Before != pair.After
        select $"{name}: {pair.Before} -> {pair.After}";

    /// <summary>Reads the fields of parts and of what the parts hold, by name.</summary>
    public static SortedDictionary<string, string> Read(IEnumerable<object> parts)
    {
        var fields = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        foreach (var part in parts)
            Read(part, part.GetType().Name, fields, seen);
        return fields;
    }

    private static void Read(object owner, string path, SortedDictionary<string, string> fields, HashSet<object> seen)
    {
        if (!seen.Add(owner) || s_notSaved.ContainsKey((owner.GetType(), null)))
            return;
        for (var type = owner.GetType(); type != typeof(object); type = type!.BaseType)
        {
            foreach (var field in type!.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                if (s_notSaved.ContainsKey((type, field.Name)) || field.GetValue(owner) is not { } value)
                    continue;
                if (IsText(value))
                    fields[$"{path}.{field.Name}"] = Write(value);
                else if (IsOurs(value.GetType()))
                    Read(value, $"{path}.{field.Name}", fields, seen);
            }
        }
    }

    /// <summary>Whether a value is written down, and not read field by field.</summary>
    private static bool IsText(object value) =>
        value is string || value.GetType() is { IsValueType: true } || value is IEnumerable || value.GetType() is { IsGenericType: true } generic && generic.Namespace == "System.Runtime.CompilerServices";

    private static string Write(object value) => value switch
    {
        string text => text,
        ITuple => value.ToString()!,
        IEnumerable items => string.Join(' ', items.Cast<object?>().Select(item => item is null ? "-" : Write(item))),
        _ when value.GetType().Name.StartsWith("StrongBox", StringComparison.Ordinal) => value.GetType().GetField("Value")!.GetValue(value)!.ToString()!,
        _ when value.GetType() is { IsValueType: true, IsPrimitive: false, IsEnum: false } type && type.Assembly == typeof(VtdCapabilities).Assembly => string.Join(
            ' ',
            type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Select(field => field.GetValue(value)?.ToString())),
        _ => value.ToString()!,
    };

    private static bool IsOurs(Type type) => type.IsClass && (type.Assembly == typeof(VtdUnit).Assembly || type.Assembly == typeof(VtdCapabilities).Assembly || typeof(IUnitPart).IsAssignableFrom(type));
}
