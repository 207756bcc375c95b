using System.Reflection;
using Microsoft.CodeAnalysis;
using Vtd.Codegen.Tests.Harness;

namespace Vtd.Codegen.Tests;

/// <summary>How far an edit goes.</summary>
public class IncrementalTests
{
    private readonly AdditionalText[] _texts = SpecFolders.Demo();

    [Fact]
    public void An_edit_of_CSharp_runs_no_step()
    {
        var driver = Generated.Driver(_texts).RunGenerators(Generated.Consumer());

        var steps = Steps(driver.RunGenerators(Generated.Consumer("class Unrelated;")));

        Assert.Equal(SpecGenerator.Steps.Names.Order(StringComparer.Ordinal), steps.Keys.Order(StringComparer.Ordinal));
        Assert.All(steps.Values, reasons => Assert.All(reasons, reason => Assert.Equal(IncrementalStepRunReason.Cached, reason)));
    }

    [Fact]
    public void A_comment_and_moved_lines_render_nothing()
    {
        var steps = Steps(AfterEdit(text => "# a comment\n\n" + text));

        Assert.Contains(IncrementalStepRunReason.Modified, steps[SpecGenerator.Steps.Read]);
        Assert.All(
            new[] { SpecGenerator.Steps.Symbols, SpecGenerator.Steps.Link, SpecGenerator.Steps.All, SpecGenerator.Steps.Overview, SpecGenerator.Steps.FileUnits, SpecGenerator.Steps.SpecUnits, SpecGenerator.Steps.Render },
            step => Assert.All(steps[step], AssertUntouched));
    }

    [Fact]
    public void A_new_meaning_of_one_field_renders_one_file()
    {
        var driver = AfterEdit(text => text.Replace("any value", "another value", StringComparison.Ordinal));

        Assert.Equal(["Demo.Data.g.cs"], Rendered(driver));
        Assert.Contains("another value", Source(driver, "Demo.Data.g.cs"), StringComparison.Ordinal);
    }

    [Fact]
    public void New_bits_of_one_register_render_it_and_the_register_file()
    {
        var driver = AfterEdit(text => text.Replace("WORD: { bits: \"31:0\"", "WORD: { bits: \"31:0\", reset: 5", StringComparison.Ordinal));

        Assert.Equal(["Demo.Data.g.cs", "Demo.DemoRegisterFile.g.cs"], Rendered(driver));
    }

    [Fact]
    public void A_broken_line_keeps_the_rest()
    {
        var driver = AfterEdit(text => text.Replace("WORD: { bits: \"31:0\"", "WORD: { bits: \"31:1\"", StringComparison.Ordinal));
        var result = driver.GetRunResult().Results.Single();

        Assert.DoesNotContain("Demo.Data.g.cs", result.GeneratedSources.Select(source => source.HintName));
        Assert.Contains("Demo.Ctrl.g.cs", result.GeneratedSources.Select(source => source.HintName));
        var diagnostic = Assert.Single(result.Diagnostics);
        Assert.Equal(DiagnosticSeverity.Error, diagnostic.Severity);
        Assert.Equal(_texts[0].Path, diagnostic.Location.GetLineSpan().Path);
    }

    [Fact]
    public void No_step_holds_on_to_a_compilation()
    {
        var result = Generated.Driver(_texts).RunGenerators(Generated.Consumer()).GetRunResult().Results.Single();
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);

        foreach (var step in SpecGenerator.Steps.Names)
        {
            foreach (var (value, _) in result.TrackedSteps[step].SelectMany(static run => run.Outputs))
                AssertHoldsNothing(value, seen);
        }

        Assert.True(seen.Count > 1000);
    }

    [Fact]
    public void The_order_of_files_does_not_matter()
    {
        var texts = SpecFolders.Vtd();

        var forwards = Generated.Run(texts).GeneratedSources;
        var backwards = Generated.Run(texts.Reverse()).GeneratedSources;

        Assert.Equal(Texts(forwards), Texts(backwards));
        Assert.Equal(Texts(forwards), Texts(Generated.Run(texts).GeneratedSources));

        static IEnumerable<(string, string)> Texts(IEnumerable<GeneratedSourceResult> sources) => sources
            .Select(source => (source.HintName, source.SourceText.ToString()))
            .OrderBy(source => source.HintName, StringComparer.Ordinal);
    }

    private GeneratorDriver AfterEdit(Func<string, string> edit)
    {
        var before = _texts[0];
        var changed = edit(before.GetText()!.ToString());
        Assert.NotEqual(before.GetText()!.ToString(), changed);
        return Generated.Driver(_texts)
            .RunGenerators(Generated.Consumer())
            .ReplaceAdditionalText(before, new TestText(before.Path, changed))
            .RunGenerators(Generated.Consumer());
    }

    private static Dictionary<string, List<IncrementalStepRunReason>> Steps(GeneratorDriver driver) => driver.GetRunResult().Results.Single().TrackedSteps
        .Where(static step => SpecGenerator.Steps.Names.Contains(step.Key))
        .ToDictionary(static step => step.Key, static step => step.Value.SelectMany(static run => run.Outputs).Select(static output => output.Reason).ToList());

    private static IEnumerable<string> Rendered(GeneratorDriver driver) => driver.GetRunResult().Results.Single().TrackedSteps[SpecGenerator.Steps.Render]
        .SelectMany(static run => run.Outputs)
        .Where(static output => output.Reason is IncrementalStepRunReason.New or IncrementalStepRunReason.Modified)
        .Select(static output => ((Pipeline.RenderedUnit)output.Value).HintName)
        .Order(StringComparer.Ordinal);

    private static string Source(GeneratorDriver driver, string hint) =>
        driver.GetRunResult().Results.Single().GeneratedSources.Single(source => source.HintName == hint).SourceText.ToString();

    private static void AssertUntouched(IncrementalStepRunReason reason) =>
        Assert.True(reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, reason.ToString());

    private static void AssertHoldsNothing(object? value, HashSet<object> seen)
    {
        if (value is null or string or AdditionalText || value.GetType().IsPrimitive || value.GetType().IsEnum || !seen.Add(value))
            return;

        Assert.False(value is Compilation or ISymbol or SyntaxNode or SyntaxTree or SemanticModel or Location or Diagnostic, value.GetType().FullName);
        if (value is Array items)
        {
            foreach (var item in items)
                AssertHoldsNothing(item, seen);
            return;
        }

        for (var type = value.GetType(); type is not null && type != typeof(object); type = type.BaseType)
        {
            foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                AssertHoldsNothing(field.GetValue(value), seen);
        }
    }
}
