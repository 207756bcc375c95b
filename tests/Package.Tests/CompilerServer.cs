namespace Vtd.Package.Tests;

/// <summary>A compiler server for the builds of these tests alone: they start one compiler instead of one each, and it ends with them.</summary>
/// <param name="folder">A folder to run commands in.</param>
/// <param name="program">The path of the server.</param>
internal sealed class CompilerServer(string folder, string program) : IDisposable
{
    /// <summary>The name that clients find it by (<c>SharedCompilationId</c>). The first of them starts it.</summary>
    public string Id { get; } = $"vtd-package-tests-{Guid.NewGuid():N}";

    public void Dispose() => Dotnet.Run(folder, program, "-shutdown", $"-pipename:{Id}");
}
