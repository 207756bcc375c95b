using System.Runtime.InteropServices;
using Demo;
using Demo.Codegen;
using Vtd.Codegen.Tests.Harness;

namespace Vtd.Codegen.Tests;

/// <summary>What all register files have in common: enumeration, saved state, storage and threads.</summary>
public class RegisterStateTests
{
    private static readonly DemoCapabilities s_all = new() { CAPS = new Caps { EXT = true, TURBO = true, SLOTS = 2, BASE = 8 } };

    private readonly DemoRegisterFile _file = new(s_all);

    [Fact]
    public void All_registers_are_listed_by_offset_with_every_element()
    {
        var listed = _file.Registers;

        Assert.Equal(listed.Select(register => register.Offset).Order(), listed.Select(register => register.Offset));
        Assert.Equal(
            ["CAPS at 0x0", "CTRL at 0x4", "STATUS at 0x8", "DATA at 0xC", "ADDR at 0x10", "SPLIT at 0x18", "EXTREG at 0x20", "GAUGES at 0x28",
                "PORT[0] at 0x40", "PORT[1] at 0x44", "PORT[2] at 0x48", "LOG[0] at 0x80", "LOG[1] at 0x90", "LOG[2] at 0xA0", "TAIL at 0xE0"],
            listed.Select(register => register.ToString()));
    }

    [Fact]
    public void A_register_tells_its_width_and_masks()
    {
        var status = Assert.Single(_file.Registers, register => register.Name == "STATUS");
        var log = Assert.Single(_file.Registers, register => register is { Name: "LOG", Element: 1 });

        Assert.Equal((Status.Width, null), (status.Width, status.Element));
        var masks = Assert.Single(status.Masks);
        Assert.Equal(((ulong)(Status.Masks.ERR | Status.Masks.DONE), (ulong)Status.ResetValue), (masks.WriteOneToClear, masks.AfterReset));
        Assert.Equal((128, 2), (log.Width, log.Masks.Count));
        Assert.Equal((0UL, 1UL << 63), (log.Masks[0].WriteOneToClear, log.Masks[1].WriteOneToClear));
    }

    [Theory]
    [InlineData(0x0, "CAPS at 0x0")]
    [InlineData(0x7, "CTRL at 0x4")]
    [InlineData(0x17, "ADDR at 0x10")]
    [InlineData(0x4B, "PORT[2] at 0x48")]
    [InlineData(0x9F, "LOG[1] at 0x90")]
    [InlineData(0x1C, null)]
    [InlineData(0xFF, null)]
    [InlineData(0x100, null)]
    [InlineData(-1, null)]
    [InlineData(int.MaxValue, null)]
    public void The_register_at_an_offset_is_found(int offset, string? expected) => Assert.Equal(expected, _file.Find(offset)?.ToString());

    [Fact]
    public void The_device_reads_and_changes_listed_registers()
    {
        _file.Set(_file.Find(Ctrl.Offset)!, ulong.MaxValue);
        _file.Set(_file.Find(0x98)!, 0x8000_0000_0000_0000, word: 1);

        Assert.Equal(0x7FFF_FFFFU, _file.CTRL.Value);
        Assert.Equal(0x7FFF_FFFFUL, _file.Get(_file.Find(Ctrl.Offset)!));
        Assert.True(_file.GetLOG(1).F);
        Assert.Throws<ArgumentException>("register", () => _file.Set(_file.Find(Caps.Offset)!, 0));
        Assert.Throws<ArgumentOutOfRangeException>("word", () => _file.Get(_file.Find(Ctrl.Offset)!, 1));
        Assert.Throws<ArgumentOutOfRangeException>("word", () => _file.Get(_file.Find(Ctrl.Offset)!, -1));
        Assert.Throws<ArgumentException>("register", () => new DemoRegisterFile(new() { CAPS = new Caps { BASE = 9 } }).Get(_file.Find(0x80)!));
    }

    [Fact]
    public void A_saved_state_comes_back_in_another_register_file()
    {
        _file.STATUS = new Status(0xFFFFFFFF);
        _file.SetLOG(2, new Log(ulong.MaxValue, ulong.MaxValue));
        _file.SetPORT(1, new Port(3));
        var state = new byte[_file.StateSize];
        _file.Save(state);

        var other = new DemoRegisterFile(s_all);
        other.Restore(state);

        Assert.Equal(_file.Registers.Count, other.Registers.Count);
        Assert.All(_file.Registers, register => Assert.All(Enumerable.Range(0, register.Masks.Count), word =>
            Assert.Equal(_file.Get(register, word), other.Get(other.Find(register.Offset)!, word))));
        Assert.Equal(0xFFFFFFFFU, other.STATUS.Value);
    }

