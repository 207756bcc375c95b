using CsCheck;
using Vtd.Codegen.Tests.Harness;

namespace Vtd.Codegen.Tests;

/// <summary>Writes that do not reach all bits: locks and enabling fields, against a model by hand.</summary>
public class WriteGuardTests
{
    private const string Spec = """
        spec: Guarded
        block: { size: 0x20, access: [1, 2, 4, 8] }
        registers:
          LOCK: { offset: 0, width: 8, reset: 0, fields: { ON: { bits: 0, access: rw }, MODE: { bits: "3:2", access: rw } }, reserved: ["7:4", 1] }
          MASKED:
            offset: 4
            width: 32
            access: rw
            reset: 0
            fields: { WE: { bits: "31:16", access: wo }, V: { bits: "15:0", enabled-by: WE } }
          STROBED:
            offset: 8
            width: 16
            access: rw
            reset: 0
            on-write: any
            fields: { GO: { bits: 15, access: oneshot }, RUN: { bits: 14, access: oneshot, locked: LOCK.ON }, V: { bits: "7:0", enabled-by: GO } }
            reserved: ["13:8"]
          WIDE:
            offset: 0x10
            width: 128
            access: rw
            reset: 0
            locked: LOCK.MODE >= 2
            fields: { H: { bits: "127:64" }, M: { bits: "63:32", locked: LOCK.ON }, L: { bits: "31:0", access: rw1s } }
        """;

    private const string Code = """
        using System;
        using System.Collections.Generic;
        using Consumer.Guarded;
        using Consumer.Codegen;

        internal sealed class Notes(List<string> calls) : GuardedRegisterHandler
        {
            public override void OnWrite(Strobed before, Strobed after) => calls.Add(after.ToString());
        }

        /// <summary>The members that the test calls.</summary>
        public static class Probe
        {
            /// <summary>Writes, and gives all bytes.</summary>
            public static ulong[] Run((int Offset, int Size, ulong Value)[] writes, List<string> calls)
            {
                var file = new GuardedRegisterFile();
                foreach (var (offset, size, value) in writes)
                    file.Write(offset, size, value, new Notes(calls));
                return [file.LOCK.Value, file.MASKED.V, file.STROBED.Value, file.WIDE.Qword0, file.WIDE.Qword1];
            }
        }
        """;

    private static readonly Lazy<Func<(int Offset, int Size, ulong Value)[], List<string>, ulong[]>> s_run = new(static () =>
        Generated.Method<Func<(int, int, ulong)[], List<string>, ulong[]>>(Generated.Compile(Generated.Texts(Spec), Code), "Probe", "Run"));

    [Fact]
    public void Writes_reach_what_is_neither_locked_nor_without_its_enabling_bit() =>
        Gen.Select(Gen.Int[0, 31], Gen.Int[0, 3], Gen.ULong).Array[1, 60].Sample(operations =>
        {
            var writes = operations.Select(static it => (Offset: it.Item1 & ~((1 << it.Item2) - 1), Size: 1 << it.Item2, Value: it.Item3)).ToArray();
            var bytes = new byte[0x20];
            foreach (var (offset, size, value) in writes)
                Write(bytes, offset, size, value);

            ulong[] expected = [bytes[0], Number(bytes, 4, 2), Number(bytes, 8, 2), Number(bytes, 0x10, 8), Number(bytes, 0x18, 8)];
            Assert.Equal(expected, s_run.Value(writes, []));
        }, iter: 500);

    [Fact]
    public void Commands_that_are_locked_do_not_reach_the_handler()
    {
        var calls = new List<string>();

        s_run.Value([(8, 2, 0xC012), (0, 1, 1), (8, 2, 0xC034), (8, 2, 0x4056)], calls);

        Assert.Equal(["STROBED 0xC012 { GO = 1, RUN = 1, V = 0x12 }", "STROBED 0x8034 { GO = 1, V = 0x34 }", "STROBED 0x0034 { V = 0x34 }"], calls);
    }

    // The registers of a write one after the other, as they lie.
    private static void Write(byte[] bytes, int offset, int size, ulong value)
    {
        foreach (var (start, length) in new[] { (0, 1), (4, 4), (8, 2), (0x10, 8), (0x18, 8) })
        {
            var written = Enumerable.Range(start, length).Where(at => at >= offset && at < offset + size).ToDictionary(static at => at, at => (byte)(value >> (8 * (at - offset)) & 0xFF));
            if (written.Count == 0)
                continue;
            byte Data(int at) => written.GetValueOrDefault(at);
            var (isOn, mode) = ((bytes[0] & 1) != 0, bytes[0] >> 2 & 3);
            foreach (var (at, data) in written)
            {
                bytes[at] = start switch
                {
                    0 => (byte)(data & 0x0D),
                    4 => at >= 6 ? bytes[at] : (byte)(bytes[at] & ~Data(at + 2) | data & Data(at + 2)),
                    8 => at == 8 && (Data(9) & 0x80) != 0 ? data : bytes[at],
                    0x10 when at < 0x14 => mode >= 2 ? bytes[at] : (byte)(bytes[at] | data),
                    0x10 => isOn ? bytes[at] : data,
                    _ => mode >= 2 ? bytes[at] : data,
                };
            }
        }
    }

    private static ulong Number(byte[] bytes, int offset, int size) => Enumerable.Range(0, size).Aggregate(0UL, (all, at) => all | (ulong)bytes[offset + at] << (8 * at));
}
