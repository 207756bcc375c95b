using Vtd.Analyzers.Tests.Harness;
using Vtd.Analyzers.Use;
using Vtd.CodeFixes;

namespace Vtd.Analyzers.Tests.Use;

using Check = Check<RegisterAccessAnalyzer>;

public sealed class RegisterAccessTests
{
    [Theory]
    [InlineData("memory.Write32(Status.Offset, {|VTD2002:registers.STATUS.Value|});", "memory.Write32(Status.Offset, registers.STATUS.ToWrite().Value);")]
    [InlineData(
        "memory.Write32(place + Status.Offset, {|VTD2002:(registers.STATUS with { ERR = true, LIMIT = 3 }).Value|});",
        "memory.Write32(place + Status.Offset, (registers.STATUS with { LIMIT = 3 }).ToWrite(clearERR: true).Value);")]
    [InlineData(
        "registers.Write(Status.Offset, 4, {|VTD2002:registers.STATUS.Value & ~Status.Masks.ERR|}, handler);",
        "registers.Write(Status.Offset, 4, registers.STATUS.ToWrite().Value & ~Status.Masks.ERR, handler);")]
    [InlineData(
        "var status = memory.Read32(Status.Offset);\nmemory.Write32(Status.Offset, {|VTD2002:status | 0x100|});",
        "var status = memory.Read32(Status.Offset);\nmemory.Write32(Status.Offset, new Status(status).ToWrite().Value | 0x100);")]
    [InlineData(
        "registers.Read(8, 4, out var status);\nregisters.Write(Status.Offset, 4, {|VTD2002:status|}, handler);",
        "registers.Read(8, 4, out var status);\nregisters.Write(Status.Offset, 4, new Status((uint)status).ToWrite().Value, handler);")]
    [InlineData(
        "var status = new Status(memory.Read32(Status.Offset));\nmemory.Write32(Status.Offset, {|VTD2002:status.Value|});",
        "var status = new Status(memory.Read32(Status.Offset));\nmemory.Write32(Status.Offset, status.ToWrite().Value);")]
    [InlineData(
        "memory.Write64(Log.Offset + 8 + 16 * place, {|VTD2002:registers.GetLOG(0).Qword1|});",
        "memory.Write64(Log.Offset + 8 + 16 * place, registers.GetLOG(0).ToWrite().Qword1);")]
    public Task What_was_read_is_not_written_back(string statements, string fixedStatements) =>
        Check.FixedInMethod<WriteBackFix>(statements, fixedStatements);

    [Fact]
    public Task In_tests_of_a_model_the_guest_does_anything() => Check.FindsInTestProject(
        "registers.Write(Status.Offset, 4, registers.STATUS.Value, handler);\nregisters.Write(Status.Offset, 4, 0xFFFFFFFF, handler);\nregisters.Read(2, 4, out _);");

    [Fact]
    public Task Two_at_once() => Check.FixedInMethod<WriteBackFix>(
        "memory.Write32(Status.Offset, {|VTD2002:registers.STATUS.Value|});\nmemory.Write32(Status.Offset, {|VTD2002:registers.STATUS.Value | 1|});",
        "memory.Write32(Status.Offset, registers.STATUS.ToWrite().Value);\nmemory.Write32(Status.Offset, registers.STATUS.ToWrite().Value | 1);");

    [Fact]
    public Task A_field_that_software_cannot_write_has_no_fix() => Check.FindsInMethod(
        "memory.Write32(Status.Offset, {|VTD2002:(registers.STATUS with { BUSY = true }).Value|});");

