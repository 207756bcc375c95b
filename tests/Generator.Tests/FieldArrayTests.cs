using System.Globalization;
using System.Text;
using Vtd.Codegen.Tests.Harness;

namespace Vtd.Codegen.Tests;

/// <summary>Fields whose bits are divided into elements, held against bits that are taken out one by one.</summary>
public class FieldArrayTests
{
    private sealed record Array(int Width, int Count, (int Msb, int Lsb)[] Bits);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Elements_have_their_bits_and_no_others(int seed)
    {
        var random = new Random(seed);
        var arrays = Enumerable.Range(0, 12).Select(_ => Make(random)).ToArray();
        var (spec, cases) = (new StringBuilder("spec: Arrays\nblock: { size: 0x100, access: [4, 8] }\nregisters:\n"), new StringBuilder());
        foreach (var (at, array) in arrays.Index())
        {
            var owned = array.Bits.SelectMany(static range => Enumerable.Range(range.Lsb, range.Msb - range.Lsb + 1)).ToHashSet();
            var rest = string.Join(", ", Enumerable.Range(0, array.Width).Where(bit => !owned.Contains(bit)).Select(static bit => bit.ToString(CultureInfo.InvariantCulture)));
            spec.Append(CultureInfo.InvariantCulture, $"  R{at}:\n    offset: {8 * at}\n    width: {array.Width}\n    access: rw\n    reset: 0\n    fields: {{ F: {{ bits: [{string.Join(", ", array.Bits.Select(static range => $"\"{range.Msb}:{range.Lsb}\""))}], count: {array.Count} }} }}\n");
            spec.Append(rest.Length == 0 ? "" : $"    reserved: [{rest}]\n");
            var width = owned.Count / array.Count;
            var (value, result) = width == 1 ? ("v != 0", "? 1UL : 0UL") : ($"checked(({(width <= 8 ? "byte" : width <= 16 ? "ushort" : width <= 32 ? "uint" : "ulong")})v)", "");
            var raw = array.Width == 32 ? "(uint)bits" : "bits";
            cases.Append(CultureInfo.InvariantCulture, $"case {at}: return (System.Convert.ToUInt64(new R{at}({raw}).GetF(index) {result}), new R{at}({raw}).WithF(index, {value}).Value);\n");
        }

        var code = $$"""
            using Consumer.Arrays;
            internal static class Probe
            {
                public static (ulong, ulong) Of(int number, ulong bits, int index, ulong v)
                {
                    switch (number)
                    {
                        {{cases}}
                        default: return default;
                    }
                }
            }
            """;
        var of = Generated.Method<Func<int, ulong, int, ulong, (ulong, ulong)>>(Generated.Compile(Generated.Texts(spec.ToString()), code), "Probe", "Of");
        foreach (var (at, array) in arrays.Index())
        {
            var bits = array.Bits.Reverse().SelectMany(static range => Enumerable.Range(range.Lsb, range.Msb - range.Lsb + 1)).ToArray();
            var width = bits.Length / array.Count;
            for (var round = 0; round < 20; round++)
            {
                var value = unchecked((ulong)random.NextInt64(long.MinValue, long.MaxValue)) & (array.Width == 32 ? uint.MaxValue : ulong.MaxValue);
                var (index, written) = (random.Next(array.Count), unchecked((ulong)random.NextInt64(long.MinValue, long.MaxValue)) & (ulong.MaxValue >> (64 - width)));
                var mine = bits[(index * width)..((index + 1) * width)];
                var read = mine.Select((bit, place) => ((value >> bit) & 1) << place).Aggregate(0UL, static (all, one) => all | one);
                var after = mine.Select((bit, place) => (bit, (written >> place) & 1)).Aggregate(value, static (all, one) => (all & ~(1UL << one.bit)) | (one.Item2 << one.bit));
                Assert.Equal((read, after), of(at, value, index, written));
            }

            Assert.Throws<ArgumentOutOfRangeException>(() => of(at, 0, array.Count, 0));
            Assert.Throws<ArgumentOutOfRangeException>(() => of(at, 0, -1, 0));
        }
    }

    [Fact]
    public void Elements_have_the_enum_and_values_that_do_not_fit_are_refused()
    {
        const string Spec = """
            spec: Pins
            block: { size: 4, access: [4] }
            enums: { Use: { width: 2, codes: { In: 0, Out: 1, Other: 2 }, open: true } }
            registers:
              MODE: { offset: 0, width: 32, access: rw, reset: 0xA800_0000, fields: { PIN: { bits: "31:0", count: 16, enum: Use } } }
            entries:
              line: { size: 24, fields: { N: { bits: ["23:21", "7:5"], count: 2 }, FLAG: { bits: "20:8", count: 13 } }, reserved: ["4:0"] }
            """;
        const string Code = """
            using System;
            using Consumer.Pins;
            internal static class Probe
            {
                public static string Of(int value)
                {
                    var mode = new Mode(Mode.ResetValue).WithPIN(3, (Use)value);
                    var line = new Line(0).WithN(1, 5).WithN(0, 2).WithFLAG(12, true);
                    return $"{mode.GetPIN(3)} {mode.GetPIN(15)} {mode.PIN:X} {line.GetN(1)} {line.GetN(0)} {line.GetFLAG(12)} {line.GetFLAG(11)} {line.Qword0:X}";
                }
            }
            """;
        var of = Generated.Method<Func<int, string>>(Generated.Compile(Generated.Texts(Spec), Code), "Probe", "Of");

        Assert.Equal("Out Other A8000040 5 2 True False B00040", of(1));
        Assert.Equal("3 Other A80000C0 5 2 True False B00040", of(3));
        Assert.Throws<ArgumentOutOfRangeException>(() => of(4));
    }

    private static Array Make(Random random)
    {
        var (width, element) = (random.Next(2) == 0 ? 32 : 64, random.Next(1, 9));
        var count = random.Next(2, width / element + 1);
        if (random.Next(2) == 0)
            return new Array(width, count, [(element * count - 1, 0)]);
        var (bits, ranges) = (element * count, new List<(int, int)>());
        for (var lsb = random.Next(width - bits + 1); bits > 0;)
        {
            var part = random.Next(1, bits + 1);
            var gap = width - lsb - bits;
            ranges.Insert(0, (lsb + part - 1, lsb));
            lsb += part + (gap > 0 ? random.Next(gap + 1) : 0);
            bits -= part;
        }

        return new Array(width, count, [.. ranges]);
    }
}
