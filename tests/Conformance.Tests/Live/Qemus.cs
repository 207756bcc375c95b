using System.Diagnostics;
using System.Text.RegularExpressions;
using Vtd.Conformance.Programs;

namespace Vtd.Conformance.Tests.Live;

/// <summary>The QEMUs of this machine; nothing is downloaded.</summary>
internal static partial class Qemus
{
    public const string Variable = "VTD_QEMU";

    /// <summary>Paths, none if there is no QEMU.</summary>
    public static IReadOnlyList<string> Paths { get; } =
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given
            ? given.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            : [.. OnPath("qemu-system-x86_64").Take(1)];

    /// <summary>Each QEMU; one of nothing if there is none.</summary>
    public static TheoryData<string> Each() => Paths.Count == 0 ? [""] : [.. Paths];

    /// <summary>The devices of the board.</summary>
    public static IReadOnlyList<ComparedPart> Parts { get; } = [.. Enum.GetValues<ComparedPart>().Where(static part => part != ComparedPart.Unit)];

    /// <summary>Each QEMU with each device of the board; one pair of nothing if there is none.</summary>
    public static TheoryData<string, ComparedPart> WithParts()
    {
        var data = new TheoryData<string, ComparedPart>();
        foreach (var path in Paths.DefaultIfEmpty(""))
        {
            foreach (var part in Parts)
                data.Add(path, part);
        }

        return data;
    }

    /// <summary>Each QEMU with each kind of unit that it has; one pair of nothing if there is none.</summary>
    public static TheoryData<string, string> Machines(bool onlyScalable = false) => Of(
        from path in Paths
        let major = MajorOf(path)
        from kind in Units.Kinds(major)
        where !onlyScalable || kind != UnitKind.Legacy
        select (path, Units.Device(major, kind)));

    /// <summary>Each QEMU with each kind of unit and each property that goes with it; one pair of nothing if there is none.</summary>
    public static TheoryData<string, string> MachinesWithProperties() => Of(
        from path in Paths
        let major = MajorOf(path)
        from kind in Units.Kinds(major)
        from property in Units.Properties(major, kind)
        where property != UnitProperty.None
        select (path, Units.Device(major, kind, property)));

    private static TheoryData<string, string> Of(IEnumerable<(string Path, string Device)> machines)
    {
        var data = new TheoryData<string, string>();
        foreach (var (path, device) in machines.DefaultIfEmpty(("", "")))
            data.Add(path, device);
        return data;
    }

    private static IEnumerable<string> OnPath(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, name)).Where(File.Exists);

    /// <summary>The major release of a QEMU.</summary>
    public static int MajorOf(string path)
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
