using Vtd.Boot.Native;

namespace Vtd.Boot.Qemu;

/// <summary>The life of one QEMU, with its serial line and its machine protocol.</summary>
public static class QemuSession
{
    /// <summary>Starts QEMU and follows it until it has ended.</summary>
    /// <param name="path">The program.</param>
    /// <param name="commandLine">The arguments; the channels are added.</param>
    /// <param name="descriptors">The inherited descriptors; closed by this call.</param>
    /// <param name="console">Takes what the guest says on its serial line. If it throws, QEMU is ended and this member throws the same.</param>
    /// <param name="stop">Ends QEMU.</param>
    /// <exception cref="IOException">QEMU cannot be started.</exception>
    public static QemuExit Run(string path, QemuCommandLine commandLine, InheritedDescriptors descriptors, TextWriter console, CancellationToken stop)
    {
        using var serial = descriptors.AddSocket(out var serialNumber);
        using var monitor = descriptors.AddSocket(out var monitorNumber);
        commandLine.AddChannels(serialNumber, monitorNumber);
        var qmp = new QmpChannel(monitor);
        using var process = QemuProcess.Start(path, commandLine.Arguments, descriptors);
        using var stopping = stop.Register(process.Kill);
        var following = StartThread(qmp.Follow);
        var copying = StartThread(() => Copy(new(serial, console), process));
        process.WaitForEnd();
        serial.End();
        monitor.End();
        following.GetAwaiter().GetResult();
        copying.GetAwaiter().GetResult();
        return new(process.ExitCode, process.LastWords, qmp.ShutdownReason);
    }

    private static void Copy(SerialConsole console, QemuProcess process)
    {
        try
        {
            console.Copy();
        }
        catch
        {
            process.Kill();
            throw;
        }
    }

    private static Task StartThread(Action action) => Task.Factory.StartNew(action, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
