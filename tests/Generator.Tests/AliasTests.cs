using CsCheck;
using Vtd.Codegen.Tests.Harness;

namespace Vtd.Codegen.Tests;

/// <summary>Writes at aliases of registers, against a model by hand.</summary>
public class AliasTests
{
    // Every register of the block is once more at 0x40 to toggle, and CTL has places of its own to set and clear.
    private const string Spec = """
        spec: Aliased
        block: { size: 0x80, access: [1, 2, 4], aliases: { toggle: 0x40 } }
        registers:
          CTL: { offset: 0, width: 32, access: rw, reset: 0x55, aliases: { set: 0x4, clear: 0x8 }, on-write: [HIGH], fields: { HIGH: { bits: "31:16" }, LOW: { bits: "15:0" } } }
          FLAGS:
            offset: 0xC
            width: 16
            reset: 0xFFFF
            aliases: { set: 0xE }
            fields: { W1C: { bits: "15:12", access: rw1c }, W0C: { bits: "11:8", access: rw0c }, RO: { bits: "7:4", access: ro }, RC: { bits: "3:0", access: rc } }
          ITEM: { offset: 0x10, count: 3, stride: 8, width: 16, endian: big, access: rw, reset: 0, aliases: { clear: 0x14 }, fields: { V: { bits: "15:0" } } }
        """;

    private const string Code = """
        using System;
        using System.Collections.Generic;
        using Consumer.Aliased;
        using Consumer.Codegen;

        internal sealed class Notes(List<string> calls) : AliasedRegisterHandler
        {
            public override void OnWrite(Ctl before, Ctl after) => calls.Add($"{before.Value:X8} {after.Value:X8}");
        }

        internal readonly struct CountingBus(List<string> calls) : IRegisterBus
        {
            public ulong Read(int offset, int size) => throw new InvalidOperationException();

            public void Write(int offset, int size, ulong value) => calls.Add($"{offset:X2} {size} {value:X}");
        }

        /// <summary>The members that the test calls.</summary>
        public static class Probe
        {
            /// <summary>Reads if the value is null, otherwise writes; gives what was read and the registers as they are in the end.</summary>
            public static ulong[] Run((int Offset, int Size, ulong? Value)[] accesses, List<string> calls)
            {
                var file = new AliasedRegisterFile();
                var found = new List<ulong>();
                foreach (var (offset, size, value) in accesses)
                {
                    if (value is { } data)
                    {
                        file.Write(offset, size, data, new Notes(calls));
                        continue;
                    }

                    file.Read(offset, size, out var read);
                    found.Add(read);
                }

                return [.. found, file.CTL.Value, file.FLAGS.Value, file.GetITEM(0).Value, file.GetITEM(1).Value, file.GetITEM(2).Value];
            }

            /// <summary>Writes by the driver.</summary>
            public static void Drive(List<string> calls)
            {
                var registers = new AliasedRegisters<CountingBus>(new CountingBus(calls));
                registers.CTLSet.Write(new Ctl { HIGH = 0x8001 });
                registers.CTLClear.Write(new Ctl { LOW = 2 });
                registers.CTLToggle.Write(new Ctl { LOW = 4 });
                registers.ITEMClear(2).Write(new Item { V = 0x1234 });
            }

            /// <summary>The name of the register at an offset.</summary>
            public static string Name(int offset) => new AliasedRegisterFile().Find(offset)?.ToString() ?? "";
        }
        """;

    private static readonly Lazy<Microsoft.CodeAnalysis.Compilation> s_compiled = new(static () => Generated.Compile(Generated.Texts(Spec), Code, TestOptions.WithParts(TestOptions.EveryPart)));

    private static readonly Lazy<Func<(int Offset, int Size, ulong? Value)[], List<string>, ulong[]>> s_run = new(static () =>
        Generated.Method<Func<(int, int, ulong?)[], List<string>, ulong[]>>(s_compiled.Value, "Probe", "Run"));

