using Vtd.Spec.Tools.Specs;

namespace Vtd.Spec.Tools.Tests.Specs;

public sealed class LoadedSpecsTests
{
    [Fact]
    public void TheBuiltInSpecIsVtdWithoutFindings()
    {
        var loaded = LoadedSpecs.Load(SpecText.Shipped);

        Assert.Empty(loaded.Findings);
        Assert.Equal("Vtd", Assert.Single(loaded.Specs).Header.Name);
        Assert.Contains(loaded.Specs[0].Registers, register => register.Mnemonic == "GSTS");
    }

    [Fact]
    public void FilesOfTwoSpecsStayApart()
    {
        var loaded = LoadedSpecs.Load(
        [
            new SpecText("b", "spec: Second\nenums: { One: { width: 1, codes: { A: 0 } } }\n"),
            new SpecText("a", "spec: First\nenums: { One: { width: 1, codes: { B: 1 } } }\n"),
        ]);

        Assert.Empty(loaded.Findings);
        Assert.Equal(["First", "Second"], loaded.Specs.Select(spec => spec.Header.Name));
    }

    [Fact]
    public void WhatCannotBeReadIsOneLine()
    {
        using var folder = new TemporaryFolder();

        var missing = Assert.Throws<UnusableSpecException>(() => SpecText.Read([folder.PathOf("nothing")]));
        var empty = Assert.Throws<UnusableSpecException>(() => SpecText.Read([folder.PathOf(".")]));

        Assert.EndsWith("nothing: no such file or folder", missing.Message);
        Assert.EndsWith("no *.vtd.yaml files in this folder", empty.Message);
    }
}
