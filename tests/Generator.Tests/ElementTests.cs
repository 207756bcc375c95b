using Demo;
using Demo.Codegen;

namespace Vtd.Codegen.Tests;

/// <summary>Register arrays whose elements differ: given ones, those with an index in a condition, and those at a computed distance.</summary>
public class ElementTests
{
    private static readonly Gaugecap s_steep = new() { HAS = true, SCALE = Scale.Steep };
    private static readonly Gaugecap s_linear = new() { HAS = true };

    [Fact]
    public void Elements_of_a_given_array_come_from_the_capabilities()
    {
        var file = File(count: 3, spacing: 0, s_steep, s_linear);

        Assert.Equal(3, file.GAUGECAPCount);
        Assert.Equal([s_steep, s_linear, default], [file.GetGAUGECAP(0), file.GetGAUGECAP(1), file.GetGAUGECAP(2)]);
        Assert.Equal(3UL, Read(file, 0x50));
        Assert.Equal(0UL, Read(file, 0x58));
        Write(file, 0x50, 0);
        Assert.Equal(s_steep, file.GetGAUGECAP(0));
        file.Reset(keepSticky: false);
        Assert.Equal(s_linear, file.GetGAUGECAP(1));
    }

    [Fact]
    public void More_given_elements_than_there_are_do_no_harm()
    {
        var file = File(count: 1, spacing: 0, s_linear, s_steep, s_steep);

        Assert.Equal(1, file.GAUGECAPCount);
        Assert.Equal(RegisterAccess.Unmapped, file.Read(0x54, 4, out _));
    }

    [Fact]
    public void Capabilities_with_equal_elements_are_equal()
    {
        var one = new DemoCapabilities { GAUGECAP = [s_steep, s_linear] };
        var same = new DemoCapabilities { GAUGECAP = [s_steep, s_linear] };

        Assert.Equal(one, same);
        Assert.Equal(one.GetHashCode(), same.GetHashCode());
        Assert.NotEqual(one, same with { GAUGECAP = [s_steep] });
        Assert.NotEqual(one, same with { CAPS = new Caps { EXT = true } });
        Assert.Equal(new DemoCapabilities(), new DemoCapabilities { GAUGECAP = [] });
        Assert.Equal([default, s_steep, s_linear, default], [one.GetGAUGECAP(-1), one.GetGAUGECAP(0), one.GetGAUGECAP(1), one.GetGAUGECAP(2)]);
        Assert.Equal(default, new DemoCapabilities().GetGAUGECAP(0));
    }

    [Fact]
    public void An_element_whose_condition_fails_reads_zero_and_ignores_writes()
    {
        var file = File(count: 4, spacing: 0, s_linear, default, s_linear, s_linear);

        // The second has no gauge, the fourth is past the condition on the index.
        for (var i = 0; i < 4; i++)
            Write(file, 0x60 + 4 * i, 0x00050000);
        Assert.Equal([0x50000UL, 0UL, 0x50000UL, 0UL], [Read(file, 0x60), Read(file, 0x64), Read(file, 0x68), Read(file, 0x6C)]);
        Assert.Equal(4, file.GAUGECount);
        file.Reset(keepSticky: false);
        Assert.Equal([1, 0, 1, 0], [file.GetGAUGE(0).LEVEL, file.GetGAUGE(1).LEVEL, file.GetGAUGE(2).LEVEL, file.GetGAUGE(3).LEVEL]);
    }

    [Fact]
    public void A_field_can_depend_on_the_element_too()
    {
        var file = File(count: 3, spacing: 0, s_steep, s_steep, s_linear);

        for (var i = 0; i < 3; i++)
            file.SetGAUGE(i, new Gauge { TRIP = true });
        Assert.Equal([0x100UL, 0UL, 0UL], [Read(file, 0x60), Read(file, 0x64), Read(file, 0x68)]);
        Write(file, 0x60, 0x100);
        Assert.Equal(0UL, Read(file, 0x60));
    }

