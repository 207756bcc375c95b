using Vtd.Machine.Pci.PortLayout;

namespace Vtd.Machine.Pci;

/// <summary>The ports 0xCF8 to 0xCFF.</summary>
/// <remarks>A system reset leaves the address port as software last wrote it, as QEMU does.</remarks>
internal sealed class PciPorts(PciBus bus)
{
    /// <summary>The first of them.</summary>
    public const int First = 0xCF8;

    /// <summary>The number of ports.</summary>
    public const int Count = PciPortsRegisterFile.Size;

    private const int DataPort = 4;

    private readonly PciPortsRegisterFile _registers = new();

    /// <summary>Software reads a port.</summary>
    /// <param name="port">Counted from <see cref="First"/>, a multiple of the size.</param>
    /// <param name="size">Bytes: 1, 2 or 4.</param>
    /// <returns>All ones where nothing is.</returns>
    public uint Read(int port, int size)
    {
        if (port >= DataPort)
            return Target(port) is { } target ? target.Function.ReadConfig(target.Offset, size) : uint.MaxValue;
        _registers.Read(port, size, out var value);
        return (uint)value;
    }

    /// <summary>Software writes a port.</summary>
    /// <inheritdoc cref="Read"/>
    public void Write(int port, int size, uint value)
    {
        if (port < DataPort && size == sizeof(uint))
            _registers.Write(port, size, value);
        else if (port >= DataPort && Target(port) is { } target)
            target.Function.WriteConfig(target.Offset, size, value);
    }

    private (PciFunction Function, int Offset)? Target(int port)
    {
        var address = _registers.CONFIG_ADDRESS;
        return address.ENABLE && bus[address.SOURCE] is { } function ? (function, address.REGISTER | (port - DataPort)) : null;
    }
}
