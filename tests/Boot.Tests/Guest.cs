using Vtd.Boot.Images;

namespace Vtd.Boot.Tests;

/// <summary>Boots a kernel with a first file system of busybox and a script.</summary>
internal static class Guest
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(90);

    /// <summary>Commands that print what the kernel says about the unit.</summary>
    public const string Report = "dmesg | grep -iE 'DMAR|iommu'";

    /// <summary>Boots a kernel and waits until the machine has ended.</summary>
    /// <param name="options">The machine; kernel, QEMU and first file system are filled in.</param>
    /// <param name="kernel">The kernel.</param>
    /// <param name="script">What the first process does; it ends with switching the machine off.</param>
    /// <param name="files">More files of the first file system.</param>
    public static (BootSummary Summary, string Console) Run(BootOptions options, string kernel, string script, params IEnumerable<(string Path, byte[] Content)> files)
    {
        using var folder = new TemporaryFolder();
        using var console = new StringWriter { NewLine = "\n" };
        using var stop = new CancellationTokenSource(s_patience);
        var initrd = folder.Write("initrd", Archive(script, files));
        var summary = BootRun.Run(options with { Kernel = kernel, Initrd = initrd, Qemu = Kernels.Qemu! }, console, stop.Token);
        var text = console.ToString().Replace("\r\n", "\n", StringComparison.Ordinal);
        Assert.True(summary.Ending == BootEnding.PoweredOff, $"{summary.Ending} {summary.Failure}\n{text}");
        return (summary, text);
    }

    /// <summary>Checks that the driver accepted the unit and that nothing went wrong.</summary>
    public static void IsGood(BootSummary summary, string console)
    {
        Assert.Contains("DMAR: dmar0: Using Queued invalidation", console, StringComparison.Ordinal);
        Assert.Contains("DMAR: Intel(R) Virtualization Technology for Directed I/O", console, StringComparison.Ordinal);
        Assert.DoesNotMatch("(?i)DMAR.*(error|fault|fail|bug|timed? ?out)", console);
        Assert.Equal(0, summary.Unit.QueueErrors);
        Assert.Empty(summary.Unit.Faults);
        Assert.Contains("ContextCacheInvalidate", summary.Unit.Descriptors);
        Assert.Contains("IotlbInvalidate", summary.Unit.Descriptors);
        Assert.Contains("Wait", summary.Unit.Descriptors);
    }

    private static byte[] Archive(string script, IEnumerable<(string Path, byte[] Content)> files)
    {
        var archive = new CpioArchive();
        foreach (var folder in new[] { "bin", "dev", "modules", "proc", "sys" })
            archive.AddFolder(folder);
        archive.AddDevice("dev/console", 5, 1);
        archive.AddFile("bin/busybox", File.ReadAllBytes(Kernels.Busybox!));
        archive.AddFile("init", $"""
            #!/bin/busybox sh
            /bin/busybox --install -s /bin
            export PATH=/bin
            mount -t proc proc /proc; mount -t sysfs sys /sys; mount -t devtmpfs dev /dev
            {script}
            poweroff -f

            """);
        foreach (var (path, content) in files)
            archive.AddFile(path, content);
        return archive.ToArray();
    }
}
