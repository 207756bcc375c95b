using System.Globalization;
using System.Runtime.InteropServices;
using Vtd.Conformance.Replay.Summary;
using Vtd.Traces;

namespace Vtd.Conformance.Replay;

/// <summary>Counts the lines that are neither given to the unit nor compared.</summary>
internal sealed class UncomparedLines
{
    private static readonly (string Subject, string[] Operations)[] Subjects =
    [
        ("cache hits of the recorded unit", ["TH"]),
        ("requests while remapping is off", ["TD"]),
        ("totals of translation requests of device TLBs", ["XA"]),
        ("accesses of the interrupt range with a PASID", ["II"]),
    ];

    private readonly Dictionary<string, int> _counts = [];

    public void Count(TraceStep step)
    {
        Count(step.Trigger);
        foreach (var effect in step.Effects)
            Count(effect);
    }

    public IReadOnlyList<CountedLines> Summary() =>
    [
        .. from subject in Subjects
           let counted = subject.Operations.Where(_counts.ContainsKey).ToList()
           where counted.Count > 0
           select new CountedLines(
               subject.Subject,
               string.Join(", ", counted.Select(operation => string.Create(CultureInfo.InvariantCulture, $"{operation} {_counts[operation]}"))),
               counted.Sum(operation => _counts[operation])),
    ];

    private void Count(TraceEvent one)
    {
        var operation = one switch
        {
            CountedEvent counted => counted.Operation,
            AtsEnded => "XA",
            _ => null,
        };
        if (operation is not null)
            CollectionsMarshal.GetValueRefOrAddDefault(_counts, operation, out _)++;
    }
}
