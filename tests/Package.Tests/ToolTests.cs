namespace Vtd.Package.Tests;

/// <summary>The command as a .NET tool, as a user installs and runs it.</summary>
public sealed class ToolTests(SharedPackage shared) : IClassFixture<SharedPackage>
{
    [ConsumerFact]
    public void Installs_and_runs_with_the_spec_that_it_brings()
    {
        var run = Dotnet.Start(shared.Package.InstallTool(), Path.GetTempPath(), "decode", "GSTS", "0x80000000").Succeeded();

        Assert.Contains("GSTS  Global Status", run.Output);
        Assert.Contains("DMA remapping is on", run.Output);
    }
}
