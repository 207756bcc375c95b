using System.Buffers.Binary;
using System.Text;

namespace Vtd.Boot.Images;

/// <summary>Makes tables of ACPI: the header that all of them have (ACPI 6.5, 5.2.6), and what follows.</summary>
public static class AcpiTable
{
    /// <summary>Bytes of the header.</summary>
    public const int HeaderSize = 36;

    // Offsets in the header.
    private const int Length = 4;
    private const int Revision = 8;
    private const int Checksum = 9;
    private const int OemId = 10;
    private const int OemTableId = 16;
    private const int OemRevision = 24;
    private const int CreatorId = 28;
    private const int CreatorRevision = 32;

    /// <summary>Makes a table.</summary>
    /// <param name="signature">Four characters.</param>
    /// <param name="revision">Revision of the layout of the table.</param>
    /// <param name="body">The bytes after the header.</param>
    public static byte[] Create(string signature, byte revision, ReadOnlySpan<byte> body)
    {
        var table = new byte[HeaderSize + body.Length];
        Write(table, 0, signature);
        BinaryPrimitives.WriteInt32LittleEndian(table.AsSpan(Length), table.Length);
        table[Revision] = revision;
        Write(table, OemId, "BOCHS "); // as in the tables of QEMU
        Write(table, OemTableId, "BXPC    ");
        BinaryPrimitives.WriteInt32LittleEndian(table.AsSpan(OemRevision), 2); // one more than QEMU's
        Write(table, CreatorId, "VTD ");
        BinaryPrimitives.WriteInt32LittleEndian(table.AsSpan(CreatorRevision), 1);
        body.CopyTo(table.AsSpan(HeaderSize));
        table[Checksum] = ChecksumOf(table);
        return table;
    }

    /// <summary>The bytes of a part of a table.</summary>
    /// <param name="size">Bytes.</param>
    /// <param name="copyTo">Writes the part.</param>
    internal static byte[] BytesOf(int size, Action<Span<byte>> copyTo)
    {
        var bytes = new byte[size];
        copyTo(bytes);
        return bytes;
    }

    /// <summary>The byte with which the sum of all bytes is 0.</summary>
    internal static byte ChecksumOf(ReadOnlySpan<byte> bytes)
    {
        byte sum = 0;
        foreach (var one in bytes)
            sum = unchecked((byte)(sum + one));
        return unchecked((byte)-sum);
    }

    private static void Write(byte[] table, int at, string text) => Encoding.ASCII.GetBytes(text, table.AsSpan(at));
}
