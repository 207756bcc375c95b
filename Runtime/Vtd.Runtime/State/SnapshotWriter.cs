using System.Security.Cryptography;
using System.Text;

namespace Vtd.Runtime.State;

/// <summary>Writes the saved state of a unit: sections of named parts, behind a header and before a checksum. All numbers are little-endian.</summary>
internal sealed class SnapshotWriter
{
    private readonly List<(string Name, MemoryStream Bytes)> _sections = [];

    /// <summary>Begins the section of a part.</summary>
    /// <param name="name">A name that no other section has, of at most <see cref="SnapshotFormat.LongestName"/> ASCII characters.</param>
    /// <returns>A writer of the section.</returns>
    public BinaryWriter Section(string name)
    {
        var bytes = new MemoryStream();
        _sections.Add((name, bytes));
        return new(bytes, Encoding.ASCII, leaveOpen: true);
    }

    /// <summary>Writes the snapshot.</summary>
    public void WriteTo(Stream destination)
    {
        var snapshot = new MemoryStream();
        using var writer = new BinaryWriter(snapshot, Encoding.ASCII, leaveOpen: true);
        writer.Write(SnapshotFormat.Magic);
        writer.Write(SnapshotFormat.Version);
        writer.Write(_sections.Sum(static section => sizeof(byte) + section.Name.Length + sizeof(int) + (int)section.Bytes.Length));
        foreach (var (name, bytes) in _sections)
        {
            writer.Write(name);
            writer.Write((int)bytes.Length);
            writer.Write(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
        }
        var all = snapshot.GetBuffer().AsSpan(0, (int)snapshot.Length);
        destination.Write(all);
        destination.Write(SHA256.HashData(all));
    }
}
