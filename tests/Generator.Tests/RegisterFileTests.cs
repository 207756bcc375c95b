using Demo;
using Demo.Codegen;

namespace Vtd.Codegen.Tests;

public class RegisterFileTests
{
    private static readonly DemoCapabilities s_all = new() { CAPS = new Caps { EXT = true, TURBO = true, SLOTS = 2, BASE = 8 } };
    private static readonly DemoCapabilities s_few = new() { CAPS = new Caps { BASE = 8 } };

    private readonly DemoRegisterFile _file = new(s_all);
    private readonly Recorder _hooks = new();

    [Fact]
    public void Reset_values_are_there_from_the_start()
    {
        Assert.Equal(0xDEADBEEFU, _file.DATA.Value);
        Assert.Equal(1, _file.STATUS.LEVEL);
        Assert.Equal(s_all.CAPS, _file.CAPS);
        Assert.Equal(0UL, _file.SPLIT.Value);
        Assert.Equal(3U, _file.TAIL.Value);
    }

    [Theory]
    [InlineData(0x0C, 4, 0xDEADBEEF)]
    [InlineData(0x0C, 2, 0xBEEF)]
    [InlineData(0x0E, 2, 0xDEAD)]
    [InlineData(0x0C, 1, 0xEF)]
    [InlineData(0x0D, 1, 0xBE)]
    [InlineData(0x0E, 1, 0xAD)]
    [InlineData(0x0F, 1, 0xDE)]
    [InlineData(0x08, 8, 0xDEADBEEF_00100000)]
    public void Every_aligned_part_reads(int offset, int size, ulong expected)
    {
        Assert.Equal(RegisterAccess.Done, _file.Read(offset, size, out var value));
        Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData(0x0C, 4, 0x01234567, 0x01234567)]
    [InlineData(0x0C, 2, 0xFFFF1122, 0xDEAD1122)]
    [InlineData(0x0E, 2, 0x1122, 0x1122BEEF)]
    [InlineData(0x0D, 1, 0x55, 0xDEAD55EF)]
    [InlineData(0x08, 8, 0x01234567_00000000, 0x01234567)]
    public void Every_aligned_part_writes(int offset, int size, ulong data, uint expected)
    {
        Assert.Equal(RegisterAccess.Done, _file.Write(offset, size, data, _hooks));
        Assert.Equal(expected, _file.DATA.Value);
    }

    [Theory]
    [InlineData(-1, 4, RegisterAccess.Unmapped)]
    [InlineData(int.MinValue, 8, RegisterAccess.Unmapped)]
    [InlineData(0x100, 4, RegisterAccess.Unmapped)]
    [InlineData(int.MaxValue, 1, RegisterAccess.Unmapped)]
    [InlineData(0x30, 4, RegisterAccess.Unmapped)]
    [InlineData(0x30, 8, RegisterAccess.Unmapped)]
    [InlineData(0x08, 0, RegisterAccess.UnsupportedSize)]
    [InlineData(0x08, 3, RegisterAccess.UnsupportedSize)]
    [InlineData(0x08, 16, RegisterAccess.UnsupportedSize)]
    [InlineData(0x08, -4, RegisterAccess.UnsupportedSize)]
    [InlineData(0x08, int.MinValue, RegisterAccess.UnsupportedSize)]
    [InlineData(0x0A, 4, RegisterAccess.Misaligned)]
    [InlineData(0x0C, 8, RegisterAccess.Misaligned)]
    [InlineData(0x09, 2, RegisterAccess.Misaligned)]
    public void Accesses_that_cannot_be_served_say_why_and_do_nothing(int offset, int size, RegisterAccess expected)
    {
        Assert.Equal(expected, _file.Read(offset, size, out var value));
        Assert.Equal(0UL, value);
        Assert.Equal(expected, _file.Write(offset, size, ulong.MaxValue, _hooks));
        Assert.Equal(0xDEADBEEFU, _file.DATA.Value);
        Assert.Empty(_hooks.Calls);
    }

    [Fact]
    public void Eight_bytes_over_one_register_and_a_hole_reach_the_register()
    {
        Assert.Equal(RegisterAccess.Done, _file.Write(0x20, 8, 0xFFFFFFFF_00000007, _hooks));
        Assert.Equal(7U, _file.EXTREG.Value);
        Assert.Equal(RegisterAccess.Done, _file.Read(0x20, 8, out var value));
        Assert.Equal(7UL, value);
    }

