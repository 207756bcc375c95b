using System.CommandLine;
using System.Runtime.InteropServices;
using Vtd.Boot;
using Vtd.Tool.Reports;
using Vtd.Tool.Terminals;

namespace Vtd.Tool.Commands;

/// <summary>`vtd boot`: boots a kernel in QEMU, with our unit as the machine's IOMMU.</summary>
internal static class BootCommand
{
    private const string DefaultQemu = "qemu-system-x86_64";

    public static Command Create(Terminal terminal)
    {
        var kernel = new Option<string>("--kernel") { Description = "The kernel.", HelpName = "VMLINUZ", Required = true };
        var initrd = new Option<string?>("--initrd") { Description = "Its first file system.", HelpName = "FILE" };
        var append = new Option<string>("--append")
        {
            Description = "Parameters of the kernel, behind console=ttyS0 intel_iommu=on.",
            HelpName = "PARAMETERS",
            DefaultValueFactory = _ => "",
        };
        var scalable = new Option<bool>("--scalable") { Description = "Offer scalable mode, and have the kernel use it." };
        var interruptRemapping = new Option<bool>("--interrupt-remapping") { Description = "Offer interrupt remapping, with an I/O APIC whose interrupts the unit remaps." };
        var processors = new Option<int>("--cpus") { Description = "Processors of the machine.", HelpName = "N", DefaultValueFactory = _ => 1 };
        var recording = new Option<string?>("--record") { Description = "Write a recording of the unit for `vtd replay`: packed if the name ends in .gz.", HelpName = "FILE" };
        var qemu = new Option<string>("--qemu") { Description = "The QEMU, 7.2 to 9.", HelpName = "PATH", DefaultValueFactory = _ => DefaultQemu };
        var command = new Command("boot", "Boot a kernel in QEMU with our unit as its IOMMU; exit code 0 if the guest switches the machine off.")
        {
            kernel, initrd, append, scalable, interruptRemapping, processors, recording, qemu,
        };
        command.SetAction(given => Run(
            new()
            {
                Kernel = given.GetRequiredValue(kernel),
                Initrd = given.GetValue(initrd),
                Append = given.GetRequiredValue(append),
                Scalable = given.GetValue(scalable),
                InterruptRemapping = given.GetValue(interruptRemapping),
                Processors = given.GetValue(processors),
                Recording = given.GetValue(recording),
                Qemu = given.GetRequiredValue(qemu),
            },
            terminal));
        return command.WithExamples(
            "vtd boot --kernel /boot/vmlinuz --initrd initrd.img --append quiet",
            "vtd boot --kernel vmlinuz --initrd initrd.img --scalable --cpus 2 --record boot.trace.gz",
            "vtd boot --kernel vmlinuz --initrd initrd.img --interrupt-remapping");
    }

    private static int Run(BootOptions options, Terminal terminal)
    {
        using var stopping = new CancellationTokenSource();
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        try
        {
            var summary = BootRun.Run(options, terminal.Output, stopping.Token);
            new BootReport(terminal.Error).Write(summary);
            return summary.Ending == BootEnding.PoweredOff ? ExitCode.Success : ExitCode.Found;
        }
        catch (BootFailedException failure)
        {
            terminal.Error.WriteLine($"vtd: {failure.Message}");
            return ExitCode.Unusable;
        }

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stopping.Cancel();
        }
    }
}
