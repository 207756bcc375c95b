using Vtd.Machine.Pci;

namespace Vtd.Machine.Devices;

/// <summary>Functions that every q35 has and that only say what they are.</summary>
internal sealed class Bridge : PciFunction
{
    private const ushort Intel = 0x8086;
    private const byte BridgeClass = 0x06;

    private Bridge(PciIdentity identity)
        : base(identity)
    {
    }

    /// <summary>The host bridge, function 00.0.</summary>
    public static Bridge Host() => new(new(new() { VENDOR = Intel, DEVICE = 0x29C0 }, new() { BASE = BridgeClass }));

    /// <summary>The bridge to the ISA bus, function 1f.0.</summary>
    public static Bridge Isa() =>
        new(new(new() { VENDOR = Intel, DEVICE = 0x2918 }, new() { BASE = BridgeClass, SUB = 1, REVISION = 2 }, HasMoreFunctions: true));
}
