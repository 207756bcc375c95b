using System.Text.RegularExpressions;
using Vtd.Spec.Tools.Specs;

namespace Vtd.Spec.Tools.Tests.Reference;

/// <summary>Specs inside of pages: fences of <c>yaml</c>, with the name of the file where an example has several, and the project's choices in comments.</summary>
internal static partial class Examples
{
    public const string Unnamed = "example.vtd.yaml";

    public static IReadOnlyList<SpecText> In(string markdown) =>
    [
        .. Fence().Matches(markdown).Select(fence => new SpecText(fence.Groups["name"] is { Length: > 0 } name ? name.Value : Unnamed, fence.Groups["text"].Value)
        {
            Choice = ChoiceIn(fence.Groups["text"].Value),
        }),
    ];

    public static string Describe(Vtd.Spec.Diagnostics.Finding finding) => $"{finding.Path}({finding.Span.Line},{finding.Span.Column}) {finding.Rule.Id}: {finding.Message}";

    private static ProjectChoice? ChoiceIn(string text)
    {
        var choices = Choice().Matches(text).ToDictionary(choice => choice.Groups["name"].Value, choice => choice.Groups["value"].Value);
        return choices.Count == 0 ? null : new(new(choices.GetValueOrDefault("Namespace"), null, null), choices.GetValueOrDefault("Visibility") == "public");
    }

    [GeneratedRegex("^# Vtd(?<name>Namespace|Visibility)=\"(?<value>[^\"]*)\"$", RegexOptions.Multiline)]
    private static partial Regex Choice();

    // VTD0002 shows a tab, so white space is taken as it is.
    [GeneratedRegex(@"^```yaml(?: (?<name>\S+))?\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
