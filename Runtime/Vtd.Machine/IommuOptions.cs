using Vtd.Runtime;

namespace Vtd.Machine;

/// <summary>A remapping unit, by the options that QEMU has for it.</summary>
public sealed record IommuOptions
{
    /// <summary>Width of guest addresses (aw-bits): 39 or 48; that of the release if none is given.</summary>
    public int? AddressWidth { get; init; }

    /// <summary>Interrupt remapping (intremap).</summary>
    public bool InterruptRemapping { get; init; } = true;

    /// <summary>32-bit APIC ids (eim).</summary>
    public bool ExtendedInterruptMode { get; init; }

    /// <summary>Pass-through of context entries (pt).</summary>
    public bool PassThrough { get; init; } = true;

    /// <summary>Caching mode (caching-mode).</summary>
    public bool CachingMode { get; init; }

    /// <summary>Device TLBs (device-iotlb).</summary>
    public bool DeviceTlb { get; init; }

    /// <summary>Snoop control (snoop-control).</summary>
    public bool SnoopControl { get; init; }

    /// <summary>Draining of reads and writes (dma-drain).</summary>
    public bool Drain { get; init; } = true;

    /// <summary>Scalable mode (x-scalable-mode, scalable-mode).</summary>
    public bool ScalableMode { get; init; }

    /// <summary>First-stage translation (x-flts, fsts).</summary>
    public bool FirstStage { get; init; }

    /// <summary>First-stage pages of 1 GByte (fs1gp).</summary>
    public bool FirstStage1G { get; init; } = true;

    /// <summary>Requests with PASID of so many bits (x-pasid-mode, pasid-bits); 0 for none.</summary>
    public int PasidBits { get; init; }

    /// <summary>Tables shared with processors (svm): page requests, drained by wait descriptors, and translation requests without writes.</summary>
    public bool SharedMemory { get; init; }

    /// <summary>DMA remapping can be switched on (dma-translation).</summary>
    public bool DmaTranslation { get; init; } = true;

    /// <summary>Ways in which it differs from the architecture.</summary>
    public UnitQuirks Quirks { get; init; }
}
