using System.Globalization;
using System.Text;
using Vtd.Codegen.Tests.Harness;

namespace Vtd.Codegen.Tests;

/// <summary>Checks of random entries and descriptors, in which fields share bits and depend on each other, for every value of 16 bits, held against an
/// interpreter that is written here.</summary>
public class RandomCheckTests
{
    private const int Count = 12;

    public static TheoryData<int> Seeds => [.. Effort.Seeds(3)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Every_value_gets_the_first_fault_and_dispatchers_agree(int seed)
    {
        var random = new Random(seed);
        var layouts = Enumerable.Range(0, Count).Select(_ => new Layout(random)).ToArray();
        var spec = new StringBuilder("""
            spec: Random
            queue: Ring
            block: { size: 16, access: [8] }
            registers:
              CAP: { offset: 0, width: 64, access: ro, reset: given, fields: { YES: { bits: 0 } }, reserved: ["63:1"] }
            queues: { Ring: { sizes: [24], type: "23:20" } }
            entries:

            """);
        for (var i = 0; i < Count; i++)
            spec.Append(CultureInfo.InvariantCulture, $"  e{i}:\n    size: 16\n{layouts[i].Text(16)}");
        spec.Append("descriptors:\n");
        for (var i = 0; i < Count; i++)
            spec.Append(CultureInfo.InvariantCulture, $"  d{i}:\n    type: {i}\n{layouts[i].Text(20)}");

        var checks = string.Join("\n", Enumerable.Range(0, Count).Select(static i => $"case {i}: return new E{i}((ulong)value).Check(capabilities).ToString();"));
        var handlers = string.Join("\n", Enumerable.Range(0, Count).Select(static i => $"public int Handle(in D{i}Descriptor descriptor) => 0;"));
        var code = $$"""
            using Consumer.Random;
            internal sealed class Probe : IRingHandler<int>
            {
                {{handlers}}
                private static readonly RingDispatcher s_no = new(default(RandomCapabilities));
                private static readonly RingDispatcher s_yes = new(new RandomCapabilities { CAP = new(1) });
                public static string Check(int entry, int value, bool yes)
                {
                    var capabilities = new RandomCapabilities { CAP = new(yes ? 1UL : 0) };
                    switch (entry) { {{checks}} default: return ""; }
                }
                public static string Dispatch(int entry, int value, bool yes) =>
                    (yes ? s_yes : s_no).Dispatch(new byte[] { (byte)(value & 0xFF), (byte)(value >> 8), (byte)(entry << 4) }, new Probe(), out int _).ToString();
            }
            """;
        var compilation = Generated.Compile(Generated.Texts(spec.ToString()), code);
        Assert.True(Generated.Complaints(compilation).IsEmpty, string.Join("\n", Generated.Complaints(compilation).Take(3)));
        var check = Generated.Method<Func<int, int, bool, string>>(compilation, "Probe", "Check");
        var dispatch = Generated.Method<Func<int, int, bool, string>>(compilation, "Probe", "Dispatch");

        for (var entry = 0; entry < Count; entry++)
        {
            for (var value = 0; value < 0x10000; value += value < 0x1000 ? 1 : 7)
            {
                foreach (var yes in new[] { false, true })
                {
                    var expected = layouts[entry].Fault(value, yes);
                    if (check(entry, value, yes) != expected || dispatch(entry, value, yes) != (expected == "None" ? "Handled" : expected))
                        Assert.Fail($"seed {seed}, entry {entry}, value 0x{value:X}, capability {yes}: {check(entry, value, yes)}, {dispatch(entry, value, yes)}, not {expected}\n{layouts[entry].Text(16)}");
                }
            }
        }
    }

    /// <summary>A layout of 16 bits: S in bits 1:0 and F in bit 2 always exist.</summary>
    private sealed class Layout
    {
        private readonly List<Field> _fields = [new("S", 1, 0, null, [(0, 3)]), new("F", 2, 2, null, [(0, 1)])];
        private readonly List<Condition> _require = [];
        private readonly List<(int Msb, int Lsb)> _reserved = [];

        public Layout(Random random)
        {
            for (var lsb = 3; lsb < 16;)
            {
                var msb = Math.Min(15, lsb + random.Next(1, 5));
                switch (random.Next(5))
                {
                    case 0:
                        _reserved.Add((msb, lsb));
                        break;
                    case 1:
                        Add(random, msb, lsb, null);
                        break;
                    case 2:
                        Add(random, msb, lsb, new("CAP.YES", static (_, yes) => yes));
                        break;
                    case 3:
                        Add(random, msb, lsb, new("F", static (value, _) => (value & 4) != 0));
                        Add(random, (msb + lsb) / 2, lsb, new("not F and CAP.YES", static (value, yes) => (value & 4) == 0 && yes));
                        if ((msb + lsb) / 2 < msb && random.Next(2) == 0)
                            Add(random, msb, (msb + lsb) / 2 + 1, new("F == 0", static (value, _) => (value & 4) == 0));
                        break;
                    default:
                        foreach (var selector in Enumerable.Range(0, 4).Where(_ => random.Next(2) == 0).DefaultIfEmpty(3))
                            Add(random, msb, lsb, new($"S == {selector}", (value, _) => (value & 3) == selector));
                        break;
                }

                lsb = msb + 1;
            }

            if (random.Next(2) == 0)
                _require.Add(new("S != 3 or F", static (value, _) => (value & 3) != 3 || (value & 4) != 0));
            if (random.Next(2) == 0 || _fields.TrueForAll(static field => field.When is null))
                _require.Add(new("CAP.YES or S < 2", static (value, yes) => yes || (value & 3) < 2));
        }

        public string Text(int width)
        {
            var text = new StringBuilder("    fields:\n");
            foreach (var field in _fields)
            {
                text.Append(CultureInfo.InvariantCulture, $"      {field.Name}: {{ bits: \"{field.Msb}:{field.Lsb}\"");
                if (field.When is { } when)
                    text.Append(CultureInfo.InvariantCulture, $", when: {when.Text}");
                text.Append(CultureInfo.InvariantCulture, $", legal: [{string.Join(", ", field.Legal.Select(static range => $"{range.First}..{range.Last}"))}] }}\n");
            }

            var reserved = _reserved.Select(static range => $"\"{range.Msb}:{range.Lsb}\"").Concat(width > 16 ? [$"\"{width - 1}:16\""] : []).ToList();
            if (reserved.Count > 0)
                text.Append(CultureInfo.InvariantCulture, $"    reserved: [{string.Join(", ", reserved)}]\n");
            if (_require.Count > 0)
                text.Append(CultureInfo.InvariantCulture, $"    require: [{string.Join(", ", _require.Select(static one => one.Text))}]\n");
            return text.ToString();
        }

        public string Fault(int value, bool yes)
        {
            for (var bit = 0; bit < 16; bit++)
            {
                if ((value >> bit & 1) != 0 && !_fields.Exists(field => field.Lsb <= bit && bit <= field.Msb && field.When?.Holds(value, yes) != false))
                    return "ReservedBits";
            }

            foreach (var field in _fields.Where(field => field.When?.Holds(value, yes) != false))
            {
                var bits = value >> field.Lsb & ((1 << (field.Msb - field.Lsb + 1)) - 1);
                if (!field.Legal.Exists(range => range.First <= bits && bits <= range.Last))
                    return "IllegalValue";
            }

            return _require.TrueForAll(one => one.Holds(value, yes)) ? "None" : "RequirementNotMet";
        }

        private void Add(Random random, int msb, int lsb, Condition? when)
        {
            var most = (1 << (msb - lsb + 1)) - 1;
            var first = random.Next(most + 1);
            List<(int, int)> legal = random.Next(2) == 0 ? [(0, most)] : [(0, 0), (first, random.Next(first, most + 1))];
            _fields.Add(new($"A{_fields.Count}", msb, lsb, when, legal));
        }
    }

    private sealed record Field(string Name, int Msb, int Lsb, Condition? When, List<(int First, int Last)> Legal);

    private sealed record Condition(string Text, Func<int, bool, bool> Holds);
}
