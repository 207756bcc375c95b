using System.ComponentModel;
using System.Diagnostics;
using Vtd.Boot.Native;

namespace Vtd.Boot.Qemu;

/// <summary>A QEMU that runs as a child of this process.</summary>
public sealed class QemuProcess : IDisposable
{
    private const int MostLines = 8;

    private static readonly Lock s_starting = new();

    private readonly Process _process;
    private readonly Queue<string> _lines = [];

    private QemuProcess(Process process)
    {
        _process = process;
        _process.ErrorDataReceived += (_, data) => Keep(data.Data);
        _process.OutputDataReceived += (_, data) => Keep(data.Data);
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
    }

    /// <summary>The last of what QEMU said.</summary>
    public string LastWords
    {
        get
        {
            lock (_lines)
                return string.Join("; ", _lines);
        }
    }

    /// <summary>The exit code, once QEMU has ended.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>Starts QEMU.</summary>
    /// <param name="path">The program.</param>
    /// <param name="arguments">The arguments.</param>
    /// <param name="descriptors">The inherited descriptors; closed by this call.</param>
    /// <exception cref="IOException">There is no such program, or it cannot be started.</exception>
    public static QemuProcess Start(string path, IEnumerable<string> arguments, InheritedDescriptors descriptors)
    {
        var start = new ProcessStartInfo(path, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            // One at a time, so that no QEMU holds what another one inherits.
            lock (s_starting)
            {
                descriptors.Open();
                var process = Process.Start(start)!;
                descriptors.Dispose();
                return new(process);
            }
        }
        catch (Win32Exception failure)
        {
            throw new IOException(failure.Message, failure);
        }
    }

    /// <summary>Waits until QEMU has ended and everything that it said is there.</summary>
    public void WaitForEnd() => _process.WaitForExit();

    /// <summary>Ends QEMU.</summary>
    public void Kill()
    {
        try
        {
            _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It ended before.
        }
    }

    /// <summary>Ends QEMU if it still runs.</summary>
    public void Dispose()
    {
        Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private void Keep(string? line)
    {
        if (string.IsNullOrWhiteSpace(line))
            return;
        lock (_lines)
        {
            if (_lines.Count == MostLines)
                _lines.Dequeue();
            _lines.Enqueue(line.Trim());
        }
    }
}
