using CsCheck;
using Vtd.Codegen.Tests.Harness;

namespace Vtd.Codegen.Tests;

/// <summary>Registers at one place: the one that an access reaches, against a model by hand.</summary>
public class SharedPlaceTests
{
    private const string Spec = """
        spec: Banked
        block: { size: 0x20, access: [1, 2, 4, 8] }
        registers:
          SEL:
            offset: 0
            width: 8
            access: rw
            reset: 0
            fields: { BANK: { bits: "1:0" }, UP: { bits: 2 } }
            reserved: ["7:3"]
          WHOLE: { offset: 8, width: 64, access: rw, reset: 0x0807_0605_0403_0201, when: SEL.BANK == 1, fields: { W: { bits: "63:0" } } }
          LOWER: { offset: 8, width: 32, access: rw, reset: 0x1413_1211, when: SEL.BANK == 2, on-write: any, fields: { L: { bits: "31:0" } } }
          UPPER: { offset: 12, width: 32, access: rw, reset: 0x1817_1615, when: SEL.BANK == 2 and SEL.UP, fields: { U: { bits: "31:0" } } }
          BYTES: { offset: 8, width: 8, count: 8, stride: 1, access: rw, reset: 0x33, when: SEL.BANK == 3, fields: { B: { bits: "7:0" } } }
          IN:  { offset: 0x10, width: 16, access: ro, reset: 0x4241, on-read: any, fields: { I: { bits: "15:0" } } }
          OUT: { offset: 0x10, width: 16, access: wo, reset: 0, on-write: any, fields: { O: { bits: "15:0" } } }
          CAP: { offset: 0x14, width: 8, access: ro, reset: given, fields: { NEW: { bits: 0 } }, reserved: ["7:1"] }
          OLDER: { offset: 0x18, width: 8, access: rw, reset: 0x51, when: not CAP.NEW, fields: { F: { bits: "7:0" } } }
          NEWER: { offset: 0x18, width: 8, access: rw, reset: 0x52, when: CAP.NEW, fields: { F: { bits: "7:0" } } }
        """;

    private const string Code = """
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using Consumer.Banked;
        using Consumer.Codegen;

        internal sealed class Notes : BankedRegisterHandler
        {
            public List<string> Calls { get; } = [];

            /// <inheritdoc/>
            public override void OnWrite(Lower before, Lower after) => Calls.Add($"LOWER {after.L:X}");

            /// <inheritdoc/>
            public override void OnWrite(Out before, Out after) => Calls.Add($"OUT {after.O:X}");

            /// <inheritdoc/>
            public override In OnReading(In value) { Calls.Add("IN"); return new((ushort)(value.I + 1)); }
        }

        /// <summary>The members that the test calls.</summary>
        public static class Probe
        {
            /// <summary>The members.</summary>
            public static Delegate[] All() =>
            [
                (bool isNew) => (object)new BankedRegisterFile(new BankedCapabilities { CAP = new Cap { NEW = isNew } }),
                (object file, int offset, int size, List<string> calls) =>
                {
                    var notes = new Notes();
                    var access = ((BankedRegisterFile)file).Read(offset, size, out var value, notes);
                    calls.AddRange(notes.Calls);
                    return ((int)access, value);
                },
                (object file, int offset, int size, ulong value, List<string> calls) =>
                {
                    var notes = new Notes();
                    var access = ((BankedRegisterFile)file).Write(offset, size, value, notes);
                    calls.AddRange(notes.Calls);
                    return (int)access;
                },
                (object file, int offset) => ((RegisterFile)file).Find(offset)?.Name,
                (object file) => string.Join(" ", ((RegisterFile)file).Registers.Select(static register => register.ToString())),
            ];
        }
        """;

    private static readonly Lazy<Delegate[]> s_members = new(static () =>
        Generated.Method<Func<Delegate[]>>(Generated.Compile(Generated.Texts(Spec), Code), "Probe", "All")());

    private readonly List<string> _calls = [];

    private static object New(bool isNew) => ((Func<bool, object>)s_members.Value[0])(isNew);

