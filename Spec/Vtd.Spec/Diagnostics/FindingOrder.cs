using Vtd.Spec.Source;

namespace Vtd.Spec.Diagnostics;

/// <summary>Findings of several steps or files together.</summary>
public static class FindingOrder
{
    /// <summary>By file and in the order of the text. What is wrong in a template is found for each declaration that is like it,
    /// and told once.</summary>
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
