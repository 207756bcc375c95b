using System.Globalization;
using System.Runtime.InteropServices;
using Vtd.Tool.Recordings;
using Vtd.Tool.Replay.Summary;

namespace Vtd.Tool.Replay;

/// <summary>Counts the lines about parts of the unit that do not exist yet.</summary>
internal sealed class NotYetModelled
{
    private static readonly (string Subject, string[] Operations)[] Subjects =
    [
        ("translation", ["TQ", "TH", "TR", "TX", "TD", "AT", "XA", "AR", "XD", "XR", "MW ad"]),
        ("interrupt remapping", ["IQ", "IR", "IX", "II"]),
        ("notifications", ["NT", "NU", "NI", "AS"]),
        ("faults", ["FL", "FS", "FI", "FO", "IM"]),
        ("queue errors", ["QE"]),
        ("page requests", ["XP", "MW pr"]),
    ];

    private readonly Dictionary<string, int> _counts = [];

    /// <param name="isFed">The unit lived through the trigger, so that its interrupts were compared.</param>
    public void Count(Step step, bool isFed)
    {
        Count(step.Trigger, isFed);
        foreach (var effect in step.Effects)
            Count(effect, isFed);
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

    private void Count(TraceEvent one, bool isFed)
    {
        var operation = one switch
        {
            TranslationRequest => "TQ",
            TranslationResult => "TR",
            OtherEvent other => other.Operation.Name,
            MemoryWrite { Kind: MemoryKind.AccessedDirty } => "MW ad",
            MemoryWrite { Kind: MemoryKind.PageRequest } => "MW pr",
            MessageSent when !isFed => "IM",
            _ => null,
        };
        if (operation is not null)
            CollectionsMarshal.GetValueRefOrAddDefault(_counts, operation, out _)++;
    }
}
