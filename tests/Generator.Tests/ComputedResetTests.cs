using System.Globalization;
using System.Numerics;
using System.Text;
using Vtd.Codegen.Tests.Harness;

namespace Vtd.Codegen.Tests;

/// <summary>Values after reset that are computed from capabilities.</summary>
public class ComputedResetTests
{
    private const int Registers = 40;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Random_values_after_reset_are_those_of_the_language(int seed)
    {
        var random = new Random(seed);
        var registers = Enumerable.Range(0, Registers).Select(at => new Register(random, at)).ToArray();
        var spec = new StringBuilder("spec: Random\nblock: { size: 0x1000, access: [4, 8] }\nregisters:\n")
            .Append("  CAP: { offset: 0, width: 64, access: ro, reset: given, fields: { A: { bits: \"63:32\" }, B: { bits: \"31:16\" }, C: { bits: \"15:1\" }, F: { bits: 0 } } }\n");
        foreach (var register in registers)
            spec.Append(register.Text);
        const string Code = """
            internal static class Probe
            {
                public static ulong[] Of(ulong capability)
                {
                    var file = new Consumer.Random.RandomRegisterFile(new Consumer.Random.RandomCapabilities { CAP = new(capability) });
                    var before = Values(file);
                    for (var at = 8; at < 0x1000; at += 8)
                        file.Write(at, 8, ~0UL);
                    file.Reset(keepSticky: false);
                    var after = Values(file);
                    for (var at = 0; at < before.Length; at++)
                        before[at] = before[at] == after[at] ? before[at] : throw new System.InvalidOperationException();
                    return before;
                }

                private static ulong[] Values(Consumer.Random.RandomRegisterFile file)
                {
                    var values = new ulong[0x200];
                    for (var at = 8; at < 0x1000; at += 8)
                        file.Peek(at, 8, out values[at / 8]);
                    return values;
                }
            }
            """;
        var of = Generated.Method<Func<ulong, ulong[]>>(Generated.Compile(Generated.Texts(spec.ToString()), Code), "Probe", "Of");

        for (var round = 0; round < 200; round++)
        {
            var capability = round < 2 ? unchecked((ulong)-round) : unchecked((ulong)random.NextInt64(long.MinValue, long.MaxValue));
            var values = of(capability);
            foreach (var register in registers)
            {
                for (var element = 0; element < register.Elements; element++)
                {
                    var at = register.Offset / 8 + 2 * element;
                    if (register.Value(capability, element) != ((BigInteger)values[at + 1] << 64 | values[at]))
                        Assert.Fail($"seed {seed}, element {element} with 0x{capability:X}:\n{register.Text}");
                }
            }
        }
    }

    [Fact]
    public void Fields_that_a_capability_takes_away_are_zero_after_reset()
    {
        const string Spec = """
            spec: Gate
            block: { size: 0x10, access: [4] }
            registers:
              CAP: { offset: 0, width: 32, access: ro, reset: given, fields: { HAS: { bits: 31 }, N: { bits: "30:0" } } }
              A: { offset: 4, width: 32, access: rw, reset: CAP.N, fields: { HIGH: { bits: "31:16", when: CAP.HAS }, LOW: { bits: "15:0" } } }
            """;
        const string Code = "internal static class Probe { public static uint Of(uint cap) => new Consumer.Gate.GateRegisterFile(new Consumer.Gate.GateCapabilities { CAP = new(cap) }).A.Value; }";
        var of = Generated.Method<Func<uint, uint>>(Generated.Compile(Generated.Texts(Spec), Code), "Probe", "Of");

        Assert.Equal([0x12345678u, 0x5678u], new[] { 0x92345678u, 0x12345678u }.Select(of));
    }

    /// <summary>A register or an array of 128 bits, whose value after reset is computed as a whole or of some fields, and the same by hand.</summary>
    private sealed class Register
    {
        private readonly Number? _whole;
        private readonly List<(int[] Bits, Number? Own)> _fields = [];

