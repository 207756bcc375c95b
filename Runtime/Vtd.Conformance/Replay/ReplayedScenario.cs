using Vtd.Conformance.Deviations;
using Vtd.Conformance.Reference;
using Vtd.Conformance.Replay.Summary;

namespace Vtd.Conformance.Replay;

/// <summary>The result of a replay.</summary>
/// <param name="Differences">All differences between the unit and the recording, in order.</param>
/// <param name="Wrong">Answers of a unit without quirks that are not those of the architecture, in order.</param>
internal sealed record ReplayedScenario(
    ComparedCounts Compared,
    IReadOnlyList<Difference> Differences,
    IReadOnlyList<WrongAnswerDifference> Wrong,
    int BeyondTheEnd,
    FedCounts Fed,
    IReadOnlyList<DescriptorCount> Descriptors,
    IReadOnlyList<ResetSummary> Resets,
    IReadOnlyList<DeviceSummary> Devices,
    IReadOnlyList<CountedLines> OnlyCounted,
    MemoryReadCounts MemoryReads,
    TimeSpan Elapsed);
