namespace Vtd.Codegen.Rendering;

/// <summary>The bytes of a lane of an entry or a descriptor in memory, little-endian: code that reads and writes no byte of another.</summary>
/// <param name="lanes">All lanes.</param>
/// <param name="lane">The number of the lane.</param>
internal sealed class LaneBytes(WordLayout lanes, int lane)
{
    private const string Primitives = "global::System.Buffers.Binary.BinaryPrimitives.";

    /// <summary>The lane as an expression.</summary>
    /// <param name="span">The bytes of the whole.</param>
    public string Read(string span) => string.Join(" | ", Parts().Select(part =>
    {
        var read = part.Bytes == 1 ? $"{span}[{CSharp.Decimal(part.At)}]" : $"{Primitives}ReadUInt{CSharp.Decimal(8 * part.Bytes)}LittleEndian({Slice(span, part.At)})";
        return part.Shift == 0 ? read : $"((ulong){read} << {CSharp.Decimal(part.Shift)})";
    }));

    /// <summary>Statements that write the lane.</summary>
    /// <param name="span">The bytes of the whole.</param>
    public IEnumerable<string> Writes(string span) => Parts().Select(part =>
    {
        var bits = part.Shift == 0 ? lanes.Names[lane] : $"{lanes.Names[lane]} >> {CSharp.Decimal(part.Shift)}";
        return part.Bytes switch
        {
            8 => $"{Primitives}WriteUInt64LittleEndian({Slice(span, part.At)}, {bits});",
            1 => $"{span}[{CSharp.Decimal(part.At)}] = unchecked((byte)({bits}));",
            _ => $"{Primitives}WriteUInt{CSharp.Decimal(8 * part.Bytes)}LittleEndian({Slice(span, part.At)}, unchecked(({CSharp.UnsignedType(8 * part.Bytes)})({bits})));",
        };
    });

    /// <summary>Accesses of a power of two bytes, the lowest first.</summary>
    private IEnumerable<(int At, int Bytes, int Shift)> Parts()
    {
        var rest = (lane == lanes.Names.Count - 1 ? lanes.LastBits : lanes.Bits) / 8;
        var done = 0;
        for (var bytes = 8; bytes > 0; bytes /= 2)
        {
            if (rest < bytes)
                continue;
            yield return (8 * lane + done, bytes, 8 * done);
            done += bytes;
            rest -= bytes;
        }
    }

    private static string Slice(string span, int at) => at == 0 ? span : $"{span}[{CSharp.Decimal(at)}..]";
}
