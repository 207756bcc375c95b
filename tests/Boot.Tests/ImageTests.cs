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
