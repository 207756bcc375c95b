using Microsoft.CodeAnalysis;
using Vtd.Codegen.Tests.Harness;

namespace Vtd.Codegen.Tests;

/// <summary>Declarations made of parts: what comes out, and how far an edit of a part goes.</summary>
public class PartsTests
{
    private const string Plain = """
        spec: Dev
        block: { size: 0x100, access: [4] }
        registers:
          PLAIN: { offset: 0, width: 32, access: rw, reset: 0, fields: { ALL: { bits: "31:0", meaning: everything } } }
        """;

    private const string Users = """
        spec: Dev
        registers:
          ONE: { like: word, offset: 4 }
          TWO: { like: word, offset: 8 }
        """;

    private const string Templates = """
        spec: Dev
        templates:
          registers:
            word: { width: 32, access: rw, reset: 0, fields: { VALUE: { bits: "31:0", meaning: the word } } }
        """;

    private const string Overlay = """
        spec: Dev
        overlay: Erratum 1.
        registers:
          TWO: { reset: 5 }
        """;

    private static readonly AdditionalText[] s_texts = Generated.Texts(Plain, Users, Templates, Overlay);

    [Fact]
    public void What_is_made_of_parts_compiles() => Assert.Empty(Generated.Complaints(Generated.Compile(s_texts, """
        using System;
        using Consumer.Dev;
        static class Use
        {
            public static void All(DevRegisterFile file) => Console.WriteLine(file.ONE.VALUE + file.TWO.VALUE + Two.ResetValue);
        }
        """)));

    [Fact]
    public void Without_parts_an_edit_of_one_file_composes_no_other()
    {
        var texts = Generated.Texts(Plain, Plain.Replace("Dev", "Other", StringComparison.Ordinal));
        var (driver, rendered) = Edit(texts, 0, "everything", "all of it");

        Assert.Equal([IncrementalStepRunReason.Unchanged], Reasons(driver, SpecGenerator.Steps.Parts));
        Assert.Equal([IncrementalStepRunReason.Modified, IncrementalStepRunReason.Cached], Reasons(driver, SpecGenerator.Steps.Compose));
        Assert.Equal(["Dev.Plain.g.cs"], rendered);
    }

    [Fact]
    public void With_parts_an_edit_of_what_is_no_part_composes_no_other_file()
    {
        var (driver, rendered) = Edit(s_texts, 0, "everything", "all of it");

        Assert.Equal([IncrementalStepRunReason.Unchanged], Reasons(driver, SpecGenerator.Steps.Parts));
        Assert.Equal(
            [IncrementalStepRunReason.Modified, IncrementalStepRunReason.Cached, IncrementalStepRunReason.Cached, IncrementalStepRunReason.Cached],
            Reasons(driver, SpecGenerator.Steps.Compose));
        Assert.Equal(["Dev.Plain.g.cs"], rendered);
    }

    [Fact]
    public void A_comment_in_a_template_renders_nothing()
    {
        var (driver, rendered) = Edit(s_texts, 2, "spec: Dev", "# words\nspec: Dev");

        // The files that take nothing from it come out as they were.
        Assert.Equal(
            [IncrementalStepRunReason.Unchanged, IncrementalStepRunReason.Modified, IncrementalStepRunReason.Modified, IncrementalStepRunReason.Unchanged],
            Reasons(driver, SpecGenerator.Steps.Compose));
        Assert.All(Reasons(driver, SpecGenerator.Steps.Link), reason => Assert.True(reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, reason.ToString()));
        Assert.Equal([], rendered);
    }

    [Fact]
    public void A_new_meaning_in_a_template_renders_what_is_like_it() =>
        Assert.Equal(["Dev.One.g.cs", "Dev.Two.g.cs"], Edit(s_texts, 2, "the word", "one word").Rendered);

    [Fact]
    public void A_new_value_in_an_overlay_renders_what_it_changes() =>
        Assert.Equal(["Dev.DevRegisterFile.g.cs", "Dev.Two.g.cs"], Edit(s_texts, 3, "reset: 5", "reset: 6").Rendered);

    [Fact]
    public void Without_the_overlay_all_is_as_if_it_had_never_been()
    {
        var driver = Generated.TrackingDriver(s_texts).RunGenerators(Generated.Consumer()).RemoveAdditionalTexts([s_texts[3]]).RunGenerators(Generated.Consumer());

        Assert.Equal(Sources(Generated.Run(s_texts[..3])), Sources(driver.GetRunResult().Results.Single()));

        static IEnumerable<(string, string)> Sources(GeneratorRunResult result) => result.GeneratedSources.Select(source => (source.HintName, source.SourceText.ToString()));
    }

    [Fact]
    public void A_mistake_in_a_part_is_reported_once_in_the_file_that_has_it()
    {
        var template = Assert.Single(Generated.Run(Plain, Users, Templates + "\n    other: { like: wrd }").Diagnostics);
        Assert.Equal(("VTD0801", "/project/c.vtd.yaml"), (template.Id, template.Location.GetLineSpan().Path));

        var unknown = Assert.Single(Generated.Run(Plain, Users, Templates.Replace("the word", "the word, enum: Non", StringComparison.Ordinal)).Diagnostics);
        Assert.Equal(("VTD0206", "/project/c.vtd.yaml"), (unknown.Id, unknown.Location.GetLineSpan().Path));

        var overlay = Assert.Single(Generated.Run(Plain, Users, Templates, Overlay.Replace("reset: 5", "reset: 0x1_0000_0000", StringComparison.Ordinal)).Diagnostics);
        Assert.Equal(("VTD0306", "/project/d.vtd.yaml"), (overlay.Id, overlay.Location.GetLineSpan().Path));
        Assert.Equal(3, overlay.Location.GetLineSpan().StartLinePosition.Line);
    }

    private static (GeneratorDriver Driver, IEnumerable<string> Rendered) Edit(AdditionalText[] texts, int index, string old, string edited)
    {
        var text = texts[index].GetText()!.ToString();
        Assert.Contains(old, text, StringComparison.Ordinal);
        var before = Generated.TrackingDriver(texts).RunGenerators(Generated.Consumer());
        var after = before
            .ReplaceAdditionalText(texts[index], new TestText(texts[index].Path, text.Replace(old, edited, StringComparison.Ordinal)))
            .RunGenerators(Generated.Consumer());
        return (after, Renderings.Between(before, after));
    }

    private static List<IncrementalStepRunReason> Reasons(GeneratorDriver driver, string step) =>
        [.. driver.GetRunResult().Results.Single().TrackedSteps[step].SelectMany(static run => run.Outputs).Select(static output => output.Reason)];
}
