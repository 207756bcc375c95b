using Bytes.Codegen;

namespace Bytes;

/// <summary>The registers of a device behind an I2C bus, which takes one byte after the other.</summary>
internal sealed class WireBus : IRegisterBus
{
    public byte[] Memory { get; } = new byte[0x80];

    public ulong Read(int offset, int size) => size == 1 ? Memory[offset] : throw new NotSupportedException();

    public void Write(int offset, int size, ulong value) => Memory[offset] = size == 1 ? (byte)value : throw new NotSupportedException();
}
