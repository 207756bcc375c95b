using System.Numerics;
using Vtd.Spec.Model;
using Vtd.Spec.Tools.Decode;
using Vtd.Spec.Tools.Diff;
using Vtd.Spec.Tools.Docs;
using Vtd.Spec.Tools.Export.CHeader;
using Vtd.Spec.Tools.Export.Json;
using Vtd.Spec.Tools.Reference;
using Vtd.Spec.Tools.Specs;

namespace Vtd.Spec.Tools.Tests.Reference;

/// <summary>Every row of the table of access words reaches every part that shows or writes access.</summary>
public sealed class AccessCoverageTests
{
    private static readonly Access[] s_ofFields = [.. Access.All.Where(access => access.Reserved == ReservedKind.None)];

    private static readonly string s_fields = string.Join("\n", s_ofFields.Select((access, at) => $"      F{at}: {{ bits: {at}, access: {access.Name}, reset: 0 }}"));

    private static readonly string s_spec = $$"""
        spec: Words
        block: { size: 0x10, access: [8] }
        registers:
          ALL:
            offset: 0
            width: 64
            fields:
        {{s_fields}}
            reserved: ["63:62"]
            preserved: ["61:{{s_ofFields.Length}}"]
        entries:
          one: { size: 64, fields: { F: { bits: 0 } }, ignored: ["63:1"] }
        """;

    private static readonly LinkedSpec s_linked = Linked(s_spec);

    /// <summary>What other formats say, and what stands for it where no word does.</summary>
    private static readonly string[] s_ofOthers =
    [
        "sw=rw", "sw=r`", "sw=w", "sw=rw1", "sw=w1", "sw=na", "onread=rclr", "onread=rset", "onread=ruser", "onwrite=woset", "onwrite=woclr", "onwrite=wot", "onwrite=wzs",
        "onwrite=wzc", "onwrite=wzt", "onwrite=wclr", "onwrite=wset", "onwrite=wuser", "swwe", "swwel", "singlepulse",
        "`read-only", "`write-only", "`read-write`", "`writeOnce`", "`read-writeOnce`", "readAction=clear", "readAction=set", "readAction=modify`", "readAction=modifyExternal",
        "modifiedWriteValues=oneToClear", "modifiedWriteValues=oneToSet", "modifiedWriteValues=oneToToggle", "modifiedWriteValues=zeroToClear", "modifiedWriteValues=zeroToSet",
        "modifiedWriteValues=zeroToToggle", "modifiedWriteValues=clear", "modifiedWriteValues=set", "modifiedWriteValues=modify",
        "`none`", "`ro`", "`rc`", "`rw`", "`r0w1c`", "`rw1s`", "`rw1c`", "`rw0c`", "`wo`", "regwen",
        "`RO`", "`RW`", "`RC`", "`RS`", "`WRC`", "`WRS`", "`WC`", "`WS`", "`WSRC`", "`WCRS`", "`W1C`", "`W1S`", "`W1T`", "`W0C`", "`W0S`", "`W0T`", "`W1SRC`", "`W1CRS`",
        "`W0SRC`", "`W0CRS`", "`WO`", "`WOC`", "`WOS`", "`W1`", "`WO1`",
    ];

    public static TheoryData<string> Words() => [.. Access.All.Select(access => access.Name)];

    [Fact]
    public void WordsAndEffectsAreDistinct()
    {
        Assert.Equal(Access.All.Count, Access.All.Select(access => access.Name).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(Access.All.Count, Access.All.Select(access => access with { Name = "" }).Distinct().Count());
        Assert.Equal(Access.All.Count, Access.All.Select(access => access.Summary).Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [MemberData(nameof(Words))]
    public void TheModelHasIt(string word) => Assert.Contains(s_linked.Registers[0].Fields.Concat(s_linked.Entries[0].Fields), field => field.Access == Access.Parse(word));

    [Theory]
    [MemberData(nameof(Words))]
    public void TheReferenceAndTheSchemasHaveIt(string word)
    {
        Assert.Contains($"\"{word}\"", Repository.Read("Spec/schema/vtd-export.schema.json"), StringComparison.Ordinal);
        if (Access.Parse(word) is not { Reserved: ReservedKind.None } access)
            return;
        Assert.Contains($"\"{word}\"", SpecSchema.Write(), StringComparison.Ordinal);
        Assert.Contains($"- `{word}`: {char.ToUpperInvariant(access.Summary[0])}{access.Summary[1..]}.\n", LanguageReference.Write(), StringComparison.Ordinal);
        Assert.Contains($"| `{word}` | `sw=", LanguageReference.Write(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Words))]
    public void ExportsAndTheSiteHaveIt(string word)
    {
        Assert.Contains($"\"access\": \"{word}\"", ModelJson.Write([s_linked]), StringComparison.Ordinal);
        if (Access.Parse(word) is not { Reserved: ReservedKind.None } access)
            return;
        Assert.Contains($"bit {Array.IndexOf(s_ofFields, access)}, {word}", HeaderText.Of(s_linked, "WORDS"), StringComparison.Ordinal);
        var page = Site.Of([s_linked]).Single(file => file.Path.EndsWith("register-all.html", StringComparison.Ordinal)).Text;
        Assert.Contains($">{word}<", page, StringComparison.Ordinal);
        Assert.Contains(access.Summary, page, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryFieldIsDecoded()
    {
        var decoded = Assert.Single(new Catalog([s_linked]).FindRegister("ALL").Decode(GivenValue.OfWords(["0xFFFFFFFFFFFFFFFF"]), GivenFields.Read([], new Catalog([s_linked]))));

        Assert.Equal(s_ofFields.Length, decoded.Fields.Count(field => !field.Field.IsReserved && field.Raw == BigInteger.One));
        Assert.Equal(["preserved", "reserved"], decoded.Remarks.Concat(decoded.Fields.Select(field => field.Remark).OfType<Remark>()).Select(remark => remark.Kind).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void EveryChangeOfAWordIsADifference()
    {
        foreach (var (access, at) in s_ofFields.Select(static (access, at) => (access, at)))
        {
            var other = s_ofFields[(at + 1) % s_ofFields.Length].Name;
            var changed = Linked(s_spec.Replace($"F{at}: {{ bits: {at}, access: {access.Name},", $"F{at}: {{ bits: {at}, access: {other},", StringComparison.Ordinal));

            Assert.Contains(SpecDiff.Compare([s_linked], [changed]), change => change.Text == $"access: {access.Name} -> {other}");
        }
    }

    [Fact]
    public void EverythingThatOtherFormatsSayIsInTheReference()
    {
        var text = LanguageReference.Write();
        var section = text[text.IndexOf("### Access", StringComparison.Ordinal)..text.IndexOf("### Reserved bits", StringComparison.Ordinal)];

        Assert.All(s_ofOthers, other => Assert.Contains(other, section, StringComparison.Ordinal));
    }

    private static LinkedSpec Linked(string text)
    {
        var loaded = LoadedSpecs.Load([new SpecText("words.vtd.yaml", text)]);
        Assert.Empty(loaded.Findings.Select(finding => finding.Message));
        return loaded.Specs.Single();
    }
}
