namespace Vtd.Spec.LanguageServer.Tests;

public class NavigationTests
{
    [Theory]
    [InlineData("enum: Mode, when", "enum: Mo‸de, when", "a.vtd.yaml:4 Mode")]
    [InlineData("like: status", "like: sta‸tus", "a.vtd.yaml:13 status")]
    [InlineData("queue: Commands", "queue: Comm‸ands", "a.vtd.yaml:45 Commands")]
    [InlineData("when: CAP.MODES", "when: CA‸P.MODES", "a.vtd.yaml:21 CAP")]
    [InlineData("when: CAP.MODES", "when: CAP.MOD‸ES", "a.vtd.yaml:27 MODES")]
    [InlineData("HOW != Off", "HO‸W != Off", "a.vtd.yaml:50 HOW")]
    [InlineData("HOW != Off", "HOW != Of‸f", "a.vtd.yaml:7 Off")]
    [InlineData("  CTRL:", "  ‸CTRL:", "a.vtd.yaml:30 CTRL")]
    public void A_name_leads_to_its_declaration(string old, string marked, string expected) => Assert.Equal(expected, Cursor.In(Device.With(old, marked)).Definition);

    [Fact]
    public void A_field_of_a_template_leads_there() =>
        Assert.Equal("a.vtd.yaml:18 READY", Cursor.In(Device.With("when: CAP.MODES", "when: STAT.REA‸DY")).Definition);

    [Fact]
    public void Names_lead_into_other_files_and_specs()
    {
        const string Other = "spec: Other\nimport: [Device]\nentries:\n  e:\n    size: 8\n    fields:\n      F: { bits: \"1:0\", enum: Device.Mo‸de }\n    reserved: [\"7:2\"]\n";
        Assert.Equal("a.vtd.yaml:4 Mode", Cursor.In(("a.vtd.yaml", Device.Text), ("b.vtd.yaml", Other)).Definition);
    }

    [Fact]
    public void References_are_found_in_all_files()
    {
        var cursor = Cursor.In(("a.vtd.yaml", Device.With("  CAP:", "  C‸AP:")), ("b.vtd.yaml", "spec: Device\nregisters:\n  X: { offset: 0x10, width: 32, reset: 0, when: not CAP.MODES and CAP.COUNT > 2, reserved: [\"31:0\"] }\n"));
        Assert.Equal(["a.vtd.yaml:21 CAP", "a.vtd.yaml:37 CAP", "b.vtd.yaml:3 CAP", "b.vtd.yaml:3 CAP"], cursor.References);
    }

    [Theory]
    [InlineData("enum: Mode, when", "enum: Mo‸de, when", "Speed", "  Speed:\n", "enum: Speed, when", "HOW: { bits: \"5:4\", enum: Speed,")]
    [InlineData("HOW != Off", "HOW != O‸ff", "Idle", "      Idle:  { code: 0", "require: HOW != Idle\n")]
    [InlineData("CAP.MODES", "CAP.MODE‸S", "MULTI", "MULTI: { bits: 0", "when: CAP.MULTI,")]
    [InlineData("like: status", "like: sta‸tus", "state", "    state:\n", "like: state\n")]
    public void A_rename_changes_every_place(string old, string marked, string name, params string[] expected)
    {
        var renamed = Cursor.In(Device.With(old, marked)).Renamed(name, out var problem);
        Assert.Null(problem);
        Assert.All(expected, part => Assert.Contains(part, renamed["a.vtd.yaml"], StringComparison.Ordinal));
        Assert.Equal(0, Cursor.SnapshotOf(("a.vtd.yaml", renamed["a.vtd.yaml"])).Checked.Errors);
    }

    [Theory]
    [InlineData("CTRL", "is already declared")]
    [InlineData("not a name", "cannot be a name")]
    public void A_rename_that_breaks_the_spec_is_refused(string name, string expected)
    {
        Assert.Empty(Cursor.In(Device.With("  STAT:", "  ST‸AT:")).Renamed(name, out var problem));
        Assert.Contains(expected, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_others_are_made_of_is_not_renamed()
    {
        const string Text = "spec: D\nblock: { size: 0x100, access: [4] }\ngroups:\n  G‸:\n    registers:\n      R: { offset: 0, width: 32, reset: 0, reserved: [\"31:0\"] }\n";
        Assert.Empty(Cursor.In(Text).Renamed("H", out var problem));
        Assert.Contains("parts of other names", problem, StringComparison.Ordinal);
    }
}
