using System.Reflection;

namespace Vtd.Tool.Tests.Check;

/// <summary>Where things are that the tests do not carry along.</summary>
internal static class TestFolders
{
    public static string WrongInputs { get; } = Metadata("WrongInputs");

    public static string SarifSchema { get; } = Metadata("SarifSchema");

    public static string ShippedSpec { get; } = Metadata("ShippedSpec");

    private static string Metadata(string key) =>
        typeof(TestFolders).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == key).Value!;
}
