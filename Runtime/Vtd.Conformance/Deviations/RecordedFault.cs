using Vtd.Runtime;
using Vtd.Traces;

namespace Vtd.Conformance.Deviations;

/// <summary>A fault that the recorded unit met, and what became of it.</summary>
internal sealed record RecordedFault(FaultMet Met, FaultFate? Fate)
{
    /// <summary>All of one step, in order.</summary>
    public static IReadOnlyList<RecordedFault> In(IReadOnlyList<TraceEvent> effects)
    {
        var faults = new List<RecordedFault>();
        foreach (var effect in effects)
        {
            if (effect is FaultMet met)
                faults.Add(new(met, met.IsDisabled ? FaultFate.Disabled : null));
            else if (effect is FaultEnded ended && faults is [.., { Fate: null } last])
                faults[^1] = last with { Fate = FateOf(ended.Ending) };
        }

        return faults;
    }

    /// <summary>Whether the unit met the same fault, and the same became of it.</summary>
    public bool Agrees(in ReportedFault fault) =>
        fault.Reason == Met.Reason
        && fault.SourceId == Met.SourceId
        && fault.Information == Met.Information
        && (Met.IsDisabled || fault.Pasid == Met.Pasid)
        && (Fate is null || fault.Fate == Fate);

    private static FaultFate FateOf(FaultEnding ending) => ending switch
    {
        FaultEnding.Recorded => FaultFate.Recorded,
        FaultEnding.Collapsed => FaultFate.Collapsed,
        _ => FaultFate.Overflowed,
    };
}
