using Vtd.Machine.Pci.Layout;

namespace Vtd.Machine.Pci;

/// <summary>The identity of a PCI function.</summary>
/// <param name="Id">Vendor and device.</param>
/// <param name="Class">Class and revision.</param>
/// <param name="MemorySize">Bytes of its memory region, a power of two of at least 16; 0 if it has none.</param>
/// <param name="HasInterrupts">Whether the function has interrupt pin A and can send a message.</param>
/// <param name="HasMoreFunctions">The device has several functions.</param>
public sealed record PciIdentity(Id Id, Class Class, uint MemorySize = 0, bool HasInterrupts = false, bool HasMoreFunctions = false);
