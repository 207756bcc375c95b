namespace Vtd.Tool.Tests.Export;

public sealed class ExportCommandTests : IDisposable
{
    private const string Register = "block: { size: 8, access: [4] }\nregisters:\n  STATUS: { offset: 0, width: 32, reset: 0, access: ro, fields: { A: { bits: \"31:0\" } } }\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void WithoutPathsItIsTheBuiltInVtd()
    {
        Assert.Equal(VtdRun.Of("export", Repository.PathOf("Spec/vtd")).Output, VtdRun.Of("export").Output);
        Assert.Equal(Exports.VtdHeader, VtdRun.Of("export", "--format", "c-header").Output);
    }

    [Fact]
    public void AFileGetsWhatWouldBePrinted()
    {
        var spec = File("spec: Uart\ndocument: Zähler\n" + Register);
        foreach (var format in new[] { "json", "c-header" })
        {
            var run = VtdRun.Of("export", spec, "--format", format, "-o", _folder.PathOf("out"));

            Assert.Equal((0, "", ""), (run.ExitCode, run.Output, run.Error));
            Assert.Equal(VtdRun.Of("export", spec, "--format", format).Output, System.IO.File.ReadAllText(_folder.PathOf("out")));
            Assert.Contains("Zähler", System.IO.File.ReadAllText(_folder.PathOf("out")), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("json")]
    [InlineData("c-header")]
    public void WhereASpecIsDeclaredDoesNotMatter(string format)
    {
        var texts = Repository.Files("tests/Package.Tests/Consumers/Nvme", "*.vtd.yaml").Select(System.IO.File.ReadAllText).ToList();
        var exports = new[] { texts, [.. texts.AsEnumerable().Reverse()] }.Select((order, i) =>
        {
            var files = order.Select((text, at) => _folder.Write($"{i}-{at}.vtd.yaml", text.Split('\n')));
            return VtdRun.Of(["export", "--format", format, .. files]).Output;
        }).ToList();

        Assert.Contains("identify", exports[0], StringComparison.Ordinal);
        Assert.Equal(exports[0], exports[1]);
    }

    [Fact]
    public void AFileThatCannotBeWrittenIsOneLine()
    {
        var run = VtdRun.Of("export", "-o", _folder.PathOf("no/such/folder"));

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.StartsWith($"vtd: {_folder.PathOf("no/such/folder")}: ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void ErrorsAreShownAsCheckShowsThemAndNothingIsExported()
    {
        var spec = File("spec: Uart\n" + Register.Replace("31:0", "32:0", StringComparison.Ordinal));
        var run = VtdRun.Of("export", spec, "-o", _folder.PathOf("out"));

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Equal(VtdRun.Of("check", "--no-lint", spec).Output + "vtd: nothing is exported of a spec with errors.\n", run.Error);
        Assert.False(System.IO.File.Exists(_folder.PathOf("out")));
    }

    [Fact]
    public void AMissingFileIsOneLine()
    {
        var run = VtdRun.Of("export", _folder.PathOf("nothing"));

        Assert.Equal((2, $"vtd: {_folder.PathOf("nothing")}: no such file or folder\n"), (run.ExitCode, run.Error));
    }

    [Fact]
    public void AFormatThatThereIsNotIsRefused()
    {
        var run = VtdRun.Of("export", "--format", "systemrld");

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains("There is no format 'systemrld' among json, c-header, svd, systemrdl, markdown, csharp-constants, ksy; did you mean 'systemrdl'?", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("svd", "  <!-- lost: descriptor: wait -->")]
    [InlineData("systemrdl", "// lost: descriptor: wait")]
    [InlineData("csharp-constants", "// lost: computed place: CAP.FRO * 16 + 0x0, CAP.NFR + 1 of them every 16 bytes")]
    [InlineData("ksy", "# lost: register: GSTS")]
    public void WhatAFormatCannotExpressIsNamedAndCounted(string format, string comment)
    {
        var run = VtdRun.Of("export", "--format", format);
        var comments = run.Output.Split('\n').Count(static line => line.Contains("lost: ", StringComparison.Ordinal));

        Assert.Equal(0, run.ExitCode);
        Assert.Contains(comment + "\n", run.Output.Replace("        //", "//", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.StartsWith($"vtd: {comments} facts are lost, which {format} cannot express;", run.Error, StringComparison.Ordinal);
        Assert.Equal(comments, run.Error.Split('\n').Skip(1).Where(static line => line.Length > 0).Sum(static line => int.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[0], System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void AManualHasEveryRegisterFieldAndCode()
    {
        var manual = VtdRun.Of("export", "--format", "markdown").Output;

        Assert.All(Exports.Vtd.GetProperty("registers").EnumerateArray(), register =>
        {
            var name = register.GetProperty("name").GetString()!.Replace("_", "\\_", StringComparison.Ordinal);
            var page = manual[System.Text.RegularExpressions.Regex.Match(manual, $@"\n## {System.Text.RegularExpressions.Regex.Escape(name)}[: ]").Index..];
            page = page[..page.IndexOf("\n## ", 4, StringComparison.Ordinal)];
            Assert.Contains("```text\n", page, StringComparison.Ordinal);
            Assert.All(
                register.GetProperty("fields").EnumerateArray().Where(static field => !field.GetProperty("reserved").GetBoolean()),
                field => Assert.Contains($"| {field.GetProperty("name").GetString()!.Replace("_", "\\_", StringComparison.Ordinal)} | {field.GetProperty("access").GetString()} |", page, StringComparison.Ordinal));
        });
        Assert.Contains("## FaultReason", manual, StringComparison.Ordinal);
        Assert.Contains("| 0x01 | RootEntryNotPresent |", manual, StringComparison.Ordinal);
    }

    [Fact]
    public void TextsMeanThemselvesInAManual()
    {
        var spec = File("spec: Uart\n" + Register.Replace("bits: \"31:0\"", "bits: \"31:0\", meaning: \"<script> | `a` *b* [c](d)\"", StringComparison.Ordinal));

        Assert.Contains(@"\<script\> \| \`a\` \*b\* \[c\](d) |", VtdRun.Of("export", spec, "--format", "markdown").Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dev")]
    [InlineData("_DEV")]
    [InlineData("DEV_")]
    [InlineData("DEV__A")]
    [InlineData("2DEV")]
    [InlineData("DEV\n")]
    [InlineData("")]
    public void APrefixThatCannotBeginANameIsRefused(string prefix)
    {
        var run = VtdRun.Of("export", "--format", "c-header", "--prefix", prefix);

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains("cannot begin a name in C", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void JsonHasNoPrefix() => Assert.Contains("--prefix is for --format c-header", VtdRun.Of("export", "--prefix", "DEV").Error, StringComparison.Ordinal);

    [Fact]
    public void JsonHasAllSpecsInOrderAndAHeaderHasOne()
    {
        string[] files = [File("spec: Uart\n" + Register), File("spec: Clock\n" + Register)];

        Assert.Equal(["Clock", "Uart"], Exports.Json(files).GetProperty("specs").EnumerateArray().Select(spec => spec.GetProperty("name").GetString()));
        var run = VtdRun.Of(["export", "--format", "c-header", .. files]);
        Assert.Equal((2, "vtd: a header is of one spec, and these files have 2: Clock, Uart. Name the files of one.\n"), (run.ExitCode, run.Error));
    }

    private string File(string text)
    {
        var path = _folder.PathOf(Guid.NewGuid() + ".vtd.yaml");
        System.IO.File.WriteAllText(path, text);
        return path;
    }
}
