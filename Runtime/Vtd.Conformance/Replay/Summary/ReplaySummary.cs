using System.Text.Json.Serialization;
using Vtd.Conformance.Deviations;

namespace Vtd.Conformance.Replay.Summary;

/// <summary>The result of `vtd replay`. The property names, in camel case, are those of `--json` and stay as they are.</summary>
/// <param name="Recordings">One for each file, or for each scenario of a bundle, in the order of the command line.</param>
public sealed record ReplaySummary(IReadOnlyList<ScenarioSummary> Recordings)
{
    /// <summary>All recordings together.</summary>
    public ReplayTotal Total { get; } = new(
        Recordings.Sum(one => one.Events),
        Recordings.Sum(one => one.Compared.Total),
        Recordings.Sum(one => one.Mismatches),
        Recordings.Sum(one => one.Explained));
}

/// <param name="Events">Lines of the recordings, without comments.</param>
/// <param name="Compared">Answers and effects that were compared.</param>
/// <param name="Mismatches">The answers that differ for no known reason.</param>
/// <param name="Explained">The answers that differ for a reason in the list of known deviations.</param>
public sealed record ReplayTotal(int Events, int Compared, int Mismatches, int Explained);

/// <summary>One replayed recording.</summary>
/// <param name="File">Path as it was given.</param>
/// <param name="Scenario">Part of a bundle, else none.</param>
/// <param name="Events">Lines of the recording, without comments.</param>
/// <param name="Compared">The compared answers.</param>
/// <param name="Mismatches">Differences for no known reason.</param>
/// <param name="Explained">Differences for a known reason.</param>
/// <param name="Fed">The events given to the unit.</param>
/// <param name="Descriptors">Invalidation descriptors that the unit carried out, by type and granularity.</param>
/// <param name="Resets">Caches around each reset.</param>
/// <param name="Devices">The pass-through devices.</param>
/// <param name="OnlyCounted">Lines that were only counted, by subject.</param>
/// <param name="MemoryReads">The answers to the unit's reads of guest memory.</param>
/// <param name="BeyondTheEnd">Effects of the unit at the last trigger of a recording that was cut short there.</param>
/// <param name="ShownMismatches">The first mismatches.</param>
/// <param name="Deviations">Known deviations that occurred.</param>
/// <param name="Seconds">Time of the replay, without reading the file.</param>
public sealed record ScenarioSummary(
    string File,
    string? Scenario,
    int Events,
    ComparedCounts Compared,
    int Mismatches,
    int Explained,
    FedCounts Fed,
    IReadOnlyList<DescriptorCount> Descriptors,
    IReadOnlyList<ResetSummary> Resets,
    IReadOnlyList<DeviceSummary> Devices,
    IReadOnlyList<CountedLines> OnlyCounted,
    MemoryReadCounts MemoryReads,
    int BeyondTheEnd,
    IReadOnlyList<Mismatch> ShownMismatches,
    IReadOnlyList<DeviationCount> Deviations,
    double Seconds)
{
    /// <summary>Speed of the replay.</summary>
    public long EventsPerSecond => Seconds > 0 ? (long)(Events / Seconds) : 0;

    /// <summary>The share of this recording in the total.</summary>
    [JsonIgnore]
    public ReplayTotal Total => new(Events, Compared.Total, Mismatches, Explained);
}

/// <param name="RegisterReads">Values of register reads.</param>
/// <param name="Translations">Answers to translation requests: allowed or not, page, its size, and what may be done there.</param>
/// <param name="RemappedInterrupts">Answers to interrupt requests: delivered or not, address and data.</param>
/// <param name="Faults">Faults: reason, source, address or index, PASID, and what became of them.</param>
/// <param name="QueueErrors">Stops of the invalidation queue.</param>
/// <param name="Notifications">The notices to followers of address spaces and of the interrupt remapping table.</param>
/// <param name="MemoryWrites">Writes of the unit to guest memory: address, length and bytes.</param>
/// <param name="Interrupts">Messages of the unit itself: address and data.</param>
/// <param name="DeviceRequests">Answers to translation requests of device TLBs, and how accesses and page requests of the recorder's own device ended.</param>
public sealed record ComparedCounts(
    int RegisterReads = 0,
    int Translations = 0,
    int RemappedInterrupts = 0,
    int Faults = 0,
    int QueueErrors = 0,
    int Notifications = 0,
    int MemoryWrites = 0,
    int Interrupts = 0,
    int DeviceRequests = 0)
{
    /// <summary>All together.</summary>
    public int Total => DeviceRequests + RegisterReads + Translations + RemappedInterrupts + Faults + QueueErrors + Notifications + MemoryWrites + Interrupts;
}

