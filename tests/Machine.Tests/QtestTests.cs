using CsCheck;
using Vtd.Architecture;

namespace Vtd.Machine.Tests;

public sealed class QtestTests
{
    private static readonly string[] s_names =
        ["readb", "readq", "writel", "writeq", "read", "write", "b64read", "b64write", "inl", "outl", "outb", "clock_step", "clock_set", "irq_intercept_in"];

    private static readonly string[] s_places =
    [
        "0xfed90018", "0xfed90088", "0xe0000098", "0xe0000080", "0xcf8", "0xcfc", "0xcff", "0x80001804", "0x80001810", "0x80001841", "0xe0000000",
    ];

    private static QtestClient New() => new("-M q35 -m 64 -accel qtest -device intel-iommu -device edu,addr=3");

    [Fact]
    public void MemoryIsReadAsItWasWrittenHoweverThatIsSaid()
    {
        var client = New();
        client.Do("write 0x1ffe 4 0x11223344");
        Assert.Equal("OK 0x11223344", client.Ask("read 0x1ffe 4"));
        Assert.Equal("OK 0x0000000044332211", client.Ask("readl 0x1ffe"));
        Assert.Equal("OK 0x0000000000000022", client.Ask("readb 8191"));
        Assert.Equal("OK ESIzRA==", client.Ask("b64read 017776 4"));
        client.Do("b64write 0x3000 3 AQID");
        client.Do("memset 0x3003 2 0xff");
        Assert.Equal("OK 0x010203ffff", client.Ask("read 0x3000 5"));
        client.Do("writew 0x3000 -1");
        Assert.Equal("OK 0xffff03ffff", client.Ask("read 0x3000 5"));
    }

    [Fact]
    public void RegistersAreAccessedInAlignedPieces()
    {
        var client = New();
        Assert.Equal(client.Number("readq 0xfed90008") << 32, client.Number("readq 0xfed90004"));
        Assert.Equal(0UL, client.Number("readw 0xfed90008"));
        Assert.Equal(client.Number("readq 0xfed90008") & 0xFFFF_FFFF, client.Number("readl 0xfed90008"));
        client.Do("write 0xfed90020 8 0x0000100000000000");
        Assert.Equal(0x10_0000UL, client.Number("readq 0xfed90020"));
    }

    [Fact]
    public void WhereNothingIs0IsReadAndWritesAreLost()
    {
        var client = New();
        Assert.All<string>(["0xd0000000", "0xc0000", "0x4000000", "0xfffffffffffffff8", "0xfed91000"], address =>
        {
            client.Do($"writeq {address} 5");
            Assert.Equal(0UL, client.Number($"readq {address}"));
        });
        client.Do("memset 0x3fffff8 16 0x11");
        Assert.Equal("OK 0x11111111111111110000000000000000", client.Ask("read 0x3fffff8 16"));
    }

    [Fact]
    public void MoreMemoryThanFitsBelowGoesAbove4GByte()
    {
        var client = new QtestClient("-M q35 -m 3G -accel qtest");
        client.Do("writeq 0x7ffffff8 1");
        client.Do("writeq 0x80000000 2");
        client.Do("writeq 0x13ffffff8 3");
        client.Do("writeq 0x140000000 4");
        Assert.Equal(
            (1UL, 0UL, 3UL, 0UL),
            (client.Number("readq 0x7ffffff8"), client.Number("readq 0x80000000"), client.Number("readq 0x13ffffff8"), client.Number("readq 0x140000000")));
    }

    [Theory]
    [InlineData("", "FAIL No command")]
    [InlineData("foo 1", "FAIL Unknown command 'foo'")]
    [InlineData("readl", "FAIL readl: an operand is missing or is no number")]
    [InlineData("readl 0xg", "FAIL readl: an operand is missing or is no number")]
    [InlineData("readl 0x10000000000000000", "FAIL readl: an operand is missing or is no number")]
    [InlineData("writel 08 1", "FAIL writel: an operand is missing or is no number")]
    [InlineData("read 0 0x1000000000000000", "FAIL read: too many bytes")]
    [InlineData("memset 0 0x1000000000000000 0", "FAIL memset: too many bytes")]
    [InlineData("write 0 4 0x1122", "FAIL write: the data is not 4 bytes")]
    [InlineData("write 0 1 0xzz", "FAIL write: the data is not 1 bytes")]
    [InlineData("b64write 0 4 AQID", "FAIL b64write: the data is not 4 bytes")]
    [InlineData("b64write 0 3 !!!!", "FAIL b64write: the data is not 3 bytes")]
    [InlineData("clock_step 9223372036854775808", "FAIL clock_step: an operand is missing or is no number")]
    public void WhatMakesNoSenseFails(string line, string reply) => Assert.Equal(reply, New().Ask(line));

