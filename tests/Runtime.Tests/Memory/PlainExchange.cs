using System.Buffers.Binary;

namespace Vtd.Runtime.Tests.Memory;

/// <summary>An exchange made of a read and a write, for memories that only one thread uses.</summary>
internal static class PlainExchange
{
    public static bool Try(IGuestMemory memory, ulong address, ulong expected, ulong value, out ulong found)
    {
        var bytes = new byte[sizeof(ulong)];
        var isRead = memory.TryRead(address, bytes);
        found = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        if (!isRead || found != expected)
            return isRead;
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        return memory.TryWrite(address, bytes);
    }
}
