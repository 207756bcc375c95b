namespace Vtd.Spec.Tests;

/// <summary>What the lint rules leave alone.</summary>
public sealed class LintTests
{
    private static IEnumerable<string> Lint(string text)
    {
        (string, string)[] files = [("test.vtd.yaml", text)];
        Assert.Equal([], TestData.Link(files).Findings.Select(TestData.Describe));
        return TestData.Lint(files).Select(finding => finding.Rule.Id);
    }

    private static string WithEnum(string body, string field = "") =>
        $"spec: Test\nenums:\n  Mode: {{ {body} }}\nentries:\n  slot:\n    size: 64\n    fields: {{ MODE: {{ bits: \"2:0\", enum: Mode{field} }} }}\n    reserved: [\"63:3\"]\n";

    [Theory]
    [InlineData("width: 3, codes: { A: 0, B: 1, C: 2 }")] // what follows the last code is free
    [InlineData("width: 3, codes: { A: 1, B: 2, C: 4 }")] // one bit each
    [InlineData("width: 3, codes: { A: 0, B: 7 }")] // some of many
    [InlineData("width: 3, about: 1 is reserved., codes: { A: 0, B: 2 }")]
    [InlineData("width: 3, traits: [bad], codes: { A: 0, B: 1 }")]
    [InlineData("width: 3, kind: flags, codes: { A: 0, B: 1, C: 2 }")]
    [InlineData("width: 3, kind: flags, codes: { A: 2 }")]
    [InlineData("width: 3, codes: { Little: 0, Big: 1 }")]
    [InlineData("width: 3, codes: { UC: 0, WC2: 1, Bits2_1: 2 }")]
    [InlineData("width: 3, codes: { A: { code: 0, meaning: first }, B: 1 }")]
    public void Enums(string body) => Assert.Empty(Lint(WithEnum(body)));

    [Fact]
    public void CodesThatEveryFieldForbids()
    {
        Assert.Equal(["VTD1006"], Lint(WithEnum("width: 3, codes: { A: 0, B: 2 }")));
        Assert.Empty(Lint(WithEnum("width: 3, codes: { A: 0, B: 2 }", ", legal: [A, B]")));
    }

    [Fact]
    public void EnumsOfWritesAreUsed()
    {
        const string Spec = """
            spec: Test
            block: { size: 4, access: [4] }
            enums:
              State: { width: 2, codes: { Idle: 0, Busy: 1 } }
              Command: { width: 2, codes: { Nothing: 0, Start: 1 } }
            registers:
              CTL: { name: Control, offset: 0, width: 32, access: rw, reset: 0, reserved: ["31:2"], fields: { JOB: { bits: "1:0", enum: { read: State, write: Command } } } }
            """;
        Assert.Empty(Lint(Spec));
        Assert.Equal(["VTD1011"], Lint(Spec.Replace("{ read: State, write: Command }", "State", StringComparison.Ordinal)));
        Assert.Equal(["VTD1006"], Lint(Spec.Replace("Start: 1", "Start: 2", StringComparison.Ordinal)));
    }

    [Fact]
    public void TablesOfCodesNeedNoField() =>
        Assert.Empty(Lint("spec: Test\nenums:\n  Fault: { width: 8, codes: { A: { code: 1, mnemonic: F.1 }, B: { code: 9, mnemonic: F.9 } } }\n"));

    [Fact]
    public void AnEnumMayBeUsedWhereItCannotBeSeen()
    {
        const string Enum = "spec: Test\nenums: { Mode: { width: 1, codes: { A: 0, B: 1 } } }\n";
        Assert.Equal("VTD1011", Assert.Single(TestData.Lint(("a", Enum))).Rule.Id);
        Assert.Empty(TestData.Lint(("a", Enum), ("b", "spec: Test\nentries: { slot: { size: 64, fields: { X: { bit: 0, enum: Mode } } } }\n")));
        Assert.Empty(TestData.Lint(("a", Enum), ("b", "nothing")));
    }

