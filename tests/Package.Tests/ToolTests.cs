namespace Vtd.Package.Tests;

/// <summary>The command as a .NET tool, as a user installs and runs it.</summary>
[Collection(nameof(PackedGenerator))]
public sealed class ToolTests(PackedGenerator package)
{
    [Fact]
    public void Installs_and_runs_with_the_spec_that_it_brings()
    {
        var run = Dotnet.Start(package.InstallTool(), Path.GetTempPath(), "decode", "GSTS", "0x80000000").Succeeded();

        Assert.Contains("GSTS  Global Status", run.Output);
        Assert.Contains("DMA remapping is on", run.Output);
    }
}
