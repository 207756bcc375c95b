using Vtd.Boot.Qemu;

namespace Vtd.Boot;

/// <summary>Finds what keeps a machine from starting, before anything is started.</summary>
internal static class BootChecks
{
    private const int MostProcessors = 64;

    // x-pci-proxy-dev of later releases crashes without KVM.
    private const int FirstRelease = 7;
    private const int FirstReleaseWithoutProxy = 10;

    /// <summary>Checks the options.</summary>
    /// <exception cref="BootFailedException">The machine cannot be started.</exception>
    public static void ThrowIfUnusable(BootOptions options)
    {
        if (!OperatingSystem.IsLinux())
            throw new BootFailedException("a machine shares descriptors and memory with QEMU as only Linux can.");
        if (options.Processors is < 1 or > MostProcessors)
            throw new BootFailedException($"{options.Processors} processors are not possible; the machine has 1 to {MostProcessors}.");
        ThrowIfUnreadable(options.Kernel);
        if (options.Initrd is { } initrd)
            ThrowIfUnreadable(initrd);
        var release = QemuVersion.Read(options.Qemu);
        if (!release.IsWithin(FirstRelease, FirstReleaseWithoutProxy))
            throw new BootFailedException($"{options.Qemu} is QEMU {release}; the device x-pci-proxy-dev works in QEMU {FirstRelease} to {FirstReleaseWithoutProxy - 1}.");
    }

    private static void ThrowIfUnreadable(string path)
    {
        try
        {
            File.OpenRead(path).Dispose();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new BootFailedException(failure.Message, failure);
        }
    }
}
