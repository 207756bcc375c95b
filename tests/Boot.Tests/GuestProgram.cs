using System.Diagnostics;

namespace Vtd.Boot.Tests;

/// <summary>Programs of ours that run inside a guest, compiled for it without libraries.</summary>
internal static class GuestProgram
{
    private const string Sources = "tests/Boot.Tests/Guests";

    private static readonly Lazy<byte[]> s_dma = new(static () => Compile("dma"));
    private static readonly Lazy<byte[]> s_acpiTimer = new(static () => Compile("acpi-timer"));

    /// <summary>The program that has a device access memory.</summary>
    public static byte[] Dma => s_dma.Value;

    /// <summary>The program that has ACPI's timer interrupt.</summary>
    public static byte[] AcpiTimer => s_acpiTimer.Value;

    /// <summary>Why there are none; null if there are.</summary>
    public static string? WhyNone { get; } = SearchPath.Has("gcc") ? null : "No C compiler for the program inside the guest: install one (Debian: apt-get install gcc libc6-dev).";

    private static byte[] Compile(string name)
    {
        using var folder = new TemporaryFolder();
        var output = folder.PathOf(name);
        using var process = Process.Start(
            new ProcessStartInfo("gcc", ["-static", "-O1", "-Wall", "-Wextra", "-Werror", "-o", output, Repository.PathOf($"{Sources}/{name}.c")]) { RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, error);
        return File.ReadAllBytes(output);
    }
}

/// <summary>A test with kernels and a program of ours; skipped where there are none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class GuestProgramTheoryAttribute : TheoryAttribute
{
    public GuestProgramTheoryAttribute() => Skip = Kernels.WhyNone ?? GuestProgram.WhyNone;
}
