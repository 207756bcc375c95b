using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Vtd.Boot.Images;
using Vtd.Runtime;

namespace Vtd.Boot.Tests;

/// <summary>What is built for firmware and kernel, byte for byte as their documents have it.</summary>
public sealed class ImageTests
{
    [Fact]
    public void The_DMAR_table_has_one_unit_behind_which_everything_is()
    {
        var table = DmarTable.Create(0xFED9_0000, hostAddressWidth: 48);

        Assert.Equal(0, Sum(table));
        Assert.Equal("DMAR", Encoding.ASCII.GetString(table, 0, 4));
        Assert.Equal(table.Length, BinaryPrimitives.ReadInt32LittleEndian(table.AsSpan(4)));
        Assert.Equal("BOCHS BXPC    ", Encoding.ASCII.GetString(table, 10, 14));
        Assert.Equal([47, 0, .. new byte[10]], table[36..48]); // width - 1, no interrupt remapping
        Assert.Equal([0, 0, 16, 0, 1, 0, 0, 0, 0, 0, 0xD9, 0xFE, 0, 0, 0, 0], table[48..]);
    }

    [Fact]
    public void The_DMAR_table_of_a_unit_that_remaps_interrupts_lists_the_IO_APIC()
    {
        var table = DmarTable.Create(0xFED9_0000, hostAddressWidth: 48, new SourceId(0xFF, 2, 1));

        Assert.Equal(0, Sum(table));
        Assert.Equal([47, 1, .. new byte[10]], table[36..48]);
        Assert.Equal([0, 0, 24, 0, 1, 0, 0, 0, 0, 0, 0xD9, 0xFE, 0, 0, 0, 0], table[48..64]);
        Assert.Equal([3, 8, 0, 0, 0, 0xFF, 2, 1], table[64..]);
    }

    [Fact]
    public void The_MADT_table_has_each_processor_and_one_IO_APIC()
    {
        var table = MadtTable.Create(processors: 2, 0xFEC1_0000);

        Assert.Equal(0, Sum(table));
        Assert.Equal("APIC", Encoding.ASCII.GetString(table, 0, 4));
        Assert.Equal("BOCHS BXPC    ", Encoding.ASCII.GetString(table, 10, 14)); // a kernel replaces a table that has the same words
        Assert.Equal(2, BinaryPrimitives.ReadInt32LittleEndian(table.AsSpan(24))); // and a lower revision
        Assert.Equal(
            """
            0000E0FE 01000000
            00 08 00 00 01000000
            00 08 01 01 01000000
            01 0C 00 00 0000C1FE 00000000
            02 0A 00 00 02000000 0000
            02 0A 00 05 05000000 0D00
            02 0A 00 09 09000000 0D00
            02 0A 00 0A 0A000000 0D00
            02 0A 00 0B 0B000000 0D00
            04 06 FF 0000 01
            """.Replace(" ", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal),
            Convert.ToHexString(table.AsSpan(36)));
    }

    [Fact]
    public void The_option_ROM_writes_base_addresses_through_the_ports()
    {
        var rom = OptionRom.Create((new SourceId(0, 0x1E, 0), 0xFED9_0000));

        Assert.Equal(512, rom.Length);
        Assert.Equal(0, Sum(rom));
        Assert.Equal(
            "55AA01 6650 52 BAF80C 66B810F00080 66EF BAFC0C 66B80000D9FE 66EF 5A 6658 CB".Replace(" ", "", StringComparison.Ordinal),
            Convert.ToHexString(rom.AsSpan(0, 32)).TrimEnd('0'));
    }

    [Fact]
    public void An_option_ROM_has_room_for_few_functions()
    {
        var places = Enumerable.Repeat((new SourceId(0, 1, 0), 0x8000_0000u), 100).ToArray();
        Assert.Throws<ArgumentException>(() => OptionRom.Create(places));
    }

    [Fact]
    public void An_archive_has_its_files_at_aligned_places_and_ends()
    {
        var archive = new CpioArchive().AddFolder("dev").AddDevice("dev/console", 5, 1).AddFile("init", "#!/bin/sh\n").AddFile("empty", "").ToArray();

        Assert.Equal(
            [("dev", 0x41ED, ""), ("dev/console", 0x21ED, ""), ("init", 0x81ED, "#!/bin/sh\n"), ("empty", 0x81ED, ""), ("TRAILER!!!", 0, "")],
            Read(archive));
    }

    private static List<(string Name, int Mode, string Content)> Read(byte[] archive)
    {
        var found = new List<(string, int, string)>();
        for (var at = 0; at < archive.Length;)
        {
            Assert.Equal(0, at % 4);
            Assert.Equal("070701", Encoding.ASCII.GetString(archive, at, 6));
            var content = Align(at + 110 + Field(archive, at, 11));
            found.Add((
                Encoding.ASCII.GetString(archive, at + 110, Field(archive, at, 11) - 1),
                Field(archive, at, 1),
                Encoding.ASCII.GetString(archive, content, Field(archive, at, 6))));
            at = Align(content + Field(archive, at, 6));
        }

        return found;
    }

    private static int Field(byte[] archive, int at, int index) =>
        int.Parse(Encoding.ASCII.GetString(archive, at + 6 + 8 * index, 8), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static int Align(int at) => (at + 3) / 4 * 4;

    private static int Sum(byte[] bytes) => bytes.Sum(static one => one) % 256;
}
