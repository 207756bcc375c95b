using System.Buffers.Binary;

namespace Vtd.Runtime.State;

/// <summary>The saved state of a part, read from its beginning to its end. Numbers are little-endian.</summary>
/// <param name="name">The name of the section.</param>
/// <param name="bytes">The bytes.</param>
internal sealed class SnapshotSection(string name, byte[] bytes)
{
    private int _at;

    /// <summary>The number of bytes that were not read.</summary>
    public int Left => bytes.Length - _at;

    /// <summary>Reads a byte.</summary>
    public byte ReadByte() => ReadBytes(sizeof(byte))[0];

    /// <summary>Reads a number of 16 bits.</summary>
    public ushort ReadUInt16() => BinaryPrimitives.ReadUInt16LittleEndian(ReadBytes(sizeof(ushort)));

    /// <summary>Reads a number of 32 bits.</summary>
    public uint ReadUInt32() => BinaryPrimitives.ReadUInt32LittleEndian(ReadBytes(sizeof(uint)));

    /// <summary>Reads a number of 64 bits.</summary>
    public ulong ReadUInt64() => BinaryPrimitives.ReadUInt64LittleEndian(ReadBytes(sizeof(ulong)));

    /// <summary>Reads a truth value: a byte that is 0 or 1.</summary>
    public bool ReadBoolean() => ReadByte() switch
    {
        0 => false,
        1 => true,
        var value => throw SnapshotReader.Refusal($"a byte of its section '{name}' is {value} where 0 or 1 is expected"),
    };

    /// <summary>Reads bytes.</summary>
    /// <exception cref="InvalidDataException">So many are not left.</exception>
    public ReadOnlySpan<byte> ReadBytes(int count)
    {
        if (count > Left)
            throw SnapshotReader.Refusal(name.Length > 0 ? $"its section '{name}' ends too early" : "its last section ends too early");
        _at += count;
        return bytes.AsSpan(_at - count, count);
    }
}
