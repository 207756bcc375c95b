using Vtd.Spec.Tools.Diff;
using Vtd.Spec.Tools.Specs;

namespace Vtd.Spec.Tools.Tests.Diff;

public sealed class SpecDiffTests
{
    private const string Old = """
        spec: Uart
        block: { size: 0x20, access: [4] }
        enums:
          Parity:
            width: 2
            codes: { None: 0, Even: 1, Odd: 2 }
          Request: { width: 2, codes: { Keep: 0, Change: 1 } }
        revision: [VER.REV]
        registers:
          VER: { offset: 0x18, width: 32, access: ro, reset: given, fields: { REV: { bits: "31:0" } } }
          STATUS:
            name: Status
            offset: 0x04
            width: 32
            reset: 0
            fields:
              OVERRUN: { bits: 31,      access: rw1c, meaning: a byte was lost }
              PARITY:  { bits: "30:29", access: rw,   enum: Parity, meaning: parity }
              LEVEL:   { bits: "7:0",   access: rw,   meaning: bytes }
            reserved: ["28:8"]
          BAUD: { offset: 0x10, count: 2, stride: 4, names: [RX, TX], width: 32, access: rw, reset: 0, fields: { RATE: { bits: "31:0" } } }
          SCRATCH:
            offset: 0x08
            width: 32
            access: rw
            reset: 0
            fields: { VALUE: { bits: "31:0" } }
        queues:
          Ring: { sizes: [128], type: "3:0" }
        descriptors:
          transfer:
            queue: Ring
            type: 1
            fields: { LENGTH: { bits: "31:16" } }
            reserved: ["127:32", "15:4"]
        """;

    /// <summary>One edit of the old text, and all that must be said of it.</summary>
    public static TheoryData<string, string, string[]> Edits() => new()
    {
        { "meaning: bytes }", "meaning: bytes }  # a comment", [] },
        { "meaning: bytes }", "meaning: bytes waiting }", ["STATUS.LEVEL meaning: bytes -> bytes waiting | no"] },
        { "name: Status", "name: Line Status", ["STATUS name: Status -> Line Status | no"] },
        { "offset: 0x04", "offset: 0x1C", ["STATUS offset: 0x4 -> 0x1C | it can be at another address"] },
        { "Odd: 2", "Odd: { code: 2, until: \"1\" }", ["Parity.Odd when: none -> VER.REV < 2 | it may be absent where it was there"] },
        { "[RX, TX]", "[RX, LINE]", ["BAUD names: RX, TX -> RX, LINE | members for elements have other names, or are gone"] },
        { "names: [RX, TX], ", "", ["BAUD names: RX, TX -> none | members for elements have other names, or are gone"] },
        { "access: rw1c", "access: ro", ["STATUS.OVERRUN access: rw1c -> ro | accesses of software, or a reset, have another effect"] },
        { "enum: Parity, ", "", ["STATUS.PARITY enum: Parity -> none | the type of the property or value can change"] },
        { "enum: Parity, ", "enum: { read: Parity, write: Request }, ", ["STATUS.PARITY write-enum: none -> Request | the type of the property or value can change"] },
        { "Odd: 2", "Odd: 3", ["Parity.Odd code: 0x2 -> 0x3 | it stands for another value"] },
        { "Odd: 2", "Strange: 2", ["Parity.Strange renamed from Odd | code that uses it no longer compiles"] },
        { "Odd: 2", "Odd: 2, Mark: 3", ["Parity.Mark added | no"] },
        { ", Odd: 2", "", ["Parity.Odd removed | code that uses it no longer compiles"] },
        { "OVERRUN:", "LOST:", ["STATUS.LOST renamed from OVERRUN | code that uses it no longer compiles"] },
        { "reset: 0\n    fields:\n", "reset: 1\n    fields:\n", ["STATUS.LEVEL reset: 0x0 -> 0x1 | no"] },
        { "access: rw,   meaning: bytes", "access: rw,   reset: 3 << 1, meaning: bytes", ["STATUS.LEVEL reset: 0x0 -> 0x6 | no"] },
        { "registers:\n", "registers:\n  CAP: { offset: 0, width: 32, access: ro, reset: given, fields: { N: { bits: \"31:0\" } } }\n", ["CAP added | no"] },
        { "width: 32\n    access: rw", "width: 32\n    on-write: any\n    access: rw", ["SCRATCH on-write: none -> any | the handler must have a method for it"] },
        { "width: 32\n    access: rw", "width: 32\n    on-read: any\n    access: rw", ["SCRATCH on-read: none -> any | the handler must have methods for it"] },
        { "access: rw1c", "access: rc", ["STATUS.OVERRUN access: rw1c -> rc | accesses of software, or a reset, have another effect"] },
        { "block: { size: 0x20", "block: { size: 0x40", ["Uart size: 32 -> 64 | it takes another range of addresses"] },
        { "offset: 0x08\n", "offset: 0x08\n    aliases: { set: 0x0C }\n", ["SCRATCH aliases: none -> set at +0x4 | no"] },
        { "type: 1", "type: 2", ["transfer type: 0x1 -> 0x2 | another code means it"] },
        { "LENGTH: { bits: \"31:16\" }", "LENGTH: { bits: \"31:16\", legal: [1] }", ["transfer.LENGTH legal: none -> 0x1 | values that were right can be refused"] },
    };

    [Theory]
    [MemberData(nameof(Edits))]
    public void AnEditIsTold(string text, string replacement, string[] expected) =>
        Assert.Equal(expected, Compare(Old, Edited(text, replacement)));

