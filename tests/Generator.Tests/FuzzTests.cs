using CsCheck;
using Microsoft.CodeAnalysis;
using Vtd.Codegen.Tests.Harness;

namespace Vtd.Codegen.Tests;

/// <summary>Whatever the text is, the generator says what is wrong with it and goes on.</summary>
public class FuzzTests
{
    private static readonly string[] s_files = [.. SpecFolders.Demo().Concat(SpecFolders.Vtd()).Select(text => text.GetText()!.ToString())];

    private static readonly string[] s_tokens =
    [
        ":", "{", "}", "[", "]", "\"", "'", "&a", "*a", "!!str", "|", ">", "-", "#", "\t", "\n", "\n  ", ",", "0x", "-1", "99999999999999999999", "31:0", "0:31",
        "bits", "access", "when", "templates:", "like: event-data", "overlay: x", "remove: true", "CAPS.EXT", "CAPS", "spec: Demo", "reset", "given", "\u0000", "\uFEFF", "\u2028", "𝛼", "<<", "? ", "%YAML 9", "---", "...", "null", "~",
    ];

    private static readonly Gen<string> s_token = Gen.Int[0, s_tokens.Length - 1].Select(i => s_tokens[i]);

    // Cuts, repeats, replaces and inserts pieces of a spec that is right.
    private static readonly Gen<string> s_mutated =
        from file in Gen.Int[0, s_files.Length - 1].Select(i => s_files[i])
        from edits in Gen.Select(Gen.Int[0, 6], Gen.Double[0, 1], Gen.Int[0, 40], s_token).Array[1, 6]
        select edits.Aggregate(file, static (text, edit) => Mutate(text, edit.Item1, edit.Item2, edit.Item3, edit.Item4));

    [Fact]
    public void Mutated_specs_never_break_the_generator() =>
        s_mutated.Sample(spec => AssertSurvives(spec), iter: 400, threads: 1);

    [Fact]
    public void Random_text_never_breaks_the_generator() =>
        s_token.Array[0, 40].Select(tokens => string.Concat(tokens)).Sample(spec => AssertSurvives(spec), iter: 400, threads: 1);

    [Fact]
    public void What_survives_a_mutation_of_Demo_still_compiles() =>
        s_mutated.Sample(
            spec =>
            {
                var result = Generated.Run(spec);
                if (!result.Diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error))
                    Assert.Empty(Generated.Complaints(Generated.Compile(Generated.Texts(spec))));
            },
            iter: 60,
            threads: 1);

    private static void AssertSurvives(string spec)
    {
        var result = Generated.Run(spec);

        Assert.Null(result.Exception);
        Assert.All(result.Diagnostics, diagnostic =>
        {
            Assert.StartsWith("VTD", diagnostic.Id, StringComparison.Ordinal);
            Assert.NotEqual("VTD9001", diagnostic.Id);
            Assert.Equal("/project/a.vtd.yaml", diagnostic.Location.GetLineSpan().Path);
        });
    }

    private static string Mutate(string text, int kind, double where, int length, string token)
    {
        var at = (int)(where * text.Length);
        length = Math.Min(length, text.Length - at);
        return kind switch
        {
            0 => text.Remove(at, length),
            1 => text.Insert(at, token),
            2 => text.Remove(at, length).Insert(at, token),
            3 => text[..at],
            4 => text.Insert(at, text.Substring(at, length)),
            5 => text.Replace(text.Substring(at, Math.Min(length, 3)) is { Length: > 0 } piece ? piece : " ", token, StringComparison.Ordinal),
            _ => text[at..],
        };
    }
}
