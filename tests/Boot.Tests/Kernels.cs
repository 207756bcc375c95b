using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Vtd.Boot.Tests;

/// <summary>The kernels and the QEMU of this machine; nothing is downloaded here.</summary>
internal static partial class Kernels
{
    private const string KernelsVariable = "VTD_KERNELS";
    private const string BusyboxVariable = "VTD_BUSYBOX";
    private const string QemuVariable = "VTD_QEMU";
    private const int FirstReleaseWithoutProxy = 10;

    /// <summary>Paths of kernels.</summary>
    public static IReadOnlyList<string> Paths { get; } = Listed(KernelsVariable).Where(File.Exists).ToList();

    /// <summary>Path of a busybox that needs no libraries.</summary>
    public static string? Busybox { get; } = Listed(BusyboxVariable).FirstOrDefault(File.Exists);

    /// <summary>Path of a QEMU of which a function can be a process of its own.</summary>
    public static string? Qemu { get; } = Listed(QemuVariable).Concat(Listed("PATH").Select(static folder => Path.Combine(folder, "qemu-system-x86_64")))
        .Where(File.Exists).FirstOrDefault(static path => MajorOf(path) is >= 7 and < FirstReleaseWithoutProxy);

    /// <summary>Why kernels cannot be booted here; null if they can.</summary>
    public static string? WhyNone => Qemu is null ? $"No QEMU 7.2 to 9 on this machine: install it (Debian 12: apt-get install qemu-system-x86), or name it in {QemuVariable}."
        : Paths.Count == 0 ? $"No kernels: name files in {KernelsVariable}, as .ci/run does with those of Debian's packages linux-image-cloud-amd64."
        : Busybox is null ? $"No first programs for a kernel: name a static busybox in {BusyboxVariable} (Debian: package busybox-static)."
        : null;

    /// <summary>Each kernel; one of nothing if there is none.</summary>
    public static TheoryData<string> Each() => Paths.Count == 0 ? [""] : [.. Paths];

    private static string[] Listed(string variable) =>
        (Environment.GetEnvironmentVariable(variable) ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);

    private static int MajorOf(string path)
    {
        using var process = Process.Start(new ProcessStartInfo(path, ["--version"]) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return Major().Match(output) is { Success: true } found ? int.Parse(found.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : 0;
    }

    [GeneratedRegex(@"version (\d+)\.")]
    private static partial Regex Major();
}

/// <summary>A test with kernels; skipped where they cannot be booted.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class KernelTheoryAttribute : TheoryAttribute
{
    public KernelTheoryAttribute() => Skip = Kernels.WhyNone;
}