    [Fact]
    public void Accesses_at_aliases_reach_the_bits_of_the_register() =>
        Gen.Select(Gen.Int[0, 127], Gen.Int[0, 2], Gen.UInt, Gen.Bool).Array[1, 60].Sample(operations =>
        {
            var accesses = operations.Select(static it => (Offset: it.Item1 & ~((1 << it.Item2) - 1), Size: 1 << it.Item2, Value: it.Item4 ? it.Item3 : (ulong?)null)).ToArray();
            var model = new Model();

            Assert.Equal([.. accesses.Select(model.Access).OfType<ulong>(), .. model.Values], s_run.Value(accesses, []));
        }, iter: 2000);

    [Fact]
    public void Handlers_are_called_for_the_bits_that_are_touched()
    {
        var calls = new List<string>();

        s_run.Value([(4, 4, 0xFF00), (4, 4, 0x10000), (0x40, 4, 0x10000), (8, 4, 0)], calls);

        Assert.Equal(["0000FF55 0001FF55", "0001FF55 0000FF55"], calls);
    }

    [Fact]
    public void Drivers_change_bits_with_one_write()
    {
        var calls = new List<string>();

        Generated.Method<Action<List<string>>>(s_compiled.Value, "Probe", "Drive")(calls);

        Assert.Equal(["04 4 80010000", "08 4 2", "40 4 4", "24 2 3412"], calls);
    }

    [Fact]
    public void Register_files_find_registers_by_their_aliases()
    {
        var nameOf = Generated.Method<Func<int, string>>(s_compiled.Value, "Probe", "Name");

        Assert.Equal([nameOf(0), nameOf(0), nameOf(0), nameOf(0x20)], [nameOf(4), nameOf(9), nameOf(0x43), nameOf(0x24)]);
        Assert.Equal("", nameOf(0x30));
    }

    [Fact]
    public void Elements_of_groups_have_their_own_aliases()
    {
        const string spec = """
            spec: Grouped
            block: { size: 0x1000, access: [4], aliases: { set: 0x800 }, instances: { GROUPED0: 0x4000_0000 } }
            groups:
              PORT:
                offset: 0x100
                count: 2
                stride: 0x40
                registers:
                  LANE: { offset: 0, count: 2, stride: 0x10, width: 128, access: rw, reset: 0, aliases: { clear: 0x20 }, fields: { V: { bits: "127:0" } } }
              DEEP:
                offset: 0x200
                count: 2
                stride: 0x20
                registers:
                  WORD: { offset: 4, width: 64, endian: big, access: rw, reset: 0, aliases: { toggle: 0xC }, fields: { V: { bits: "63:0" } } }
            """;
        const string code = """
            using System.Linq;
            using Consumer.Grouped;

            internal static class Use
            {
                public static string[] Run()
                {
                    var file = new GroupedRegisterFile();
                    var driver = new GroupedRegisters<GroupedRegisterFileBus>(new GroupedRegisterFileBus(file));
                    driver.PORT(1).LANESet(1).Write(new PortLane(0xFF, 0xF0));
                    driver.PORT(1).LANEClear(1).Write(new PortLane(0x0F, 0x30));
                    driver.DEEP(0).WORDToggle.Write(new DeepWord(0x1122334455667788));
                    driver.DEEP(0).WORDToggle.Write(new DeepWord(0x1000000000000008));
                    return file.Registers.Select(register => string.Join(' ', Enumerable.Range(0, register.Masks.Count).Select(word => file.Get(register, word).ToString("X"))))
                        .Concat(new[] { 0x91F, 0x8D0 }.Select(offset => file.Find(offset)?.ToString() ?? "")).ToArray();
                }
            }
            """;

        var found = Generated.Method<Func<string[]>>(Generated.Compile(Generated.Texts(spec), code, TestOptions.WithParts(TestOptions.EveryPart)), "Use", "Run")();

        Assert.Equal(["0 0", "0 0", "0 0", "F0 C0", "122334455667780", "0", "PORT_LANE[1] at 0x110", ""], found);
    }

