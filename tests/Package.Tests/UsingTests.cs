namespace Vtd.Package.Tests;

/// <summary>The projects of the page <c>Generator/docs/using.md</c>.</summary>
public sealed class UsingTests(SharedPackage shared) : IClassFixture<SharedPackage>
{
    [ConsumerFact]
    public void The_emulator_prints_what_the_page_shows_and_the_test_of_its_model_passes()
    {
        var page = shared.Package.UsingPage("emulator");

        page.Project("Board.Tests").Build("-warnaserror").Succeeded();

        Assert.Equal(UsingPage.OutputOf("dotnet run --project Board"), page.Project("Board").Run().Succeeded().Output);
        page.Project("Board.Tests").Test().Succeeded();
    }

    [RestoredPackageFact("System.Device.Gpio", "4.2.0")]
    public void The_driver_of_the_sensor_passes_its_test_against_the_model()
    {
        var page = shared.Package.UsingPage("sensor");

        page.Project("Sensor.Tests").Build("-warnaserror").Succeeded();

        page.Project("Sensor.Tests").Test().Succeeded();
    }

    [ConsumerFact]
    public void The_peripheral_has_at_most_thirty_lines_and_works_on_the_generator_and_on_files_that_the_command_wrote()
    {
        var page = shared.Package.UsingPage("renode");
        var renode = shared.Package.Consumer("Renode");
        var peripherals = page.Project("Renode");
        Assert.InRange(File.ReadAllLines(Path.Combine(peripherals.Folder, "SerialPort.cs")).Length, 10, 30);
        File.Copy(Path.Combine(page.Project("Board").Folder, "uart.vtd.yaml"), Path.Combine(peripherals.Folder, "uart.vtd.yaml"));

        var expected = File.ReadAllText(Path.Combine(renode.Folder, "expected.txt"));
        Assert.Equal(expected, RunMachine(renode, peripherals));

        WithoutGenerator(peripherals);
        const string Generate = "vtd generate Renode/uart.vtd.yaml -o Renode/Generated --namespace Board --visibility public";
        var generated = Dotnet.Start(shared.Package.InstallTool(), page.Folder, Generate.Split(' ').Skip(1)).Succeeded();
        Assert.Equal(UsingPage.OutputOf(Generate), generated.Output);
        Assert.Equal(expected, RunMachine(renode, peripherals));
    }

    /// <summary>Builds the peripherals against what stands in for Renode, and runs a machine with one of them.</summary>
    private static string RunMachine(OutsideProject renode, OutsideProject peripherals)
    {
        var infrastructure = renode.Within("Infrastructure");
        infrastructure.Build().Succeeded();
        peripherals.Build("-warnaserror", "-p:CheckEolTargetFramework=false", $"-p:RenodeFolder={Path.Combine(infrastructure.Folder, "bin", "Debug", "net6.0")}").Succeeded();
        var machine = renode.Within("Machine");
        machine.Build($"-p:Peripherals={Path.Combine(peripherals.Folder, "bin", "Debug", "net6.0", "Peripherals.dll")}").Succeeded();
        return machine.Run().Succeeded().Output;
    }

    private static void WithoutGenerator(OutsideProject peripherals)
    {
        var project = Path.Combine(peripherals.Folder, "Peripherals.csproj");
        File.WriteAllLines(project, File.ReadAllLines(project).Where(line => !line.Contains("PackageReference", StringComparison.Ordinal)));
        Directory.Delete(Path.Combine(peripherals.Folder, "obj"), recursive: true);
    }
}
