namespace Vtd.Spec.LanguageServer.Tests;

public class HoverTests
{
    [Theory]
    [InlineData("access: oneshot", "acc‸ess: oneshot", "key of a register field", "What software can do to it", "`rw1c`: ")]
    [InlineData("access: oneshot", "access: one‸shot", "`oneshot`: ", "writing 1 gives a command")]
    [InlineData("  CTRL:", "  CT‸RL:", "CTRL", "register of 32 bits at 0x4, Control", "1:0   MODE   rw       speed; only if CAP.MODES", "30:2         rsvdz")]
    [InlineData("MODE:  {", "MO‸DE:  {", "CTRL.MODE", "bits 1:0", "speed", "`rw`: ", "1  Slow  with half the clock")]
    [InlineData("enum: Mode, when", "enum: Mo‸de, when", "`Mode`", "enum of 2 bits", "2  Fast  with the whole clock")]
    [InlineData("CAP.MODES", "CAP.MO‸DES", "CAP.MODES", "bit 0", "has modes")]
    [InlineData("CAP.MODES", "CA‸P.MODES", "`CAP`", "register of 32 bits at 0x0")]
    [InlineData("like: status", "like: sta‸tus", "`status`", "template", "READY")]
    [InlineData("STAT:", "STA‸T:", "READY", "the channel can be used")]
    [InlineData("queue: Commands", "queue: Comm‸ands", "queue of descriptors of 128 bits, type code in bits 3:0")]
    [InlineData("HOW != Off", "H‸OW != Off", "copy.HOW", "speed of the copy")]
    [InlineData("HOW != Off", "HOW != O‸ff", "Mode.Off", "nothing moves")]
    public void A_word_is_explained(string old, string marked, params string[] expected) =>
        Assert.All(expected, part => Assert.Contains(part, Cursor.In(Device.With(old, marked)).Hover, StringComparison.Ordinal));

    [Theory]
    [InlineData("reserved: [\"30:2\"]", "reserved‸: [\"30:8\"]", "Free bits: 7:2.")]
    [InlineData("reserved: [\"30:2\"]", "reserved‸: [\"30:2\"]", "All bits are taken.")]
    [InlineData("reserved: [\"127:32\", \"7:6\"]", "reserved‸: [\"127:32\"]", "Free bits: 7:6.")]
    [InlineData("bits: \"1:0\"", "bi‸ts: \"0:0\"", "Free bits: 1.")]
    public void Bits_that_belong_to_nothing_are_told(string old, string marked, string expected) =>
        Assert.Contains(expected, Cursor.In(Device.With(old, marked)).Hover, StringComparison.Ordinal);

    [Theory]
    [InlineData("meaning: speed }", "meaning: sp‸eed }")]
    [InlineData("offset: 0x04", "offset: 0x‸04")]
    [InlineData("enum: Mode, when", "enum: Mo‸deless, when")]
    public void Other_text_is_not(string old, string marked) => Assert.Null(Cursor.In(Device.With(old, marked)).Hover);

    [Fact]
    public void A_text_of_the_spec_is_no_markup() =>
        Assert.Contains(@"\<b\>\[speed\]", Cursor.In(Device.With("meaning: speed }", "meaning: \"<b>[speed]\" }").Replace("MODE:", "MO‸DE:", StringComparison.Ordinal)).Hover, StringComparison.Ordinal);

    [Fact]
    public void A_file_that_is_no_YAML_at_the_moment_keeps_its_names()
    {
        var cursor = Cursor.In(Device.With("when: CAP.MODES", "when: CAP.MO‸DES").Replace("  STAT:", "  STAT", StringComparison.Ordinal));
        Assert.Contains("has modes", cursor.After(Device.Text).Hover, StringComparison.Ordinal);
        Assert.Null(cursor.Hover);
    }
}
