using Vtd.Spec.Tools.Docs;
using Vtd.Testing;

namespace Vtd.Tool.Tests.Docs;

public sealed class DocsCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Site => _folder.PathOf("site");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void WithoutPathsTheBuiltInSpecIsShown()
    {
        var run = VtdRun.Of("docs", "-o", Site);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.EndsWith($"pages; open {Path.Combine(Site, "index.html")}", run.LastLine);
        Assert.True(File.Exists(Path.Combine(Site, "register-gsts.html")));
    }

    [Fact]
    public void ASecondRunReplacesTheFirst()
    {
        Run("spec: Demo\nenums: { Old: { width: 1, codes: { A: 0 } } }\n");
        File.WriteAllText(Path.Combine(Site, "mine.txt"), "mine");

        var run = Run("spec: Demo\nenums: { New: { width: 1, codes: { A: 0 } } }\n");

        Assert.Equal(0, run.ExitCode);
        Assert.False(File.Exists(Path.Combine(Site, "enum-old.html")));
        Assert.True(File.Exists(Path.Combine(Site, "enum-new.html")));
        Assert.True(File.Exists(Path.Combine(Site, "mine.txt")));
    }

    [Fact]
    public void AFolderWithOtherFilesIsLeftAlone()
    {
        Directory.CreateDirectory(Site);
        File.WriteAllText(Path.Combine(Site, "mine.txt"), "mine");

        var run = VtdRun.Of("docs", "-o", Site);

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Equal($"vtd: {Site} has files that are not from vtd docs. Name a new or an empty folder.\n", run.Error);
        Assert.Equal(["mine.txt"], Directory.GetFileSystemEntries(Site).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("../outside.txt")]
    [InlineData("a/../../outside.txt")]
    [InlineData("/outside.txt")]
    public void AForgedListDeletesNothingOutside(string line)
    {
        var outside = _folder.Write("outside.txt", ["keep"]);
        Directory.CreateDirectory(Site);
        File.WriteAllText(Path.Combine(Site, "vtd-docs.txt"), line.StartsWith('/') ? outside + "\n" : line + "\n");

        Assert.Equal(0, Run("spec: Demo\nenums: { One: { width: 1, codes: { A: 0 } } }\n").ExitCode);
        Assert.True(File.Exists(outside));
    }

    [Fact]
    public void ASpecWithErrorsGivesNoSiteButThePlaceOfTheFirst()
    {
        var run = Run("spec: Demo\nenums: { One: { width: 99, codes: { A: 0 } } }\n");

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Matches(@"demo\.vtd\.yaml\(2,24\): .* vtd check shows them all\.\n$", run.Error);
        Assert.False(Directory.Exists(Site));
    }

    [Fact]
    public void WhatCannotBeReadOrWrittenIsSaid()
    {
        var file = _folder.Write("file", ["not a folder"]);

        Assert.Equal((2, "vtd: nowhere: no such file or folder\n"), (VtdRun.Of("docs", "nowhere", "-o", Site) is var missing ? missing.ExitCode : 0, missing.Error));
        Assert.Equal(2, VtdRun.Of("docs", "-o", Path.Combine(file, "site")).ExitCode);
        Assert.Equal(2, VtdRun.Of("docs").ExitCode);
    }

    private VtdRun Run(string spec) => VtdRun.Of("docs", _folder.Write("demo.vtd.yaml", [spec]), "-o", Site);
}
