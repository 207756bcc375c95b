using Vtd.Spec.Language.Keys;
using Vtd.Tool.Language;
using Vtd.Tool.Specs;

namespace Tool.Tests.Language;

public sealed class ReferenceTests
{
    [Fact]
    public void TheFileIsWhatTheReaderReadsBy() => Repository.IsUpToDate("Spec/reference/language.md", LanguageReference.Write());

    [Fact]
    public void TheCommandPrintsIt()
    {
        var run = VtdRun.Of("reference");

        Assert.Equal((0, LanguageReference.Write()), (run.ExitCode, run.Output));
    }

    [Fact]
    public void EveryKeyIsThere()
    {
        var text = LanguageReference.Write();
        Assert.All(KeyTables.All.SelectMany(table => table.Keys), key =>
            Assert.Contains($"| `{key.Name}` | {(key.IsRequired ? "required" : "")} | {key.Description} |", text, StringComparison.Ordinal));
    }

    [Fact]
    public void EverySectionWithKeysOfTheTopHasAnExampleWithoutFindings()
    {
        var examples = Examples.In(LanguageReference.Write());

        // Files with names belong together: the overlay and what it changes.
        var specs = examples.GroupBy(example => example.Path == Examples.Unnamed ? example.Text : "");
        Assert.Equal([], specs.SelectMany(spec => LoadedSpecs.Load([.. spec]).Findings.Select(finding => $"{spec.Key}\n{Examples.Describe(finding)}")));
        Assert.All(KeyTables.All[0].Keys, key => Assert.Contains(examples, example => $"\n{example.Text}".Contains($"\n{key.Name}:", StringComparison.Ordinal)));
    }
}
