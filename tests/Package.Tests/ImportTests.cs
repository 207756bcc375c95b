using System.Text.Json;

namespace Vtd.Package.Tests;

/// <summary>Specs that projects share: as a package made from the template, and by references to projects.</summary>
public sealed class ImportTests(SharedPackage shared) : IClassFixture<SharedPackage>
{
    [ConsumerFact]
    public void A_spec_package_from_the_template_is_imported_and_changed_by_an_overlay_of_the_consumer()
    {
        var templates = shared.Package.InstallTemplates();
        templates.Create("vtd-spec", "Acme.Uart", "--spec", "Uart").Pack(shared.Package.Feed).Succeeded();
        var consumer = shared.Package.Consumer("SpecPackage");

        consumer.Build().Succeeded();

        Assert.Equal("Even\nOdd\nAcme.Uart\n", consumer.Run().Succeeded().Output);
    }

    [ConsumerFact]
    public void A_device_from_the_template_builds_and_runs()
    {
        var device = shared.Package.InstallTemplates().Create("vtd-device", "Board", "--spec", "Serial");

        device.Build("-warnaserror").Succeeded();

        Assert.Equal("sent with parity Odd\n1\n", device.Run().Succeeded().Output);
    }

    [ConsumerFact]
    public void References_to_projects_bring_their_specs_and_types_are_generated_once_by_the_build_and_by_the_tool()
    {
        var device = shared.Package.Consumer("Imports").Within("Device");

        device.Build("-p:EmitCompilerGeneratedFiles=true").Succeeded();

        Assert.Equal("FRONT 0x00000001 { COLOR = Green }\nSlow\nNormal\nCommon Device\n", device.Run().Succeeded().Output);

        var tool = shared.Package.InstallTool();
        Assert.Contains(" 0 errors", Dotnet.Start(tool, device.Folder, "check", "Device.csproj", "--no-lint").Succeeded().Output, StringComparison.Ordinal);
        Dotnet.Start(tool, device.Folder, "generate", "Device.csproj", "-o", "Generated").Succeeded();
        var built = FilesIn(Path.Combine(device.Folder, "obj", "Debug", "net10.0", "generated", "Vtd.Codegen", "Vtd.Codegen.SpecGenerator"));
        Assert.NotEmpty(built);
        Assert.Equal(built, FilesIn(Path.Combine(device.Folder, "Generated")));
    }

    [Fact]
    public void Templates_reference_the_version_that_they_are_released_with() =>
        Assert.All(
            Directory.EnumerateFiles(PackedGenerator.TemplatesFolder, "template.json", SearchOption.AllDirectories),
            template => Assert.Equal(
                typeof(ImportTests).Assembly.GetName().Version!.ToString(3),
                JsonDocument.Parse(File.ReadAllText(template)).RootElement.GetProperty("symbols").GetProperty("codegen-version").GetProperty("defaultValue").GetString()));

    private static Dictionary<string, string> FilesIn(string folder) =>
        Directory.EnumerateFiles(folder).ToDictionary(file => Path.GetFileName(file), file => Convert.ToHexString(File.ReadAllBytes(file)));
}
