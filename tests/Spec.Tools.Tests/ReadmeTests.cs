using System.Text.Json;

namespace Vtd.Spec.Tools.Tests;

public sealed class ReadmeTests : IDisposable
{
    private const string Spec = """
        spec: Device
        block: { size: 0x10, access: [4] }
        registers:
          STATUS:
            offset: 0x00
            width: 32
            reset: 0
            fields:
              READY: { bits: 0, access: ro, meaning: commands are taken }
              MODE: { bits: "2:1", access: ro, meaning: what is being done }
            reserved: ["31:3"]
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void TheSampleIsTheCodeThatIsCompiledHere()
    {
        var code = Repository.Read("tests/Spec.Tools.Tests/ReadmeSample.cs").Split("    {\n", 2)[1];
        var sample = string.Concat(code[..code.LastIndexOf("    }\n", StringComparison.Ordinal)].Split('\n', StringSplitOptions.None)
            .Select(line => line.Length > 8 ? line[8..] + "\n" : "\n"))[..^1];
        Assert.Contains($"```csharp\n{sample}```\n", Repository.Read("Spec/Vtd.Spec.Tools/README.md"), StringComparison.Ordinal);
    }

    [Fact]
    public void TheSampleChecksDecodesAndExports()
    {
        Directory.CreateDirectory(_folder.PathOf("device"));
        _folder.Write("device/device.vtd.yaml", Spec.Split('\n'));
        using var output = new StringWriter();
        var before = Directory.GetCurrentDirectory();
        Directory.SetCurrentDirectory(Path.GetDirectoryName(_folder.PathOf("device"))!);
        try
        {
            ReadmeSample.Run(output);
        }
        finally
        {
            Directory.SetCurrentDirectory(before);
        }

        Assert.Contains("\"name\": \"READY\"", output.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, JsonDocument.Parse(File.ReadAllText(_folder.PathOf("device.json"))).RootElement.GetProperty("specs").GetArrayLength());
    }
}
