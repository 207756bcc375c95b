using System.Text.RegularExpressions;
using CsCheck;
using Vtd.Codegen.Tests.Harness;

namespace Vtd.Codegen.Tests.Access;

/// <summary>Generated register files against an interpreter that was written apart, on random accesses of all sizes, resets and saved states.</summary>
public partial class AccessEffectTests
{
    private const string Code = """
        using System;
        using Consumer.Codegen;
        using Consumer.Random;

        /// <summary>The members that the test calls.</summary>
        public static class Probe
        {
            /// <summary>The members.</summary>
            public static Delegate[] All() =>
            [
                () => (object)new RandomRegisterFile(new RandomCapabilities { CAP = new Cap { YES = true } }),
                (object file, int offset, int size) => { var access = ((RegisterFile)file).Read(offset, size, out var value); return ((int)access, value); },
                (object file, int offset, int size) => { var access = ((RegisterFile)file).Peek(offset, size, out var value); return ((int)access, value); },
                (object file, int offset, int size, ulong value) => (int)((RandomRegisterFile)file).Write(offset, size, value),
                (object file, bool isWarm) => ((RegisterFile)file).Reset(isWarm),
                (object file) => { var state = new byte[((RegisterFile)file).StateSize]; ((RegisterFile)file).Save(state); return state; },
                (object file, byte[] state) => ((RegisterFile)file).Restore(state),
                (object file, int offset, int word) => ((RegisterFile)file).Get(((RegisterFile)file).Find(offset)!, word),
                (object file, int offset, ulong value, int word) => ((RegisterFile)file).Set(((RegisterFile)file).Find(offset)!, value, word),
                (object file, int offset) => ((RegisterFile)file).Find(offset) is { } it && it.Offset == offset ? it.Width / 8 : 0,
            ];
        }
        """;

    private static readonly Gen<(int Kind, int Place, int Size, ulong Value)[]> s_operations =
        Gen.Select(Gen.Int[0, 19], Gen.Int[0, RandomRegisters.Size - 1], Gen.Int[0, 3], Gen.ULong).Array[1, 200];

    [Fact]
    public void Every_word_is_written_out_by_hand() =>
        Assert.Equal(Vtd.Spec.Model.Access.All.Select(static access => access.Name).Order(StringComparer.Ordinal), AccessMeaning.All.Keys.Order(StringComparer.Ordinal));

    public static TheoryData<int> Seeds => [.. Effort.Seeds(4)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_register_file_does_what_the_interpreter_does(int seed)
    {
        var registers = new RandomRegisters(seed);
        var probe = Compiled(registers.Spec);

        s_operations.Sample(operations => Run(registers, probe, operations), iter: 300);
    }

    [Theory]
    [InlineData("rw1t", "rw1c")]
    [InlineData("rc", "ro")]
    [InlineData("rwo", "rw")]
    public void Another_word_is_told_apart(string word, string other)
    {
        var registers = new RandomRegisters(1);
        var probe = Compiled(registers.Spec.Replace($"access: {word},", $"access: {other},", StringComparison.Ordinal));

        AssertDiffers(registers, probe);
    }

    [Theory]
    [InlineData("set", "clear")]
    [InlineData("clear", "toggle")]
    [InlineData("toggle", "set")]
    public void Another_kind_of_alias_is_told_apart(string kind, string other)
    {
        var registers = new RandomRegisters(1);
        var probe = Compiled(Aliases().Replace(registers.Spec, match => match.Value.Replace(kind, "it", StringComparison.Ordinal).Replace(other, kind, StringComparison.Ordinal).Replace("it", other, StringComparison.Ordinal)));

        AssertDiffers(registers, probe);
    }

    private static void AssertDiffers(RandomRegisters registers, Probe probe) =>
        Assert.Throws<CsCheckException>(() => s_operations.Sample(operations => Run(registers, probe, operations), iter: 300));

    [GeneratedRegex("aliases: .*")]
    private static partial Regex Aliases();

    private static Probe Compiled(string spec) =>
        new(Generated.Method<Func<Delegate[]>>(Generated.Compile(Generated.Texts(spec), Code), "Probe", "All")());

    private static void Run(RandomRegisters registers, Probe probe, (int Kind, int Place, int Size, ulong Value)[] operations)
    {
        var machine = new BitMachine(registers.Bits);
        var file = probe.New();
        foreach (var (kind, place, log, value) in operations)
        {
            var size = 1 << log;
            var offset = (place & ~(size - 1)) % (registers.Bits.Count / 8 & ~7);

            // The first register is given: the interpreter does not know it.
            if (offset < 8)
                continue;
            switch (kind)
            {
                case < 7:
                    Assert.Equal((machine.HasRegister(offset, size) ? 0 : 1, machine.Read(offset, size)), probe.Read(file, offset, size));
                    break;
                case < 15:
                    Assert.Equal(machine.HasRegister(offset, size) ? 0 : 1, probe.Write(file, offset, size, value));
                    machine.Write(offset, size, value);
                    break;
                case < 17:
                    var element = registers.Elements[place % registers.Elements.Count];
                    var word = log % element.Words;
                    var (at, bytes) = element.Word(word);
                    probe.Set(file, element.Offset, element.Number(machine.Change(at, bytes), bytes), word);
                    break;
                case 17:
                    probe.Reset(file, true);
                    machine.Reset(true);
                    break;
                case 18 when place % 8 == 0:
                    probe.Reset(file, false);
                    machine.Reset(false);
                    break;
                case 19:
                    var state = probe.Save(file);
                    file = probe.New();
                    probe.Restore(file, state);
                    break;
            }
        }

        Compare(machine, probe, file, registers);
    }

    private static void Compare(BitMachine machine, Probe probe, object file, RandomRegisters registers)
    {
        for (var offset = 8; offset < registers.Bits.Count / 8; offset++)
            Assert.Equal((machine.HasRegister(offset, 1) ? 0 : 1, machine.Peek(offset, 1)), probe.Peek(file, offset, 1));
        foreach (var element in registers.Elements)
        {
            Assert.Equal(element.Bytes, probe.BytesAt(file, element.Offset));
            for (var word = 0; word < element.Words; word++)
            {
                var (at, bytes) = element.Word(word);
                Assert.Equal(element.Number(machine.Device(at, bytes), bytes), probe.Get(file, element.Offset, word));
            }
        }
    }

    /// <summary>The compiled register file, by its members.</summary>
    private sealed class Probe(Delegate[] members)
    {
        public Func<object> New { get; } = (Func<object>)members[0];

        public Func<object, int, int, (int Access, ulong Value)> Read { get; } = (Func<object, int, int, (int, ulong)>)members[1];

        public Func<object, int, int, (int Access, ulong Value)> Peek { get; } = (Func<object, int, int, (int, ulong)>)members[2];

        public Func<object, int, int, ulong, int> Write { get; } = (Func<object, int, int, ulong, int>)members[3];

        public Action<object, bool> Reset { get; } = (Action<object, bool>)members[4];

        public Func<object, byte[]> Save { get; } = (Func<object, byte[]>)members[5];

        public Action<object, byte[]> Restore { get; } = (Action<object, byte[]>)members[6];

        public Func<object, int, int, ulong> Get { get; } = (Func<object, int, int, ulong>)members[7];

        public Action<object, int, ulong, int> Set { get; } = (Action<object, int, ulong, int>)members[8];

        /// <summary>Bytes of the register that starts at an offset.</summary>
        public Func<object, int, int> BytesAt { get; } = (Func<object, int, int>)members[9];
    }
}
