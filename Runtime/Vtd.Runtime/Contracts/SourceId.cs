using System.Globalization;

namespace Vtd.Runtime;

/// <summary>The source-id of a request: the PCI bus, device and function of its sender.</summary>
/// <param name="Value">The 16 bits that a request carries: bus in bits 15:8, device in bits 7:3, function in bits 2:0.</param>
public readonly record struct SourceId(ushort Value)
{
    private const int FunctionBits = 3;
    private const int DeviceBits = 5;
    private const int LastFunction = (1 << FunctionBits) - 1;
    private const int LastDevice = (1 << DeviceBits) - 1;

    /// <summary>Makes the source-id of a function.</summary>
    /// <param name="bus">The bus: 0 to 255.</param>
    /// <param name="device">The device: 0 to 31.</param>
    /// <param name="function">The function: 0 to 7.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    public SourceId(int bus, int device, int function)
        : this((ushort)((Checked(bus, byte.MaxValue) << DeviceBits | Checked(device, LastDevice)) << FunctionBits | Checked(function, LastFunction)))
    {
    }

    /// <summary>The bus: 0 to 255.</summary>
    public int Bus => Value >> (DeviceBits + FunctionBits);

    /// <summary>The device: 0 to 31.</summary>
    public int Device => Value >> FunctionBits & LastDevice;

    /// <summary>The function: 0 to 7.</summary>
    public int Function => Value & LastFunction;

    /// <summary>Converts the 16 bits that a request carries.</summary>
    /// <param name="value">Bus in bits 15:8, device in bits 7:3, function in bits 2:0.</param>
    public static implicit operator SourceId(ushort value) => new(value);

    /// <summary>Formats the source-id as bus:device.function in hexadecimal, as lspci does: <c>00:1f.2</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Bus:x2}:{Device:x2}.{Function}");

    private static int Checked(int value, int most)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, most);
        return value;
    }
}