    [Fact]
    public void BitsAreMovedNarrowedOrWidened()
    {
        const string Level = "LEVEL:   { bits: \"7:0\",   access: rw,   meaning: bytes }\n    reserved: [\"28:8\"]";

        Assert.Equal(
            ["STATUS.LEVEL bits: 7:0 -> 6:0 | narrowed from 8 to 7 bits"],
            Compare(Old, Edited(Level, Level.Replace("7:0", "6:0").Replace("28:8", "28:7"))));
        Assert.Equal(
            ["STATUS.LEVEL bits: 7:0 -> 8:0 | widened from 8 to 9 bits: the type of the property can change"],
            Compare(Old, Edited(Level, Level.Replace("7:0", "8:0").Replace("28:8", "28:9"))));
        Assert.Equal(
            ["STATUS.LEVEL bits: 7:0 -> 15:8 | moved: what is read and written there is something else"],
            Compare(Old, Edited(Level, Level.Replace("7:0", "15:8").Replace("28:8", "28:16\", \"7:0"))));
    }

    [Fact]
    public void TakingARestrictionAwayBreaksNothing()
    {
        var restricted = Edited("LENGTH: { bits: \"31:16\" }", "LENGTH: { bits: \"31:16\", legal: [1] }");

        Assert.Equal(["transfer.LENGTH legal: 0x1 -> none | no"], Compare(restricted, Old));
    }

    [Theory]
    [InlineData("[1, 2]", "[1, 2, 3]", "0x1, 0x2 -> 0x1, 0x2, 0x3 | no")]
    [InlineData("\"1..6\"", "[1, 2, \"4..8\", 3]", "0x1..0x6 -> 0x1, 0x2, 0x4..0x8, 0x3 | no")]
    [InlineData("\"1..6\"", "[1, 2, \"4..8\"]", "0x1..0x6 -> 0x1, 0x2, 0x4..0x8 | values that were right are refused")]
    [InlineData("[1, 2]", "[2, 3]", "0x1, 0x2 -> 0x2, 0x3 | values that were right are refused")]
    public void OtherLegalValuesBreakIfOneIsMissing(string before, string after, string expected)
    {
        var field = "LENGTH: { bits: \"31:16\"";

        Assert.Equal([$"transfer.LENGTH legal: {expected}"], Compare(Edited(field, $"{field}, legal: {before}"), Edited(field, $"{field}, legal: {after}")));
    }

    [Fact]
    public void DeclarationsComeAndGo()
    {
        var without = Old[..Old.IndexOf("descriptors:", StringComparison.Ordinal)];

        Assert.Equal(["transfer removed | code that uses it no longer compiles"], Compare(Old, without));
        Assert.Equal(["transfer added | the handler must have a method for it"], Compare(without, Old));
    }

    [Theory]
    [InlineData("SCRATCH:", "PAD:", "PAD renamed from SCRATCH | code that uses it no longer compiles")]
    [InlineData("transfer:", "copy:", "copy renamed from transfer | code that uses it no longer compiles")]
    [InlineData("  SCRATCH:\n    offset: 0x08", "  PAD:\n    offset: 0x0C", "SCRATCH removed | code that uses it no longer compiles", "PAD added | no")]
    public void ADeclarationAtTheSamePlaceWasRenamed(string text, string replacement, params string[] expected) =>
        Assert.Equal(expected, Compare(Old, Edited(text, replacement)));

    [Fact]
    public void ASpecWithMostOfTheDeclarationsWasRenamed()
    {
        Assert.Equal(
            ["Serial renamed from Uart | its types are in another namespace"],
            Compare(Old, Edited("spec: Uart", "spec: Serial")));
        Assert.DoesNotContain(Compare(Old, "spec: Serial\nenums:\n  Parity: { width: 2, codes: { None: 0 } }"), change => change.Contains("renamed", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("[\"28:8\"]", "[\"19:8\"]\n    preserved: [\"28:20\"]", "STATUS reserved 28:20: rsvdz -> rsvdp | no")]
    [InlineData("[\"127:32\", \"15:4\"]", "[\"95:32\", \"15:4\"]\n    ignored: [\"127:96\"]", "transfer reserved 127:96: rsvdz -> ignored | no")]
    public void AnotherKindOfReservedBitsIsTold(string text, string replacement, string expected)
    {
        var edited = Edited($"reserved: {text}", $"reserved: {replacement}");

        Assert.Equal([expected], Compare(Old, edited));
        Assert.Single(Compare(edited, Old));
    }

    [Fact]
    public void BitsThatMustBeZeroNowBreakThoseWhoSetThem() =>
        Assert.Equal(
            ["transfer reserved 127:32: ignored -> rsvdz | values that were right can be refused"],
            Compare(Edited("reserved: [\"127:32\", \"15:4\"]", "reserved: [\"15:4\"]\n    ignored: [\"127:32\"]"), Old));

    [Fact]
    public void TheShippedSpecEqualsItself()
    {
        var specs = LoadedSpecs.Load(SpecText.Shipped).Specs;

        Assert.Empty(SpecDiff.Compare(specs, specs));
    }

    private static string Edited(string text, string replacement)
    {
        Assert.Contains(text, Old, StringComparison.Ordinal);
        var at = Old.IndexOf(text, StringComparison.Ordinal);
        return Old[..at] + replacement + Old[(at + text.Length)..];
    }

    private static IEnumerable<string> Compare(string old, string now) =>
        SpecDiff.Compare(Specs(old), Specs(now)).Select(change => $"{change.Place} {change.Text} | {change.Breaks ?? "no"}");

    private static IReadOnlyList<Vtd.Spec.Model.LinkedSpec> Specs(string text)
    {
        var loaded = LoadedSpecs.Load([new SpecText("uart.vtd.yaml", text)]);
        Assert.Empty(loaded.Findings.Select(finding => finding.Message));
        return loaded.Specs;
    }
}
