using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Conformance.Tests.Live;

/// <summary>The QEMUs of this machine; nothing is downloaded.</summary>
internal static partial class Qemus
{
    public const string Variable = "VTD_QEMU";

    private const string Legacy = "intel-iommu,intremap=on,aw-bits=48";
    private const string Scalable = Legacy + ",x-scalable-mode=on";
    private const string FirstStage = Scalable + ",x-flts=on";
    private const int FirstWithFirstStage = 10;

    /// <summary>Paths, none if there is no QEMU.</summary>
    public static IReadOnlyList<string> Paths { get; } =
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given
            ? given.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            : [.. OnPath("qemu-system-x86_64").Take(1)];

    /// <summary>Each QEMU with each kind of unit that it has; one pair of nothing if there is none.</summary>
    public static TheoryData<string, string> Machines(bool onlyScalable = false)
    {
        var machines = new TheoryData<string, string>();
        foreach (var path in Paths)
        {
            if (!onlyScalable)
                machines.Add(path, Legacy);
            machines.Add(path, Scalable);
            if (MajorOf(path) >= FirstWithFirstStage)
                machines.Add(path, FirstStage);
        }

        if (Paths.Count == 0)
            machines.Add("", "");
        return machines;
    }

    private static IEnumerable<string> OnPath(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, name)).Where(File.Exists);

    private static int MajorOf(string path)
    {
        using var process = Process.Start(new ProcessStartInfo(path, ["--version"]) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return int.Parse(Major().Match(output).Groups[1].ValueSpan);
    }

    [GeneratedRegex(@"version (\d+)\.")]
    private static partial Regex Major();
}

/// <summary>A test with each QEMU of this machine; skipped where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class QemuTheoryAttribute : TheoryAttribute
{
    public QemuTheoryAttribute()
    {
        if (Qemus.Paths.Count == 0)
            Skip = $"No QEMU on this machine: install it (Debian: apt-get install qemu-system-x86), or name one or several in {Qemus.Variable}.";
    }
}
