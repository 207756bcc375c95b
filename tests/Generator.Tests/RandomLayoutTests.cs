using System.Globalization;
using System.Numerics;
using System.Text;
using Vtd.Codegen.Tests.Harness;

namespace Vtd.Codegen.Tests;

/// <summary>Entries of random sizes and fields, held against bits that are taken out of the bytes one by one.</summary>
public class RandomLayoutTests
{
    private static readonly int[] s_sizes = [8, 16, 24, 32, 40, 48, 56, 72, 96, 104, 184, 1024, 4096];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Every_size_reads_and_writes_its_own_bytes_only(int seed)
    {
        var random = new Random(seed);
        var layouts = s_sizes.Select(size => Layout(random, size)).ToArray();
        var spec = new StringBuilder("spec: Sizes\nentries:\n");
        var cases = new StringBuilder();
        foreach (var (size, fields) in s_sizes.Zip(layouts))
        {
            spec.Append(CultureInfo.InvariantCulture, $"  e{size}:\n    size: {size}\n    fields:\n");
            foreach (var (name, bits) in fields)
                spec.Append(CultureInfo.InvariantCulture, $"      {name}: {{ bits: [{string.Join(", ", bits.Select(static range => $"\"{range.Msb}:{range.Lsb}\""))}] }}\n");
            var texts = string.Join(", ", fields.Select(static field => $"(ulong)System.Convert.ToUInt64(entry.{field.Name})"));
            var copies = string.Join(", ", fields.Select(static field => $"{field.Name} = entry.{field.Name}"));
            cases.Append(CultureInfo.InvariantCulture, $$"""
                case {{size}}:
                {
                    var entry = Consumer.Sizes.E{{size}}.Read(bytes);
                    (new Consumer.Sizes.E{{size}}() with { {{copies}} }).CopyTo(copy);
                    if (!entry.Equals(Consumer.Sizes.E{{size}}.Read(copy)) || entry.GetHashCode() != Consumer.Sizes.E{{size}}.Read(copy).GetHashCode())
                        throw new System.InvalidOperationException(entry.ToString());
                    return new ulong[] { {{texts}} };
                }

                """);
        }

        var code = $"internal static class Probe {{ public static ulong[] Of(int size, byte[] bytes, byte[] copy) {{ switch (size) {{ {cases} default: throw new System.InvalidOperationException(); }} }} }}";
        var of = Generated.Method<Func<int, byte[], byte[], ulong[]>>(Generated.Compile(Generated.Texts(spec.ToString()), code), "Probe", "Of");

        for (var round = 0; round < 100; round++)
        {
            foreach (var (size, fields) in s_sizes.Zip(layouts))
            {
                var bytes = new byte[size / 8];
                random.NextBytes(bytes);
                var copy = new byte[(size / 8) + 1];
                copy[^1] = 0xA5;

                var values = of(size, bytes, copy);

                Assert.Equal(fields.Select(field => Value(bytes, field.Bits)), values);
                Assert.Equal([.. bytes, 0xA5], copy);
            }
        }
    }

    [Fact]
    public void Text_has_the_digits_of_the_size_and_no_bits_beyond_it_are_kept()
    {
        const string Spec = """
            spec: Text
            entries:
              small: { size: 24, fields: { A: { bits: "23:16" } }, ignored: ["15:0"] }
              odd: { size: 96, fields: { A: { bits: "95:88" } }, ignored: ["87:0"] }
            """;
        const string Code = """
            internal static class Probe
            {
                public static string Of() => $"{new Consumer.Text.Small(0xFF123456)} {new Consumer.Text.Odd(1, 0xFFFFFFFF_12345678)} {new Consumer.Text.Small(1UL << 24) == default}";
            }
            """;
        Assert.Equal(
            "Small 0x123456 { A = 0x12 } Odd 0x12345678_0000000000000001 { A = 0x12 } True",
            Generated.Method<Func<string>>(Generated.Compile(Generated.Texts(Spec), Code), "Probe", "Of")());
    }

    [Fact]
    public void Spans_that_are_a_byte_too_short_are_refused_and_small_descriptors_are_told_apart()
    {
        const string Spec = """
            spec: Small
            queue: Ring
            queues: { Ring: { sizes: [24, 40], type: "23:20" } }
            descriptors:
              go: { type: 3, fields: { N: { bits: "19:0" } } }
            """;
        const string Code = """
            using Consumer.Small;
            internal sealed class Probe : IRingHandler<uint>
            {
                public uint Handle(in GoDescriptor descriptor) => descriptor.N;
                public static string Of(byte[] bytes) => $"{new RingDispatcher().Dispatch(bytes, new Probe(), out uint n)} {n:X} {RingDispatcher.TypeOf(bytes)}";
            }
            """;
        var of = Generated.Method<Func<byte[], string>>(Generated.Compile(Generated.Texts(Spec), Code), "Probe", "Of");

        Assert.Equal("Handled 54321 3", of([0x21, 0x43, 0x35]));
        Assert.Equal("Handled 54321 3", of([0x21, 0x43, 0x35, 0, 0]));
        Assert.Equal("ReservedBits 0 3", of([0x21, 0x43, 0x35, 0, 1]));
        Assert.Equal("UnknownType 0 4", of([0x21, 0x43, 0x45]));
        Assert.Equal("UnsupportedSize 0 3", of([0x21, 0x43, 0x35, 0]));
        Assert.Throws<IndexOutOfRangeException>(() => of([0x21, 0x43]));
    }

    /// <summary>Fields of 1 to 64 bits over all bits of an entry; some are in two pieces.</summary>
    private static List<(string Name, (int Msb, int Lsb)[] Bits)> Layout(Random random, int size)
    {
        var pieces = new List<(int Msb, int Lsb)>();
        for (var lsb = 0; lsb < size;)
        {
            var width = Math.Min(random.Next(1, 33), size - lsb);
            pieces.Add((lsb + width - 1, lsb));
            lsb += width;
        }

        var rest = new Queue<(int, int)>(pieces.OrderBy(_ => random.Next()));
        var fields = new List<(string, (int, int)[])>();
        while (rest.Count > 0)
            fields.Add(($"F{fields.Count}", rest.Count > 1 && random.Next(2) == 0 ? [rest.Dequeue(), rest.Dequeue()] : [rest.Dequeue()]));
        return fields;
    }

    private static ulong Value(byte[] bytes, (int Msb, int Lsb)[] bits)
    {
        var whole = new BigInteger(bytes, isUnsigned: true);
        var value = BigInteger.Zero;
        foreach (var (msb, lsb) in bits)
            value = (value << (msb - lsb + 1)) | ((whole >> lsb) & ((BigInteger.One << (msb - lsb + 1)) - 1));
        return (ulong)value;
    }
}
