using System.Reflection;

namespace Vtd.Tool.Tests.Decode;

/// <summary>What real kernels printed.</summary>
internal static class Samples
{
    private static readonly string Folder =
        typeof(Samples).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(one => one.Key == "DecodeSamples").Value!;

    public static string PathOf(string name) => Path.Combine(Folder, name);
}