/// <param name="RegisterWrites">Register writes of the guest.</param>
/// <param name="Translations">Translation requests of devices.</param>
/// <param name="Interrupts">Interrupt requests of devices and of the I/O APIC.</param>
/// <param name="Resets">System resets.</param>
/// <param name="DeviceRequests">Translation requests of device TLBs, and accesses and page requests of the recorder's own device.</param>
public sealed record FedCounts(int RegisterWrites, int Translations, int Interrupts, int Resets, int DeviceRequests = 0);

/// <param name="Type">Kind of descriptor.</param>
/// <param name="Granularity">The granularity of what was invalidated; null if nothing was.</param>
/// <param name="Count">The number of descriptors carried out.</param>
public sealed record DescriptorCount(string Type, string? Granularity, int Count);

/// <param name="Line">Line of the reset in the recording.</param>
/// <param name="Number">1 is power-on.</param>
/// <param name="Before">Entries of each cache just before, by the names that metrics have for caches.</param>
/// <param name="After">Entries of each cache just after.</param>
/// <param name="PasidsRemoved">PASIDs of pass-through devices that it removed.</param>
public sealed record ResetSummary(int Line, int Number, IReadOnlyDictionary<string, int> Before, IReadOnlyDictionary<string, int> After, int PasidsRemoved);

/// <param name="Function">bus:device.function.</param>
/// <param name="Name">The name in the recording's description, if it has one.</param>
/// <param name="Attached">PASIDs that got a page table.</param>
/// <param name="Replaced">PASIDs whose page table was replaced.</param>
/// <param name="Removed">PASIDs that lost their page table.</param>
/// <param name="Invalidations">Invalidations handed to the host.</param>
/// <param name="History">Each change of a PASID.</param>
public sealed record DeviceSummary(
    string Function, string? Name, int Attached, int Replaced, int Removed, int Invalidations, IReadOnlyList<PasidChange> History);

/// <param name="Line">Line of the recording that caused it.</param>
/// <param name="Change">The change of the table.</param>
/// <param name="Pasid">The PASID; none for requests without PASID.</param>
/// <param name="Table">The page table it got, or that it goes back to the device's default, or is blocked.</param>
public sealed record PasidChange(int Line, string Change, uint? Pasid, string Table)
{
    /// <summary>The PASID had no first-stage table before.</summary>
    public const string Attached = "attached";

    /// <summary>The PASID had another first-stage table before.</summary>
    public const string Replaced = "replaced";

    /// <summary>The PASID has no first-stage table any more.</summary>
    public const string Removed = "removed";

    /// <summary>Requests have no table at all, and had none of the guest's before.</summary>
    public const string Blocked = "blocked";

    /// <summary>Requests got the device's default table, and had none of the guest's before.</summary>
    public const string Default = "passed through";
}

/// <param name="Subject">The kind of line that is not compared yet.</param>
/// <param name="Operations">The operations of the recording's format and how many lines each has.</param>
/// <param name="Lines">All of them together.</param>
public sealed record CountedLines(string Subject, string Operations, int Lines);

/// <param name="SameMoment">The recording shows the bytes at that moment.</param>
/// <param name="FromLaterLines">The next lines of that boot that show the address were used.</param>
/// <param name="FromEarlierLines">Only earlier lines show the address.</param>
/// <param name="NotInTheRecording">No line shows the address: the read failed.</param>
public sealed record MemoryReadCounts(int SameMoment = 0, int FromLaterLines = 0, int FromEarlierLines = 0, int NotInTheRecording = 0);
