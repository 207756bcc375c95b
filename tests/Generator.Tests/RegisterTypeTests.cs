using Demo;

namespace Vtd.Codegen.Tests;

public class RegisterTypeTests
{
    [Fact]
    public void Properties_take_their_bits_and_leave_the_others()
    {
        var ctrl = new Ctrl(0xFFFFFFFF) with { EN = false, MODE = Mode.Fast, KEY = 0x5A };

        Assert.Equal(0xFF5AFFFCU, ctrl.Value);
        Assert.Equal(Mode.Fast, ctrl.MODE);
        Assert.Equal(0x5A, ctrl.KEY);
        Assert.False(ctrl.EN);
        Assert.True(ctrl.GO);
    }

    [Fact]
    public void Constants_say_where_things_are()
    {
        Assert.Equal(0x04, Ctrl.Offset);
        Assert.Equal(0xDEADBEEFU, Demo.Data.ResetValue);
        Assert.Equal(0x00FF0000U, Ctrl.Masks.KEY);
        Assert.Equal(52, FastContext.Shifts.LAST);
        Assert.Equal(0x00000E0FU, Demo.Split.Masks.TYPE);
        Assert.Equal(0xFF00000000000000UL, Log.Masks.SPAN_Qword0);
        Assert.Equal(0x00000000000000FFUL, Log.Masks.SPAN_Qword1);
    }

    [Fact]
    public void Unknown_codes_survive()
    {
        var ctrl = new Ctrl(0x6);

        Assert.Equal((Mode)3, ctrl.MODE);
        Assert.Equal(ctrl, new Ctrl(0) with { MODE = ctrl.MODE });
    }

    [Fact]
    public void Split_fields_are_put_together()
    {
        var split = new Demo.Split(0) with { TYPE = 0x5A };

        Assert.Equal(0xA0AU, split.Value);
        Assert.Equal(0x5A, split.TYPE);
        Assert.Equal(0x7F, new Demo.Split(uint.MaxValue).TYPE);
    }

    [Fact]
    public void Fields_across_the_middle_of_128_bits_are_put_together()
    {
        var log = new Log(0, 0) with { SPAN = 0xABCD };

        Assert.Equal(0xCD00000000000000UL, log.Qword0);
        Assert.Equal(0xABUL, log.Qword1);
        Assert.Equal(0xABCD, log.SPAN);
        Assert.Equal(0xFFFF, new Log(ulong.MaxValue, ulong.MaxValue).SPAN);
    }

    [Fact]
    public void Scaled_fields_give_their_multiple()
    {
        Assert.Equal(0x12345000UL, (new Addr(0) with { PAGE = 0x12345000 }).PAGE);
        Assert.Equal(0x12345000UL, (new Addr(0) with { PAGE = 0x12345000 }).Value);
        Assert.Equal(0xA0U, (new Demo.Split(0) with { UNIT = 80 }).Value);
        Assert.Equal(120UL, new Demo.Split(0xF0).UNIT);
    }

    [Fact]
    public void Values_that_do_not_fit_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>("ORDER", () => new Addr(0) with { ORDER = 16 });
        Assert.Throws<ArgumentOutOfRangeException>("PAGE", () => new Addr(0) with { PAGE = 0x1234 });
        Assert.Throws<ArgumentOutOfRangeException>("PAGE", () => new Addr(0) with { PAGE = 1UL << 52 });
        Assert.Throws<ArgumentOutOfRangeException>("MODE", () => new Ctrl(0) with { MODE = (Mode)4 });
        Assert.Throws<ArgumentOutOfRangeException>("TYPE", () => new Demo.Split(0) with { TYPE = 0x80 });
        Assert.Throws<ArgumentOutOfRangeException>("UNIT", () => new Demo.Split(0) with { UNIT = 4 });
        Assert.Throws<ArgumentOutOfRangeException>("WIRES", () => new Demo.Split(0) with { WIRES = (Wires)0x10 });
    }

    [Fact]
    public void Writing_back_what_was_read_changes_nothing()
    {
        var status = new Status(0xFFFFFFFF);

        Assert.Equal(0x00F000F0U, status.ToWrite().Value);
        Assert.Equal(0x00F000F2U, status.ToWrite(clearERR: true).Value);
        Assert.Equal(0x00F00031U, (status with { LAST = 3 }).ToWrite(clearDONE: true).Value);
        Assert.Equal(0x00FFF107U, new Ctrl(0x80FFFFFF).ToWrite().Value);
        Assert.Equal(Ctrl.Masks.GO, new Ctrl(0).ToWrite(setGO: true).Value);
    }

    [Fact]
    public void Writes_take_the_bits_that_act_by_name_and_nothing_else()
    {
        Assert.Equal(["clearERR", "clearDONE"], typeof(Status).GetMethod("ToWrite")!.GetParameters().Select(parameter => parameter.Name));
        Assert.Null(typeof(Demo.Data).GetMethod("ToWrite"));
        Assert.Null(typeof(Demo.Data).GetNestedType("Write"));
    }

    [Theory]
    [InlineData(0x00000000U, "CTRL 0x00000000 { MODE = Off }")]
    [InlineData(0x80FF0105U, "CTRL 0x80FF0105 { GO = 1, KEY = 0xFF, EXTRA = 1, MODE = Fast, EN = 1 }")]
    [InlineData(0x0000F806U, "CTRL 0x0000F806 { MODE = 3, reserved = 0xF800 }")]
    public void Text_decodes(uint value, string text) => Assert.Equal(text, new Ctrl(value).ToString());

    [Fact]
    public void Text_of_128_bits_decodes() => Assert.Equal(
        "LOG 0x8000004000000012_3400000000007001 { F = 1, CODE = Denied, SPAN = 0x1234, INFO = 0x7000, reserved = 0x1 }",
        (new Log(1, 0) with { F = true, CODE = Fault.Denied, SPAN = 0x1234, INFO = 0x7000 }).ToString());

    [Fact]
    public void Equality_is_that_of_the_bits()
    {
        Assert.Equal(new Addr(5), new Addr(0) with { ORDER = 5 });
        Assert.NotEqual(new Log(0, 1), new Log(1, 0));
    }
}