    [Fact]
    public void A_state_of_other_registers_is_refused_and_changes_nothing()
    {
        var state = new byte[_file.StateSize];
        _file.Save(state);
        var other = new DemoRegisterFile(s_all with { CAPS = s_all.CAPS with { SLOTS = 1, BASE = 9 } }) { DATA = new Demo.Data(7) };
        var alike = new DemoRegisterFile(s_all with { CAPS = s_all.CAPS with { TURBO = false } });

        Assert.Throws<ArgumentException>("source", () => other.Restore(state));
        Assert.Throws<ArgumentException>("source", () => alike.Restore(state));
        Assert.Throws<ArgumentException>("source", () => _file.Restore(state.AsSpan(0, 7)));
        Assert.Throws<ArgumentException>("source", () => _file.Restore([]));
        Assert.Throws<ArgumentException>("destination", () => _file.Save(state.AsSpan(1)));
        Assert.Equal(7U, other.DATA.Value);
    }

    [Fact]
    public void A_state_that_was_tampered_with_breaks_no_promise_of_the_register_file()
    {
        var state = new byte[_file.StateSize];
        _file.Save(state);
        state.AsSpan(sizeof(ulong)).Fill(0xFF);

        _file.Restore(state);

        Assert.False(_file.CTRL.GO);
        Assert.Equal(s_all.CAPS.Value, _file.CAPS.Value);
        Assert.Equal(0xFFFFFFFFUL, _file.Get(_file.Find(Status.Offset)!));
        Assert.Equal(RegisterAccess.Done, _file.Read(Ctrl.Offset, 4, out var value));
        Assert.Equal(0x107UL, value);
    }

    [Fact]
    public void A_write_touches_the_storage_of_one_register_alone()
    {
        Assert.Equal(sizeof(ulong) * (1 + _file.Registers.Sum(register => register.Masks.Count)), _file.StateSize);
        var (before, after) = (new byte[_file.StateSize], new byte[_file.StateSize]);
        var quiet = new DemoRegisterHandler();
        foreach (var register in _file.Registers.Where(static register => register.Masks.Any(static masks => masks.Writable != 0)))
        {
            _file.Reset(keepSticky: false);
            _file.Save(before);
            for (var part = 0; part < register.Width / 32; part++)
                _file.Write(register.Offset + 4 * part, 4, ~(_file.Get(register, part / 2) >> (32 * (part % 2))), quiet);
            _file.Save(after);

            Assert.InRange(MemoryMarshal.Cast<byte, ulong>(before).ToArray().Zip(MemoryMarshal.Cast<byte, ulong>(after).ToArray()).Count(static pair => pair.First != pair.Second), 1, register.Masks.Count);
        }
    }

    [Fact]
    public void Writes_to_neighbours_are_not_lost()
    {
        const int rounds = 300_000;
        var lost = 0;
        var device = new Thread(() =>
        {
            for (var round = 0U; round < rounds; round++)
            {
                _file.DATA = new Demo.Data(round);
                if (_file.DATA.Value != round)
                    Interlocked.Increment(ref lost);
            }
        });
        device.Start();
        var quiet = new DemoRegisterHandler();
        for (var round = 0U; round < rounds; round++)
        {
            _file.Write(Status.Offset, 4, (round & 0xF) << 20, quiet);
            if (_file.STATUS.LEVEL != (round & 0xF))
                Interlocked.Increment(ref lost);
        }

        device.Join();
        Assert.Equal(0, lost);
    }

    [Fact]
    public void Storage_is_where_registers_are()
    {
        const string spec = """
            spec: Big
            block: { size: 0x100000, access: [4] }
            registers:
              FIRST: { offset: 0x0, width: 32, access: rw, reset: 1, fields: { A: { bits: "31:0" } } }
              LAST: { offset: 0xFFFFC, width: 32, access: rw, reset: 2, fields: { A: { bits: "31:0" } } }
            """;
        const string code = """
            internal static class Use
            {
                public static ulong Run()
                {
                    var file = new Consumer.Big.BigRegisterFile();
                    file.Read(0, 4, out var first);
                    file.Read(0xFFFFC, 4, out var last);
                    return 16 * first + last;
                }
            }
            """;
        var run = Generated.Method<Func<ulong>>(Generated.Compile(Generated.Texts(spec), code), "Use", "Run");
        run();

        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(0x12UL, run());
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 24 * 1024);
    }
}
