namespace Vtd.Boot;

/// <summary>The machine to boot.</summary>
public sealed record BootOptions
{
    /// <summary>Path of the kernel.</summary>
    public required string Kernel { get; init; }

    /// <summary>Path of the first file system; null for none.</summary>
    public string? Initrd { get; init; }

    /// <summary>Parameters of the kernel, behind those that turn the unit and the console on.</summary>
    public string Append { get; init; } = "";

    /// <summary>Whether the unit offers scalable mode, and the kernel is told to use it.</summary>
    public bool Scalable { get; init; }

    /// <summary>Whether the unit remaps interrupts, those of an I/O APIC of ours included.</summary>
    public bool InterruptRemapping { get; init; }

    /// <summary>Processors.</summary>
    public int Processors { get; init; } = 1;

    /// <summary>The file that takes a recording of the unit; null for none.</summary>
    public string? Recording { get; init; }

    /// <summary>QEMU 7.2 to 9.</summary>
    public string Qemu { get; init; } = "qemu-system-x86_64";
}
