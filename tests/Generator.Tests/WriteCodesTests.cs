using Vtd.Codegen.Tests.Harness;

namespace Vtd.Codegen.Tests;

/// <summary>Fields with codes for reads and others for writes, in the types, the register file and the driver.</summary>
public class WriteCodesTests
{
    // FLAG acts where a 1 is written, MASK where a 0 is; GO holds what is written, and CLEAR is cleared by any write.
    private const string Spec = """
        spec: Job
        block: { size: 0x10, access: [4] }
        enums:
          State:   { width: 2, codes: { Idle: 0, Busy: 1, Failed: 2, Done: 3 } }
          Command: { width: 2, codes: { Nothing: 0, Start: 1, Abort: 2, Forget: 3 } }
          Pending: { width: 1, codes: { No: 0, Yes: 1 } }
          Answer:  { width: 1, codes: { Keep: 0, Clear: 1 } }
          Masked:  { width: 2, codes: { None: 0, All: 3 } }
          Unmask:  { width: 2, codes: { Both: 0, First: 2, Second: 1, Neither: 3 } }
          Count:   { width: 2, open: true, codes: { Zero: 0 } }
          Clear:   { width: 2, open: true, codes: { Whatever: 0 } }
        registers:
          CTL:
            offset: 0
            width: 32
            access: rw
            reset: 0x80
            on-write: bytes
            fields:
              LEVEL: { bits: "31:16" }
              GO:    { bits: "7:6", enum: { read: State, write: Command } }
              FLAG:  { bits: 5, access: rw1c, enum: { read: Pending, write: Answer } }
              MASK:  { bits: "4:3", access: rw0c, enum: { read: Masked, write: Unmask } }
              COUNT: { bits: "2:1", access: rwclr, enum: { read: Count, write: Clear } }
              OLD:   { bits: 0, access: rw1c }
            reserved: ["15:8"]
          PLAIN: { offset: 4, width: 32, access: rw, reset: 0, fields: { GO: { bits: ["31", "0"], enum: { read: State, write: Command } }, LOW: { bits: "30:1" } } }
        """;

    private const string Code = """
        using System;
        using System.Collections.Generic;
        using Consumer.Codegen;
        using Consumer.Job;

        internal sealed class Device(JobRegisterFile file, List<string> calls) : JobRegisterHandler
        {
            public override void OnWrite(Ctl before, Ctl after, WrittenBytes bytes)
            {
                calls.Add($"{before.GO} {after.WrittenGO}");
                file.CTL = after with { GO = after.WrittenGO == Command.Start ? State.Busy : State.Idle };
            }
        }

        internal readonly struct Bus(JobRegisterFile file, List<string> calls) : IRegisterBus
        {
            public ulong Read(int offset, int size)
            {
                file.Read(offset, size, out var value);
                return value;
            }

            public void Write(int offset, int size, ulong value)
            {
                calls.Add($"{offset:X} {value:X8}");
                file.Write(offset, size, value, new Device(file, calls));
            }
        }

        /// <summary>The members that the test calls.</summary>
        public static class Probe
        {
            /// <summary>What software writes.</summary>
            public static uint[] Writes(uint read)
            {
                var ctl = new Ctl(read);
                return
                [
                    ctl.ToWrite(Command.Nothing, Clear.Whatever).Value,
                    ctl.ToWrite(writeGO: Command.Forget, clearCOUNT: Clear.Whatever).Value,
                    ctl.ToWrite(Command.Start, (Clear)3, clearFLAG: Answer.Clear, clearMASK: Unmask.Second, clearOLD: true).Value,
                    new Plain(read).ToWrite(Command.Abort).Value,
                ];
            }

            /// <summary>A command by the driver, and what it then reads.</summary>
            public static string Drive(List<string> calls)
            {
                var file = new JobRegisterFile();
                var registers = new JobRegisters<Bus>(new Bus(file, calls));
                var first = registers.CTL.Read();
                registers.CTL.Write(first.ToWrite(Command.Start, Clear.Whatever));
                return $"{first.GO} {registers.CTL.Read().GO} {file.CTL}";
            }

            /// <summary>Both names of the same bits.</summary>
            public static string Names(uint bits) => $"{new Plain(bits).GO} {new Plain(bits).WrittenGO} {(new Plain { WrittenGO = Command.Abort }).Value:X} {(new Plain { GO = State.Busy }).Value:X}";
        }
        """;

    private static readonly Lazy<Microsoft.CodeAnalysis.Compilation> s_compiled = new(static () => Generated.Compile(Generated.Texts(Spec), Code, TestOptions.WithParts(TestOptions.EveryPart)));

    [Fact]
    public void Writes_take_the_codes_of_writes()
    {
        var writes = Generated.Method<Func<uint, uint[]>>(s_compiled.Value, "Probe", "Writes");

        // Read: LEVEL 0x1234, GO Done, FLAG, MASK and COUNT full, OLD set.
        Assert.Equal(
            [
                0x1234_0000U | (0 << 6) | (0 << 5) | (3 << 3) | (0 << 1) | 0,
                0x1234_0000U | (3 << 6) | (0 << 5) | (3 << 3) | (0 << 1) | 0,
                0x1234_0000U | (1 << 6) | (1 << 5) | (1 << 3) | (3 << 1) | 1,
                0x9234_00FEU,
            ],
            writes(0x1234_00FF));
    }

    [Fact]
    public void Handlers_see_the_command_and_drivers_the_state()
    {
        var calls = new List<string>();

        var text = Generated.Method<Func<List<string>, string>>(s_compiled.Value, "Probe", "Drive")(calls);

        // After reset GO is Failed; the bits of rw0c fields are written as ones, which keep them.
        Assert.Equal(["0 00000058", "Failed Start"], calls);
        Assert.Equal("Failed Busy CTL 0x00000040 { GO = Busy, FLAG = No, MASK = None, COUNT = Zero }", text);
    }

    [Theory]
    [InlineData(0x0000_0000, "Idle Nothing 80000000 1")]
    [InlineData(0x8000_0000, "Failed Abort 80000000 1")]
    [InlineData(0x8000_0001, "Done Forget 80000000 1")]
    public void The_same_bits_have_two_names(uint bits, string names) =>
        Assert.Equal(names, Generated.Method<Func<uint, string>>(s_compiled.Value, "Probe", "Names")(bits));

    [Fact]
    public void What_was_read_cannot_be_written_back()
    {
        const string Back = "using Consumer.Job; internal static class Probe { public static object Of(Ctl read) => read.ToWrite(); }";
        const string Status = "using Consumer.Job; internal static class Probe { public static object Of(Ctl read) => read.ToWrite(read.GO, default); }";

        Assert.Equal("CS7036", Assert.Single(Generated.Complaints(Generated.Compile(Generated.Texts(Spec), Back))).Id);
        Assert.Equal("CS1503", Assert.Single(Generated.Complaints(Generated.Compile(Generated.Texts(Spec), Status))).Id);
    }
}