    [Theory]
    [InlineData(0, 4)]
    [InlineData(1, 8)]
    [InlineData(2, 16)]
    public void Elements_lie_at_the_computed_distance(byte spacing, int distance)
    {
        var file = File(count: 2, spacing, s_linear, s_linear);

        Write(file, 0x60 + distance, 0x00070000);

        Assert.Equal([1, 7], [file.GetGAUGE(0).LEVEL, file.GetGAUGE(1).LEVEL]);
        file.SetGAUGE(1, new Gauge { LEVEL = 9 });
        Assert.Equal(0x90000UL, Read(file, 0x60 + distance));
        if (distance > 4)
            Assert.Equal(RegisterAccess.Unmapped, file.Read(0x64, 4, out _));
    }

    [Fact]
    public void A_condition_that_is_the_same_for_all_elements_takes_the_array_away()
    {
        var file = File(count: 2, spacing: 3, s_linear, s_linear);

        Assert.Equal(0, file.GAUGECount);
        Assert.Equal(RegisterAccess.Unmapped, file.Read(0x60, 4, out _));
    }

    [Fact]
    public void No_capabilities_make_more_than_the_block_holds_or_throw_anything_else()
    {
        for (var count = 0; count < 16; count++)
        {
            for (var spacing = 0; spacing < 8; spacing++)
            {
                try
                {
                    var file = File((byte)count, (byte)spacing, s_steep);
                    Assert.InRange(file.GAUGECount, 0, DemoRegisterFile.Size / 4);
                }
                catch (ArgumentException misplaced)
                {
                    Assert.Contains("at 0x", misplaced.Message, StringComparison.Ordinal);
                }
            }
        }
    }

    [Fact]
    public void Writing_one_sets_writing_zero_keeps_and_the_device_clears()
    {
        var file = File(count: 1, spacing: 0, s_linear);

        Write(file, 0x60, 1);
        Assert.True(file.GetGAUGE(0).RUN);
        Write(file, 0x60, 0);
        Assert.True(file.GetGAUGE(0).RUN);
        Assert.Equal(1UL, Read(file, 0x60));

        file.SetGAUGE(0, file.GetGAUGE(0) with { RUN = false });
        Assert.Equal(0UL, Read(file, 0x60));
    }

    [Fact]
    public void What_was_read_sets_nothing_when_it_is_written_back()
    {
        var file = File(count: 1, spacing: 0, s_linear);
        Write(file, 0x60, 1);
        var read = file.GetGAUGE(0);
        file.SetGAUGE(0, read with { RUN = false });

        Write(file, 0x60, (read with { LEVEL = 3 }).ToWrite().Value);
        Assert.Equal(new Gauge { LEVEL = 3 }, file.GetGAUGE(0));
        Write(file, 0x60, read.ToWrite(setRUN: true).Value);
        Assert.True(file.GetGAUGE(0).RUN);
    }

    private static DemoRegisterFile File(byte count, byte spacing, params Gaugecap[] given) => new(new DemoCapabilities
    {
        CAPS = new Caps { BASE = 8 },
        GAUGES = new Gauges { COUNT = count, SPACING = spacing },
        GAUGECAP = [.. given],
    });

    private static ulong Read(DemoRegisterFile file, int offset)
    {
        Assert.Equal(RegisterAccess.Done, file.Read(offset, 4, out var value));
        return value;
    }

    private static void Write(DemoRegisterFile file, int offset, uint value) =>
        Assert.Equal(RegisterAccess.Done, file.Write(offset, 4, value, new Nobody()));

    private sealed class Nobody : IDemoRegisterHandler
    {
        public void OnWrite(Ctrl before, Ctrl after) => Assert.Fail();

        public void OnWrite(Status before, Status after) => Assert.Fail();

        public void OnWrite(Addr before, Addr after) => Assert.Fail();

        public void OnWrite(Extreg before, Extreg after) => Assert.Fail();

        public void OnWrite(int index, Port before, Port after, WrittenBytes bytes) => Assert.Fail();

        public void OnWrite(int index, Log before, Log after) => Assert.Fail();
    }
}
