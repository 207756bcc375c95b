using System.Text;
using CsCheck;
using Vtd.Spec.Composing;
using Vtd.Spec.Declarations;
using Vtd.Spec.Linking;
using Vtd.Spec.Model;
using Vtd.Spec.Reading;
using Vtd.Spec.Source;
using YamlDotNet.RepresentationModel;

namespace Vtd.Spec.Tests;

/// <summary>Whatever is read: nothing is thrown, it ends soon, findings lie in the text, and nothing is lost without a finding.</summary>
public sealed class FuzzTests
{
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(5);

    private static readonly string[] s_words =
    [
        "spec", "Test", "block", "size", "access", "enums", "width", "codes", "code", "kind", "flags", "traits", "is", "registers", "offset",
        "base", "count", "stride", "reset", "given", "undefined", "when", "on-write", "on-read", "any", "fields", "bits", "enum", "scale", "legal", "meaning",
        "templates", "like", "overlay", "remove", "true", "event-data",
        "confidence", "unverified", "unknown", "note", "index", "rw1s",
        "reserved", "preserved", "ignored", "queues", "queue", "sizes", "type", "descriptors", "require", "entries", "variant", "of", "rw", "ro",
        "CAP", "CAP.IR", "GSTS", "31", "\"31:0\"", "0x10", "128", "64", "0", "1", "not", "and", "or", "==", "'", "\"", "&x", "*x", "!t", "---",
        "...", "|", ">", "#", "\t", "\u0000", "\u2028", "é", "\U0001F600", "%YAML", "@", "`", "~", "<<",
    ];

    private static readonly string[] s_glue = [": ", ", ", "\n", "\n  ", "\n    ", "\n      ", "- ", "[", "]", "{", "}", " ", "", "(", ")", "? ", "\r\n"];

    [Fact]
    public void RandomText() => Gen.String.Sample(text => CheckOne(text), iter: 3000, threads: 2);

    [Fact]
    public void RandomYaml() =>
        Gen.Select(Gen.Int[0, s_words.Length - 1], Gen.Int[0, s_glue.Length - 1], (word, glue) => s_words[word] + s_glue[glue])
            .Array[0, 60].Select(parts => "spec: Test\n" + string.Concat(parts))
            .Sample(text => CheckOne(text), iter: 5000, threads: 2);

    [Fact]
    public void MutationsOfAGoodSpec() => Mutations(GoodInputs.FilesWithParts).Sample(CheckFiles, iter: 1000, threads: 2);

    [Fact]
    public void MutationsOfRegisterArrays() => Mutations([("arrays.vtd.yaml", ArrayInputs.Text)]).Sample(CheckFiles, iter: 1000, threads: 2);

    [Fact]
    public void MutationsOfTheShippedSpec() => Mutations(TestData.ShippedFiles()).Sample(CheckFiles, iter: 60, threads: 2);

    private static Gen<(string Path, string Text)[]> Mutations((string Path, string Text)[] files) =>
        Gen.Select(Gen.Int[0, files.Length - 1], Gen.Int[0, int.MaxValue - 1], Gen.Int[1, 3], (file, seed, count) =>
        {
            var mutated = ((string Path, string Text)[])files.Clone();
            var random = new Random(seed);
            for (var i = 0; i < count; i++)
                mutated[file].Text = Mutate(mutated[file].Text, random);
            return mutated;
        });

    private static string Mutate(string text, Random random)
    {
        var lines = text.Split('\n').ToList();
        var line = random.Next(lines.Count);
        switch (random.Next(8))
        {
            case 0:
                lines.RemoveAt(line);
                break;
            case 1:
                lines.Insert(line, lines[random.Next(lines.Count)]);
                break;
            case 2:
                var other = random.Next(lines.Count);
                (lines[line], lines[other]) = (lines[other], lines[line]);
                break;
            case 3:
                lines[line] = "  " + lines[line];
                break;
            case 4:
                return MutateCharacter(text, random);
            case 5:
                return MutateNumber(text, random);
            case 6:
                return text[..random.Next(text.Length + 1)];
            default:
                lines[line] = lines[line].Replace("bits", "bit", StringComparison.Ordinal);
                break;
        }

        return string.Join('\n', lines);
    }