    [Fact]
    public void RegistersOfTwoFilesHaveNoOrder()
    {
        const string One = "spec: Test\nblock: { size: 16, access: [4] }\nregisters: { B: { offset: 8, width: 32, reset: 0, reserved: [\"31:0\"] } }\n";
        const string Two = "spec: Test\nregisters: { A: { offset: 0, width: 32, reset: 0, reserved: [\"31:0\"] } }\n";
        Assert.Empty(TestData.Lint(("a", One), ("b", Two)));
    }

    [Fact]
    public void PlacesThatAreComputedHaveNoOrder() => Assert.Empty(Lint(
        """
        spec: Test
        block: { size: 0x100, access: [8] }
        registers:
          CAP: { offset: 8, width: 64, access: ro, reset: given, fields: { FRO: { bits: "3:0", meaning: where } }, reserved: ["63:4"] }
          FRCD: { base: CAP.FRO * 16, offset: 0, width: 64, reset: 0, reserved: ["63:0"] }
          END: { offset: 16, width: 64, reset: 0, reserved: ["63:0"] }
        """));

    [Fact]
    public void FieldsMayHaveMixedNames() =>
        Assert.Empty(Lint("spec: Test\nentries:\n  slot: { size: 64, fields: { ReservedMemory: { bits: \"63:1\", meaning: memory that is reserved }, IntEn: { bits: 0, meaning: go } } }\n"));

    [Theory]
    [InlineData("CAP.IR and not CAP.QI")]
    [InlineData("CAP.IR or not CAP.IR")]
    [InlineData("CAP.MODE == Slow or CAP.MODE == Fast")]
    [InlineData("CAP.MODE != Slow and CAP.MODE != Fast")]
    [InlineData("CAP.ND >= 3 and CAP.ND <= 3")]
    [InlineData("CAP.ND[2] and CAP.ND < 5")]
    [InlineData("CAP.WIDE > 700 and CAP.WIDE < 702")]
    [InlineData("CAP.WIDE[4] and CAP.WIDE > 7 and not CAP.WIDE[3]")]
    [InlineData("CAP.PAGES >= 4096 and CAP.PAGES < 8192")]
    [InlineData("CAP.WIDE > CAP.ND and CAP.ND > CAP.WIDE")]
    [InlineData("CAP.WIDE + 1 == 5 and CAP.WIDE == 4")]
    [InlineData("not (CAP.IR and CAP.QI) and (CAP.IR or CAP.QI)")]
    public void ConditionsThatCanHold(string condition) => Assert.Empty(Lint(WithGate(condition)));

    [Theory]
    [InlineData("not (CAP.IR or CAP.QI) and (CAP.IR or CAP.QI)")]
    [InlineData("CAP.IR and (not CAP.IR or CAP.ND > 3 and CAP.ND <= 3)")]
    [InlineData("3 > CAP.ND and CAP.ND >= 3")]
    [InlineData("CAP.WIDE >= 3 and CAP.WIDE <= 4 and CAP.WIDE != 3 and CAP.WIDE != 4")]
    [InlineData("CAP.MODE == 0 and CAP.MODE != Slow")]
    public void ConditionsThatCannot(string condition) => Assert.Equal(["VTD1010"], Lint(WithGate(condition)));

    private static string WithGate(string condition) =>
        $$"""
        spec: Test
        block: { size: 0x10, access: [8] }
        enums:
          Mode: { width: 2, codes: { Slow: 0, Fast: 1, Burst: 2 } }
        registers:
          CAP:
            offset: 0
            width: 64
            access: ro
            reset: given
            fields:
              IR:    { bits: 0, meaning: interrupts }
              QI:    { bits: 1, meaning: queue }
              MODE:  { bits: "3:2", enum: Mode }
              ND:    { bits: "6:4", meaning: domains }
              PAGES: { bits: "9:8", scale: 4096, meaning: pages }
              WIDE:  { bits: "29:10", meaning: wide }
            reserved: ["63:30", 7]
          CTL:
            offset: 8
            width: 64
            access: rw
            reset: 0
            when: "{{condition}}"
            reserved: ["63:0"]
        """;
}
