namespace Vtd.Spec.LanguageServer.Tests;

public class CompletionTests
{
    [Fact]
    public void A_mapping_offers_the_keys_that_it_lacks()
    {
        var labels = Cursor.In(Device.With("    offset: 0x04\n", "    offset: 0x04\n    ‸\n")).Labels;
        Assert.Contains("when", labels);
        Assert.Contains("on-write", labels);
        Assert.DoesNotContain("offset", labels);
        Assert.DoesNotContain("codes", labels);
    }

    [Theory]
    [InlineData("    offset: 0x04\n", "    offset: 0x04\n    on-w‸\n", "on-write", "    on-write: \n")]
    [InlineData("access: oneshot, meaning", "acc‸, meaning", "access", "access: , meaning")]
    [InlineData("access: oneshot", "acces‸s: oneshot", "access", "access: oneshot")]
    [InlineData("access: oneshot", "access: ‸", "rw1c", "access: rw1c, meaning")]
    [InlineData("enum: Mode, when", "enum: ‸, when", "Mode", "enum: Mode, when")]
    [InlineData("enum: Mode, when", "enum: M‸, when", "Mode", "enum: Mode, when")]
    [InlineData("like: status", "like: ‸", "status", "like: status")]
    [InlineData("queue: Commands", "queue: ‸", "Commands", "queue: Commands")]
    [InlineData("when: CAP.MODES", "when: CAP.‸", "COUNT", "when: CAP.COUNT,")]
    [InlineData("when: CAP.MODES", "when: CAP.MO‸", "MODES", "when: CAP.MODES,")]
    [InlineData("when: CAP.MODES", "when: not C‸", "CAP", "when: not CAP,")]
    [InlineData("HOW != Off", "HOW != ‸", "Fast", "HOW != Fast")]
    [InlineData("HOW != Off", "LEN == 0 or ‸", "HOW", "LEN == 0 or HOW")]
    [InlineData("reserved: [\"30:2\"]", "reserved: ‸", "[\"30:2\"]", "reserved: [\"30:2\"]\n")]
    [InlineData("reserved: [\"30:2\"]", "reserved: [\"30:8\", ‸]", "\"7:2\"", "reserved: [\"30:8\", \"7:2\"]\n")]
    [InlineData("reserved: [\"30:2\"]", "reserved:\n      - ‸", "\"30:2\"", "      - \"30:2\"\n")]
    [InlineData("bits: \"1:0\"", "bits: \"‸\"", "1:0", "bits: \"1:0\",")]
    [InlineData("access: [4]", "access: [‸]", "8", "access: [8]")]
    public void A_choice_completes_the_text(string old, string marked, string label, string expected)
    {
        var cursor = Cursor.In(Device.With(old, marked));
        Assert.Contains(expected, cursor.After(Device.Text).After(label, hasSnippets: false), StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_of_fields_offers_the_free_bits()
    {
        var cursor = Cursor.In(Device.With("    reserved: [\"30:2\"]", "      ‸\n    reserved: [\"30:8\"]"));
        Assert.Contains("field for bits 7:2", cursor.Labels);
        Assert.Contains("      NAME: { bits: \"7:2\" }\n", cursor.After("field for bits 7:2", hasSnippets: false), StringComparison.Ordinal);
        Assert.Contains("      ${1:NAME}: { bits: \"7:2\", meaning: ${2:meaning} \\}\n", cursor.After("field for bits 7:2", hasSnippets: true), StringComparison.Ordinal);
    }

    [Fact]
    public void A_declaration_like_a_template_offers_the_fields_of_it() =>
        Assert.Contains("READY", Cursor.In(Device.With("    offset: 0x08\n", "    offset: 0x08\n    fields:\n      ‸\n")).Labels);

    [Fact]
    public void An_overlay_offers_what_it_can_change()
    {
        var labels = Cursor.In(("a.vtd.yaml", Device.Text), ("b.vtd.yaml", "spec: Device\noverlay: an erratum\nregisters:\n  ‸\n")).Labels;
        Assert.Equal(["CAP", "CTRL", "STAT"], labels);
        Assert.DoesNotContain("document", Cursor.In("spec: Device\noverlay: an erratum\n‸").Labels);
    }

    [Fact]
    public void Only_templates_of_the_kind_are_offered() => Assert.Empty(Cursor.In(Device.With("    type: 1\n", "    type: 1\n    like: ‸\n")).Labels);

    [Fact]
    public void Given_registers_come_before_others()
    {
        var labels = Cursor.In(Device.With("when: CAP.MODES", "when: ‸")).Labels.ToList();
        Assert.InRange(labels.IndexOf("CAP"), 0, labels.IndexOf("STAT") - 1);
    }

    [Fact]
    public void Names_of_imported_specs_are_offered() =>
        Assert.Contains("Mode", Cursor.In(("a.vtd.yaml", Device.Text), ("b.vtd.yaml", "spec: Other\nimport: [Device]\nentries:\n  e:\n    size: 32\n    fields:\n      F: { bits: \"31:0\", enum: ‸ }\n")).Labels);

    [Theory]
    [InlineData("meaning: speed }", "meaning: spe‸ed }")]
    [InlineData("offset: 0x04", "offset: 0x04 ‸")]
    [InlineData("enums:\n", "enums:\n  ‸\n")]
    public void Elsewhere_nothing_is_offered(string old, string marked) => Assert.Empty(Cursor.In(Device.With(old, marked)).Labels);

    [Fact]
    public void Items_have_documentation()
    {
        Assert.Contains("What software can do to it", Assert.Single(Cursor.In(Device.With("access: oneshot, meaning", "acc‸, meaning")).Completions(), static item => item.Label == "access").Documentation!.Value, StringComparison.Ordinal);
        Assert.All(Cursor.In(Device.With("enum: Mode, when", "enum: ‸, when")).Completions(), static item => Assert.Contains("Slow", item.Documentation!.Value, StringComparison.Ordinal));
    }
}
