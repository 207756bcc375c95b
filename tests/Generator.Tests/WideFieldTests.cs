using System.Buffers.Binary;
using System.Numerics;
using CsCheck;
using Demo;

namespace Vtd.Codegen.Tests;

/// <summary>Fields of more than 64 bits.</summary>
public class WideFieldTests
{
    [Fact]
    public void Words_come_back_as_they_were_set() => Gen.ULong.Array[7].Sample(words =>
    {
        var entry = new WideEntry { END = true };
        for (var i = 0; i < 4; i++)
            entry = entry.WithPIRWord(i, words[i]);
        for (var i = 0; i < 3; i++)
            entry = entry.WithMIXWord(i, i == 2 ? words[4 + i] & 0x3FFF : words[4 + i]);

        for (var i = 0; i < 4; i++)
            Assert.Equal(words[i], entry.PIRWord(i));
        for (var i = 0; i < 3; i++)
            Assert.Equal(i == 2 ? words[4 + i] & 0x3FFF : words[4 + i], entry.MIXWord(i));
        Assert.True(entry.END);
        Assert.False(entry.HasAny(WideEntry.ReservedBits(new DemoCapabilities { CAPS = new Caps { EXT = true } })));
    });

    [Fact]
    public void Bits_lie_where_the_spec_says() => Gen.Int[0, 141].Sample(bit =>
    {
        var bytes = new byte[WideEntry.SizeInBytes];
        default(WideEntry).WithMIXWord(bit / 64, 1UL << (bit % 64)).CopyTo(bytes);

        // The low 94 bits are 383:290, the high 48 are 447:400.
        Assert.Equal(BigInteger.One << (bit < 94 ? 290 + bit : 400 + bit - 94), new BigInteger(bytes, isUnsigned: true));
        Assert.Equal(1UL << (bit % 64), WideEntry.Read(bytes).MIXWord(bit / 64));
    });

    [Fact]
    public void A_word_changes_nothing_else()
    {
        var full = new WideEntry(~0UL, ~0UL, ~0UL, ~0UL, ~0UL, ~0UL, ~0UL, ~0UL);

        Assert.Equal(full, full.WithMIXWord(1, 0).WithMIXWord(1, ~0UL));
        Assert.Equal(full with { END = false }, (full with { END = false }).WithPIRWord(3, 5).WithPIRWord(3, ~0UL));
        Assert.Equal(full.MIXWord(0), full.WithMIXWord(1, 0).MIXWord(0));
        Assert.Equal(full.MIXWord(2), full.WithMIXWord(1, 0).MIXWord(2));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    public void There_are_no_other_words(int word)
    {
        Assert.Throws<ArgumentOutOfRangeException>("word", () => default(WideEntry).MIXWord(word));
        Assert.Throws<ArgumentOutOfRangeException>("word", () => default(WideEntry).WithMIXWord(word, 0));
    }

    [Fact]
    public void The_last_word_takes_no_more_than_its_bits() =>
        Assert.Throws<ArgumentOutOfRangeException>("MIX", () => default(WideEntry).WithMIXWord(2, 0x4000));

    [Fact]
    public void ToString_shows_one_number() =>
        Assert.EndsWith(
            "{ MIX = 0x1_0000000000000002, PIR = 0x3_0000000000000000_0000000000000000 }",
            default(WideEntry).WithPIRWord(2, 3).WithMIXWord(1, 1).WithMIXWord(0, 2).ToString(),
            StringComparison.Ordinal);

    [Fact]
    public void A_gate_reserves_all_of_it()
    {
        var entry = default(WideEntry).WithMIXWord(2, 1);

        Assert.True(entry.HasAny(WideEntry.ReservedBits(new DemoCapabilities())));
        Assert.False(entry.HasAny(WideEntry.ReservedBits(new DemoCapabilities { CAPS = new Caps { EXT = true } })));
    }

    [Fact]
    public void Descriptors_have_them_beside_their_type()
    {
        var descriptor = new StoreDescriptor().WithDATAWord(0, 0xF123456789ABCDEF).WithDATAWord(3, 0xA);
        var bytes = new byte[StoreDescriptor.SizeInBytes];
        descriptor.CopyTo(bytes);

        Assert.Equal(0x123456789ABCDEF7UL, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        Assert.Equal(0xF123456789ABCDEFUL, StoreDescriptor.Read(bytes).DATAWord(0));
        Assert.Equal(0xAUL, StoreDescriptor.Read(bytes).DATAWord(3));
    }
}