    [Fact]
    public void Reserved_and_read_only_bits_ignore_writes()
    {
        Write32(Status.Offset, 0xFFFFFFFF);

        Assert.Equal(0x00F000F0U, _file.STATUS.Value);
        Write32(Caps.Offset, 0);
        Assert.Equal(s_all.CAPS, _file.CAPS);
    }

    [Fact]
    public void Writing_one_clears_and_writing_zero_keeps()
    {
        _file.STATUS = new Status(0) with { ERR = true, DONE = true, BUSY = true, CNT = 9 };

        Write32(Status.Offset, _file.STATUS.ToWrite().Value);
        Assert.True(_file.STATUS is { ERR: true, DONE: true, BUSY: true, CNT: 9 });

        Write32(Status.Offset, _file.STATUS.ToWrite(clearDONE: true).Value);
        Assert.True(_file.STATUS is { ERR: true, DONE: false, BUSY: true, CNT: 9 });
    }

    [Fact]
    public void A_write_to_another_byte_clears_nothing()
    {
        _file.STATUS = new Status(0) with { ERR = true, DONE = true };

        _file.Write(Status.Offset + 1, 1, 0xFF, _hooks);

        Assert.True(_file.STATUS is { ERR: true, DONE: true });
        Assert.Empty(_hooks.Calls);
    }

