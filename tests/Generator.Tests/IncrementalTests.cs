using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using Vtd.Codegen.Outputs;
using Vtd.Codegen.Rendering;
using Vtd.Codegen.Tests.Harness;
using Vtd.Spec.Source;

namespace Vtd.Codegen.Tests;

/// <summary>How far an edit goes.</summary>
public class IncrementalTests
{
    private static readonly string[] s_steps =
        [.. typeof(SpecGenerator.Steps).GetFields(BindingFlags.Public | BindingFlags.Static).Select(static field => (string)field.GetValue(null)!)];

    private readonly AdditionalText[] _texts = SpecFolders.Demo();

    /// <summary>What an edit came to.</summary>
    /// <param name="Driver">The driver after the edit.</param>
    /// <param name="Rendered">Names of the files that were rendered for it.</param>
    private sealed record Edit(GeneratorDriver Driver, IEnumerable<string> Rendered);

    [Fact]
    public void An_edit_of_CSharp_runs_no_step()
    {
        var driver = Generated.TrackingDriver(_texts).RunGenerators(Generated.Consumer());

        var steps = Steps(driver.RunGenerators(Generated.Consumer("class Unrelated;")));

        Assert.Equal(s_steps.Order(StringComparer.Ordinal), steps.Keys.Order(StringComparer.Ordinal));
        Assert.All(steps.Values, reasons => Assert.All(reasons, reason => Assert.Equal(IncrementalStepRunReason.Cached, reason)));
    }

    [Fact]
    public void A_comment_and_moved_lines_render_nothing()
    {
        var steps = Steps(AfterEdit(text => "# a comment\n\n" + text).Driver);

        Assert.Contains(IncrementalStepRunReason.Modified, steps[SpecGenerator.Steps.Read]);
        Assert.All(
            new[] { SpecGenerator.Steps.Symbols, SpecGenerator.Steps.Link, SpecGenerator.Steps.All, SpecGenerator.Steps.Context, SpecGenerator.Steps.FileOutputs, SpecGenerator.Steps.SpecOutputs, SpecGenerator.Steps.Render },
            step => Assert.All(steps[step], AssertUntouched));
    }

    [Fact]
    public void A_new_meaning_of_one_field_renders_one_file()
    {
        var edit = AfterEdit(text => text.Replace("any value", "another value", StringComparison.Ordinal));

        Assert.Equal(["Demo.Data.g.cs"], edit.Rendered);
        Assert.Contains("another value", Source(edit.Driver, "Demo.Data.g.cs"), StringComparison.Ordinal);
    }

    [Fact]
    public void New_bits_of_one_register_render_it_and_the_register_file()
    {
        var edit = AfterEdit(text => text.Replace("WORD: { bits: \"31:0\"", "WORD: { bits: \"31:0\", reset: 5", StringComparison.Ordinal));

        Assert.Equal(["Demo.Data.g.cs", "Demo.DemoRegisterFile.g.cs"], edit.Rendered);
    }

    [Fact]
    public void A_register_put_between_others_renders_it_and_the_register_file()
    {
        const string Added = "  ADDED: { offset: 0xF8, width: 32, reset: 0, fields: { ALL: { bits: \"31:0\", access: ro } } }\n";

        var edit = AfterEdit(text => text.Replace("  DATA:\n", Added + "  DATA:\n", StringComparison.Ordinal));

        Assert.Equal(["Demo.Added.g.cs", "Demo.DemoRegisterFile.g.cs"], edit.Rendered);
    }

    [Fact]
    public void A_register_taken_from_between_others_renders_the_register_file()
    {
        var edit = AfterEdit(text =>
            text[..text.IndexOf("  DATA:\n", StringComparison.Ordinal)] + text[text.IndexOf("  ADDR:\n", StringComparison.Ordinal)..]);

        Assert.Equal(["Demo.DemoRegisterFile.g.cs"], edit.Rendered);
        Assert.DoesNotContain("Demo.Data.g.cs", edit.Driver.GetRunResult().Results.Single().GeneratedSources.Select(source => source.HintName));
    }

    [Fact]
    public void Only_the_texts_of_the_last_run_are_kept()
    {
        var renders = new RenderCache();
        var target = new Target("N", "N.Codegen", "Demo", IsPublic: false, HasCapabilities: false, "Demo.", "/demo.vtd.yaml");
        GeneratedFile[] units = [new GeneratedSupport(target, "FieldBits"), new GeneratedSupport(target, "FieldText")];

        var first = Of(units);
        var second = Of(units[1]);
        var third = Of(units);

        Assert.Same(first[1], second[0]);
        Assert.Same(first[1], third[1]);
        Assert.NotSame(first[0], third[0]);
        Assert.Equal(first[0].Text!.ToString(), third[0].Text!.ToString());

        EquatableArray<RenderedFile> Of(params GeneratedFile[] units) => renders.Of([new(units.ToEquatableArray())], default).Items;
    }

    [Fact]
    public void A_broken_line_keeps_the_rest()
    {
        var edit = AfterEdit(text => text.Replace("WORD: { bits: \"31:0\"", "WORD: { bits: \"31:1\"", StringComparison.Ordinal));
        var result = edit.Driver.GetRunResult().Results.Single();

        Assert.DoesNotContain("Demo.Data.g.cs", result.GeneratedSources.Select(source => source.HintName));
        Assert.Contains("Demo.Ctrl.g.cs", result.GeneratedSources.Select(source => source.HintName));
        var diagnostic = Assert.Single(result.Diagnostics);
        Assert.Equal(DiagnosticSeverity.Error, diagnostic.Severity);
        Assert.Equal(_texts[0].Path, diagnostic.Location.GetLineSpan().Path);
    }

    [Fact]
    public void No_step_holds_on_to_a_compilation()
    {
        var result = Generated.TrackingDriver(_texts).RunGenerators(Generated.Consumer()).GetRunResult().Results.Single();
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);

        foreach (var step in s_steps)
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

    private Edit AfterEdit(Func<string, string> edit)
    {
        var before = _texts[0];
        var changed = edit(before.GetText()!.ToString());
        Assert.NotEqual(before.GetText()!.ToString(), changed);
        var driver = Generated.TrackingDriver(_texts).RunGenerators(Generated.Consumer());
        var after = driver.ReplaceAdditionalText(before, new TestText(before.Path, changed)).RunGenerators(Generated.Consumer());
        return new(after, Renderings.Between(driver, after));
    }

    private static Dictionary<string, List<IncrementalStepRunReason>> Steps(GeneratorDriver driver) => driver.GetRunResult().Results.Single().TrackedSteps
        .Where(static step => s_steps.Contains(step.Key))
        .ToDictionary(static step => step.Key, static step => step.Value.SelectMany(static run => run.Outputs).Select(static output => output.Reason).ToList());

    private static string Source(GeneratorDriver driver, string hint) =>
        driver.GetRunResult().Results.Single().GeneratedSources.Single(source => source.HintName == hint).SourceText.ToString();

    private static void AssertUntouched(IncrementalStepRunReason reason) =>
        Assert.True(reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, reason.ToString());

    private static void AssertHoldsNothing(object? value, HashSet<object> seen)
    {
        if (value is null or string or AdditionalText or SourceText || value.GetType().IsPrimitive || value.GetType().IsEnum || !seen.Add(value))
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
