using System.Diagnostics;
using System.Text;

namespace Vtd.Boot.Tests;

/// <summary>Machines that do not start, or do not end by themselves. A script stands in for QEMU.</summary>
public sealed class FailedStartTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _kernel;

    public FailedStartTests() => _kernel = _folder.Write("kernel", [0]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_missing_kernel_or_QEMU_is_said_in_one_line()
    {
        Fails("missing-kernel", "boot", "--kernel", _folder.PathOf("missing-kernel"));
        Fails("missing-initrd", "boot", "--kernel", _kernel, "--initrd", _folder.PathOf("missing-initrd"));
        Fails("missing-qemu", "boot", "--kernel", _kernel, "--qemu", _folder.PathOf("missing-qemu"));
        Fails("0 processors", "boot", "--kernel", _kernel, "--cpus", "0");
    }

    [Fact]
    public void A_program_that_is_no_QEMU_or_too_new_is_refused()
    {
        Fails("does not say which release", "boot", "--kernel", _kernel, "--qemu", "/bin/true");
        Fails("is QEMU 10.0.2", "boot", "--kernel", _kernel, "--qemu", Qemu("10.0.2", "exit 0"));
    }

    [Fact]
    public void A_QEMU_that_ends_at_once_is_quoted()
    {
        Fails("QEMU ended with exit code 3: bad kernel", "boot", "--kernel", _kernel, "--qemu", Qemu("7.2.22", "echo bad kernel >&2; exit 3"));
    }

    [Fact]
    public void With_interrupt_remapping_the_first_file_system_is_behind_a_table_for_the_kernel()
    {
        var (initrd, seen) = (_folder.Write("initrd", "the first file system"u8.ToArray()), _folder.PathOf("seen"));
        var qemu = Qemu("7.2.22", $"while [ $# -gt 0 ]; do [ $1 = -initrd ] && cat $2 >{seen}; shift; done; exit 3");

        Fails("exit code 3", "boot", "--kernel", _kernel, "--initrd", initrd, "--interrupt-remapping", "--qemu", qemu);

        var bytes = File.ReadAllText(seen, Encoding.Latin1);
        Assert.StartsWith("070701", bytes, StringComparison.Ordinal);
        Assert.Contains("kernel/firmware/acpi/apic.aml\0", bytes, StringComparison.Ordinal);
        Assert.EndsWith("the first file system", bytes, StringComparison.Ordinal);
        Fails("missing-initrd", "boot", "--kernel", _kernel, "--initrd", _folder.PathOf("missing-initrd"), "--interrupt-remapping", "--qemu", qemu);
    }

    [Fact]
    public async Task A_stop_ends_QEMU()
    {
        var pid = _folder.PathOf("pid");
        var options = new BootOptions { Kernel = _kernel, Qemu = Qemu("7.2.22", $"echo $$ >{pid}.new; mv {pid}.new {pid}; exec sleep 100") };
        using var stop = new CancellationTokenSource();
        var run = Task.Run(() => BootRun.Run(options, TextWriter.Null, stop.Token));
        while (!File.Exists(pid))
            await Task.Delay(10);
        await stop.CancelAsync();

        var summary = await run.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(BootEnding.Stopped, summary.Ending);
        Assert.False(Directory.Exists($"/proc/{File.ReadAllText(pid).Trim()}"));
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_signal_ends_the_command_and_QEMU(string signal)
    {
        var pid = _folder.PathOf("pid");
        var qemu = Qemu("7.2.22", $"echo $$ >{pid}.new; mv {pid}.new {pid}; exec sleep 100");

        // Programs in the background of a shell ignore SIGINT, and so do those that they start.
        var start = new ProcessStartInfo("env", ["--default-signal=INT", "dotnet", Path.Combine(AppContext.BaseDirectory, "vtd.dll"), "boot", "--kernel", _kernel, "--qemu", qemu])
        {
            RedirectStandardError = true,
        };
        using var command = Process.Start(start)!;
        while (!File.Exists(pid) && !command.HasExited)
            await Task.Delay(10);
        using (var kill = Process.Start("sh", ["-c", $"kill -s {signal} {command.Id}"]))
            await kill.WaitForExitAsync();
        var error = await command.StandardError.ReadToEndAsync();
        await command.WaitForExitAsync();

        Assert.Equal(1, command.ExitCode);
        Assert.Contains("the machine was stopped", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists($"/proc/{File.ReadAllText(pid).Trim()}"));
    }

    [Fact]
    public void A_console_that_takes_nothing_ends_QEMU()
    {
        // The descriptor of the serial line is in the arguments of QEMU.
        var talking = """for word; do case $word in socket,id=serial,fd=*) fd=${word##*=};; esac; done; eval "echo hello >&$fd"; exec sleep 100""";
        var options = new BootOptions { Kernel = _kernel, Qemu = Qemu("7.2.22", talking) };
        var watch = Stopwatch.StartNew();

        Assert.Throws<NotSupportedException>(() => BootRun.Run(options, new DeafWriter()));
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 60);
    }

    private static void Fails(string why, params string[] arguments)
    {
        var run = VtdRun.Of(arguments);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.StartsWith("vtd: ", run.Error, StringComparison.Ordinal);
        Assert.Contains(why, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
    }

    private string Qemu(string version, string script)
    {
        var path = _folder.Write("qemu", ["#!/bin/bash", $"[ \"$1\" = --version ] && echo QEMU emulator version {version} && exit", script]);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    private sealed class DeafWriter : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => throw new NotSupportedException();
    }
}
