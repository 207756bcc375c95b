using Vtd.Spec.Language;
using Vtd.Spec.LanguageServer.Features;
using Vtd.Spec.LanguageServer.Names;
using Vtd.Spec.LanguageServer.Workspace;
using Vtd.Spec.Tools.Check;
using Vtd.Spec.Tools.Specs;

namespace Vtd.Spec.LanguageServer.Tests;

/// <summary>The large example: no name of it is without a meaning.</summary>
public class ShippedSpecTests
{
    private static readonly SpecSnapshot s_snapshot = Cursor.SnapshotOf([.. SpecText.Shipped.Select(static text => (text.Path, text.Text))]);

    public static TheoryData<string> Paths => [.. s_snapshot.Files.Keys];

    [Theory]
    [MemberData(nameof(Paths))]
    public void EveryKeyAndEveryNameIsExplained(string path)
    {
        var outline = s_snapshot.Files[path].Outline;
        Assert.All(outline.Nodes.Where(static node => node.Key is not null), node => Assert.NotNull(Hovers.At(s_snapshot, path, node.Name.Start)));
        Assert.All(outline.Nodes.Where(node => IsName(node, outline)), node => Assert.NotNull(Navigation.Definition(s_snapshot, path, node.Value!.Value.Start)));
        Assert.All(
            outline.Nodes.Where(node => node.Value is not null && Grammar.FormsOf(node).Any(static form => form is ExpressionShape) && !IsWord(node, outline)),
            node => Assert.All(ExpressionWords.In(outline.TextOf(node.Value!.Value)).SelectMany(static parts => parts),
                part => Assert.NotNull(Navigation.Definition(s_snapshot, path, node.Value!.Value.Start + part.Start))));
    }

    [Fact]
    public void FindingsAreThoseOfCheck()
    {
        SpecText[] texts = [.. SpecText.Shipped.Select(static text => text with { Text = text.Text.Replace("access: ro,", "access: r0,", StringComparison.Ordinal).Replace("about:", "abuot:", StringComparison.Ordinal) })];
        var expected = CheckResult.Of(texts, CheckOptions.Default).Findings.Select(static finding => $"{finding.Path}:{finding.Span.Line}:{finding.Span.Column} {finding.Rule.Id} {finding.Message}");
        var actual = Findings.Of(Cursor.SnapshotOf([.. texts.Select(static text => (text.Path, text.Text))]))
            .SelectMany(static file => file.Value.Select(finding => $"{file.Key}:{finding.Range.Start.Line + 1}:{finding.Range.Start.Character + 1} {finding.Code} {finding.Message}"));
        Assert.NotEmpty(expected);
        Assert.Equal(expected, actual);
    }

    private static bool IsName(Text.OutlineNode node, Text.Outline outline) => node.Value is { Length: > 0 } value && char.IsLetter(outline.TextOf(value)[0])
        && Grammar.FormsOf(node).Any(static form => form is NameShape { Kind: not (NameKind.None or NameKind.Spec or NameKind.Trait) }) && !IsWord(node, outline);

    private static bool IsWord(Text.OutlineNode node, Text.Outline outline) =>
        Grammar.FormsOf(node).OfType<WordShape>().SelectMany(static form => form.Words).Any(word => word.Text == outline.TextOf(node.Value!.Value));
}
