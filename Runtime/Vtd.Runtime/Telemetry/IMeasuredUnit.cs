namespace Vtd.Runtime.Telemetry;

/// <summary>A unit as metrics see it. Members need no lock, unless they say so.</summary>
internal interface IMeasuredUnit
{
    /// <summary>Name of the unit in its options.</summary>
    string Name { get; }

    /// <summary>The unit's counters.</summary>
    UnitCounters Counters { get; }

    /// <summary>Counts the live entries of a cache; the count may be a moment old.</summary>
    int EntriesOf(CacheKind cache);

    /// <summary>Counts attachments on host devices, under the unit's lock. Returns false if this thread holds the lock already.</summary>
    bool TryCountAttachments(out (int Attached, int Stuck) counted);
}
