using System.Security.Cryptography;

namespace Vtd.Runtime.State;

/// <summary>The format around the sections of a snapshot: 8 bytes that name the format, its version and the length of all sections (4 bytes each), and behind
/// the sections the SHA-256 of everything before. A section is its name (length in a byte, ASCII), its length (4 bytes) and its bytes.</summary>
internal static class SnapshotFormat
{
    /// <summary>The version that is written, and the only one that is read.</summary>
    public const int Version = 1;

    /// <summary>The largest length of all sections that is read: some times that of a unit with every register.</summary>
    public const int MostBytes = 64 * 1024;

    /// <summary>The largest length of the name of a section.</summary>
    public const int LongestName = 32;

    /// <summary>The length of the header in bytes.</summary>
    public const int HeaderSize = 8 + sizeof(int) + sizeof(int);

    /// <summary>The length of the checksum in bytes.</summary>
    public const int ChecksumSize = SHA256.HashSizeInBytes;

    /// <summary>The bytes that a snapshot begins with.</summary>
    public static ReadOnlySpan<byte> Magic => "VTDUNIT\n"u8;
}
