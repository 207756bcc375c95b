using Vtd.Codegen.Tests.Harness;

namespace Vtd.Codegen.Tests;

/// <summary>Groups of registers: conditions of their own, those of the same repetition, and groups that a device lacks.</summary>
public class GroupTests
{
    private const string Spec = """
        spec: Uarts
        block: { size: 0x1000, access: [4, 8] }
        registers:
          CAP:
            offset: 0
            width: 32
            access: ro
            reset: given
            fields: { PORTS: { bits: "7:0" }, FIFO: { bits: 8 }, EXTRA: { bits: 9 }, PLACE: { bits: "19:10" }, STEP: { bits: "31:20" } }
        groups:
          PORT:
            offset: 0x100
            count: CAP.PORTS
            stride: 0x20
            registers:
              LCR: { offset: 0x0C, width: 32, access: rw, reset: 0, fields: { DLAB: { bits: 7 }, REST: { bits: "6:0" } }, reserved: ["31:8"] }
              THR: { offset: 0, width: 32, access: rw, reset: 1, when: not LCR.DLAB, on-read: any, fields: { DATA: { bits: "31:0" } } }
              DLL: { offset: 0, width: 32, access: rw, reset: 2, when: LCR.DLAB, fields: { DIV: { bits: "31:0" } } }
              SCR: { offset: 0x1C, width: 32, access: rw, reset: 0, locked: LCR.REST == 3, fields: { DATA: { bits: "31:0" } } }
              FCR: { offset: 8, width: 32, access: rw, reset: 5, when: CAP.FIFO, fields: { DATA: { bits: "31:0" } } }
              LAST: { offset: 0x10, width: 32, access: rw, reset: 6, when: index + 1 == CAP.PORTS, fields: { DATA: { bits: "31:0" } } }
          EXTRA:
            base: CAP.PLACE * 4
            count: 2
            stride: CAP.STEP * 4
            when: CAP.EXTRA
            registers:
              A: { offset: 0, width: 32, access: rw, reset: 7, fields: { DATA: { bits: "31:0" } } }
            groups:
              PAIR:
                offset: 8
                registers:
                  B: { offset: 0, count: 2, stride: 4, width: 32, access: rw, reset: 8, locked: A.DATA == 1, fields: { DATA: { bits: "31:0" } } }
          LONE:
            base: CAP.PLACE * 4 + 0x100
            when: CAP.EXTRA
            registers:
              C: { offset: 0, width: 32, access: rw, reset: 9, fields: { DATA: { bits: "31:0" } } }
        """;

    private const string Code = """
        using System;
        using System.Linq;
        using Consumer.Codegen;
        using Consumer.Uarts;

        internal sealed class Handler : UartsRegisterHandler
        {
            public string Calls = "";

            public override PortThr OnReading(int index, PortThr value) { Calls += $"reading {index} "; return new(value.DATA + 1); }

            public override void OnRead(int index, PortThr value) => Calls += $"read {index} {value.DATA} ";
        }

        internal static class Probe
        {
            public static Func<string, int, int, ulong, string> Make(uint capability)
            {
                var capabilities = new UartsCapabilities { CAP = new Cap(capability) };
                var file = new UartsRegisterFile(capabilities);
                var handler = new Handler();
                var driver = new UartsRegisters<UartsRegisterFileBus>(new UartsRegisterFileBus(file, handler));
                return (what, index, offset, value) => what switch
                {
                    "read" => file.Read(offset, 4, out var read, handler) == RegisterAccess.Done ? $"{read:X}" : "none",
                    "write" => $"{file.Write(offset, 4, value)}",
                    "port" => $"{file.PORT[index].LCR.Value:X} {file.PORT[index].THR.DATA:X} {file.PORT[index].DLL.DIV:X} {file.PORT[index].SCR.DATA:X} {file.PORT[index].FCR.DATA:X} {file.PORT[index].LAST.DATA:X}",
                    "lengths" => $"{file.PORT.Length} {file.EXTRA.Length} {driver.PORTCount} {driver.EXTRACount}",
                    "extra" => $"{driver.EXTRA(index).A.Read().DATA:X} {driver.EXTRA(index).PAIR.B(1).Read().DATA:X} {driver.EXTRA(index).PAIR.BCount} {file.EXTRA[index].PAIR.BCount} {file.EXTRA[index].PAIR.GetB(1).DATA:X}",
                    "lone" => $"{file.LONE.C.DATA:X} {driver.LONE.C.Read().DATA:X}",
                    "set lone" => $"{file.LONE.C = new LoneC(3)}",
                    "calls" => handler.Calls,
                    _ => string.Join(" ", file.Registers.Select(static register => register.ToString())),
                };
            }
        }
        """;

