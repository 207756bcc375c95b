namespace Vtd.Spec.Tools.Decode.KernelLog;

/// <summary>The usual causes of errors, and where to look. They are experience, not architecture, so they are not in the spec.</summary>
public static class UsualCauses
{
    private const string StaleTables =
        "An entry that the kernel or firmware wrote is damaged, or was written for another kind of unit. Suspect the IOMMU driver, or memory that was overwritten.";

    private const string UnreadableTable =
        "The unit could not read its own tables: their address is wrong, or the memory failed. Look for memory and PCIe errors (EDAC, AER) at the same time.";

    private const string NoMapping =
        "The driver gave the device a buffer that it had not mapped, or had unmapped already, or mapped for the other direction; or the device runs on after its driver let go of it, "
        + "or firmware uses memory that it has not reserved (no RMRR). Look for the device and its driver; iommu=pt hides the fault, it does not repair it.";

    private const string NotSetUp =
        "The unit knows no such device: often firmware left it doing DMA (graphics is the usual one, early in boot), or it sends with the id of another function "
        + "(a quirk, or a bridge), or it was added and not set up yet.";

    private const string BadInterruptEntry =
        "The device uses an interrupt that the kernel has freed or never set up: a driver that was removed or reset while the device went on, or a kernel that was started "
        + "over another one (kexec, kdump).";

    private const string SharedAddressing =
        "A process uses shared virtual addressing: it gave the device an address that it has not mapped, or it ended while the device went on.";

    private const string Pasid =
        "The device sends a PASID that the kernel has not set up for it, or no longer: a queue or a process was closed while the device still worked for it.";

    /// <summary>By name of the code in the spec's table of fault reasons.</summary>
    public static IReadOnlyDictionary<string, string> OfFaults { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["RootEntryNotPresent"] = NotSetUp,
        ["ContextEntryNotPresent"] = NotSetUp,
        ["ContextEntryInvalid"] = StaleTables,
        ["AddressBeyondWidth"] = "The address is larger than the tables cover: the driver passed a CPU address or a corrupted one instead of a DMA address, or the device truncates or extends addresses.",
        ["WriteDenied"] = NoMapping,
        ["ReadDenied"] = NoMapping,
        ["SecondStageEntryFetch"] = UnreadableTable,
        ["RootEntryFetch"] = UnreadableTable,
        ["ContextEntryFetch"] = UnreadableTable,
        ["RootEntryReserved"] = StaleTables,
        ["ContextEntryReserved"] = StaleTables,
        ["SecondStageEntryReserved"] = StaleTables,
        ["RequestTypeBlocked"] = "The device uses its own translation cache (ATS) although the kernel has not enabled that for it; or it was reset and kept the setting.",
        ["InterruptRequestReserved"] = BadInterruptEntry,
        ["InterruptIndexTooLarge"] = BadInterruptEntry,
        ["InterruptEntryNotPresent"] = BadInterruptEntry,
        ["InterruptEntryFetch"] = UnreadableTable,
        ["InterruptEntryReserved"] = StaleTables,
        ["CompatibilityInterruptBlocked"] = "The device sends interrupts in the old form. Once early in boot from an IOAPIC or HPET it is a harmless leftover of firmware; otherwise the device holds an "
            + "address without a translation for it: hardware that keeps its own copy, a guest's address in a passed-through device, or a host bridge that remaps (VMD).",
        ["InterruptSourceInvalid"] = "The interrupt came with the id of another function than it was set up for: a device or bridge with a requester-id quirk, or an interrupt that was moved while under way.",
        ["PasidInLegacyMode"] = "The device sends PASIDs while the unit runs without scalable mode.",
        ["ScalableRootEntryNotPresent"] = NotSetUp,
        ["ScalableContextEntryNotPresent"] = NotSetUp,
        ["ScalableRootEntryFetch"] = UnreadableTable,
        ["ScalableContextEntryFetch"] = UnreadableTable,
        ["ScalableRootEntryReserved"] = StaleTables,
        ["ScalableContextEntryReserved"] = StaleTables,
        ["ScalableContextEntryInvalid"] = StaleTables,
        ["DeviceTlbRequestBlocked"] = "The device uses its own translation cache (ATS) although the kernel has not enabled that for it; or it was reset and kept the setting.",
        ["PasidRequestBlocked"] = Pasid,
        ["PasidTooLarge"] = Pasid,
        ["PageRequestBlocked"] = "The device asks for pages (PRI) although the kernel has not enabled that for it.",
        ["PasidDirectoryEntryNotPresent"] = Pasid,
        ["PasidEntryNotPresent"] = Pasid,
        ["PasidDirectoryEntryFetch"] = UnreadableTable,
        ["PasidEntryFetch"] = UnreadableTable,
        ["PasidDirectoryEntryReserved"] = StaleTables,
        ["PasidEntryReserved"] = StaleTables,
        ["PasidEntryInvalid"] = StaleTables,
        ["ExecuteRequestBlocked"] = "The device asks for permission to execute, which the kernel does not give.",
        ["SupervisorRequestBlocked"] = "The device asks with supervisor privilege, which the kernel does not give.",
        ["FirstStageEntryNotPresent"] = NoMapping + " With a PASID: " + SharedAddressing,
        ["FirstStageEntryFetch"] = UnreadableTable,
        ["FirstStageTableFetch"] = UnreadableTable,
        ["FirstStageEntryReserved"] = StaleTables,
        ["ScalableSecondStageDenied"] = NoMapping,
        ["ScalableSecondStageEntryFetch"] = UnreadableTable,
        ["ScalableSecondStageTableFetch"] = UnreadableTable,
        ["ScalableSecondStageEntryReserved"] = StaleTables,
        ["AddressNotCanonical"] = "The address is no legal one of a process: a corrupted pointer, or a physical address where a virtual one belongs.",
        ["UserAccessDenied"] = SharedAddressing,
        ["ScalableWriteDenied"] = NoMapping,
        ["ScalableReadDenied"] = NoMapping,
        ["ScalableAddressBeyondWidth"] = "The address is larger than the tables cover: the driver passed a CPU address or a corrupted one instead of a DMA address, or the device truncates or extends addresses.",
    };

    /// <summary>By name of the flag in the fault status register.</summary>
    public static IReadOnlyDictionary<string, string> OfQueueErrors { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["IQE"] = "The driver and the unit disagree on a descriptor: a bug of the driver, or of an emulated unit. With reason f and source ids ffff the unit's registers read as all ones: "
            + "it is gone or powered down.",
        ["ITE"] = "A device with a translation cache (ATS) has stopped answering: it hangs, was reset or unplugged, is powered down, or offers ATS and does not do it well. "
            + "The descriptors shown name the device; without ATS for it (a quirk, or pci=noats for all) the error goes away.",
        ["ICE"] = "A device answered an invalidation that was not requested, or in a wrong form; most often after a reset, together with time-outs.",
    };
}
