using System.Text.RegularExpressions;
using Vtd.Spec.Tools.Specs;

namespace Vtd.Spec.Tools.Tests.Reference;

/// <summary>Specs inside of pages: fences of <c>yaml</c>, with the name of the file where an example has several, and the project's choice of a namespace in a comment.</summary>
internal static partial class Examples
{
    public const string Unnamed = "example.vtd.yaml";

    public static IReadOnlyList<SpecText> In(string markdown) =>
    [
        .. Fence().Matches(markdown).Select(fence => new SpecText(fence.Groups["name"] is { Length: > 0 } name ? name.Value : Unnamed, fence.Groups["text"].Value)
        {
            Namespace = Choice().Match(fence.Groups["text"].Value) is { Success: true } choice ? new(choice.Groups["namespace"].Value, null, null) : null,
        }),
    ];

    public static string Describe(Vtd.Spec.Diagnostics.Finding finding) => $"{finding.Path}({finding.Span.Line},{finding.Span.Column}) {finding.Rule.Id}: {finding.Message}";

    [GeneratedRegex("^# VtdNamespace=\"(?<namespace>[^\"]*)\"$", RegexOptions.Multiline)]
    private static partial Regex Choice();

    // VTD0002 shows a tab, so white space is taken as it is.
    [GeneratedRegex(@"^```yaml(?: (?<name>\S+))?\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
