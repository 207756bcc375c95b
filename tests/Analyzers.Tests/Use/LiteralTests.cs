using Vtd.Analyzers.Tests.Harness;
using Vtd.Analyzers.Use;
using Vtd.CodeFixes;

namespace Vtd.Analyzers.Tests.Use;

using Check = Check<LiteralAnalyzer>;

public sealed class LiteralTests
{
    [Theory]
    [InlineData("registers.Read({|VTD2007:0x8|}, 4, out _);", "registers.Read(Status.Offset, 4, out _);")]
    [InlineData("Use((registers.STATUS.Value & {|VTD2007:0x30|}) != 0);", "Use((registers.STATUS.Value & Status.Masks.MODE) != 0);")]
    [InlineData("Use({|VTD2007:2|} & registers.STATUS.ToWrite().Value);", "Use(Status.Masks.ERR & registers.STATUS.ToWrite().Value);")]
    [InlineData("Use(new SectorEntry().Qword1 & {|VTD2007:0xFFFF|});", "Use(new SectorEntry().Qword1 & SectorEntry.Masks.OWNER);")]
    [InlineData("Use(registers.STATUS with { MODE = {|VTD2007:(Mode)3|} });", "Use(registers.STATUS with { MODE = Mode.Fast });")]
    [InlineData("Use(WorkQueueDispatcher.TypeOf(new byte[16]) == {|VTD2007:0x5|});", "Use(WorkQueueDispatcher.TypeOf(new byte[16]) == WaitDescriptor.TypeCode);")]
    [InlineData(
        "registers.Write({|VTD2007:12|}, 4, 1, handler);\nregisters.Write({|VTD2007:0x10|}, 8, 1, handler);",
        "registers.Write(Limits.Offset, 4, 1, handler);\nregisters.Write(Table.Offset, 8, 1, handler);")]
    public Task Has_a_name(string statements, string fixedStatements) => Check.FixedInMethod<LiteralFix>(statements, fixedStatements);

    [Theory]
    [InlineData("registers.Read(Status.Offset, 4, out _); registers.Read(0x14, 4, out _); registers.Read(0x80, 4, out _);")]
    [InlineData("Use(registers.STATUS.Value & 0x33); Use(registers.STATUS.Value | 0x30); Use(registers.STATUS.LIMIT & 0x2);")]
    [InlineData("Use(new SectorEntry().Qword0 & 0xFFFF); Use(new SectorEntry().Qword2 & 1);")]
    [InlineData("Use((Mode)2); Use((Mode)place); Use((DiskAccess)1); Use((ConsoleKey)3); Mode none = 0; Use(none);")]
    [InlineData("Use(WorkQueueDispatcher.TypeOf(new byte[16]) == 0x9); Use(WorkQueueDispatcher.TypeOf(new byte[16]) == SeekDescriptor.TypeCode);")]
    [InlineData("memory.Read32(8);")]
    public Task Has_none_or_has_several(string statements) => Check.FindsInMethod(statements);

    [Fact]
    public Task In_nested_partial_and_generic_types() => Check.Fixed<LiteralFix>(
        "partial class A<T> { class B { Func<Status, bool> F = s => (s.Value & {|VTD2007:1|}) != 0; } }\npartial class A<T> { Mode M() => {|VTD2007:(Mode)1|}; }",
        "partial class A<T> { class B { Func<Status, bool> F = s => (s.Value & Status.Masks.DONE) != 0; } }\npartial class A<T> { Mode M() => Mode.Slow; }");
}
