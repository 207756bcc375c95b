namespace Vtd.Machine;

/// <summary>A device of the machine's PCI bus.</summary>
/// <param name="Slot">Device number, 0 to 31; the next free one if none.</param>
/// <param name="Function">Function number, 0 to 7.</param>
public abstract record DeviceOptions(int? Slot, int Function);

/// <summary>An `edu`.</summary>
/// <param name="DmaMask">Address bits that its DMA has.</param>
public sealed record EduOptions(int? Slot, int Function, ulong DmaMask = (1UL << 28) - 1) : DeviceOptions(Slot, Function);

/// <summary>An `iommu-testdev`.</summary>
public sealed record IommuTestDeviceOptions(int? Slot, int Function) : DeviceOptions(Slot, Function);
