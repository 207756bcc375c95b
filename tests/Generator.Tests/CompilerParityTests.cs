using Vtd.Codegen.Tests.Harness;
using Vtd.Spec;

namespace Vtd.Codegen.Tests;

/// <summary>The generator runs the phases of <see cref="SpecCompiler"/> step by step; <c>vtd check</c> and the lint analyzer run them at once.</summary>
public class CompilerParityTests
{
    private static readonly string s_wrong = Path.GetFullPath(Path.Combine(SpecFolders.Project, "../Spec.Tests/Wrong"));

    [Fact]
    public void The_generator_and_the_compiler_find_the_same() =>
        Assert.Equal([], Inputs().Select(static files => (Generator: ByGenerator(files), Compiler: ByCompiler(files)))
            .Where(static found => !found.Generator.SequenceEqual(found.Compiler))
            .Select(static found => $"generator: {string.Join(", ", found.Generator)}; compiler: {string.Join(", ", found.Compiler)}"));

    [Fact]
    public void Files_of_several_specs_are_all_compiled()
    {
        (string, string)[] files = [("/a.vtd.yaml", "spec: One\nenums: { A: { width: 1, codes: { X: 0, Y: 7 } } }"), ("/b.vtd.yaml", "spec: Two\nenums: { B: { width: 1, codes: { X: 7 } } }")];

        Assert.Equal(2, ByCompiler(files).Count);
        Assert.Equal(ByCompiler(files), ByGenerator(files));
    }

    private static IEnumerable<(string Path, string Text)[]> Inputs() =>
        Directory.GetFileSystemEntries(s_wrong).Concat(Directory.GetFileSystemEntries(Path.Combine(s_wrong, "Lint"))).Where(static path => Path.GetFileName(path) != "Lint")
            .Select(static path => (Directory.Exists(path) ? Directory.GetFiles(path) : [path]).Select(static file => (file, File.ReadAllText(file))).ToArray());

    private static List<string> ByGenerator((string Path, string Text)[] files) =>
        [.. Generated.Run(files.Select(static file => new TestText(file.Path, file.Text))).Diagnostics
            .Select(static found => $"{found.Id} {found.Location.GetLineSpan().Path} {found.Location.SourceSpan.Start} {found.Location.SourceSpan.Length}").Order(StringComparer.Ordinal)];

    private static List<string> ByCompiler((string Path, string Text)[] files) =>
        [.. SpecCompiler.Compile(files.Select(static file => SpecCompiler.Read(file.Path, file.Text))).Findings
            .Select(static found => $"{found.Rule.Id} {found.Path} {found.Span.Start} {found.Span.Length}").Order(StringComparer.Ordinal)];
}
