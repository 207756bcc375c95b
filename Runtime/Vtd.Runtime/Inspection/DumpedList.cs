using System.Buffers.Binary;

namespace Vtd.Runtime.Inspection;

/// <summary>Makes what dumps consist of.</summary>
internal static class DumpedList
{
    /// <summary>Makes a list that shows the first entries.</summary>
    /// <param name="most">The most entries to show.</param>
    /// <param name="total">The total number of entries.</param>
    /// <param name="all">All entries, or at least as many as are shown.</param>
    public static DumpedList<T> Of<T>(int most, int total, IEnumerable<T> all) => new() { Shown = [.. all.Take(most)], Total = total };

    /// <summary>Splits bytes into words of 64 bits, the lowest first.</summary>
    public static ulong[] Words(ReadOnlySpan<byte> bytes)
    {
        var words = new ulong[bytes.Length / sizeof(ulong)];
        for (var index = 0; index < words.Length; index++)
            words[index] = BinaryPrimitives.ReadUInt64LittleEndian(bytes[(index * sizeof(ulong))..]);
        return words;
    }
}
