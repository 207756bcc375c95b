using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Vtd.Machine;

namespace Vtd.Boot.Qemu;

/// <summary>Asks a QEMU for its release.</summary>
public static partial class QemuVersion
{
    /// <summary>The release of a QEMU.</summary>
    /// <param name="path">The program.</param>
    /// <exception cref="IOException">There is no such program, it cannot be started, or it is no QEMU.</exception>
    public static QemuRelease Read(string path)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(path, ["--version"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.ErrorDataReceived += static (_, _) => { };
            process.BeginErrorReadLine();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return Release().Match(output) is { Success: true } found
                ? new(int.Parse(found.Groups[1].ValueSpan), int.Parse(found.Groups[2].ValueSpan), int.Parse(found.Groups[3].ValueSpan))
                : throw new IOException($"{path} does not say which release of QEMU it is.");
        }
        catch (Win32Exception failure)
        {
            throw new IOException(failure.Message, failure);
        }
    }

    [GeneratedRegex(@"QEMU emulator version (\d{1,4})\.(\d{1,4})\.(\d{1,4})")]
    private static partial Regex Release();
}
