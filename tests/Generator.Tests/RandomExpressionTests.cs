using System.Globalization;
using System.Text;
using Vtd.Codegen.Tests.Harness;

namespace Vtd.Codegen.Tests;

/// <summary>Random conditions as generated code evaluates them, held against an interpreter that is written here.</summary>
public class RandomExpressionTests
{
    private const int Conditions = 60;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Generated_conditions_mean_what_the_language_says(int seed)
    {
        var random = new Random(seed);
        var conditions = Enumerable.Range(0, Conditions).Select(_ => Condition(random, 3)).ToArray();
        var spec = new StringBuilder("spec: Random\nentries:\n");
        var probe = new StringBuilder();
        for (var i = 0; i < Conditions; i++)
        {
            spec.Append(CultureInfo.InvariantCulture, $"  e{i}:\n    size: 128\n    variant: {{ of: g{i}, when: \"{conditions[i].Text}\" }}\n")
                .Append("    fields: { A: { bits: \"7:0\" }, B: { bits: \"39:8\" }, F: { bits: 40 }, C: { bits: \"127:64\" } }\n    reserved: [\"63:41\"]\n");
            probe.Append(CultureInfo.InvariantCulture, $"Consumer.Random.G{i}Variants.Select(bytes) == Consumer.Random.G{i}Variant.E{i}, ");
        }

        var code = $"internal static class Probe {{ public static bool[] Of(byte[] bytes) => new[] {{ {probe} }}; }}";
        var of = Generated.Method<Func<byte[], bool[]>>(Generated.Compile(Generated.Texts(spec.ToString()), code), "Probe", "Of");

        for (var round = 0; round < 2000; round++)
        {
            var fields = new Fields(unchecked((byte)Some(random)), unchecked((uint)Some(random)), random.Next(2) == 0, Some(random));
            var answers = of(fields.Bytes());
            for (var i = 0; i < Conditions; i++)
            {
                if (answers[i] != (conditions[i].Value(fields) != 0))
                    Assert.Fail($"seed {seed}: {conditions[i].Text} with {fields}");
            }
        }
    }

    [Fact]
    public void A_count_that_is_rounded_up_does_not_wrap()
    {
        const string Spec = """
            spec: Round
            block: { size: 0x1000, access: [4] }
            registers:
              CAP: { offset: 0, width: 32, access: ro, reset: given, fields: { N: { bits: "31:0" } } }
              A:
                offset: 4
                count: min((CAP.N + 31) / 32, max(CAP.N % 8, 2) + 62)
                stride: 4
                width: 32
                access: rw
                reset: 0
                fields: { V: { bits: "31:0" } }
            """;
        const string Code = "internal static class Probe { public static int Of(uint n) => new Consumer.Round.RoundRegisterFile(new Consumer.Round.RoundCapabilities { CAP = new(n) }).ACount; }";
        var of = Generated.Method<Func<uint, int>>(Generated.Compile(Generated.Texts(Spec), Code), "Probe", "Of");

        Assert.Equal([1, 1, 2, 64, 65, 69], new[] { 1u, 32u, 33u, 32u * 64, uint.MaxValue - 4, uint.MaxValue }.Select(of));
    }

    /// <summary>Values near the ends of fields, where mistakes are.</summary>
    private static ulong Some(Random random) => random.Next(4) switch
    {
        0 => (ulong)random.Next(4),
        1 => ulong.MaxValue - (ulong)random.Next(4),
        _ => unchecked((ulong)random.NextInt64(long.MinValue, long.MaxValue)),
    };

    private static Node Condition(Random random, int depth)
    {
        switch (depth == 0 ? 3 : random.Next(5))
        {
            case 0:
                var (left, right) = (Condition(random, depth - 1), Condition(random, depth - 1));
                return new($"({left.Text}) and ({right.Text})", fields => left.Value(fields) & right.Value(fields));
            case 1:
                var (one, other) = (Condition(random, depth - 1), Condition(random, depth - 1));
                return new($"({one.Text}) or ({other.Text})", fields => one.Value(fields) | other.Value(fields));
            case 2:
                var inner = Condition(random, depth - 1);
                return new($"not ({inner.Text})", fields => 1 - inner.Value(fields));
            default:
                var (first, second) = (Number(random, depth), Number(random, depth));
                return random.Next(6) switch
                {
                    0 => new($"{first.Text} == {second.Text} + 1", fields => unchecked(first.Value(fields) == second.Value(fields) + 1) ? 1UL : 0),
                    1 => new($"{first.Text} != {second.Text} + 1", fields => unchecked(first.Value(fields) != second.Value(fields) + 1) ? 1UL : 0),
                    2 => new($"{first.Text} < {second.Text} + 1", fields => unchecked(first.Value(fields) < second.Value(fields) + 1) ? 1UL : 0),
                    3 => new($"{first.Text} <= {second.Text} + 1", fields => unchecked(first.Value(fields) <= second.Value(fields) + 1) ? 1UL : 0),
                    4 => new($"A + {first.Text} > {second.Text}", fields => unchecked(fields.A + first.Value(fields) > second.Value(fields)) ? 1UL : 0),
                    _ => new($"A + {first.Text} >= {second.Text}", fields => unchecked(fields.A + first.Value(fields) >= second.Value(fields)) ? 1UL : 0),
                };
        }
    }

    private static Node Number(Random random, int depth)
    {
        if (depth == 0 || random.Next(5) == 0)
        {
            var literal = (ulong)random.Next(1, 300);
            return random.Next(6) switch
            {
                0 => new("A", static fields => fields.A),
                1 => new("B", static fields => fields.B),
                2 => new("C", static fields => fields.C),
                3 => new("F", static fields => fields.F ? 1UL : 0),
                4 => new("C[63]", static fields => fields.C >> 63),
                _ => new(literal.ToString(CultureInfo.InvariantCulture), _ => literal),
            };
        }

        var (left, right) = (Number(random, depth - 1), Number(random, depth - 1));
        return random.Next(9) switch
        {
            0 => new($"({left.Text} + {right.Text})", fields => unchecked(left.Value(fields) + right.Value(fields))),
            1 => new($"({left.Text} - {right.Text})", fields => unchecked(left.Value(fields) - right.Value(fields))),
            2 => new($"({left.Text} * {right.Text})", fields => unchecked(left.Value(fields) * right.Value(fields))),
            3 => new($"({left.Text} << {right.Text})", fields => left.Value(fields) << (int)(right.Value(fields) % 64)),
            4 => new($"({left.Text} >> {right.Text})", fields => left.Value(fields) >> (int)(right.Value(fields) % 64)),
            5 => new($"({left.Text} / (B + 1))", fields => left.Value(fields) / (fields.B + 1UL)),
            6 => new($"({left.Text} % max(F, 7))", fields => left.Value(fields) % 7),
            7 => new($"min({left.Text}, {right.Text})", fields => Math.Min(left.Value(fields), right.Value(fields))),
            _ => new($"max({left.Text}, {right.Text})", fields => Math.Max(left.Value(fields), right.Value(fields))),
        };
    }

    private sealed record Node(string Text, Func<Fields, ulong> Value);

    private sealed record Fields(byte A, uint B, bool F, ulong C)
    {
        public byte[] Bytes() => [.. BitConverter.GetBytes(A | (ulong)B << 8 | (F ? 1UL << 40 : 0)), .. BitConverter.GetBytes(C)];
    }
}
