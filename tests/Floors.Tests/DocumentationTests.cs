using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Floors.Tests;

/// <summary>Documentation stands alone in a tooltip: a text names its subject, and does not begin with a pronoun or a question word.</summary>
/// <remarks>Remarks are read behind their summary.</remarks>
public class DocumentationTests
{
    private const string Template = ".scriban";

    private static readonly CSharpParseOptions s_parse = new(LanguageVersion.Preview, DocumentationMode.Parse);

    private static readonly HashSet<string> s_subjectless =
        new(["It", "Its", "He", "She", "They", "Their", "This", "That", "These", "Those", "What", "Who", "Whose", "Which", "When", "How"], StringComparer.Ordinal);

    [Theory]
    [InlineData("Analyzers")]
    [InlineData("Generator")]
    [InlineData("Runtime")]
    [InlineData("Spec")]
    public void Texts_name_their_subject(string room) =>
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(ProductProject.Repository, room), "*", SearchOption.AllDirectories)
            .Where(static path => Path.GetExtension(path) is ".cs" or Template && !path.Split(Path.DirectorySeparatorChar).Any(static folder => folder is "bin" or "obj"))
            .SelectMany(static path => Subjectless(CodeOf(path)).Select(text => $"{Path.GetRelativePath(ProductProject.Repository, path)}: {text}")));

    [Theory]
    [InlineData("/// <summary>What is written.</summary>", "What is written.")]
    [InlineData("/// <param name=\"count\">How many there are.</param>", "How many there are.")]
    [InlineData("/// <summary>Counts.</summary>\n/// <returns>\n/// It, once more.\n/// </returns>", "It, once more.")]
    [InlineData("/// <summary>Whether this is <c>It</c>.</summary>\n/// <remarks>It counts.</remarks>", null)]
    public void A_text_without_a_subject_is_found(string documentation, string? found) =>
        Assert.Equal(found is null ? [] : [found], Subjectless(documentation + "\ninternal sealed class Example;"));

    /// <summary>The code of a file; of a template, its documentation.</summary>
    private static string CodeOf(string path) => Path.GetExtension(path) == Template
        ? string.Join('\n', File.ReadLines(path).Where(static line => line.TrimStart().StartsWith("///", StringComparison.Ordinal)).Append("class Example;"))
        : File.ReadAllText(path);

    private static IEnumerable<string> Subjectless(string code) =>
        CSharpSyntaxTree.ParseText(code, s_parse).GetRoot().DescendantNodes(descendIntoTrivia: true).OfType<XmlElementSyntax>()
            .Where(static element => element.Parent is DocumentationCommentTriviaSyntax && element.StartTag.Name.ToString() != "remarks")
            .Select(static element => string.Concat(element.Content.Take(1).OfType<XmlTextSyntax>().SelectMany(static text => text.TextTokens).Select(static token => token.Text.TrimStart())).Trim())
            .Where(static text => s_subjectless.Contains(text.Split([' ', ',', ':', '.', '\''])[0]));
}
