namespace Vtd.Package.Tests;

/// <summary>Consumers with the compiler of an earlier SDK, and consumers that run on an earlier .NET.</summary>
public sealed class OlderPlatformTests(SharedPackage shared) : IClassFixture<SharedPackage>
{
    /// <summary>The rules of the SDK need the compiler of the SDK.</summary>
    private static readonly string[] s_forOlderCompiler =
        [OlderCompiler.Choice, "-p:TargetFrameworks=net8.0", "-p:EnableNETAnalyzers=false", "-p:EnforceCodeStyleInBuild=false"];

    [RestoredPackageFact(OlderCompiler.Package, OlderCompiler.Version)]
    public void The_compiler_of_an_earlier_SDK_generates_and_compiles_without_a_warning()
    {
        var timer = shared.Package.Consumer("Timer", "Timer of an earlier compiler");

        timer.Build(s_forOlderCompiler).Succeeded();

        var compiler = Dotnet.Run(timer.Folder, ["msbuild", "-getProperty:CSharpCoreTargetsPath", .. s_forOlderCompiler]).Succeeded().Output;
        Assert.Contains($"{OlderCompiler.Package.ToLowerInvariant()}/{OlderCompiler.Version}/", compiler.Replace('\\', '/'), StringComparison.OrdinalIgnoreCase);
    }

    [Net8Fact]
    public void Generated_code_runs_on_NET_8_as_on_the_newest()
    {
        foreach (var name in (string[])["Timer", "Bytes"])
        {
            var consumer = shared.Package.Consumer(name, $"{name} on .NET 8");

            consumer.Build("-p:TargetFrameworks=net8.0", $"-p:RuntimeIdentifier={PackedGenerator.Runtime}", "-p:SelfContained=true").Succeeded();

            var program = Path.Combine(consumer.Folder, "bin", "Debug", "net8.0", PackedGenerator.Runtime, name);
            Assert.Contains("\"version\": \"8.0.", File.ReadAllText($"{program}.runtimeconfig.json"), StringComparison.Ordinal);
            Assert.Equal(File.ReadAllText(Path.Combine(consumer.Folder, "expected.txt")), Dotnet.Start(program, consumer.Folder).Succeeded().Output);
        }
    }
}
