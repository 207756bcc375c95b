using System.Globalization;

namespace Vtd.Boot.Qemu;

/// <summary>Collects the arguments of a QEMU that emulates a q35 without devices that access memory.</summary>
public sealed class QemuCommandLine
{
    // Kernels from 6.12 on crash now and then while they start if the emulated processor has cmpxchg16b, with any devices.
    private const string Processor = "qemu64,-cx16";

    // With several threads, QEMU can refuse an access to a function of this process while another processor waits for the function.
    private const string Accelerator = "tcg,thread=single";

    private readonly List<string> _arguments = ["-nodefaults", "-no-user-config", "-display", "none", "-vga", "none", "-accel", Accelerator, "-cpu", Processor];

    /// <summary>The arguments.</summary>
    public IReadOnlyList<string> Arguments => _arguments;

    /// <summary>Adds processors and memory.</summary>
    /// <param name="processors">Processors.</param>
    /// <param name="memoryFile">Path of the file of guest memory.</param>
    /// <param name="memorySize">Bytes of it.</param>
    public void AddMachine(int processors, string memoryFile, long memorySize) => _arguments.AddRange(
        "-machine",
        "q35,memory-backend=ram",
        "-m",
        string.Create(CultureInfo.InvariantCulture, $"{memorySize >> 20}M"),
        "-object",
        string.Create(CultureInfo.InvariantCulture, $"memory-backend-file,id=ram,mem-path={memoryFile},size={memorySize},share=on"),
        "-smp",
        processors.ToString(CultureInfo.InvariantCulture));

    /// <summary>Adds the channels to this process.</summary>
    /// <param name="console">Descriptor of the serial line.</param>
    /// <param name="monitor">Descriptor of the machine protocol.</param>
    public void AddChannels(string console, string monitor) => _arguments.AddRange(
        "-chardev", $"socket,id=serial,fd={console}", "-serial", "chardev:serial",
        "-chardev", $"socket,id=monitor,fd={monitor}", "-mon", "chardev=monitor,mode=control");

    /// <summary>Adds what firmware runs and what it hands on to the operating system.</summary>
    /// <param name="optionRom">Path of an option ROM.</param>
    /// <param name="acpiTable">Path of a table of ACPI.</param>
    public void AddFirmware(string optionRom, string acpiTable) => _arguments.AddRange("-option-rom", optionRom, "-acpitable", $"file={acpiTable}");

    /// <summary>Adds the kernel.</summary>
    /// <param name="path">Path of the kernel.</param>
    /// <param name="initrd">Path of its first file system; null for none.</param>
    /// <param name="parameters">The parameters.</param>
    public void AddKernel(string path, string? initrd, string parameters)
    {
        _arguments.AddRange("-kernel", path, "-append", parameters);
        if (initrd is not null)
            _arguments.AddRange("-initrd", initrd);
    }

    /// <summary>Adds other arguments.</summary>
    public void Add(IEnumerable<string> arguments) => _arguments.AddRange(arguments);
}