    [Theory]
    [InlineData(0, "")]
    [InlineData(1, "An alias of MOVED lies on another register. (Parameter 'capabilities')")]
    [InlineData(2, "An alias of FIXED lies on another register. (Parameter 'capabilities')")]
    [InlineData(3, "An alias of OTHER lies on another register. (Parameter 'capabilities')")]
    [InlineData(4, "An alias of OTHER lies on another register. (Parameter 'capabilities')")]
    [InlineData(15, "MOVED at 0xF8 has an alias outside the block. (Parameter 'capabilities')")]
    public void Aliases_at_impossible_computed_places_are_refused(int place, string expected)
    {
        const string spec = """
            spec: Placed
            block: { size: 0x100, access: [4] }
            registers:
              CAP: { offset: 0, width: 32, access: ro, reset: given, fields: { PLACE: { bits: "3:0" } }, reserved: ["31:4"] }
              MOVED: { base: CAP.PLACE * 16, offset: 8, width: 32, access: rw, reset: 0, aliases: { set: 0xC, clear: 0x18 }, fields: { V: { bits: "31:0" } } }
              FIXED: { offset: 0x1C, width: 32, access: rw, reset: 0, aliases: { toggle: 0x2C }, fields: { V: { bits: "31:0" } } }
              OTHER: { offset: 0x40, width: 32, access: rw, reset: 0, aliases: { set: 0x48 }, fields: { V: { bits: "31:0" } } }
            """;
        const string code = """
            using System;
            using Consumer.Placed;

            internal static class Use
            {
                public static string Run(int place)
                {
                    try
                    {
                        _ = new PlacedRegisterFile(new PlacedCapabilities { CAP = new Cap { PLACE = (byte)place } });
                        return "";
                    }
                    catch (ArgumentException refused)
                    {
                        return refused.Message;
                    }
                }
            }
            """;

        Assert.Equal(expected, Generated.Method<Func<int, string>>(Generated.Compile(Generated.Texts(spec), code), "Use", "Run")(place));
    }

    /// <summary>The registers bit by bit: each place is a byte of a register with what writes do there.</summary>
    private sealed class Model
    {
        private readonly ulong[] _values = [0x55, 0xFFFF, 0, 0, 0];

        public IEnumerable<ulong> Values => _values;

        public ulong? Access((int Offset, int Size, ulong? Value) access)
        {
            var result = 0UL;
            for (var at = 0; at < access.Size; at++)
            {
                if (PlaceOf(access.Offset + at) is not var (register, lowest, kind))
                    continue;
                for (var bit = 0; bit < 8; bit++)
                {
                    var number = lowest + bit;
                    if (access.Value is { } value)
                        Write(register, number, (value >> (8 * at + bit) & 1) != 0, kind);
                    else
                        result |= Read(register, number) << (8 * at + bit);
                }
            }

            return access.Value is null ? result : null;
        }

        private static (int Register, int Lowest, char Kind)? PlaceOf(int offset) => offset switch
        {
            >= 0 and < 4 => (0, 8 * offset, 'w'),
            >= 4 and < 8 => (0, 8 * (offset - 4), 's'),
            >= 8 and < 12 => (0, 8 * (offset - 8), 'c'),
            12 or 13 => (1, 8 * (offset - 12), 'w'),
            14 or 15 => (1, 8 * (offset - 14), 's'),
            >= 0x10 and < 0x28 when offset % 8 < 2 => (2 + (offset - 0x10) / 8, 8 - 8 * (offset % 8), 'w'),
            >= 0x10 and < 0x28 when offset % 8 is 4 or 5 => (2 + (offset - 0x10) / 8, 8 - 8 * (offset % 8 - 4), 'c'),
            >= 0x40 and < 0x80 when PlaceOf(offset - 0x40) is (var register, var lowest, 'w') => (register, lowest, 't'),
            _ => null,
        };

        private ulong Read(int register, int bit)
        {
            var value = _values[register] >> bit & 1;
            if (register == 1 && bit < 4)
                _values[1] &= ~(1UL << bit);
            return value;
        }

        private void Write(int register, int bit, bool data, char kind)
        {
            var stored = (_values[register] >> bit & 1) != 0;
            if (kind != 'w' && !data)
                return;
            data = kind switch { 'c' => false, 't' => !stored, _ => data };
            var after = register != 1 ? data : bit >= 12 ? stored && !data : bit >= 8 ? stored && data : stored;
            _values[register] = _values[register] & ~(1UL << bit) | (after ? 1UL : 0) << bit;
        }
    }
}