    [Fact]
    public void WhatIsNoCommandIsShownInPart() =>
        Assert.Equal($"FAIL Unknown command '{new string('x', 64)}'", New().Ask(new string('x', 100_000)));

    [Theory]
    [InlineData("memset 0x1000 0x3000 0x55", 0x1000, 0x3000)]
    [InlineData("memset 0x1ff8 0x10 0x55", 0x1ff8, 0x10)]
    [InlineData("write 0x1ffe 4 0x55555555", 0x1ffe, 4)]
    [InlineData("b64write 0x1ffe 6 VVVVVVVV", 0x1ffe, 6)]
    public void ALongWriteIsDoneInStepsOfAPage(string line, int start, int length)
    {
        var client = New();
        var written = start;
        foreach (var reply in client.Begin(line))
        {
            written = Math.Min((written | 0xFFF) + 1, start + length);
            Assert.Equal(0x55UL, client.Number($"readb {written - 1}"));
            Assert.Equal(0UL, client.Number($"readb {written}"));
            Assert.Equal(written == start + length, reply is not null);
        }

        Assert.Equal(start + length, written);
    }

    [Theory]
    [InlineData("read 0x100ff1 0x100003")]
    [InlineData("b64read 0x100ff1 0x100003")]
    public void ALongReadIsDoneInStepsAndSentInPieces(string line)
    {
        var client = New();
        var bytes = new byte[0x100003];
        new Random(1).NextBytes(bytes);
        client.Machine.Bus.Write(0x100ff1, bytes);

        var steps = client.Begin(line).ToList();
        Assert.Equal(0x101, steps.Count);
        Assert.All(steps.SkipLast(1), Assert.Null);
        Assert.All(steps[^1]!.Pieces(), piece => Assert.InRange(piece.Length, 1, 100_000));
        Assert.Equal(
            line[0] == 'r' ? $"OK 0x{Convert.ToHexStringLower(bytes)}" : $"OK {Convert.ToBase64String(bytes)}",
            steps[^1]!.ToString());
    }

    [Fact]
    public void ALongQueueIsDoneInStepsAndTheReplyComesAtItsEnd()
    {
        const int Queue = 0x10_0000;
        const int Waits = 32_767;
        var client = New();
        var descriptors = new byte[Waits * WaitDescriptor.SizeInBytes];
        for (var index = 0; index < Waits; index++)
            new WaitDescriptor { SW = true, STADDR = 0x8000, STDATA = (uint)index + 1 }.CopyTo(descriptors.AsSpan(index * WaitDescriptor.SizeInBytes));
        client.Machine.Bus.Write(Queue, descriptors);
        client.Do($"writeq 0xfed90090 0x{(new Iqa(0) with { IQA = Queue, QS = 7 }).Value:x}");
        client.Do($"writel 0xfed90018 0x{(new Gcmd(0) with { QIE = true }).Value:x}");
        var seen = new List<ulong>();

        foreach (var reply in client.Begin($"writeq 0xfed90088 0x{descriptors.Length:x}"))
        {
            seen.Add(client.Machine.Unit!.ReadRegister(Iqh.Offset, 8) / WaitDescriptor.SizeInBytes);
            Assert.True(reply is null || seen[^1] == Waits);
        }

        Assert.Equal(seen.Order(), seen);
        Assert.InRange(seen.Count, 3, 10);
        Assert.Equal((ulong)Waits, client.Number("readl 0x8000"));
    }

    [Fact]
    public void TimeIsWhatTheClientSays()
    {
        var client = New();
        Assert.Equal("OK 5", client.Ask("clock_step 5"));
        Assert.Equal("OK 9223372036854775807", client.Ask("clock_set 9223372036854775807"));
        Assert.Equal("OK 9223372036854775807", client.Ask("clock_step"));
        Assert.Equal("OK little", client.Ask("endianness"));
    }

    [Fact]
    public void AnyLineHasAReply()
    {
        var word = Gen.OneOf(
            Gen.Int[0, s_names.Length - 1].Select(index => s_names[index]),
            Gen.Int[0, s_places.Length - 1].Select(index => s_places[index]),
            Gen.ULong.Select(number => $"0x{number:x}"),
            Gen.UInt.Select(number => $"0x{number:x}"),
            Gen.Byte.Select(number => $"{number}"),
            Gen.String);
        Gen.Select(word.Array[0, 6], words => string.Join(' ', words)).Array[1, 60].Sample(lines =>
        {
            var client = New();
            client.Enable(0x18);
            foreach (var line in lines)
                Assert.Matches("^(OK|FAIL)", client.Ask(line));
            client.Machine.Reset();
        }, iter: 300);
    }
}
