using Vtd.Boot.Images;
using Vtd.Boot.Native;
using Vtd.Boot.Qemu;
using Vtd.Runtime;

namespace Vtd.Boot;

/// <summary>The images that firmware and kernel of a machine find, made in memory.</summary>
internal static class BootImages
{
    /// <summary>Adds the images to the arguments of QEMU.</summary>
    /// <param name="commands">The arguments.</param>
    /// <param name="descriptors">Takes the images.</param>
    /// <param name="options">The machine.</param>
    /// <exception cref="IOException">The first file system cannot be read, or there is no memory or no descriptor left.</exception>
    public static void Add(QemuCommandLine commands, InheritedDescriptors descriptors, BootOptions options)
    {
        var unit = (BootPlaces.Unit, BootPlaces.UnitAddress);
        (SourceId, uint)[] hidden = options.InterruptRemapping ? [unit, (BootPlaces.IoApic, BootPlaces.IoApicAddress)] : [unit];
        SourceId? ioApic = options.InterruptRemapping ? BootPlaces.IoApicRequests : null;
        commands.AddFirmware(
            descriptors.AddFile(MemoryFile.Create("rom", OptionRom.Create(hidden))),
            descriptors.AddFile(MemoryFile.Create("dmar", DmarTable.Create(BootPlaces.UnitAddress, BootUnit.HostAddressWidth, ioApic))));
        var initrd = options.InterruptRemapping ? descriptors.AddFile(MemoryFile.Create("initrd", InitrdWithMadt(options))) : options.Initrd;
        commands.AddKernel(options.Kernel, initrd, $"{Parameters(options)} {options.Append}".TrimEnd());
    }

    /// <summary>The parameters of the kernel that turn the console and the unit on.</summary>
    private static string Parameters(BootOptions options)
    {
        // Without no_timer_check, kernels give up if fewer than five interrupts of the timer come in 40 ms, as they can while the host is busy.
        var mode = options.Scalable ? ",sm_on" : "";
        return $"console=ttyS0 intel_iommu=on{mode} no_timer_check";
    }

    /// <summary>The first file system behind an archive with a MADT table, which the kernel takes instead of QEMU's.</summary>
    private static byte[] InitrdWithMadt(BootOptions options)
    {
        var tables = new CpioArchive()
            .AddFolder("kernel")
            .AddFolder("kernel/firmware")
            .AddFolder("kernel/firmware/acpi")
            .AddFile("kernel/firmware/acpi/apic.aml", MadtTable.Create(options.Processors, BootPlaces.IoApicAddress));
        return [.. tables.ToArray(), .. options.Initrd is { } path ? File.ReadAllBytes(path) : []];
    }
}
