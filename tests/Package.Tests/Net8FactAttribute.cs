namespace Vtd.Package.Tests;

/// <summary>A test that runs programs on .NET 8, which they bring themselves; skipped where its packages cannot be restored.</summary>
public sealed class Net8FactAttribute : ConsumerFactAttribute
{
    public Net8FactAttribute()
    {
        if (Skip is null && !Restoring.Works("net8.0", $"<PropertyGroup><OutputType>Exe</OutputType><RuntimeIdentifier>{PackedGenerator.Runtime}</RuntimeIdentifier><SelfContained>true</SelfContained></PropertyGroup>"))
            Skip = $"The runtime of .NET 8 for {PackedGenerator.Runtime} (Microsoft.NETCore.App.Runtime, .Host and .Ref) cannot be restored from the package sources of this machine.";
    }
}
