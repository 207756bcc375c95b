using System.Globalization;
using System.Text;
using Vtd.Codegen.Tests.Harness;

namespace Vtd.Codegen.Tests;

/// <summary>Fields of some revisions only, for every revision that a device can have.</summary>
public class RevisionTests
{
    private const int Registers = 20;
    private const int FieldsOfOne = 8;

    private static readonly int[] s_most = [15, 7, 1];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Random_fields_exist_in_their_revisions(int seed)
    {
        var random = new Random(seed);
        var fields = Enumerable.Range(0, Registers * FieldsOfOne).Select(_ => Any(random)).ToArray();
        var spec = new StringBuilder("spec: Random\nrevision: [VER.MAJOR, VER.MINOR, VER.STEP]\nblock: { size: 0x100, access: [4] }\nregisters:\n")
            .Append("  VER: { offset: 0, width: 8, access: ro, reset: given, fields: { MAJOR: { bits: \"7:4\" }, MINOR: { bits: \"3:1\" }, STEP: { bits: 0 } } }\n");
        for (var at = 0; at < Registers; at++)
        {
            spec.Append(CultureInfo.InvariantCulture, $"  R{at}:\n    offset: {4 + 4 * at}\n    width: 32\n    access: rw\n    reset: 0\n    fields:\n");
            for (var number = 0; number < FieldsOfOne; number++)
                spec.Append(CultureInfo.InvariantCulture, $"      F{number}: {{ bits: \"{4 * number + 3}:{4 * number}\"{fields[at * FieldsOfOne + number].Text} }}\n");
        }

        const string Code = """
            internal static class Probe
            {
                public static ulong[] Of(byte revision)
                {
                    var file = new Consumer.Random.RandomRegisterFile(new Consumer.Random.RandomCapabilities { VER = new(revision) });
                    var values = new ulong[20];
                    for (var at = 0; at < values.Length; at++)
                    {
                        file.Write(4 + 4 * at, 4, 0xFFFFFFFF);
                        file.Peek(4 + 4 * at, 4, out values[at]);
                    }

                    return values;
                }
            }
            """;
        var of = Generated.Method<Func<byte, ulong[]>>(Generated.Compile(Generated.Texts(spec.ToString()), Code), "Probe", "Of");

        for (var revision = 0; revision <= byte.MaxValue; revision++)
        {
            int[] device = [revision >> 4, revision >> 1 & 7, revision & 1];
            var values = of((byte)revision);
            for (var at = 0; at < fields.Length; at++)
            {
                if (fields[at].Exists(device) != ((values[at / FieldsOfOne] >> (at % FieldsOfOne * 4) & 0xF) == 0xF))
                    Assert.Fail($"seed {seed}, {string.Join('.', device)}:{fields[at].Text}");
            }
        }
    }

    [Fact]
    public void Fields_of_different_revisions_share_bits()
    {
        const string Spec = """
            spec: Dma
            revision: [VER.MAJOR]
            block: { size: 0x10, access: [4] }
            registers:
              VER: { offset: 0, width: 32, access: ro, reset: given, fields: { MAJOR: { bits: "31:0" } } }
              CTL: { offset: 4, width: 32, reset: 0, fields: { OLD: { bits: "31:0", access: ro, until: "1" }, NEW: { bits: "31:16", access: rw, since: "2" }, MORE: { bits: "15:0", access: rw1s, since: "3" } } }
            """;
        const string Code = """
            internal static class Probe
            {
                public static uint Of(uint major)
                {
                    var file = new Consumer.Dma.DmaRegisterFile(new Consumer.Dma.DmaCapabilities { VER = new(major) });
                    file.Write(4, 4, 0x12345678);
                    return file.CTL.Value;
                }
            }
            """;
        var of = Generated.Method<Func<uint, uint>>(Generated.Compile(Generated.Texts(Spec), Code), "Probe", "Of");

        Assert.Equal([0u, 0x1234_0000u, 0x1234_5678u, 0x1234_5678u], new[] { 1u, 2u, 3u, uint.MaxValue }.Select(of));
    }

    private static (string Text, Func<int[], bool> Exists) Any(Random random)
    {
        int[]? since = random.Next(3) > 0 ? Revision(random) : null, until = random.Next(3) > 0 ? Revision(random) : null;
        if (since is not null && until is not null && Compared(since, until) > 0)
            (since, until) = (until, since);
        since = since?.All(static part => part == 0) == true ? null : since;
        until = until?.Zip(s_most, static (part, most) => part == most).All(static isMost => isMost) == true ? null : until;
        return ($"{Key("since", since)}{Key("until", until)}", device => (since is null || Compared(device, since) >= 0) && (until is null || Compared(device, until) <= 0));

        static string Key(string key, int[]? revision) => revision is null ? "" : $", {key}: \"{string.Join('.', revision)}\"";
    }

    private static int[] Revision(Random random) =>
        [.. s_most.Take(random.Next(1, 4)).Select(most => random.Next(4) switch { 0 => 0, 1 => most, _ => random.Next(most + 1) })];

    /// <summary>Compares as far as both have numbers.</summary>
    private static int Compared(int[] one, int[] other) => one.Zip(other, static (first, second) => first.CompareTo(second)).FirstOrDefault(static order => order != 0);
}
