using Microsoft.CodeAnalysis;
using Vtd.Codegen.Inputs;
using Vtd.Codegen.Tests.Harness;
using Vtd.Spec;

namespace Vtd.Codegen.Tests;

/// <summary>Files are generated without a compiler, as the source generator generates them.</summary>
public class GenerationTests
{
    public static TheoryData<string> Specs => ["demo", "vtd", "broken"];

    [Theory]
    [MemberData(nameof(Specs))]
    public void Files_and_findings_are_those_of_the_source_generator(string specs)
    {
        var texts = specs switch
        {
            "demo" => SpecFolders.Demo(),
            "vtd" => SpecFolders.Vtd(),
            _ => Generated.Texts(
                """
                spec: Part
                block: { size: 0x10, access: [4] }
                registers:
                  GOOD: { offset: 0, width: 32, access: rw, reset: 0, fields: { ALL: { bits: "31:0", meaning: 'a "quoted" \ meaning' } } }
                  GAP: { offset: 4, width: 32, access: rw, reset: 0, fields: { LOW: { bits: "15:0" } } }
                """,
                "spec: Part\nenums: { Mode: { width: 1, codes: { class: 0, On: 1 } } }\nentries: { slot: { size: 64, fields: { A: { bits: \"63:0\", enum: Missing } } } }\n"),
        };
        var expected = Generated.Run(texts);

        var actual = Generation.Of(texts.Select(text => ParsedFile.From(text.Path, new ProjectChoice(new(null, null, "Consumer")), () => text.GetText()!.ToString(), default, default)));

        Assert.Equal(
            expected.GeneratedSources.OrderBy(source => source.HintName, StringComparer.Ordinal).Select(source => (source.HintName, source.SourceText.ToString())),
            actual.Files.Select(file => (file.Output.HintName, file.Text!)));
        Assert.Equal(
            expected.Diagnostics.Select(diagnostic => (diagnostic.Id, diagnostic.Location.GetLineSpan().Path, diagnostic.Location.GetLineSpan().StartLinePosition.Line + 1)).Order(),
            actual.Findings.Select(finding => (finding.Rule.Id, finding.Path, finding.Span.Line)).Order());
    }

    [Fact]
    public void No_compiler_is_needed() =>
        Assert.DoesNotContain(typeof(Generation).Assembly.GetReferencedAssemblies(), reference => reference.Name!.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal));
}
