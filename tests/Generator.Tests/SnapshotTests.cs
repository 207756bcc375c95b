using Vtd.Codegen.Tests.Harness;

namespace Vtd.Codegen.Tests;

/// <summary>The generated code itself, for people who review changes of the generator or of the VT-d spec.</summary>
public class SnapshotTests
{
    /// <summary>One file of each kind. The demo has all shapes, and the tests of the spec's facts and the register and entry tests hold the values of VT-d.</summary>
    private static readonly HashSet<string> s_shown =
    [
        "Vtd.FaultReason.g.cs", "Vtd.InvalidationQueueDispatcher.g.cs", "Vtd.Iqa.g.cs", "Vtd.PasidEntry.g.cs", "Vtd.VtdCapabilities.g.cs", "Vtd.VtdRegisterFile.g.cs",
    ];

    /// <summary>Types that those of all specs use read as their templates do; the register file is the one with parts that depend on the project.</summary>
    private static bool IsShownOfDemo(string name) => !name.StartsWith("Codegen.", StringComparison.Ordinal) || name == "Codegen.RegisterFile.g.cs";

    /// <summary>The snapshots are in a namespace of the project's choice.</summary>
    private static readonly TestOptions s_options = new() { Properties = new() { ["build_property.VtdCodegenNamespace"] = "Consumer" } };

    private static readonly TestOptions s_everything = new()
    {
        Properties = new() { ["build_property.VtdCodegenNamespace"] = "Consumer", ["build_property.VtdCodegenParts"] = TestOptions.EveryPart },
    };

    [Fact]
    public void Demo()
    {
        var result = Generated.Run(SpecFolders.Demo(), s_everything);

        Assert.Empty(result.Diagnostics);
        Snapshot.Verify("SnapshotTests.Demo", result.GeneratedSources, IsShownOfDemo);
    }

    [Fact]
    public void Vtd()
    {
        var result = Generated.Run(SpecFolders.Vtd(), s_options);

        Assert.Empty(result.Diagnostics);
        Snapshot.Verify("SnapshotTests.Vtd", result.GeneratedSources, s_shown.Contains);
    }

    [Fact]
    public void No_file_received_is_left_behind() =>
        Assert.Empty(Directory.EnumerateFiles(Snapshot.Folder, "*.received.*").Select(Path.GetFileName));

    [Fact]
    public void Text_is_tidy()
    {
        foreach (var source in Generated.Run(SpecFolders.Demo(), s_everything).GeneratedSources.Concat(Generated.Run(SpecFolders.Vtd()).GeneratedSources))
        {
            var text = source.SourceText.ToString();
            Assert.DoesNotContain('\r', text);
            Assert.DoesNotContain('\t', text);
            Assert.EndsWith("}\n", text.Length > 0 && text.EndsWith(";\n", StringComparison.Ordinal) ? "}\n" : text, StringComparison.Ordinal);
            Assert.DoesNotContain("\n\n\n", text, StringComparison.Ordinal);
            Assert.DoesNotContain("\n\n}", text.Replace("\n\n            }", "", StringComparison.Ordinal), StringComparison.Ordinal);
            Assert.DoesNotContain("{\n\n", text, StringComparison.Ordinal);
            Assert.All(text.Split('\n'), line => Assert.Equal(line.TrimEnd(), line));
        }
    }
}
