using System.Diagnostics;

namespace Vtd.Machine.Tests;

/// <summary>QEMU's own tests of its unit, as `.ci/qemu-tests` builds them, run against ours.</summary>
public sealed class QemuTests
{
    [QemuTestsFact]
    public void QEMUsOwnTestsPass() => Assert.All(QemuTestsFactAttribute.Programs, program =>
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true };
        start.Environment["QTEST_QEMU_BINARY"] = Path.Combine(AppContext.BaseDirectory, "qemu-system-x86_64");
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, output);
        Assert.Contains("\nok 1 ", output, StringComparison.Ordinal);
    });
}

/// <summary>A test that is skipped where QEMU's tests were not built.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class QemuTestsFactAttribute : FactAttribute
{
    private const string Variable = "VTD_QEMU_TESTS";

    public QemuTestsFactAttribute()
    {
        if (Programs.Count == 0)
            Skip = $"There are no tests of QEMU: {Variable} is to name the folder that .ci/qemu-tests made.";
    }

    internal static IReadOnlyList<string> Programs { get; } =
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder && Directory.Exists(folder) ? Directory.GetFiles(folder) : [];
}
