using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Vtd.Architecture;

namespace Vtd.Runtime.State;

/// <summary>The saved state of a unit, with everything around the sections checked. The bytes are not trusted.</summary>
internal sealed class SnapshotReader
{
    private readonly Dictionary<string, SnapshotSection> _sections = new(StringComparer.Ordinal);
    private VtdRegisterFile? _registers;

    /// <summary>Reads a snapshot and not a byte more.</summary>
    /// <exception cref="InvalidDataException">The bytes are no snapshot, or a damaged one.</exception>
    public SnapshotReader(Stream source)
    {
        var header = new byte[SnapshotFormat.HeaderSize];
        Read(source, header);
        if (!header.AsSpan().StartsWith(SnapshotFormat.Magic))
            throw Refusal("it does not begin as a snapshot does");
        var numbers = header.AsSpan(SnapshotFormat.Magic.Length);
        var version = BinaryPrimitives.ReadInt32LittleEndian(numbers);
        if (version != SnapshotFormat.Version)
            throw Refusal($"its format has version {version}, and this unit reads version {SnapshotFormat.Version}");
        var length = BinaryPrimitives.ReadInt32LittleEndian(numbers[sizeof(int)..]);
        if (length is < 0 or > SnapshotFormat.MostBytes)
            throw Refusal($"its length of {length} bytes is not between 0 and {SnapshotFormat.MostBytes}");
        var body = new byte[length];
        Read(source, body);
        var checksum = new byte[SnapshotFormat.ChecksumSize];
        Read(source, checksum);
        if (!SHA256.HashData([.. header, .. body]).AsSpan().SequenceEqual(checksum))
            throw Refusal("its checksum does not match");
        AddSections(body);
    }

    /// <summary>The registers of the snapshot, with which other parts compare their state.</summary>
    /// <exception cref="InvalidOperationException">The part that reads the registers was not asked yet.</exception>
    public VtdRegisterFile Registers
    {
        get => _registers ?? throw new InvalidOperationException("The registers of a snapshot are read first.");
        set => _registers = value;
    }

    /// <summary>Makes the exception for a snapshot that is refused.</summary>
    /// <param name="reason">The fault of the snapshot.</param>
    public static InvalidDataException Refusal(string reason) => new($"The snapshot of a unit is refused: {reason}.");

    /// <summary>Gets the section of a part.</summary>
    /// <exception cref="InvalidDataException">There is no such section.</exception>
    public SnapshotSection Section(string name) => _sections.TryGetValue(name, out var section) ? section : throw Refusal($"it has no section '{name}'");

    /// <summary>Checks that every section was read to its end.</summary>
    /// <exception cref="InvalidDataException">Some bytes were not read.</exception>
    public void CheckEnd()
    {
        foreach (var (name, section) in _sections)
        {
            if (section.Left > 0)
                throw Refusal($"{section.Left} bytes of its section '{name}' mean nothing to this unit");
        }
    }

    private static void Read(Stream source, Span<byte> bytes)
    {
        if (source.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
            throw Refusal("it is incomplete");
    }

    private void AddSections(byte[] body)
    {
        var sections = new SnapshotSection("", body);
        while (sections.Left > 0)
        {
            var name = Encoding.ASCII.GetString(sections.ReadBytes(Math.Min(sections.ReadByte(), (byte)SnapshotFormat.LongestName)));
            var section = new SnapshotSection(name, sections.ReadBytes((int)Math.Min(sections.ReadUInt32(), int.MaxValue)).ToArray());
            if (!_sections.TryAdd(name, section))
                throw Refusal($"it has two sections '{name}'");
        }
    }
}