    private static string MutateCharacter(string text, Random random)
    {
        if (text.Length == 0)
            return text;
        const string Characters = " :,[]{}\"'#&*!|>%@`-?\t\n\r0189azAZ_.=+<()\0é\uD83D";
        var builder = new StringBuilder(text);
        builder[random.Next(builder.Length)] = Characters[random.Next(Characters.Length)];
        return builder.ToString();
    }

    private static string MutateNumber(string text, Random random)
    {
        var digits = Enumerable.Range(0, text.Length).Where(i => char.IsAsciiDigit(text[i])).ToList();
        if (digits.Count == 0)
            return text;
        string[] numbers = ["0", "1", "7", "63", "64", "128", "-1", "4096", "99999", "18446744073709551615", "18446744073709551616", "0x", "1.5"];
        var at = digits[random.Next(digits.Count)];
        return text[..at] + numbers[random.Next(numbers.Length)] + text[(at + 1)..];
    }

    private static void CheckOne(string text) => CheckFiles([("a.vtd.yaml", text)]);

    private static void CheckFiles((string Path, string Text)[] texts)
    {
        var watch = ProcessorTime.Start();
        var reads = texts.Select(file => SpecReader.Read(file.Path, file.Text)).ToList();
        var parts = SpecComposer.Parts(reads.Select(read => read.File));
        var composed = reads.ConvertAll(read => SpecComposer.Compose(read.File, parts));
        var symbols = SpecLinker.Symbols(composed.Select(result => result.File));
        var linked = composed.ConvertAll(result => SpecLinker.Link(result.File, symbols));
        var compilation = SpecCompiler.Compile(reads);
        var lint = compilation.Lint();
        Assert.True(watch.Elapsed < s_soon, $"took {watch.Elapsed}");

        var findings = reads.SelectMany(read => read.Findings)
            .Concat(parts.Findings)
            .Concat(composed.SelectMany(result => result.Findings))
            .Concat(linked.SelectMany(result => result.Findings))
            .ToList();
        foreach (var finding in findings.Concat(lint))
        {
            var text = texts.Single(file => file.Path == finding.Path).Text;
            CheckSpan(finding.Span, text.StartsWith('\uFEFF') ? text[1..] : text);
            Assert.NotEqual("", finding.Message);
        }

        if (findings.Count == 0)
        {
            Assert.Equal(composed.Sum(result => Declarations(result.File)), linked.Sum(result => Units(result.Units)));
            Assert.Equal(texts.Select(file => DeclarationsInText(file.Text)), reads.Select(read => Declarations(read.File) + read.File.Patches.Count));

            // An overlay can remove declarations; nothing else can.
            var removed = reads.Sum(read => Declarations(read.File)) - composed.Sum(result => Declarations(result.File));
            Assert.InRange(removed, 0, reads.Sum(read => read.File.Patches.Count));
        }
    }

    /// <summary>Counts the declarations without our reader.</summary>
    private static int DeclarationsInText(string text)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(text));
        return ((YamlMappingNode)yaml.Documents[0].RootNode).Children
            .Where(section => ((YamlScalarNode)section.Key).Value is "enums" or "registers" or "queues" or "descriptors" or "entries")
            .Sum(section => ((YamlMappingNode)section.Value).Children.Count);
    }

    private static void CheckSpan(SourceSpan span, string text)
    {
        Assert.InRange(span.Start, 0, text.Length);
        Assert.InRange(span.Start + span.Length, span.Start, text.Length);
        Assert.InRange(span.Line, 1, int.MaxValue);
        Assert.InRange(span.Column, 1, int.MaxValue);
        Assert.True((span.EndLine, span.EndColumn).CompareTo((span.Line, span.Column)) >= 0);
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        Assert.InRange(span.EndLine, span.Line, lines.Length);
    }

    private static int Declarations(SpecFile file) =>
        file.Enums.Count + file.Registers.Count + file.Queues.Count + file.Descriptors.Count + file.Entries.Count;

    private static int Units(LinkedSpec spec) =>
        spec.Enums.Count + spec.Registers.Count + spec.Queues.Count + spec.Descriptors.Count + spec.Entries.Count;
}
