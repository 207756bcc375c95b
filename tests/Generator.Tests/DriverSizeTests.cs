using Vtd.Codegen.Tests.Harness;

namespace Vtd.Codegen.Tests;

/// <summary>Drivers of registers of unusual sizes and byte orders: the bytes that they exchange with a device, over memory and over a model.</summary>
public class DriverSizeTests
{
    private const string Code = """
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using Consumer.Codegen;
        using Consumer.Sensor;

        /// <summary>Bytes behind a bus that notes the accesses.</summary>
        internal sealed class Memory(byte[] bytes, List<string> notes) : IRegisterBus
        {
            public ulong Read(int offset, int size)
            {
                notes.Add($"r{size} {offset:X}");
                return Enumerable.Range(0, size).Aggregate(0UL, (all, at) => all | (ulong)bytes[offset + at] << (8 * at));
            }

            public void Write(int offset, int size, ulong value)
            {
                notes.Add($"w{size} {offset:X} {value:X}");
                for (var at = 0; at < size; at++)
                    bytes[offset + at] = unchecked((byte)(value >> (8 * at)));
            }
        }

        /// <summary>The members that the test calls.</summary>
        public static class Probe
        {
            /// <summary>Reads every register.</summary>
            public static string Read(byte[] bytes, List<string> notes)
            {
                var it = new SensorRegisters<Memory>(new(bytes, notes));
                return $"{it.ID.Read().I:X} {it.PRESSURE.Read().P:X} {it.TEMP.Read().T:X} {it.GAIN(1).Read().G:X} {it.KEY.Read().KWord(1):X} {it.KEY.Read().KWord(0):X} {it.LE24.Read().L:X}";
            }

            /// <summary>Writes every register that can be written.</summary>
            public static void Write(byte[] bytes, List<string> notes)
            {
                var it = new SensorRegisters<Memory>(new(bytes, notes));
                it.GAIN(1).Write(new Gain { G = 0x1234 });
                it.KEY.Write(new Key().WithKWord(0, 0x1122334455667788).WithKWord(1, 0x99AABBCC));
                it.LE24.Write(new Le24 { L = 0x123456 });
            }

            /// <summary>Writes to a model, and gives its bytes as software sees them, and one register of it.</summary>
            public static string Model(byte[] bytes)
            {
                var model = new SensorRegisterFile();
                var it = new SensorRegisters<SensorRegisterFileBus>(new(model));
                it.GAIN(1).Write(new Gain { G = 0x1234 });
                it.KEY.Write(new Key().WithKWord(0, 0x1122334455667788).WithKWord(1, 0x99AABBCC));
                it.LE24.Write(new Le24 { L = 0x123456 });
                for (var at = 0; at < bytes.Length; at++)
                {
                    model.Read(at, 1, out var value);
                    bytes[at] = (byte)value;
                }

                return $"{model.GetGAIN(1).G:X} {it.GAIN(1).Read().G:X} {model.KEY.KWord(1):X} {model.LE24.L:X}";
            }

            /// <summary>The text of values.</summary>
            public static string[] Texts() => [new Id(0x5).ToString(), new Pressure(0xFF123456).ToString(), new Gain(0x12).ToString(), new Key(1, ulong.MaxValue).ToString()];
        }
        """;

    private const string Spec = """
        spec: Sensor
        block: { size: 0x21, access: [1], endian: big }
        registers:
          ID:       { offset: 0x00, width: 8,  access: ro, reset: 0, fields: { I: { bits: "7:0" } } }
          PRESSURE: { offset: 0x01, width: 24, access: ro, reset: 0, fields: { P: { bits: "23:0" } } }
          TEMP:     { offset: 0x05, width: 16, access: ro, reset: 0, fields: { T: { bits: "15:4" } }, reserved: ["3:0"] }
          GAIN:     { offset: 0x07, width: 16, count: 2, stride: 2, access: rw, reset: 0, fields: { G: { bits: "15:0" } } }
          KEY:      { offset: 0x0B, width: 96, access: rw, reset: 0, fields: { K: { bits: "95:0" } } }
          LE24:     { offset: 0x1E, width: 24, endian: little, access: rw, reset: 0, fields: { L: { bits: "23:0" } } }
        """;

    private static readonly Lazy<Microsoft.CodeAnalysis.Compilation> s_code = new(static () =>
        Generated.Compile(Generated.Texts(Spec), Code, TestOptions.WithParts(TestOptions.EveryPart)));

    [Fact]
    public void Values_are_those_of_the_bytes_in_their_order()
    {
        var notes = new List<string>();
        var bytes = Enumerable.Range(1, 0x21).Select(static at => (byte)at).ToArray();

        var values = Generated.Method<Func<byte[], List<string>, string>>(s_code.Value, "Probe", "Read")(bytes, notes);

        Assert.Equal("1 20304 60 A0B C0D0E0F 1011121314151617 21201F", values);
        Assert.Equal(["r1 0", "r1 1", "r1 2", "r1 3", "r1 5", "r1 6", "r1 9", "r1 A"], notes[..8]);
    }

    [Fact]
    public void Written_bytes_are_those_of_the_model()
    {
        var notes = new List<string>();
        var (device, model) = (new byte[0x21], new byte[0x21]);

        Generated.Method<Action<byte[], List<string>>>(s_code.Value, "Probe", "Write")(device, notes);
        var values = Generated.Method<Func<byte[], string>>(s_code.Value, "Probe", "Model")(model);

        Assert.Equal(["w1 9 12", "w1 A 34"], notes[..2]);
        Assert.Equal("99AABBCC112233445566778800000000000000563412", Convert.ToHexString(device[0x0B..]));
        Assert.Equal(Convert.ToHexString(device), Convert.ToHexString(model));
        Assert.Equal("1234 1234 99AABBCC 123456", values);
    }

    [Fact]
    public void Bits_that_a_register_does_not_have_are_dropped() =>
        Assert.Equal(
            ["ID 0x05 { I = 5 }", "PRESSURE 0x123456 { P = 0x123456 }", "GAIN 0x0012 { G = 0x12 }", "KEY 0xFFFFFFFF_0000000000000001 { K = 0xFFFFFFFF_0000000000000001 }"],
            Generated.Method<Func<string[]>>(s_code.Value, "Probe", "Texts")());
}
