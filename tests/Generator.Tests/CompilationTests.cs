using Microsoft.CodeAnalysis;
using Vtd.Codegen.Tests.Harness;

namespace Vtd.Codegen.Tests;

/// <summary>Generated code inside projects that differ from this one.</summary>
public class CompilationTests
{
    public static TheoryData<string> Specs => ["Demo", "Vtd"];

    private static AdditionalText[] Load(string spec) => spec == "Demo" ? SpecFolders.Demo() : SpecFolders.Vtd();

    [Theory]
    [MemberData(nameof(Specs))]
    public void Compiles_as_CSharp_12_without_a_warning(string spec) =>
        Assert.Empty(Generated.Complaints(Generated.Compile(Load(spec), options: Public())));

    [Theory]
    [InlineData("public")]
    [InlineData("internal")]
    public void Compiles_in_a_CLS_compliant_project_without_a_warning(string visibility) =>
        Assert.Empty(Generated.Complaints(Generated.Compile(
            SpecFolders.Demo(), "[assembly: System.CLSCompliant(true)]", visibility == "public" ? Public() : null)));

    [Fact]
    public void Public_types_say_that_they_are_not_CLS_compliant()
    {
        const string Use = "[assembly: System.CLSCompliant(true)]\npublic class Board { public Consumer.Vtd.Gsts Status; }";

        var warning = Assert.Single(Generated.Complaints(Generated.Compile(SpecFolders.Vtd(), Use, Public())), diagnostic => diagnostic.Id == "CS3003");
        Assert.Contains("Board.Status", warning.GetMessage(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Internal_code_suppresses_no_warning() =>
        Assert.All(Generated.Run(SpecFolders.Demo()).GeneratedSources, source => Assert.DoesNotContain("#pragma", source.SourceText.ToString()));

    [Fact]
    public void Every_public_member_is_documented()
    {
        foreach (var tree in Generated.Compile(SpecFolders.Demo(), options: Public()).SyntaxTrees.Skip(1))
            Assert.DoesNotContain("CS1591", tree.GetDiagnostics().Select(diagnostic => diagnostic.Id));
        Assert.DoesNotContain("CS1591", Generated.Complaints(Generated.Compile(SpecFolders.Demo(), options: Public())).Select(diagnostic => diagnostic.Id));
    }

    [Fact]
    public void Types_are_internal_unless_asked_for()
    {
        Assert.Equal(Accessibility.Internal, TypeOf("Consumer.Vtd.Gsts", SpecFolders.Vtd()).DeclaredAccessibility);
        Assert.Equal(Accessibility.Public, TypeOf("Consumer.Vtd.Gsts", SpecFolders.Vtd(), Public()).DeclaredAccessibility);
    }

    [Fact]
    public void Files_choose_their_namespace_and_projects_choose_for_the_others()
    {
        var texts = Generated.Texts(Enum("One", "A"), Enum("Two", "B"));
        var options = new TestOptions
        {
            Properties = new() { ["build_property.RootNamespace"] = "Root", ["build_property.VtdCodegenNamespace"] = "Chosen" },
            Files = new() { [texts[1].Path] = new() { ["build_metadata.AdditionalFiles.VtdNamespace"] = "My.Own" } },
        };

        var compilation = Generated.Compile(texts, options: options);

        Assert.NotNull(compilation.GetTypeByMetadataName("Chosen.A"));
        Assert.NotNull(compilation.GetTypeByMetadataName("My.Own.B"));
    }

    [Theory]
    [InlineData("my-app", "my_app.Demo")]
    [InlineData("3D.class..x", "_3D.class.x.Demo")]
    [InlineData("Größe.日本\u0301", "Größe.日本\u0301.Demo")]
    [InlineData("", "Demo")]
    [InlineData(" . ", "Demo")]
    [InlineData("Demo", "Demo")]
    [InlineData("Chips.Demo", "Chips.Demo")]
    [InlineData("Chips.MyDemo", "Chips.MyDemo.Demo")]
    [InlineData("Demo.Chips", "Demo.Chips.Demo")]
    public void A_spec_has_a_namespace_of_its_own_in_that_of_the_project(string project, string expected)
    {
        var options = new TestOptions { Properties = new() { ["build_property.RootNamespace"] = project } };
        var compilation = Generated.Compile(SpecFolders.Demo(), options: options);

        Assert.Empty(Generated.Complaints(compilation));
        Assert.NotNull(compilation.GetTypeByMetadataName(expected + ".Ctrl"));
    }

    [Fact]
    public void Files_of_the_same_name_and_names_that_differ_in_case_get_along()
    {
        AdditionalText[] texts =
        [
            new TestText("/project/one/x.vtd.yaml", Enum("One", "Gsts")),
            new TestText("/project/two/x.vtd.yaml", Enum("One", "GSTS")),
            new TestText("/project/two/X.vtd.yaml", Enum("ONE", "Other")),
            new TestText("/project/two/X.vtd.yaml", Enum("ONE", "Other")),
        ];

        var result = Generated.Run(texts);

        Assert.Null(result.Exception);
        Assert.Empty(result.Diagnostics);
        Assert.Equal(3, result.GeneratedSources.Select(source => source.HintName).Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Fact]
    public void A_handler_that_misses_a_descriptor_does_not_compile()
    {
        const string Handler = """
            namespace Consumer.Demo;

            internal sealed class Handler : ICommandQueueHandler<int>
            {
                public int Handle(in NotifyDescriptor descriptor) => 0;
                public int Handle(in SelectDescriptor descriptor) => 0;
            }
            """;

        var complaint = Assert.Single(Generated.Complaints(Generated.Compile(SpecFolders.Demo(), Handler)));

        Assert.Equal("CS0535", complaint.Id);
        Assert.Contains("CopyDescriptor", complaint.GetMessage(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_that_was_read_cannot_be_taken_for_one_to_write()
    {
        const string Code = """
            namespace Consumer.Demo;

            internal static class Driver
            {
                public static Status.Write Clear(Status status) => status;
            }
            """;

        Assert.Equal(["CS0029"], Generated.Complaints(Generated.Compile(SpecFolders.Demo(), Code)).Select(complaint => complaint.Id).Order());
    }

    [Fact]
    public void Fields_may_be_called_as_the_arguments_that_clear_and_set_others()
    {
        const string Spec = """
            spec: Test
            registers:
              STS:
                offset: 0
                width: 32
                access: rw
                reset: 0
                fields: { X: { bits: 0, access: rw1c }, ClearX: { bits: 1 }, clearX: { bits: 2 }, Y: { bits: 3, access: rw1s }, SetY: { bits: 4 }, setY: { bits: 5 } }
                reserved: ["31:6"]
            """;
        const string Code = "namespace Consumer.Test; internal static class Driver { public static uint Clear(Sts sts) => (sts with { ClearX = true, clearX = true }).ToWrite(clearX: true, setY: true).Value; }";

        Assert.Empty(Generated.Complaints(Generated.Compile(Generated.Texts("spec: Test\nblock: { size: 0x100, access: [4, 8] }", Spec), Code)));
    }

    [Fact]
    public void The_example_of_the_package_readme_compiles()
    {
        var code = "using System;\n" + SpecFolders.PackageReadmeBlocks("csharp")[0];
        var options = new TestOptions { Properties = new() { ["build_property.RootNamespace"] = "Board" } };

        Assert.Empty(Generated.Complaints(Generated.Compile(Generated.Texts(SpecFolders.PackageReadmeBlocks("yaml")), code, options)));
    }

    [Fact]
    public void The_driver_of_the_package_readme_compiles()
    {
        var code = "using System;\n" + SpecFolders.PackageReadmeBlocks("csharp")[1];
        var options = new TestOptions { Properties = new() { ["build_property.RootNamespace"] = "Board", ["build_property.VtdCodegenParts"] = "RegisterFile,Driver" } };

        Assert.Equal(2, SpecFolders.PackageReadmeBlocks("csharp").Length);
        Assert.Empty(Generated.Complaints(Generated.Compile(Generated.Texts(SpecFolders.PackageReadmeBlocks("yaml")), code, options)));
    }

    [Fact]
    public void The_example_of_the_repository_readme_is_what_comes_out_and_compiles()
    {
        var spec = SpecFolders.RepositoryReadmeBlocks("yaml").Single();
        Assert.Equal(10, spec.Count(static character => character == '\n'));
        var blocks = SpecFolders.RepositoryReadmeBlocks("csharp");
        var (excerpt, use) = (blocks[0], blocks[1]);

        var text = Generated.Run(spec).GeneratedSources.Single(static source => source.HintName == "Uart.Status.g.cs").SourceText.ToString();
        foreach (var part in excerpt.Split("// ...", StringSplitOptions.TrimEntries))
            Assert.Contains(part, text, StringComparison.Ordinal);

        var options = new TestOptions { Properties = new() { ["build_property.RootNamespace"] = "Board" } };
        var code = $"using System;\nusing Board.Uart;\ninternal static class Example {{ public static void Run() {{\n{use}\n}} }}";
        Assert.Empty(Generated.Complaints(Generated.Compile(Generated.Texts([spec]), code, options)));
    }

    [Fact]
    public void A_very_long_output_is_complete()
    {
        var spec = "spec: Long\nenums:\n  Codes:\n    width: 32\n    codes:\n"
            + string.Concat(Enumerable.Range(0, 12_000).Select(i => $"      Code{i}: {{ code: {i}, meaning: {new string('x', 40)} }}\n"));

        var text = Generated.Run(spec).GeneratedSources.Single().SourceText.ToString();

        Assert.True(text.Length > 1_100_000);
        Assert.EndsWith("    Code11999 = 0x00002EDF,\n}\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("break & <b> \"quotes\" \\ ]]> end\\")]
    [InlineData("*/ // #endregion {0} {{ }} $\" \\n \\u0022;")]
    [InlineData("</summary> &amp; it's 𝛼 — \u00a0")]
    public void Text_of_the_author_stays_text(string meaning)
    {
        var text = "'" + meaning.Replace("'", "''", StringComparison.Ordinal) + "'";
        var spec = $$"""
            spec: Odd
            block: { size: 8, access: [4] }
            enums:
              Codes:
                width: 1
                about: {{text}}
                codes:
                  A: { code: 0, mnemonic: {{text}}, meaning: "x" }
            registers:
              R:
                offset: 0
                width: 32
                reset: 0
                about: {{text}}
                fields:
                  F: { bits: "31:0", access: rw, meaning: {{text}} }
            """;

        var compilation = Generated.Compile(Generated.Texts(spec), options: Public());

        Assert.Empty(Generated.Complaints(compilation));
    }

    private static TestOptions Public() => new()
    {
        Properties = new()
        {
            ["build_property.RootNamespace"] = "Consumer", ["build_property.VtdCodegenVisibility"] = "public", ["build_property.VtdCodegenParts"] = TestOptions.EveryPart,
        },
    };

    private static INamedTypeSymbol TypeOf(string name, AdditionalText[] texts, TestOptions? options = null) =>
        Generated.Compile(texts, options: options).GetTypeByMetadataName(name)!;

    private static string Enum(string spec, string name) => $"spec: {spec}\nenums:\n  {name}:\n    width: 1\n    codes: {{ No: 0, Yes: 1 }}\n";
}
