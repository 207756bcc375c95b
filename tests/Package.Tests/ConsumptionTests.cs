using System.Text.RegularExpressions;

namespace Vtd.Package.Tests;

/// <summary>What the package does in projects of other people.</summary>
public sealed class ConsumptionTests(SharedPackage shared) : IClassFixture<SharedPackage>
{
    [Fact]
    public void The_strictest_consumer_builds_without_a_warning_from_net8_and_CSharp_12_up_and_its_device_works()
    {
        var timer = shared.Package.Consumer("Timer");

        timer.Build().Succeeded();

        Assert.Equal(File.ReadAllText(Path.Combine(timer.Folder, "expected.txt")), timer.Run().Succeeded().Output);
    }

    [ConsumerFact]
    public void Generated_code_compiles_for_the_oldest_supported_frameworks() => shared.Package.Consumer("Frameworks").Build().Succeeded();

    [ConsumerFact]
    public void Namespace_visibility_and_parts_are_the_consumers_choice_for_all_files_and_for_one()
    {
        var devices = shared.Package.Consumer("Metadata");

        devices.Build().Succeeded();

        // The two files have the same name, in two folders.
        Assert.Equal("Company.Devices.Id public True False\nCompany.Secret.Id internal False True\n", devices.Run().Succeeded().Output);
    }

    [Fact]
    public void A_mistake_in_YAML_is_an_error_at_its_line_with_a_link_to_its_page_and_the_rest_is_generated()
    {
        var broken = shared.Package.Consumer("Broken");

        var output = broken.Build().Failed().Output;

        var error = Regex.Match(output, @"[/\\]device\.vtd\.yaml\(15,21(,15,27)?\): error (?<id>VTD\d+): .*\((?<page>file:[^)]*)\)");
        Assert.True(error.Success, output);
        Assert.StartsWith($"# {error.Groups["id"].Value}: ", File.ReadAllText(new Uri(error.Groups["page"].Value).LocalPath), StringComparison.Ordinal);
        Assert.DoesNotContain("error CS", output, StringComparison.Ordinal);
    }

    [ConsumerFact]
    public void Output_folders_and_hidden_folders_have_no_specs_and_an_old_CSharp_or_framework_gets_one_error()
    {
        var folders = shared.Package.Consumer("Folders");
        var hidden = Directory.CreateDirectory(Path.Combine(folders.Folder, ".worktrees", "feature")).FullName;
        File.Copy(Path.Combine(folders.Folder, "device.vtd.yaml"), Path.Combine(hidden, "device.vtd.yaml"));

        folders.Build().Succeeded();
        Assert.True(File.Exists(Path.Combine(folders.Folder, "out", "Debug", "net10.0", "device.vtd.yaml")));
        folders.Build("--no-incremental").Succeeded();
        var output = folders.Build("-p:LangVersion=11").Failed().Output;

        Assert.Equal(["VTD9003"], Regex.Matches(output, @": error (\w+):").Select(match => match.Groups[1].Value).Distinct());
        Assert.Contains("needs C# 12, and this project is compiled as C# 11.", output, StringComparison.Ordinal);

        var project = Path.Combine(folders.Folder, "Folders.csproj");
        File.WriteAllText(project, File.ReadAllText(project).Replace("net10.0", "net5.0", StringComparison.Ordinal));
        var older = folders.Build("-p:CheckEolTargetFramework=false", "-p:LangVersion=12").Failed().Output;
        Assert.Equal(["VTD9003"], Regex.Matches(older, @": error (\w+):").Select(match => match.Groups[1].Value).Distinct());
        Assert.Contains("needs .NET 6, .NET Standard 2.1 or later, and this project is for net5.0.", older, StringComparison.Ordinal);
    }

    [ConsumerFact]
    public void A_project_that_references_the_consumer_sees_its_public_types_and_generates_its_own()
    {
        var board = shared.Package.Consumer("Transitive").Within("Board");

        board.Build().Succeeded();

        Assert.Equal("ID 0x00001234 { NUMBER = 0x1234 }\nREVISION 0x00000007 { NUMBER = 7 }\n", board.Run().Succeeded().Output);
    }

    [ConsumerFact]
    public void Another_generator_with_another_YamlDotNet_is_a_good_neighbour()
    {
        var neighbour = shared.Package.Consumer("Neighbour");
        neighbour.Within("Greeter").Pack(shared.Package.Feed).Succeeded();

        neighbour.Within("Program").Build().Succeeded();

        Assert.Equal("good morning\nREVISION 0x00000007 { NUMBER = 7 }\n", neighbour.Within("Program").Run().Succeeded().Output);
    }

    [ConsumerFact]
    public void Another_architecture_is_described_as_well_as_the_one_that_the_language_was_made_for()
    {
        var nvme = shared.Package.Consumer("Nvme");

        nvme.Build().Succeeded();

        Assert.Equal(File.ReadAllText(Path.Combine(nvme.Folder, "expected.txt")), nvme.Run().Succeeded().Output);
    }

    [ConsumerFact]
    public void Devices_with_registers_of_bytes_have_models_and_drivers()
    {
        var bytes = shared.Package.Consumer("Bytes");

        bytes.Build().Succeeded();

        Assert.Equal(File.ReadAllText(Path.Combine(bytes.Folder, "expected.txt")), bytes.Run().Succeeded().Output);
    }
}
