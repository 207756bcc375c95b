using System.Text;
using Vtd.Spec.Reading;
using Vtd.Spec.Source;

namespace Vtd.Spec.Tests;

/// <summary>Inputs that are made to hurt.</summary>
public sealed class LimitTests
{
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(20);

    [Fact]
    public void AFileOfMoreThanFourMebibytesIsRefused()
    {
        var result = SpecReader.Read("a", "spec: Test #" + new string('x', 4 * 1024 * 1024));
        Assert.Equal("VTD0005", Assert.Single(result.Findings).Rule.Id);
    }

    [Fact]
    public void FindingsAreBounded()
    {
        var text = "spec: Test\n" + string.Concat(Enumerable.Range(0, 5_000).Select(i => $"key{i}: 1\n"));
        Assert.Equal(200, SpecReader.Read("a", text).Findings.Count);
    }

    public static TheoryData<string> Hostile() =>
    [
        new string('[', 1_000_000),
        new string('{', 1_000_000),
        "a: " + new string('\'', 999_999),
        string.Concat(Enumerable.Repeat("- ", 300_000)),
        string.Concat(Enumerable.Repeat("? ", 300_000)),
        "spec: Test\nabout: " + new string('x', 3_000_000),
        "spec: Test\nabout: \"" + string.Concat(Enumerable.Repeat("\\u0020", 300_000)) + "\"",
        Entry("A: { bits: [" + string.Join(", ", Enumerable.Range(0, 100_000)) + "] }"),
        Entry("A: { bits: \"999999999999999999999999:0\" }"),
        Entry("A: { bits: \"63:0\", legal: [" + string.Join(", ", Enumerable.Range(0, 200_000)) + "] }"),
        Entry("A: { bits: \"63:0\", when: " + string.Join(" and ", Enumerable.Repeat("C.D", 5000)) + " }"),
        Entry(string.Concat(Enumerable.Range(0, 100_000).Select(i => $"A{i}: {{ bits: {i % 64} }}, "))),
        Entry(string.Concat(Enumerable.Range(0, 100_000).Select(i => $"A{i}_Low: {{ bits: {i % 64} }}, "))),
        Entry(string.Concat(Enumerable.Range(0, 100_000).Select(i => $"get_A{i}: {{ bits: {i % 64} }}, "))),
        Entry(string.Concat(Enumerable.Range(0, 100_000).Select(i => $"A{i}Word: {{ bits: {i % 64} }}, "))),
        "spec: Test\ntemplates:\n  entries:\n    t: { size: 64, fields: { " + Many(20_000, i => $"A{i}: {{ bits: 0 }}, ") + "} }\nentries:\n" + Many(20_000, i => $"  e{i}: {{ like: t }}\n"),
        "spec: Test\ntemplates:\n  entries:\n    t0: { size: 64, fields: { " + Many(20_000, i => $"A{i}: {{ bits: 0 }}, ") + "} }\n" + Many(50_000, i => $"    t{i + 1}: {{ like: t0 }}\n"),
        "spec: Test\ntemplates:\n  entries:\n    t0: { size: 64 }\n" + Many(40_000, i => $"    t{i + 1}: {{ like: t{i}, fields: {{ A{i}: {{ bits: 0 }} }} }}\n") + "entries: { e: { like: t40000 } }\n",
        "spec: Test\ntemplates:\n  entries:\n" + Many(80_000, i => $"    t{i}: {{ like: t{(i + 1) % 80_000} }}\n") + "entries: { e: { like: t0 } }\n",
        "spec: Test\ntemplates:\n  entries:\n    t: { size: 64, reserved: [" + Many(100_000, _ => "\"99999:0\", ") + "\"63:0\"] }\nentries: { e: { like: t, fields: { A: { bits: \"99999:0\" } } } }\n",
        "spec: Test\nblocks:\n" + Many(40_000, i => $"  B{i}: {{ size: 16, access: [4] }}\n") + "registers:\n" + Many(20_000, i => $"  R{i}: {{ block: B{2 * i}, offset: 0, width: 32, reset: 0, reserved: [\"31:0\"] }}\n"),
        "spec: Test\nblock: { size: 16, access: [4], instances: {" + Many(100_000, i => $"I{i}: {16 * i}, ") + "} }\n",
        Registers(i => $"R{i}: {{ offset: 0, count: 4096, stride: 8, width: 32, reset: 0, reserved: [\"31:0\"] }}"),
        Registers(i => $"R{i}: {{ offset: {(i % 200_000) * 4}, width: 32, reset: 0, when: X{i}.Y, reserved: [\"31:0\"] }}"),
        Registers(i => $"R_{i}: {{ base: R{i}.A * 16, width: 32, reset: given, access: ro, fields: {{ A: {{ bits: \"31:0\" }} }} }}"),
    ];

    [Theory]
    [MemberData(nameof(Hostile), DisableDiscoveryEnumeration = true)]
    public void HostileInputEndsSoonAndIsReported(string text)
    {
        text = text.Length > YamlLimit ? text[..YamlLimit] : text;
        var watch = ProcessorTime.Start();
        var read = SpecReader.Read("a", text);
        var compilation = SpecCompiler.Compile([read]);
        Assert.True(watch.Elapsed < s_soon, $"took {watch.Elapsed}");
        if (compilation.Findings.Count == 0)
            Assert.Equal(read.File.Entries.Count + read.File.Registers.Count, compilation.Specs[0].Entries.Count + compilation.Specs[0].Registers.Count);
    }

    [Fact]
    public void ReadingCanBeCancelled()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => SpecReader.Read("a", GoodInputs.Registers, source.Token));
    }

    [Fact]
    public void AByteOrderMarkIsSkipped()
    {
        var result = SpecReader.Read("a", "\uFEFFspec: Te-st");
        Assert.Equal(new SourceSpan(6, 5, 1, 7, 1, 12), Assert.Single(result.Findings).Span);
    }

    [Fact]
    public void WindowsLineEndsGiveTheSameUnits()
    {
        var (units, findings) = TestData.Link([.. GoodInputs.Files.Select(file => (file.Path, file.Text.ReplaceLineEndings("\r\n")))]);
        Assert.Equal([], findings.Select(TestData.Describe));
        Assert.Equal(TestData.Link(GoodInputs.Files).Units, units);
    }

    private const int YamlLimit = 4 * 1024 * 1024;

    private static string Many(int count, Func<int, string> item) => string.Concat(Enumerable.Range(0, count).Select(item));

    private static string Entry(string fields) => $"spec: Test\nentries:\n  thing: {{ size: 64, fields: {{ {fields} }} }}\n";

    private static string Registers(Func<int, string> register)
    {
        var text = new StringBuilder("spec: Test\nblock: { size: 0x100000, access: [4] }\nregisters:\n");
        for (var i = 0; i < 20_000; i++)
            text.Append("  ").Append(register(i)).Append('\n');
        return text.ToString();
    }
}
