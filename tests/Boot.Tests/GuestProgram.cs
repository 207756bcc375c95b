using System.Diagnostics;

namespace Vtd.Boot.Tests;

/// <summary>The program of ours that runs inside a guest, compiled for it without libraries.</summary>
internal static class GuestProgram
{
    private const string Source = "tests/Boot.Tests/Guests/dma.c";

    private static readonly Lazy<byte[]> s_program = new(Compile);

    /// <summary>The program.</summary>
    public static byte[] Bytes => s_program.Value;

    /// <summary>Why there is none; null if there is.</summary>
    public static string? WhyNone { get; } = HasCompiler() ? null : "No C compiler for the program inside the guest: install one (Debian: apt-get install gcc libc6-dev).";

    private static byte[] Compile()
    {
        using var folder = new TemporaryFolder();
        var output = folder.PathOf("dma");
        using var process = Process.Start(new ProcessStartInfo("gcc", ["-static", "-O1", "-Wall", "-Wextra", "-Werror", "-o", output, Repository.PathOf(Source)]) { RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, error);
        return File.ReadAllBytes(output);
    }

    private static bool HasCompiler() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(static folder => File.Exists(Path.Combine(folder, "gcc")));
}
