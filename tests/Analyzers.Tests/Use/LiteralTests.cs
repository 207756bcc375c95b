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
    [InlineData("var t = WorkQueueDispatcher.TypeOf(new byte[16]);\nUse(t != {|VTD2007:6|});", "var t = WorkQueueDispatcher.TypeOf(new byte[16]);\nUse(t != SeekDescriptor.TypeCode);")]
    [InlineData(
        "switch (WorkQueueDispatcher.TypeOf(new byte[16])) { case {|VTD2007:5|}: case {|VTD2007:6|} when place > 0: break; }",
        "switch (WorkQueueDispatcher.TypeOf(new byte[16])) { case WaitDescriptor.TypeCode: case SeekDescriptor.TypeCode when place > 0: break; }")]
    [InlineData(
        "Use(WorkQueueDispatcher.TypeOf(new byte[16]) switch { {|VTD2007:5|} or {|VTD2007:6|} => 1, _ => 0 });",
        "Use(WorkQueueDispatcher.TypeOf(new byte[16]) switch { WaitDescriptor.TypeCode or SeekDescriptor.TypeCode => 1, _ => 0 });")]
    [InlineData("Use(WorkQueueDispatcher.TypeOf(new byte[16]) is not {|VTD2007:0x5|});", "Use(WorkQueueDispatcher.TypeOf(new byte[16]) is not WaitDescriptor.TypeCode);")]
    [InlineData("Use(registers.GetLOG(0).Qword1 & {|VTD2007:0x8000000000000000|});", "Use(registers.GetLOG(0).Qword1 & Log.Masks.F);")]
    [InlineData("Use(registers.GetLOG(0).ToWrite().Qword0 & {|VTD2007:0xFFFFFFFFFFFFF000|});", "Use(registers.GetLOG(0).ToWrite().Qword0 & Log.Masks.INFO);")]
    [InlineData(
        "registers.Write({|VTD2007:12|}, 4, 1, handler);\nregisters.Write({|VTD2007:0x10|}, 8, 1, handler);",
        "registers.Write(Limits.Offset, 4, 1, handler);\nregisters.Write(Table.Offset, 8, 1, handler);")]
    public Task Has_a_name(string statements, string fixedStatements) => Check.FixedInMethod<LiteralFix>(statements, fixedStatements);

    [Theory]
    [InlineData("registers.Read(Status.Offset, 4, out _); registers.Read(0x14, 4, out _); registers.Read(0x80, 4, out _);")]
    [InlineData("Use(registers.STATUS.Value & 0x33); Use(registers.STATUS.Value | 0x30); Use(registers.STATUS.LIMIT & 0x2);")]
    [InlineData("Use(new SectorEntry().Qword0 & 0xFFFF); Use(new SectorEntry().Qword2 & 1);")]
    [InlineData("Use((Mode)2); Use((Mode)place); Use((RegisterAccess)1); Use((ConsoleKey)3); Mode none = 0; Use(none);")]
    [InlineData("Use(WorkQueueDispatcher.TypeOf(new byte[16]) == 0x9); Use(WorkQueueDispatcher.TypeOf(new byte[16]) == SeekDescriptor.TypeCode);")]
    [InlineData("memory.Read32(8);")]
    [InlineData("Use(registers.GetLOG(0).Qword0 & 0x8000000000000000); Use(registers.GetLOG(0).Qword1 & 0xFFFFFFFFFFFFF000);")]
    [InlineData("var t = WorkQueueDispatcher.TypeOf(new byte[16]); if (place > 0) t = 3; Use(t == 5);")]
    [InlineData("switch (WorkQueueDispatcher.TypeOf(new byte[16])) { case 9: case > 5: break; } Use(place is 5); Use((WorkQueueDispatcher.TypeOf(new byte[16]), 5) is (9, 5));")]
    public Task Has_none_or_has_several(string statements) => Check.FindsInMethod(statements);

    [Fact]
    public Task In_nested_partial_and_generic_types() => Check.Fixed<LiteralFix>(
        "partial class A<T> { class B { Func<Status, bool> F = s => (s.Value & {|VTD2007:1|}) != 0; } }\npartial class A<T> { Mode M() => {|VTD2007:(Mode)1|}; }",
        "partial class A<T> { class B { Func<Status, bool> F = s => (s.Value & Status.Masks.DONE) != 0; } }\npartial class A<T> { Mode M() => Mode.Slow; }");
}
