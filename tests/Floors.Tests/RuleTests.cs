using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Floors.Tests;

/// <summary>Where each rule of the language is checked has one answer: the table beside the rules.</summary>
public class RuleTests
{
    private const string Project = "Spec/Vtd.Spec";
    private const string Rules = "Diagnostics";

    private static readonly string s_table = Path.Combine(ProductProject.Repository, Project, Rules, "README.md");

    [Fact]
    public void The_table_says_where_each_rule_is_checked()
    {
        var table = Write(ProductProject.Read(Project));
        if (Environment.GetEnvironmentVariable("VTD_ACCEPT_SNAPSHOTS") == "1")
            File.WriteAllText(s_table, table);
        Assert.Equal(File.ReadAllText(s_table), table);
        Assert.DoesNotContain("|  |", table, StringComparison.Ordinal);
    }

    private static string Write(ProductProject project)
    {
        var rules = project.Paths.Where(file => Arrow.FolderOf(file.Value) == Rules)
            .SelectMany(file => RulesIn(project.Compilation.GetSemanticModel(file.Key))).ToDictionary(static rule => rule.Symbol, SymbolEqualityComparer.Default);
        var places = project.Paths.Where(file => Arrow.FolderOf(file.Value) != Rules)
            .SelectMany(file => UsesIn(project.Compilation.GetSemanticModel(file.Key), file.Value))
            .Where(use => rules.ContainsKey(use.Symbol)).ToLookup(static use => use.Symbol, static use => use.Path, SymbolEqualityComparer.Default);

        var text = new StringBuilder("""
            # Where each rule is checked

            Rules are declared in this folder. The table is made from the code by `tests/Floors.Tests`, which fails where it differs:
            `VTD_ACCEPT_SNAPSHOTS=1 dotnet test tests/Floors.Tests` writes it.

            | rule | title | declared in | checked in |
            |---|---|---|---|

            """);
        foreach (var rule in rules.Values.OrderBy(static rule => rule.Id, StringComparer.Ordinal))
        {
            var files = places[rule.Symbol].Distinct().Order(StringComparer.Ordinal).Select(static path => $"`{path}`");
            text.Append("| ").Append(rule.Id).Append(" | ").Append(rule.Title).Append(" | `").Append(rule.Symbol.ContainingType.Name).Append("` | ").AppendJoin(", ", files).Append(" |\n");
        }

        return text.ToString();
    }

    private static IEnumerable<(ISymbol Symbol, string Id, string Title)> RulesIn(SemanticModel model) =>
        from declared in model.SyntaxTree.GetRoot().DescendantNodes().OfType<VariableDeclaratorSyntax>()
        let symbol = model.GetDeclaredSymbol(declared) as IFieldSymbol
        where symbol?.Type.Name == "Rule" && declared.Initializer?.Value is ImplicitObjectCreationExpressionSyntax
        let texts = declared.DescendantTokens().Where(static token => token.IsKind(SyntaxKind.StringLiteralToken)).Select(static token => token.ValueText).ToArray()
        select (symbol as ISymbol, texts[0], texts[1]);

    private static IEnumerable<(ISymbol Symbol, string Path)> UsesIn(SemanticModel model, string path) =>
        from name in model.SyntaxTree.GetRoot().DescendantNodes().OfType<IdentifierNameSyntax>()
        let symbol = model.GetSymbolInfo(name).Symbol as IFieldSymbol
        where symbol?.Type.Name == "Rule"
        select (symbol as ISymbol, path);
}
