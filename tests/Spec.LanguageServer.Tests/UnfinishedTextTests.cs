using Vtd.Spec.LanguageServer.Features;
using Vtd.Spec.LanguageServer.Text;

namespace Vtd.Spec.LanguageServer.Tests;

/// <summary>Whatever a text is, every place in it has an answer.</summary>
public class UnfinishedTextTests
{
    private static readonly string[] s_hostile =
    [
        "", "\n", "\r", "{", "[", "[[[[[[[[", "a: {b: [c: {d", "- - - - - a", "\"", "'", "a: \"x\\", "a: |", "a: >-\n", ": :\n::", "- ", "-", "# only", "---\n...", "\t\ta: b", "a:\n - b\n- c", "a: b: c: d", "}", "]", "a: }b: ]",
        "spec: ‸\r\nregisters:\r\n  A:\r\n    fields: {", "\uFEFFspec: A", "a: \ud800", "registers: [registers: {registers: [", "enums: { A: { codes: { B",
        "spec: A\ntemplates: { registers: { a: { like: b }, b: { like: a } } }\nregisters: { R: { like: a, fields: { F: { enabled-by: G } } } }",
    ];

    [Fact]
    public void Every_place_of_a_hostile_text_has_an_answer() => Assert.All(s_hostile, AskEverywhere);

    [Fact]
    public void Every_place_of_a_cut_text_has_an_answer() =>
        Assert.All(Effort.Of(Enumerable.Range(0, Device.Text.Length), share: 1), static length => AskAt(Device.Text[..length], length));

    [Fact]
    public void Random_changes_leave_answers() => Assert.All(Effort.Seeds(400), static seed =>
    {
        var random = new Random(seed);
        const string Changes = "{}[]:\"'#-|> \n\r,.A0";
        var text = Device.Text.ToCharArray();
        for (var i = 0; i < 8; i++)
            text[random.Next(text.Length)] = Changes[random.Next(Changes.Length)];
        AskAt(new string(text), random.Next(text.Length));
    });

    [Theory]
    [InlineData("[")]
    [InlineData("{")]
    [InlineData("- ")]
    [InlineData("[\n")]
    [InlineData("\"")]
    [InlineData("\n")]
    [InlineData("a:\n ")]
    [InlineData("{a: [")]
    public void A_text_of_megabytes_is_read_at_once(string part)
    {
        var text = string.Concat(Enumerable.Repeat(part, (2 << 20) / part.Length));
        Assert.NotNull(Outline.Read(text).At(text.Length));
    }

    [Fact]
    public void What_follows_an_open_bracket_is_still_there()
    {
        var outline = Outline.Read("registers:\n  A:\n    fields:\n      F: { bits: 3, \n      G: { bits: 4 }\n  B:\n    offset: 0");
        Assert.Equal(["registers", "A", "fields", "F", "bits", "G", "bits", "B", "offset"], outline.Nodes.Select(static node => node.Key));
        Assert.Equal("registers", outline.Nodes[7].Parent!.Key);
    }

    [Fact]
    public void Texts_over_several_lines_have_no_keys() =>
        Assert.Equal(["a", "b", "c", "d", "e"], Outline.Read("a: one\n  two: three\nb: \"four\n  five: six\"\nc: >-\n  seven: eight\n\n  nine: ten\nd: [1,\n  2]\ne: 1").Nodes.Where(static node => node.Key is not null).Select(static node => node.Key));

    private static void AskEverywhere(string text) => Assert.All(Enumerable.Range(0, text.Length + 1), offset => AskAt(text, offset));

    private static void AskAt(string text, int offset)
    {
        var snapshot = Cursor.SnapshotOf(("a", text));
        offset = Math.Min(offset, snapshot.Files["a"].Text.Text.Length);
        Assert.NotNull(Findings.Of(snapshot));
        Assert.NotNull(Completions.At(snapshot, "a", offset, hasSnippets: true));
        Hovers.At(snapshot, "a", offset);
        Navigation.Definition(snapshot, "a", offset);
        Assert.NotNull(Navigation.References(snapshot, "a", offset, withDeclaration: true).ToList());
    }
}
