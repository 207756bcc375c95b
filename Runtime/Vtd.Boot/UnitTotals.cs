using System.Diagnostics.Metrics;

namespace Vtd.Boot;

/// <summary>The totals of a unit, from its instruments.</summary>
public sealed record UnitTotals
{
    private const string MeterName = "Vtd.Runtime";

    private readonly SortedDictionary<string, long> _descriptors = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _faults = new(StringComparer.Ordinal);

    /// <summary>Descriptors executed, by type.</summary>
    public IReadOnlyDictionary<string, long> Descriptors => _descriptors;

    /// <summary>Faults met, by reason.</summary>
    public IReadOnlyDictionary<string, long> Faults => _faults;

    /// <summary>Requests that the IOTLB answered.</summary>
    public long TranslationHits { get; private set; }

    /// <summary>Requests that were answered from the tables.</summary>
    public long TranslationMisses { get; private set; }

    /// <summary>Interrupt requests that the cached entries answered.</summary>
    public long InterruptHits { get; private set; }

    /// <summary>Interrupt requests that were answered from the table.</summary>
    public long InterruptMisses { get; private set; }

    /// <summary>Times that the invalidation queue stopped at an error.</summary>
    public long QueueErrors { get; private set; }

    /// <summary>Reads the instruments of one unit.</summary>
    /// <param name="unit">The name of the unit.</param>
    public static UnitTotals Of(string unit)
    {
        var totals = new UnitTotals();
        using var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == MeterName)
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            if (TagOf(tags, "vtd.unit") == unit)
                totals.Add(instrument.Name, value, tags);
        });
        listener.Start();
        listener.RecordObservableInstruments();
        return totals;
    }

    private void Add(string instrument, long value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        switch (instrument)
        {
            case "vtd.queue.descriptors":
                _descriptors[TagOf(tags, "vtd.descriptor.type")] = value;
                break;
            case "vtd.faults":
                _faults[TagOf(tags, "vtd.fault.reason")] = value;
                break;
            case "vtd.queue.errors":
                QueueErrors += value;
                break;
            case "vtd.cache.hits" when TagOf(tags, "vtd.cache") == "iotlb":
                TranslationHits = value;
                break;
            case "vtd.cache.misses" when TagOf(tags, "vtd.cache") == "iotlb":
                TranslationMisses = value;
                break;
            case "vtd.cache.hits" when TagOf(tags, "vtd.cache") == "interrupt":
                InterruptHits = value;
                break;
            case "vtd.cache.misses" when TagOf(tags, "vtd.cache") == "interrupt":
                InterruptMisses = value;
                break;
        }
    }

    private static string TagOf(ReadOnlySpan<KeyValuePair<string, object?>> tags, string key)
    {
        foreach (var tag in tags)
        {
            if (tag.Key == key)
                return tag.Value as string ?? "";
        }

        return "";
    }
}