    private ulong Read(object file, int offset, int size)
    {
        var (access, value) = ((Func<object, int, int, List<string>, (int, ulong)>)s_members.Value[1])(file, offset, size, _calls);
        Assert.Equal(0, access);
        return value;
    }

    private void Write(object file, int offset, int size, ulong value) =>
        Assert.Equal(0, ((Func<object, int, int, ulong, List<string>, int>)s_members.Value[2])(file, offset, size, value, _calls));

    private static string? Find(object file, int offset) => ((Func<object, int, string?>)s_members.Value[3])(file, offset);

    [Fact]
    public void Banks_keep_their_values_and_only_the_selected_one_is_reached()
    {
        static int[] Bytes(ulong number) => [.. Enumerable.Range(0, 8).Select(at => (int)(number >> (8 * at) & 0xFF))];
        Gen.Select(Gen.Int[0, 7], Gen.Int[0, 7], Gen.Int[0, 3], Gen.ULong).Array[1, 100].Sample(operations =>
        {
            var file = New(isNew: true);
            var banks = new[] { Bytes(0), Bytes(0x0807060504030201), Bytes(0x1817161514131211), Bytes(0x3333333333333333) };
            foreach (var (select, place, log, value) in operations)
            {
                Write(file, 0, 1, (ulong)select);
                var (offset, size) = (place & ~((1 << log) - 1), 1 << log);
                var expected = 0UL;
                for (var at = 0; at < size; at++)
                {
                    if (!IsThere(select, offset + at))
                        continue;
                    expected |= (ulong)banks[select & 3][offset + at] << (8 * at);
                }

                Assert.Equal(expected, Read(file, 8 + offset, size));
                Write(file, 8 + offset, size, value);
                for (var at = 0; at < size; at++)
                {
                    if (IsThere(select, offset + at))
                        banks[select & 3][offset + at] = (int)(value >> (8 * at) & 0xFF);
                }
            }
        }, iter: 300);

        static bool IsThere(int select, int at) => (select & 3) switch { 0 => false, 2 => at < 4 || (select & 4) != 0, _ => true };
    }

    [Fact]
    public void Handlers_hear_of_the_register_that_is_reached()
    {
        var file = New(isNew: true);

        Write(file, 8, 4, 1);
        Write(file, 0, 1, 2);
        Write(file, 8, 8, 0x55);
        Assert.Equal(["LOWER 55"], _calls);
        Assert.Equal("LOWER", Find(file, 8));
        Assert.Equal("WHOLE", Find(file, 12));
    }

    [Fact]
    public void A_register_for_reads_and_one_for_writes_share_their_bytes()
    {
        var file = New(isNew: true);

        Write(file, 0x10, 2, 0x1234);
        Assert.Equal(0x4242UL, Read(file, 0x10, 2));
        Assert.Equal(0x43UL, Read(file, 0x10, 1));
        Assert.Equal(["OUT 1234", "IN", "IN"], _calls);
        Assert.Equal("IN", Find(file, 0x11));
    }

    [Theory]
    [InlineData(false, 0x51, "OLDER")]
    [InlineData(true, 0x52, "NEWER")]
    public void Capabilities_decide_which_alternative_there_is(bool isNew, ulong value, string name)
    {
        var file = New(isNew);

        Assert.Equal((value, name), (Read(file, 0x18, 1), Find(file, 0x18)));
        Write(file, 0x18, 1, 7);
        Assert.Equal(7UL, Read(file, 0x18, 1));
    }

    [Fact]
    public void All_registers_are_listed() =>
        Assert.Equal(
            "SEL at 0x0 LOWER at 0x8 WHOLE at 0x8 BYTES[0] at 0x8 BYTES[1] at 0x9 BYTES[2] at 0xA BYTES[3] at 0xB UPPER at 0xC BYTES[4] at 0xC BYTES[5] at 0xD "
            + "BYTES[6] at 0xE BYTES[7] at 0xF IN at 0x10 OUT at 0x10 CAP at 0x14 NEWER at 0x18 OLDER at 0x18",
            ((Func<object, string>)s_members.Value[4])(New(isNew: true)));
}
