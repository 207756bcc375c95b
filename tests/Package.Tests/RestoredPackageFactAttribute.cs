namespace Vtd.Package.Tests;

/// <summary>A test that needs a package which nothing else here needs; skipped where it cannot be restored.</summary>
public sealed class RestoredPackageFactAttribute : ConsumerFactAttribute
{
    public RestoredPackageFactAttribute(string id, string version)
    {
        if (Skip is null && !Restoring.Works("net10.0", $"""<ItemGroup><PackageDownload Include="{id}" Version="[{version}]" /></ItemGroup>"""))
            Skip = $"The package {id} {version} cannot be restored from the package sources of this machine.";
    }
}