    [Fact]
    public void One_shot_bits_are_seen_by_the_hook_and_never_stored()
    {
        Write32(Ctrl.Offset, 0x80000001);

        Assert.Equal(["CTRL 0x00000000 { MODE = Off } -> CTRL 0x80000001 { GO = 1, MODE = Off, EN = 1 }"], _hooks.Calls);
        Assert.Equal(1U, _file.CTRL.Value);
        Write32(Ctrl.Offset, 0x00000001);
        Assert.EndsWith("-> CTRL 0x00000001 { MODE = Off, EN = 1 }", _hooks.Calls[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Write_only_bits_reach_the_device_and_never_read_back()
    {
        Write32(Ctrl.Offset, 0x00AB0000);

        Assert.Equal(0xAB, _file.CTRL.KEY);
        Assert.Equal(0UL, Read32(Ctrl.Offset));
    }

    [Fact]
    public void The_hook_runs_after_the_value_is_stored()
    {
        uint seen = 0;
        _hooks.OnCtrl = after => seen = _file.CTRL.Value;

        Write32(Ctrl.Offset, 5);

        Assert.Equal(5U, seen);
    }

    [Fact]
    public void Two_registers_in_one_access_are_two_writes_the_low_one_first()
    {
        _hooks.OnCtrl = _ => Assert.Equal(0U, _file.GetPORT(1).Value);

        _file.Write(0x40, 8, 0x00000001_00000001, _hooks);

        Assert.Equal(
            [
                "0: PORT 0x00000000 -> PORT 0x00000001 { ON = 1 } by 4 of 1 at 0",
                "1: PORT 0x00000000 -> PORT 0x00000001 { ON = 1 } by 4 of 1 at 0",
            ],
            _hooks.Calls);
    }

    [Fact]
    public void A_register_in_the_high_half_of_a_cell_has_its_own_bits()
    {
        _file.Write(0x00, 8, 0x00000003_FFFFFFFF, _hooks);

        Assert.Equal(3U, _file.CTRL.Value);
        Assert.Equal(s_all.CAPS, _file.CAPS);
        Assert.Single(_hooks.Calls);
    }

    [Fact]
    public void Only_writes_that_cover_the_field_call_its_hook()
    {
        _file.Write(Addr.Offset, 4, 0x1003, _hooks);
        Assert.Empty(_hooks.Calls);

        _file.Write(Addr.Offset + 4, 4, 0x80000000, _hooks);
        Assert.Equal(["ADDR 0x0000000000001003 { PAGE = 0x1000, ORDER = 3 } -> ADDR 0x8000000000001003 { START = 1, PAGE = 0x1000, ORDER = 3 }"], _hooks.Calls);

        _file.Write(Addr.Offset, 8, 0, _hooks);
        Assert.Equal(2, _hooks.Calls.Count);
        Assert.Equal(default, _file.ADDR);
    }

    [Fact]
    public void A_hook_that_asks_for_them_gets_the_bytes_as_they_were_written()
    {
        _file.Write(0x45, 1, 0xFFAB, _hooks);

        Assert.Equal(["1: PORT 0x00000000 -> PORT 0x00000000 by 1 of AB at 1"], _hooks.Calls);
    }

    [Fact]
    public void The_device_cannot_store_one_shot_bits()
    {
        _hooks.OnCtrl = after => _file.CTRL = after with { MODE = Mode.Fast };

        Write32(Ctrl.Offset, 0x80000001);

        Assert.True(_file.CTRL is { GO: false, EN: true, MODE: Mode.Fast });
    }

    [Fact]
    public void A_handler_can_override_the_calls_it_needs()
    {
        var handler = new Few();

        _file.Write(Ctrl.Offset, 4, 1, handler);
        _file.Write(Status.Offset, 4, 2, handler);

        Assert.Equal(1, handler.Controls);
    }

    [Fact]
    public void Arrays_have_as_many_elements_as_the_capabilities_say()
    {
        Assert.Equal(3, _file.LOGCount);
        Assert.Equal(1, new DemoRegisterFile(s_few).LOGCount);
        Assert.Equal(3, _file.PORTCount);
        Assert.Throws<ArgumentOutOfRangeException>("index", () => _file.GetLOG(3));
        Assert.Throws<ArgumentOutOfRangeException>("index", () => _file.SetLOG(-1, default));
        Assert.Equal(RegisterAccess.Done, _file.Read(0xAC, 4, out _));
        Assert.Equal(RegisterAccess.Unmapped, _file.Read(0xB0, 4, out _));
    }

    [Fact]
    public void Registers_of_128_bits_are_written_in_parts_and_hand_over_the_whole()
    {
        var full = new Log(0, 0) with { F = true, CODE = Fault.Malformed, SPAN = 0x0102, INFO = 0x3000 };
        _file.SetLOG(1, full);

        for (var part = 0; part < 3; part++)
            _file.Write(0x90 + 4 * part, 4, 0xFFFFFFFF, _hooks);
        Assert.Empty(_hooks.Calls);
        Assert.Equal(full with { SPAN = 0xFFFF }, _file.GetLOG(1));

        _file.Write(0x9C, 4, 0x80000000, _hooks);
        Assert.Equal([$"1: {full with { SPAN = 0xFFFF }} -> {full with { SPAN = 0xFFFF, F = false }}"], _hooks.Calls);

        _file.Write(0x90, 8, 0, _hooks);
        Assert.Single(_hooks.Calls);
        Assert.Equal(0xFF00, _file.GetLOG(1).SPAN);
        Assert.Equal(default, _file.GetLOG(0));
        Assert.Equal(default, _file.GetLOG(2));
    }

    [Fact]
    public void The_low_half_of_128_bits_is_handed_over_with_the_high_one()
    {
        _file.SetLOG(2, new Log(0x1000, 0) with { F = true });

        Assert.Equal(RegisterAccess.Done, _file.Write(0xA8, 8, ulong.MaxValue, _hooks));

        Assert.Equal(["2: LOG 0x8000000000000000_0000000000001000 { F = 1, CODE = 0, INFO = 0x1000 } -> LOG 0x00000000000000FF_0000000000001000 { CODE = 0, SPAN = 0xFF00, INFO = 0x1000 }"], _hooks.Calls);
    }

    [Fact]
    public void What_the_implementation_lacks_reads_zero_and_ignores_writes()
    {
        var file = new DemoRegisterFile(s_few);

        Assert.Equal(RegisterAccess.Done, file.Write(Extreg.Offset, 4, 0xFFFFFFFF, _hooks));
        Assert.Equal(RegisterAccess.Done, file.Read(Extreg.Offset, 4, out var value));
        Assert.Equal(0UL, value);
        Assert.Empty(_hooks.Calls);

        file.Write(Ctrl.Offset, 4, 0x101, _hooks);
        Assert.Equal(1U, file.CTRL.Value);
        Assert.Equal(RegisterAccess.Unmapped, file.Read(0xE0, 4, out _));
        file.TAIL = new Tail(9);
        Assert.Equal(default, file.TAIL);
    }

    [Fact]
    public void A_cold_reset_brings_everything_back()
    {
        Disturb();

        _file.Reset(keepSticky: false);

        Assert.Equal(new DemoRegisterFile(s_all).STATUS, _file.STATUS);
        Assert.Equal(Demo.Data.ResetValue, _file.DATA.Value);
        Assert.Equal(default, _file.GetLOG(0));
        Assert.Equal(s_all.CAPS, _file.CAPS);
    }

    [Fact]
    public void A_warm_reset_keeps_sticky_fields()
    {
        Disturb();

        _file.Reset(keepSticky: true);

        Assert.Equal(new Status(0) with { LEVEL = 7, CNT = 5, ERR = true }, _file.STATUS);
        Assert.Equal(new Log(0, 0) with { F = true, CODE = Fault.Denied }, _file.GetLOG(0));
        Assert.Equal(Demo.Data.ResetValue, _file.DATA.Value);
    }

    [Fact]
    public void Registers_that_do_not_fit_are_refused_by_name()
    {
        var onOthers = Assert.Throws<ArgumentException>(() => new DemoRegisterFile(new DemoCapabilities()));
        var outside = Assert.Throws<ArgumentException>(() => new DemoRegisterFile(new DemoCapabilities { CAPS = new Caps { BASE = 0x10 } }));
        var tooMany = Assert.Throws<ArgumentException>(() => new DemoRegisterFile(new DemoCapabilities { CAPS = new Caps { BASE = 8, SLOTS = 15 } }));

        Assert.Equal("LOG[0] at 0x0 lies on CAPS at 0x0. (Parameter 'capabilities')", onOthers.Message);
        Assert.Equal("LOG at 0x100 does not fit into the block of 0x100 bytes (elements: 1). (Parameter 'capabilities')", outside.Message);
        Assert.Equal("LOG at 0x80 does not fit into the block of 0x100 bytes (elements: 16). (Parameter 'capabilities')", tooMany.Message);
    }

    [Fact]
    public void The_device_changes_every_bit()
    {
        _file.STATUS = new Status(0xFFFFFFFF);

        Assert.Equal(0xFFFFFFFFU, _file.STATUS.Value);
        Assert.Equal(0x00F0FFF7UL, Read32(Status.Offset));
    }

    [Fact]
    public void Reads_and_writes_allocate_nothing()
    {
        var quiet = new DemoRegisterHandler();

        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var round = 0; round < 1000; round++)
            {
                _file.Write(Ctrl.Offset, 4, 1, quiet);
                _file.Write(0x88, 8, ulong.MaxValue, quiet);
                _file.Read(Ctrl.Offset, 4, out _);
            }
        }));
    }

    private void Disturb()
    {
        _file.STATUS = new Status(0) with { LEVEL = 7, CNT = 5, LAST = 3, ERR = true, DONE = true };
        _file.DATA = new Demo.Data(1);
        _file.SetLOG(0, new Log(0, 0) with { F = true, CODE = Fault.Denied, SPAN = 7, INFO = 0x1000 });
    }

    private ulong Read32(int offset)
    {
        Assert.Equal(RegisterAccess.Done, _file.Read(offset, 4, out var value));
        return value;
    }

    private void Write32(int offset, uint value) => Assert.Equal(RegisterAccess.Done, _file.Write(offset, 4, value, _hooks));

    private sealed class Recorder : IDemoRegisterHandler
    {
        public List<string> Calls { get; } = [];

        public Action<Ctrl>? OnCtrl { get; set; }

        public void OnWrite(Ctrl before, Ctrl after)
        {
            Calls.Add($"{before} -> {after}");
            OnCtrl?.Invoke(after);
        }

        public void OnWrite(Status before, Status after) => Calls.Add($"{before} -> {after}");

        public void OnWrite(Addr before, Addr after) => Calls.Add($"{before} -> {after}");

        public void OnWrite(Extreg before, Extreg after) => Calls.Add($"{before} -> {after}");

        public void OnWrite(int index, Port before, Port after, WrittenBytes bytes) => Calls.Add($"{index}: {before} -> {after} by {bytes.Count} of {bytes.Value:X} at {bytes.First}");

        public void OnWrite(int index, Log before, Log after) => Calls.Add($"{index}: {before} -> {after}");
    }

    private sealed class Few : DemoRegisterHandler
    {
        public int Controls { get; private set; }

        public override void OnWrite(Ctrl before, Ctrl after) => Controls++;
    }
}
