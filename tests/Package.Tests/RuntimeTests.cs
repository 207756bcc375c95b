namespace Vtd.Package.Tests;

/// <summary>The runtime and the types of the architecture as packages, in an emulator outside the repository.</summary>
public sealed class RuntimeTests(SharedPackage shared) : IClassFixture<SharedPackage>
{
    [Fact]
    public void The_first_sample_of_the_README_runs_on_the_packages()
    {
        shared.Package.PackRuntime();
        var emulator = shared.Package.Consumer("Emulator");
        var sample = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Runtime.README.md")).Split("```csharp\n", 2)[1].Split("```\n", 2)[0];

        Assert.Equal(sample, File.ReadAllText(Path.Combine(emulator.Folder, "Program.cs")));
        emulator.Build().Succeeded();

        Assert.Equal(File.ReadAllText(Path.Combine(emulator.Folder, "expected.txt")), emulator.Run().Succeeded().Output);
    }
}
