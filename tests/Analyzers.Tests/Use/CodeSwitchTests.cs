using Vtd.Analyzers.Tests.Harness;
using Vtd.Analyzers.Use;
using Vtd.CodeFixes;

namespace Vtd.Analyzers.Tests.Use;

using Check = Check<CodeSwitchAnalyzer>;

public sealed class CodeSwitchTests
{
    [Fact]
    public Task A_statement_gets_the_missing_codes_and_one_for_unknown_ones() => Check.FixedInMethod<CodeSwitchFix>(
        """
        switch ({|VTD2011:registers.STATUS.MODE|})
        {
            case Mode.Off:
                break;
        }
        """,
        """
        switch (registers.STATUS.MODE)
        {
            case Mode.Off:
                break;
            case Mode.Slow:
                throw new System.NotImplementedException();
            case Mode.Fast:
                throw new System.NotImplementedException();
            default:
                throw new System.NotImplementedException();
        }
        """);

    [Fact]
    public Task A_complete_statement_gets_an_arm_for_unknown_codes() => Check.FixedInMethod<CodeSwitchFix>(
        """
        switch ({|VTD2012:registers.STATUS.MODE|})
        {
            case Mode.Off or Mode.Slow:
            case Mode.Fast:
                break;
        }
        """,
        """
        switch (registers.STATUS.MODE)
        {
            case Mode.Off or Mode.Slow:
            case Mode.Fast:
                break;
            default:
                throw new System.NotImplementedException();
        }
        """);

    [Theory]
    [InlineData("Use(registers.STATUS.MODE switch { Mode.Off => 1, Mode.Slow or Mode.Fast => 2, _ => 0 });")]
    [InlineData("switch (registers.STATUS.MODE) { case Mode.Off: break; default: break; }")]
    [InlineData("switch (registers.STATUS.MODE) { case Mode.Off: break; case var other: Use(other); break; }")]
    [InlineData("switch (registers.STATUS.MODE) { case Mode.Off: break; case > Mode.Off: break; }")]
    [InlineData("switch ((Side)place) { case Side.Top: break; case Side.Bottom: break; }")]
    [InlineData("switch ((Wires)place) { case Wires.Data: break; }")]
    [InlineData("switch (registers.Read(0, 4, out _)) { case RegisterAccess.Done: break; }")]
    [InlineData("switch ((ConsoleKey)place) { case ConsoleKey.A: break; }")]
    public Task What_takes_all_and_what_holds_no_codes(string statements) => Check.FindsInMethod(statements);

    [Theory]
    [InlineData("switch ({|VTD2011:(Side)place|}) { case Side.Top: break; }")]
    [InlineData("switch ({|VTD2011:registers.STATUS.MODE|}) { case Mode.Off: break; case Mode.Slow: break; case Mode.Fast when place > 0: break; }")]
    [InlineData("switch ({|VTD2011:(WorkQueueType)place|}) { case WorkQueueType.Wait: break; }")]
    public Task What_leaves_codes_out(string statements) => Check.FindsInMethod(statements);

    [Fact]
    public Task In_nested_partial_and_generic_types() => Check.Finds("""
        partial class A<T> { class B { void M(Mode mode) { Action a = () => { switch ({|VTD2011:mode|}) { case Mode.Off: break; } }; } } }
        partial class A<T> { void N(T other, Mode mode) { switch (other) { case 1: break; } switch ({|VTD2011:mode|}) { } } }
        """);
}
