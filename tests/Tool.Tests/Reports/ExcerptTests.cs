using Vtd.Spec.Source;
using Vtd.Tool.Reports;

namespace Vtd.Tool.Tests.Reports;

public sealed class ExcerptTests
{
    /// <summary>Marks the span in a text: from [ to ].</summary>
    private static string Show(string marked, int width = 60)
    {
        var start = marked.IndexOf('[', StringComparison.Ordinal);
        var end = marked.IndexOf(']', StringComparison.Ordinal) - 1;
        var text = marked.Replace("[", "", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal);
        var ((line, column), (endLine, endColumn)) = (Place(text, start), Place(text, end));
        var span = new SourceSpan(start, end - start, line, column, endLine, endColumn);
        return string.Join('\n', Excerpt.Of(text, span, width).Select(one => $"{one.Number}|{one.Text}\n {new string(' ', one.Indent + 1)}{new string('^', one.Length)}"));
    }

    private static (int Line, int Column) Place(string text, int at) =>
        (text[..at].Count(character => character == '\n') + 1, at - (text[..at].LastIndexOf('\n') + 1) + 1);

    [Theory]
    [InlineData("a\nbb [cc] d\ne", "2|bb cc d\n     ^^")]
    [InlineData("[cc]", "1|cc\n  ^^")]
    [InlineData("ab[]", "1|ab\n    ^")]
    [InlineData("a[]b", "1|ab\n   ^")]
    [InlineData("ab [cd]\r\nef", "1|ab cd\n     ^^")]
    [InlineData("[]", "1|\n  ^")]
    public void TheSpanIsUnderlined(string marked, string shown) => Assert.Equal(shown, Show(marked));

    [Theory]
    [InlineData("a\tb[c]", "1|a   bc\n       ^")]
    [InlineData("a[\t]b", "1|a   b\n   ^^^")]
    [InlineData("漢字 [名]", "1|漢字 名\n       ^^")]
    [InlineData("e\u0301 [x]", "1|e\u0301 x\n    ^")]
    [InlineData("😀 [x]", "1|😀 x\n     ^")]
    public void TabsAndWideCharactersTakeTheirCells(string marked, string shown) => Assert.Equal(shown, Show(marked));

    [Theory]
    [InlineData("a\u001b]0;x\u0007 [b]")]
    [InlineData("a\u202Eb [c]")]
    [InlineData("a\u009bm [c]")]
    [InlineData("a\ud800 [c]")]
    public void NothingReachesTheTerminalThatIsNoText(string marked)
    {
        var shown = Show(marked.Replace("]0", "0", StringComparison.Ordinal));

        Assert.Contains('\uFFFD', shown);
        Assert.DoesNotContain(shown, character => char.IsControl(character) && character != '\n' || char.IsSurrogate(character) || character == '\u202E');
    }

    [Fact]
    public void SeveralLinesAreTheFirstAndTheLast() =>
        Assert.Equal("1|a: {\n     ^\n3|  c }\n    ^^^", Show("a: [{\n  b\n  c }]\nd"));

    [Fact]
    public void ALineBreakAtTheEndIsNoLine() => Assert.Equal("1|ab\n  ^^", Show("[ab\n]c"));

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(150)]
    [InlineData(290)]
    public void LongLinesAreCutAroundTheSpan(int before)
    {
        var text = string.Concat(Enumerable.Range(0, 100).Select(number => $"{number:D2} "));
        var lines = Show($"{text[..before]}[{text.Substring(before, 5)}]{text[(before + 5)..]}").Split('\n');

        Assert.InRange(lines[0].Length, 50, 62);
        Assert.Equal(text.Substring(before, 5), lines[0].Substring(lines[1].IndexOf('^'), 5));
        Assert.Equal(5, lines[1].Count(character => character == '^'));
        Assert.Equal(before > 20, lines[0][2] == '…');
        Assert.Equal(before < 250, lines[0][^1] == '…');
    }

    [Fact]
    public void WideCharactersAreCutByCells()
    {
        var lines = Show(new string('漢', 300).Insert(150, "[").Insert(152, "]")).Split('\n');

        Assert.InRange(lines[0].Length, 20, 33);
        Assert.Equal(2, lines[1].Count(character => character == '^'));
    }
}
