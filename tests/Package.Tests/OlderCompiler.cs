namespace Vtd.Package.Tests;

/// <summary>The compiler of an earlier SDK, .NET 9.0.300, which a consumer can use instead of that of its SDK.</summary>
internal static class OlderCompiler
{
    public const string Package = "Microsoft.Net.Compilers.Toolset";
    public const string Version = "4.14.0";

    /// <summary>The property that makes a consumer use it.</summary>
    public const string Choice = $"-p:ConsumerCompiler={Version}";
}