    private static readonly Lazy<Func<uint, Func<string, int, int, ulong, string>>> s_make = new(static () => Generated.Method<Func<uint, Func<string, int, int, ulong, string>>>(
        Generated.Compile(Generated.Texts(Spec), Code, TestOptions.WithParts(TestOptions.EveryPart)), "Probe", "Make"));

    private static Func<string, int, int, ulong, string> Device(int ports = 3, bool hasFifo = true, int place = 0x200, int step = 8, bool hasExtra = true) =>
        s_make.Value((uint)ports | (hasFifo ? 0x100u : 0) | (hasExtra ? 0x200u : 0) | ((uint)place << 10) | ((uint)step << 20));

    [Fact]
    public void A_bank_is_selected_by_the_register_of_the_same_repetition()
    {
        var device = Device();

        device("write", 0, 0x12C, 0x80);
        device("write", 0, 0x120, 0x55);
        device("write", 0, 0x140, 0x66);
        Assert.Equal("0 1 2 0 5 0", device("port", 0, 0, 0));
        Assert.Equal("80 1 55 0 5 0", device("port", 1, 0, 0));
        Assert.Equal("0 66 2 0 5 6", device("port", 2, 0, 0));
        Assert.Equal("55", device("read", 0, 0x120, 0));
    }

    [Fact]
    public void A_lock_is_that_of_the_same_repetition()
    {
        var device = Device();

        device("write", 0, 0x12C, 3);
        device("write", 0, 0x11C, 1);
        device("write", 0, 0x13C, 2);
        Assert.Equal("0 1 2 1 5 0", device("port", 0, 0, 0));
        Assert.Equal("3 1 2 0 5 0", device("port", 1, 0, 0));
    }

    [Fact]
    public void A_lock_in_a_group_is_that_of_the_repetition_around_it()
    {
        var device = Device(place: 0x200, step: 8);

        device("write", 0, 0x820, 1);
        device("write", 0, 0x82C, 4);
        device("write", 0, 0x80C, 4);
        Assert.Equal("7 4 2 2 4", device("extra", 0, 0, 0));
        Assert.Equal("1 8 2 2 8", device("extra", 1, 0, 0));
    }

    [Fact]
    public void Reads_call_the_handler_with_the_number_of_the_repetition()
    {
        var device = Device();

        Assert.Equal("2", device("read", 0, 0x120, 0));
        Assert.Equal("reading 1 read 1 2 ", device("calls", 0, 0, 0));
    }

    [Fact]
    public void Registers_that_a_device_lacks_read_as_0_and_keep_nothing()
    {
        var device = Device(hasFifo: false);

        Assert.Equal("Done", device("write", 0, 0x108, 4));
        Assert.Equal("0", device("read", 0, 0x108, 0));
        Assert.Equal("0 1 2 0 0 0", device("port", 0, 0, 0));
    }

    [Theory]
    [InlineData(0, false, "0 0 0 0")]
    [InlineData(3, true, "3 2 3 2")]
    public void Capabilities_say_how_many_there_are(int ports, bool hasExtra, string lengths) => Assert.Equal(lengths, Device(ports, hasExtra: hasExtra)("lengths", 0, 0, 0));

