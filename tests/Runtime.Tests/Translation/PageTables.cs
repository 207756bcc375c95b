using System.Buffers.Binary;

namespace Vtd.Runtime.Tests.Translation;

/// <summary>Page tables of either stage that a test's guest keeps in memory, made as pages are mapped.</summary>
/// <param name="guest">The guest.</param>
/// <param name="root">Address of the top table; the others follow it.</param>
/// <param name="levels">How many levels there are.</param>
/// <param name="link">Low bits of entries that name a table.</param>
/// <param name="moved">How much further in memory all of them are than their addresses say, for tables behind a second stage.</param>
internal sealed class PageTables(Guest guest, ulong root, int levels, ulong link, ulong moved = 0)
{
    private readonly Dictionary<(int Level, ulong Prefix), ulong> _tables = [];

    public ulong Root => root;

    /// <summary>Where in memory the entry of an address is, at a level, 1 for the lowest, with all tables above it made.</summary>
    public ulong Entry(ulong address, int level)
    {
        var table = root;
        for (var each = levels; each > level; each--)
        {
            var entry = At(table, address, each);
            var key = (each, address >> (3 + 9 * each));
            if (!_tables.TryGetValue(key, out var next))
            {
                next = root + ((ulong)_tables.Count + 1) * 0x1000;
                _tables.Add(key, next);
                Write(entry, next | link);
            }
            table = next;
        }
        return At(table, address, level);
    }

    /// <summary>Maps a page: the entry's address and bits are those given.</summary>
    /// <returns>Where the entry is.</returns>
    public ulong Map(ulong address, ulong leaf, int level = 1)
    {
        var entry = Entry(address, level);
        Write(entry, leaf);
        return entry;
    }

    public ulong Read(ulong entry) => BinaryPrimitives.ReadUInt64LittleEndian(guest.ReadMemory(entry, 8));

    public void Write(ulong entry, ulong value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        guest.WriteMemory(entry, bytes);
    }

    private ulong At(ulong table, ulong address, int level) => table + moved + (address >> (3 + 9 * level) & 0x1FF) * 8;
}