    [Theory]
    [InlineData("memory.Write32(Status.Offset, registers.STATUS.ToWrite().Value);")]
    [InlineData("memory.Write32(Status.Offset, registers.STATUS.ToWrite(clearERR: true).Value);")]
    [InlineData("memory.Write32(Status.Offset, registers.STATUS.Value & Status.Masks.ERR);")]
    [InlineData("memory.Write32(Status.Offset, memory.Read32(Status.Offset) & (Status.Masks.ERR | Status.Masks.DONE));")]
    [InlineData("memory.Write32(Status.Offset, registers.STATUS.Value & ~(Status.Masks.ERR | Status.Masks.DONE));")]
    [InlineData("memory.Write32(Status.Offset, (registers.STATUS with { ERR = true, DONE = false }).Value);")]
    [InlineData("memory.Write32(Status.Offset, new Status { ERR = true }.Value);")]
    [InlineData("memory.Write32(Status.Offset, new Status(0x100).Value);")]
    [InlineData("memory.Write32(Limits.Offset, registers.LIMITS.Value);")]
    [InlineData("memory.Write32(Limits.Offset, registers.STATUS.Value);")]
    [InlineData("memory.Write64(Table.Offset, registers.TABLE.Value);")]
    [InlineData("memory.Write64(Log.Offset, registers.GetLOG(0).Qword0);")]
    [InlineData("registers.STATUS = registers.STATUS with { ERR = true };")]
    [InlineData("memory.Write32(place, registers.STATUS.Value);")]
    [InlineData("Use(registers.STATUS.Value);")]
    public Task What_is_meant_is_left_alone(string statements) => Check.FindsInMethod(statements);

    [Fact]
    public Task What_comes_from_elsewhere_is_not_known_to_be_read() => Check.Finds("""
        class Driver(Action<long, uint> write)
        {
            void Write(long offset, uint value) => write(offset, value);
            void Write(long offset, int size, long value) => write(offset, (uint)value);
            void M(Status given, uint raw) { Write(Status.Offset, given.Value); Write(Status.Offset, raw); Write(Status.Offset, 4, raw); }
        }
        """);

    [Fact]
    public Task In_nested_partial_and_generic_types() => Check.Finds("""
        abstract partial class Driver<T>
        {
            protected abstract uint Read(T place, long offset);
            protected abstract void Write(T place, long offset, uint value);
            class Inner(Driver<T> driver, T place)
            {
                void M() => driver.Write(place, Status.Offset, {|VTD2002:driver.Read(place, Status.Offset)|});
            }
        }
        partial class Driver<T> { void M(T place) { Func<uint> f = () => { {|VTD2005:Read(place, Command.Offset)|}; return 0; }; } }
        """);

    [Theory]
    [InlineData("{|VTD2003:memory.Write32(Caps.Offset, 1)|};")]
    [InlineData("{|VTD2003:registers.Write(0, 4, 1, handler)|};")]
    [InlineData("memory.Write32(Status.Offset, {|VTD2004:0x80|});")]
    [InlineData("registers.Write(Command.Offset, 4, {|VTD2004:0x80000002|}, handler);")]
    [InlineData("registers.Write(Table.Offset + 4, 4, {|VTD2004:0x00100000|}, handler);")]
    [InlineData("memory.Write64(Log.Offset + 8, {|VTD2004:1|});")]
    [InlineData("Use({|VTD2005:memory.Read32(Command.Offset)|});")]
    [InlineData("{|VTD2005:registers.Read(4, 4, out _)|};")]
    [InlineData("registers.Read(Status.Offset, {|VTD2006:2|}, out _);")]
    [InlineData("registers.Read({|VTD2006:Status.Offset + 2|}, 4, out _);")]
    [InlineData("registers.Write({|VTD2006:0x100|}, 4, 0, handler);")]
    [InlineData("registers.Read({|VTD2006:-4|}, 4, out _);")]
    public Task What_hardware_does_not_do(string statements) => Check.FindsInMethod(statements);

    [Theory]
    [InlineData("memory.Write32(Status.Offset, 0x0133);")]
    [InlineData("registers.Write(Table.Offset, 4, 0xFFFFF000, handler);")]
    [InlineData("registers.Write(Table.Offset + 4, 4, 0x80000001, handler);")]
    [InlineData("registers.Write(Command.Offset, 4, Command.Masks.GO | Command.Masks.SPIN, handler);")]
    [InlineData("registers.Read(Status.Offset, 8, out _); registers.Read(0x40, 8, out _); registers.Read((int)place, 2 + (int)place, out _);")]
    [InlineData("Use(memory.Read32(Caps.Offset)); Use(memory.Read32(Table.Offset));")]
    [InlineData("Console.WriteLine(Caps.Offset); Console.WriteLine(\"{0} {1}\", Caps.Offset, 4);")]
    [InlineData("var bytes = new byte[64]; System.IO.Stream.Null.Write(bytes, Caps.Offset, 4); System.IO.Stream.Null.Read(bytes, Command.Offset, 4);")]
    public Task What_hardware_does(string statements) => Check.FindsInMethod(statements);
}