    [Fact]
    public void The_place_of_a_group_that_a_device_lacks_does_not_matter()
    {
        var device = Device(place: 0x3FF, step: 0, hasExtra: false);

        Assert.Equal("LoneC", device("set lone", 0, 0, 0).Split(' ')[0].Replace("LONE_C", "LoneC", StringComparison.Ordinal));
        Assert.Throws<IndexOutOfRangeException>(() => device("port", 3, 0, 0));
        Assert.Equal("The device does not have LONE_C.", Assert.Throws<InvalidOperationException>(() => device("lone", 0, 0, 0)).Message);
    }

    [Theory]
    [InlineData(0x3FF, 8, "EXTRA_A at 0xFFC does not fit")]
    [InlineData(0x200, 0, "EXTRA_A at 0x800 cannot have elements that are 0 bytes apart")]
    [InlineData(0x200, 0xFFF, "EXTRA_A at 0x800 does not fit")]
    [InlineData(0x200, 1, "EXTRA_PAIR_B[2] at 0x80C lies on EXTRA_PAIR_B[1] at 0x80C")]
    [InlineData(0x40, 8, "EXTRA_A[0] at 0x100 lies on PORT_")]
    public void What_does_not_fit_is_refused_with_its_reason(int place, int step, string expected) =>
        Assert.Contains(expected, Assert.Throws<ArgumentException>(() => Device(place: place, step: step)).Message, StringComparison.Ordinal);

    [Fact]
    public void Registers_are_listed_with_the_names_of_their_groups() =>
        Assert.StartsWith("CAP at 0x0 PORT_DLL[0] at 0x100 PORT_THR[0] at 0x100 PORT_FCR[0] at 0x108 PORT_LCR[0] at 0x10C PORT_LAST[0] at 0x110 PORT_SCR[0] at 0x11C PORT_DLL[1] at 0x120", Device()("", 0, 0, 0), StringComparison.Ordinal);

    [Fact]
    public void Elements_can_have_values_of_their_own_after_reset()
    {
        const string Resets = """
            spec: Resets
            block: { size: 0x100, access: [4, 8] }
            registers:
              CAP: { offset: 0, width: 32, access: ro, reset: given, fields: { X: { bits: 0 } }, reserved: ["31:1"] }
              ROW: { offset: 0x10, count: 4, stride: 4, width: 32, access: rw, reset: [1, 0x20, 0xFFFF_FFFF, 0], fields: { F: { bits: "31:16", when: CAP.X }, G: { bits: "15:0" } } }
              BOX: { offset: 0x20, count: [2, 2], stride: [8, 4], width: 32, access: rw, reset: [1, 2, 3, 4], fields: { F: { bits: "31:0" } } }
            groups:
              PAIR: { offset: 0x80, count: 2, stride: 0x20, registers: { WIDE: { offset: 0, count: 2, stride: 16, width: 128, access: rw, reset: [5, 6, 7, 8], fields: { F: { bits: "127:0" } } } } }
            """;
        const string Code = """
            using System.Linq;
            using Consumer.Resets;
            internal static class Probe
            {
                public static string Of(bool hasX)
                {
                    var file = new ResetsRegisterFile(new ResetsCapabilities { CAP = new Cap { X = hasX } });
                    for (var at = 0x10; at < 0xC0; at += 4)
                        file.Write(at, 4, 0x1111_1111);
                    file.Reset(keepSticky: false);
                    return string.Join(" ", file.Registers.Skip(1).Select(register => $"{file.Get(register):X}")) + $" {file.GetBOX(1, 0).F} {file.PAIR[1].GetWIDE(0).Qword0}";
                }
            }
            """;
        var of = Generated.Method<Func<bool, string>>(Generated.Compile(Generated.Texts(Resets), Code), "Probe", "Of");

        Assert.Equal("1 20 FFFFFFFF 0 1 2 3 4 5 6 7 8 3 7", of(true));
        Assert.Equal("1 20 FFFF 0 1 2 3 4 5 6 7 8 3 7", of(false));
    }
}