        public Register(Random random, int at)
        {
            Elements = random.Next(3) == 0 ? 3 : 1;
            Offset = 0x10 + 0x40 * at;
            var isWhole = random.Next(2) == 0;
            _whole = isWhole ? Any(random, 64, Elements > 1) : null;
            var fields = new StringBuilder();
            foreach (var bits in Split(random))
            {
                Number? own = random.Next(3) == 0 ? Any(random, bits.Length, Elements > 1) : null;
                fields.Append(CultureInfo.InvariantCulture, $"      F{_fields.Count}: {{ bits: [{string.Join(", ", RangesOf(bits))}]{(own is null ? "" : $", reset: \"{own.Text}\"")} }}\n");
                _fields.Add((bits, own));
            }

            Text = string.Create(CultureInfo.InvariantCulture, $"  R{at}:\n    offset: {Offset}\n    width: 128\n    access: rw\n    reset: {_whole?.Text ?? "0"}\n")
                + (Elements > 1 ? $"    count: {Elements}\n    stride: 16\n" : "") + "    fields:\n" + fields;
        }

        public int Offset { get; }

        public int Elements { get; }

        public string Text { get; }

        public BigInteger Value(ulong capability, int element)
        {
            var value = (BigInteger)(_whole?.Value(capability, element) ?? 0);
            foreach (var (bits, own) in _fields)
            {
                for (var at = 0; own is not null && at < bits.Length; at++)
                {
                    var mask = BigInteger.One << bits[at];
                    value = (own.Value(capability, element) >> at & 1) != 0 ? value | mask : (value | mask) - mask;
                }
            }

            return value;
        }

        /// <summary>The bits of fields of up to 64 bits, the lowest of the value first; some lie in two pieces.</summary>
        private static IEnumerable<int[]> Split(Random random)
        {
            var pieces = new List<int[]>();
            for (var lsb = 0; lsb < 128;)
            {
                var width = Math.Min(random.Next(1, 33), 128 - lsb);
                pieces.Add([.. Enumerable.Range(lsb, width)]);
                lsb += width;
            }

            for (var at = 0; at < pieces.Count; at++)
            {
                if (at + 2 < pieces.Count && random.Next(3) == 0)
                {
                    yield return [.. pieces[at + 2], .. pieces[at]];
                    pieces.RemoveAt(at + 2);
                }
                else
                {
                    yield return pieces[at];
                }
            }
        }

        private static IEnumerable<string> RangesOf(int[] bits)
        {
            var ranges = new List<string>();
            for (var at = 0; at < bits.Length;)
            {
                var end = at;
                while (end + 1 < bits.Length && bits[end + 1] == bits[end] + 1)
                    end++;
                ranges.Insert(0, $"\"{bits[end]}:{bits[at]}\"");
                at = end + 1;
            }

            return ranges;
        }

        /// <summary>A number that fits so many bits.</summary>
        private static Number Any(Random random, int width, bool isArray)
        {
            var (first, second) = (Term(random, isArray), Term(random, isArray));
            var sum = random.Next(5) switch
            {
                0 => new Number($"({first.Text} + {second.Text})", (cap, index) => first.Value(cap, index) + second.Value(cap, index)),
                1 => new Number($"max({first.Text}, {second.Text})", (cap, index) => Math.Max(first.Value(cap, index), second.Value(cap, index))),
                2 => new Number($"({first.Text} << 3)", (cap, index) => first.Value(cap, index) << 3),
                3 => new Number($"({first.Text} * 5 / 2)", (cap, index) => first.Value(cap, index) * 5 / 2),
                _ => first,
            };
            if (width >= 40)
                return sum;
            return random.Next(2) == 0
                ? new($"{sum.Text} % {1UL << width}", (cap, index) => sum.Value(cap, index) % (1UL << width))
                : new($"min({sum.Text}, {(1UL << width) - 1})", (cap, index) => Math.Min(sum.Value(cap, index), (1UL << width) - 1));
        }

        private static Number Term(Random random, bool isArray) => random.Next(isArray ? 6 : 5) switch
        {
            0 => new("CAP.A", static (cap, _) => cap >> 32),
            1 => new("CAP.B", static (cap, _) => cap >> 16 & 0xFFFF),
            2 => new("CAP.C", static (cap, _) => cap >> 1 & 0x7FFF),
            3 => new("CAP.F", static (cap, _) => cap & 1),
            4 => new("CAP.B[7]", static (cap, _) => cap >> 23 & 1),
            _ => new("index", static (_, index) => (ulong)index),
        };

        private sealed record Number(string Text, Func<ulong, int, ulong> Value);
    }
}
