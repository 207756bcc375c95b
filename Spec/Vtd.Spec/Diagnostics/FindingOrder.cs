using Vtd.Spec.Source;

namespace Vtd.Spec.Diagnostics;

/// <summary>Puts findings in order.</summary>
public static class FindingOrder
{
    /// <summary>Sorts findings by file and place, and drops repetitions: a mistake in a template is found for each declaration that uses it,
    /// and reported once.</summary>
    public static EquatableArray<Finding> Once(this IEnumerable<Finding> findings)
    {
        var seen = new HashSet<(string, string, int, int)>();
        return findings
            .OrderBy(static finding => finding.Path, StringComparer.Ordinal)
            .ThenBy(static finding => finding.Span.Start)
            .ThenBy(static finding => finding.Rule.Id, StringComparer.Ordinal)
            .Where(finding => seen.Add((finding.Path, finding.Rule.Id, finding.Span.Start, finding.Span.Length)))
            .ToEquatableArray();
    }
}
