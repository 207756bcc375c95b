using System.Text.RegularExpressions;

namespace Vtd.Boot.Tests;

/// <summary>A program in the guest drives `edu` by the kernel's own vfio-pci driver: what it maps is reached, what it does not map is a fault that the kernel prints.</summary>
public sealed class DmaTests
{
    private const string Place = "0000:00:02.0";

    // In the order in which they need each other; 6.1 has one more than later kernels.
    private static readonly string[] s_modules = ["irqbypass", "vfio", "vfio_virqfd", "vfio_iommu_type1", "vfio-pci-core", "vfio-pci"];

    private const string AllowUncheckedMessages = "allow_unsafe_interrupts=1";

    public static TheoryData<string> All => Kernels.Each();

    /// <summary>Faults of legacy mode (table 25 of the architecture).</summary>
    [GuestProgramTheory]
    [MemberData(nameof(All))]
    public void A_device_reaches_what_is_mapped_in_legacy_mode(string kernel)
    {
        var (unit, console) = Run(kernel, new() { Kernel = "" });

        HasLegacyFaults(unit, console);
    }

    /// <summary>The driver of the group refuses to work without remapped interrupts, unless it is told not to mind.</summary>
    [GuestProgramTheory]
    [MemberData(nameof(All))]
    public void A_device_sends_messages_that_are_remapped(string kernel)
    {
        var (unit, console) = Run(kernel, new() { Kernel = "", InterruptRemapping = true });

        HasLegacyFaults(unit, console);
        Assert.Contains("DMAR-IR: Enabled IRQ remapping in xapic mode", console, StringComparison.Ordinal);
        Assert.Contains("InterruptEntryCacheInvalidate", unit.Descriptors);
    }

    private static void HasLegacyFaults(UnitTotals unit, string console)
    {
        HasFault(console, "Write", "0x20000000", "0x05", "PTE Write access is not set");
        HasFault(console, "Read", "0x10000000", "0x06", "PTE Read access is not set");
        HasFault(console, "Write", "0x10000000", "0x05", "PTE Write access is not set");
        Assert.Equal(["ReadDenied 1", "WriteDenied 2"], unit.Faults.Select(static fault => $"{fault.Key} {fault.Value}"));
    }

    /// <summary>Kernels up to 6.12 map by second-stage tables, later ones by first-stage tables.</summary>
    [GuestProgramTheory]
    [MemberData(nameof(All))]
    public void A_device_reaches_what_is_mapped_in_scalable_mode(string kernel)
    {
        var (unit, console) = Run(kernel, new() { Kernel = "", Scalable = true });

        var isFirstStage = unit.Faults.ContainsKey("FirstStageEntryNotPresent");
        var (code, missing) = isFirstStage ? ("0x71", "SM: Present bit in first-level paging entry is clear") : ("0x79", "SM: Read/Write permission error in second-level paging entry");
        HasFault(console, "Write", "0x20000000", "0x85", "SM: No write permission for Write/AtomicOp request");
        HasFault(console, "Read", "0x10000000", code, missing);
        HasFault(console, "Write", "0x10000000", code, missing);
        Assert.Equal(
            isFirstStage ? ["FirstStageEntryNotPresent 2", "ScalableWriteDenied 1"] : ["ScalableSecondStageDenied 2", "ScalableWriteDenied 1"],
            unit.Faults.Select(static fault => $"{fault.Key} {fault.Value}"));
        Assert.Contains("PasidCacheInvalidate", unit.Descriptors);
        Assert.Contains("PasidIotlbInvalidate", unit.Descriptors);
    }

    private static (UnitTotals Unit, string Console) Run(string kernel, BootOptions options)
    {
        using var folder = new TemporaryFolder();
        var recording = folder.PathOf("boot.trace.gz");
        var (summary, console) = Guest.Run(
            options with { Append = "quiet", Recording = recording },
            kernel,
            $$"""
            for module in {{string.Join(' ', s_modules)}}; do
                [ -e /modules/$module.ko.xz ] && unxz /modules/$module.ko.xz
                [ -e /modules/$module.ko ] || continue
                insmod /modules/$module.ko $([ $module = vfio_iommu_type1 ] && echo {{(options.InterruptRemapping ? "" : AllowUncheckedMessages)}})
            done
            echo 1234 11e8 >/sys/bus/pci/drivers/vfio-pci/new_id
            dmesg | grep DMAR-IR
            dma /dev/vfio/$(basename $(readlink /sys/bus/pci/devices/{{Place}}/iommu_group)) {{Place}}
            """,
            [("bin/dma", GuestProgram.Dma), .. Modules(kernel)]);

        Assert.Contains("\nall is good\n", console, StringComparison.Ordinal);
        Assert.Equal(3, Regex.Count(console, "DMAR: .DMA"));
        Assert.Equal(0, summary.Unit.QueueErrors);
        Assert.Equal(6, summary.Unit.TranslationHits + summary.Unit.TranslationMisses);
        var replay = VtdRun.Of("replay", recording);
        Assert.Matches("^replayed [1-9][0-9]* events, compared [1-9][0-9]*, mismatches 0$", replay.LastLine);
        return (summary.Unit, console);
    }

    private static void HasFault(string console, string access, string address, string code, string text) => Assert.Matches(
        $@"DMAR: \[DMA {access} NO_PASID\] Request device \[(0000:)?00:02\.0\] fault addr {address} \[fault reason {code}\] {Regex.Escape(text)}\n", console);

    /// <summary>Modules of a kernel, which Debian's packages have in a folder beside it or named as its version.</summary>
    private static IEnumerable<(string Path, byte[] Content)> Modules(string kernel)
    {
        var folder = Path.GetDirectoryName(kernel)!;
        if (Path.GetFileName(folder) == "boot")
            folder = Path.Combine(folder, "../lib/modules", Path.GetFileName(kernel)["vmlinuz-".Length..]);
        foreach (var path in Directory.EnumerateFiles(folder, "*.ko*", SearchOption.AllDirectories))
        {
            var name = Path.GetFileName(path);
            if (s_modules.Contains(name[..name.IndexOf(".ko", StringComparison.Ordinal)]))
                yield return ($"modules/{name}", File.ReadAllBytes(path));
        }
    }
}
