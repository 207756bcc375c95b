namespace Vtd.Package.Tests;

/// <summary>Specs that projects share: as a package made from the template, and by references to projects.</summary>
public sealed class ImportTests(SharedPackage shared) : IClassFixture<SharedPackage>
{
    [Fact]
    public void A_spec_package_from_the_template_is_imported_and_changed_by_an_overlay_of_the_consumer()
    {
        var templates = shared.Package.InstallTemplates();
        templates.Create("vtd-spec", "Acme.Uart", "--spec", "Uart").Pack(shared.Package.Feed).Succeeded();
        var consumer = shared.Package.Consumer("SpecPackage");

        consumer.Build().Succeeded();

        Assert.Equal("Even\nOdd\nAcme.Uart\n", consumer.Run().Succeeded().Output);
    }

    [Fact]
    public void A_device_from_the_template_builds_and_runs()
    {
        var device = shared.Package.InstallTemplates().Create("vtd-device", "Board", "--spec", "Serial");

        device.Build("-warnaserror").Succeeded();

        Assert.Equal("sent with parity Odd\n1\n", device.Run().Succeeded().Output);
    }

    [Fact]
    public void References_to_projects_bring_their_specs_and_types_are_generated_once()
    {
        var device = shared.Package.Consumer("Imports").Within("Device");

        device.Build().Succeeded();

        Assert.Equal("FRONT 0x00000001 { COLOR = Green }\nSlow\nNormal\nCommon Device\n", device.Run().Succeeded().Output);
    }
}
