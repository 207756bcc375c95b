namespace Vtd.Package.Tests;

/// <summary>The runtime and the types of the architecture as packages, in programs outside the repository.</summary>
public sealed class RuntimeTests(SharedPackage shared) : IClassFixture<SharedPackage>
{
    [ConsumerTheory]
    [InlineData("Emulator")]
    [InlineData("Decoder")]
    public void The_first_sample_of_the_README_runs_on_the_packages(string program)
    {
        shared.Package.PackRuntime();
        var consumer = shared.Package.Consumer(program);
        var sample = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, $"{program}.README.md")).Split("```csharp\n", 2)[1].Split("```\n", 2)[0];

        Assert.Equal(sample, File.ReadAllText(Path.Combine(consumer.Folder, "Program.cs")));
        consumer.Build().Succeeded();

        Assert.Equal(File.ReadAllText(Path.Combine(consumer.Folder, "expected.txt")), consumer.Run().Succeeded().Output);
    }
}
