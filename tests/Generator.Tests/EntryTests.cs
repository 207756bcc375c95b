using Demo;
using Vtd.Codegen.Tests.Harness;

namespace Vtd.Codegen.Tests;

public class EntryTests
{
    private static readonly DemoCapabilities s_all = new() { CAPS = new Caps { EXT = true } };

    [Fact]
    public void Memory_is_little_endian()
    {
        var bytes = new byte[PageEntry.SizeInBytes];
        (new PageEntry(0) with { P = true, ADDR = 0x123456789A000, X = true }).CopyTo(bytes);

        Assert.Equal([0x01, 0xA0, 0x89, 0x67, 0x45, 0x23, 0x01, 0x40], bytes);
        Assert.Equal(new PageEntry(0x40012345_6789A001), PageEntry.Read(bytes));
    }

    [Fact]
    public void All_sizes_round_trip()
    {
        Assert.Equal(8, PageEntry.SizeInBytes);
        Assert.Equal(16, PlainSlot.SizeInBytes);
        Assert.Equal(32, SlowContext.SizeInBytes);
        Assert.Equal(64, FastContext.SizeInBytes);

        var bytes = Enumerable.Range(1, 64).Select(i => (byte)i).ToArray();
        var copy = new byte[64];
        FastContext.Read(bytes).CopyTo(copy);
        Assert.Equal(bytes, copy);
    }

    [Fact]
    public void Spans_that_are_too_short_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => PlainSlot.Read(new byte[15]));
        Assert.Throws<ArgumentOutOfRangeException>(() => default(PlainSlot).CopyTo(new byte[15]));
    }

    [Fact]
    public void Fields_may_cross_quadwords_and_lie_in_pieces()
    {
        var fast = default(FastContext) with { MID = 0x7FF, LAST = 0xABC };
        Assert.Equal(0xFC00000000000000UL, fast.Qword3);
        Assert.Equal(0x1FUL, fast.Qword4);
        Assert.Equal(0xABC0000000000000UL, fast.Qword7);
        Assert.Equal((0x7FF, 0xABC), (fast.MID, fast.LAST));

        var posted = default(PostedSlot) with { PDA = 0xFEDCBA98_76543240 };
        Assert.Equal(0x7654324000000000UL, posted.Qword0);
        Assert.Equal(0xFEDCBA9800000000UL, posted.Qword1);
        Assert.Equal(0xFEDCBA98_76543240UL, posted.PDA);
        Assert.Throws<ArgumentOutOfRangeException>("PDA", () => default(PostedSlot) with { PDA = 32 });

        Assert.Equal(ulong.MaxValue, (default(SlowContext) with { BIG = ulong.MaxValue }).Qword2);
        Assert.Equal(2, SlowContext.Qwords.BIG);
        Assert.Equal(7, FastContext.Qwords.LAST);
        Assert.Equal(52, FastContext.Shifts.LAST);
    }

    [Fact]
    public void Bits_that_must_be_zero_depend_on_what_the_implementation_has()
    {
        var with = PageEntry.ReservedBits(s_all);
        var without = PageEntry.ReservedBits(default);

        Assert.Equal(0xBFF0000000000FF0UL, with.Qword0);
        Assert.Equal(0xFFF0000000000FF0UL, without.Qword0);
        Assert.True(new PageEntry(PageEntry.Masks.X).HasAny(without));
        Assert.False(new PageEntry(PageEntry.Masks.X).HasAny(with));
        Assert.False(new PageEntry(0xE).HasAny(without));
        Assert.True(new FastContext(0, 0, 0, 0, 0, 0, 1, 0).HasAny(FastContext.ReservedBits(s_all)));
    }

    [Fact]
    public void Variants_are_told_apart_by_registers()
    {
        Assert.Equal(ContextVariant.SlowContext, ContextVariants.Select(new Ctrl(0) with { MODE = Mode.Slow }));
        Assert.Equal(ContextVariant.FastContext, ContextVariants.Select(new Ctrl(0) with { MODE = Mode.Fast }));
        Assert.Equal(ContextVariant.None, ContextVariants.Select(default));
    }

    [Fact]
    public void Variants_are_told_apart_by_their_own_fields()
    {
        var bytes = new byte[16];
        Assert.Equal(SlotVariant.PlainSlot, SlotVariants.Select(bytes, default));

        (default(PostedSlot) with { IM = true }).CopyTo(bytes);
        Assert.Equal(SlotVariant.None, SlotVariants.Select(bytes, default));
        Assert.Equal(SlotVariant.PostedSlot, SlotVariants.Select(bytes, new Ctrl(0) with { EN = true }));
        Assert.Equal(SlotVariant.None, SlotVariants.Select(bytes.AsSpan(0, 15), new Ctrl(0) with { EN = true }));
    }

    [Fact]
    public void Variants_are_tried_in_the_order_of_the_spec()
    {
        const string Spec = """
            spec: Order
            entries:
              b-any: { size: 64, variant: { of: page, when: P }, fields: { P: { bits: 0 } }, reserved: ["63:1"] }
              a-leaf: { size: 64, variant: { of: page, when: P and L }, fields: { P: { bits: 0 }, L: { bits: 1 } }, reserved: ["63:2"] }
            """;
        const string Probe = "internal static class Probe { public static string Of(ulong value) { var bytes = new byte[8]; new Consumer.Order.BAny(value).CopyTo(bytes); return Consumer.Order.PageVariants.Select(bytes).ToString(); } }";
        var of = Generated.Method<Func<ulong, string>>(Generated.Compile(Generated.Texts(Spec), Probe), "Probe", "Of");

        Assert.Equal(["None", "BAny", "None", "BAny"], Enumerable.Range(0, 4).Select(value => of((ulong)value)));
    }

    [Fact]
    public void Text_decodes() => Assert.Equal(
        "FastContext 0xABC0000000000000_0000000000000000_0000000000000000_0000000000000001_0000000000000000_0000000000000000_0000000000000000_0000000000000000"
        + " { LAST = 0xABC, MID = 0x40 }",
        (default(FastContext) with { LAST = 0xABC, MID = 0x40 }).ToString());
}
