using Vtd.Spec.Language.Keys;
using Vtd.Spec.Tools.Reference;
using Vtd.Spec.Tools.Specs;

namespace Vtd.Spec.Tools.Tests.Reference;

public sealed class ReferenceTests
{
    [Fact]
    public void TheFileIsWhatTheReaderReadsBy() => Repository.IsUpToDate("Spec/reference/language.md", LanguageReference.Write());

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
