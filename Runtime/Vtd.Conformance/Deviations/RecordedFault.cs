using Vtd.Runtime;
using Vtd.Traces;

namespace Vtd.Conformance.Deviations;

/// <summary>A fault that the recorded unit met, and what became of it.</summary>
internal sealed record RecordedFault(FaultMet Met, FaultDisposition? Disposition)
{
    /// <summary>All of one step, in order.</summary>
    public static IReadOnlyList<RecordedFault> In(IReadOnlyList<TraceEvent> effects)
    {
        var faults = new List<RecordedFault>();
        foreach (var effect in effects)
        {
            if (effect is FaultMet met)
                faults.Add(new(met, met.IsDisabled ? FaultDisposition.Disabled : null));
            else if (effect is FaultEnded ended && faults is [.., { Disposition: null } last])
                faults[^1] = last with { Disposition = DispositionOf(ended.Ending) };
        }

        return faults;
    }

    /// <summary>Whether the unit met the same fault, and the same became of it.</summary>
    public bool Agrees(in ReportedFault fault) =>
        (byte)fault.Reason == Met.Reason
        && fault.SourceId == Met.SourceId
        && fault.Information == Met.Information
        && (Met.IsDisabled || fault.Pasid == Met.Pasid)
        && (Disposition is null || fault.Disposition == Disposition);

    private static FaultDisposition DispositionOf(FaultEnding ending) => ending switch
    {
        FaultEnding.Recorded => FaultDisposition.Recorded,
        FaultEnding.Collapsed => FaultDisposition.Collapsed,
        _ => FaultDisposition.Overflowed,
    };
}
