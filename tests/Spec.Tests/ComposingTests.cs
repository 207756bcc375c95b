using Vtd.Spec.Composing;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Linking;
using Vtd.Spec.Model;
using Vtd.Spec.Reading;

namespace Vtd.Spec.Tests;

/// <summary>Declarations made of parts.</summary>
public sealed class ComposingTests
{
    private static readonly (string Path, string Text)[] s_withoutOverlay =
        [.. GoodInputs.FilesWithParts.Where(file => !file.Path.Contains("overlay", StringComparison.Ordinal))];

    [Fact]
    public void ARegisterTakesFromATemplateWhatItDoesNotSay()
    {
        var register = Good(s_withoutOverlay).Registers.Single(register => register.Mnemonic == "EVT");
        Assert.Equal((0x40, 32, ResetSource.Value), (register.Offset, register.Width, register.Reset));
        Assert.Equal(["IM"], register.Hook!.Fields);
        Assert.Equal(["DATA", "RSVD_15", "NEW", "RSVD_13", "RSVD_11_4", "IM", "RSVD_2_0"], register.Fields.Select(field => field.Name));
        Assert.Equal("data of this message", register.Fields[0].Meaning);
        Assert.Equal("the message is held back", register.Fields[5].Meaning);
        Assert.Equal(Access.ReservedZero, register.Fields[3].Access);
        Assert.Equal(Access.ReservedPreserve, register.Fields[4].Access);
    }

    [Fact]
    public void DescriptorsAndEntriesHaveTemplatesToo()
    {
        var spec = Good(s_withoutOverlay);
        var nothing = spec.Descriptors.Single(descriptor => descriptor.Name == "nothing");
        Assert.Equal(["RSVD_127_12", "TYPE", "RSVD_8_4"], nothing.Fields.Select(field => field.Name));
        Assert.Equal("never had one", nothing.Fields[2].Meaning);
        var leaf = spec.Entries.Single(entry => entry.Name == "leaf-entry");
        Assert.Equal(["RSVD_63_52", "ADDR", "IGN_11_1", "P"], leaf.Fields.Select(field => field.Name));
    }

    [Fact]
    public void WrittenOutItIsTheSame()
    {
        const string Written = """
            spec: Test
            block: { size: 0x1000, access: [4], aliases: { set: 0x400, clear: 0x800, toggle: 0xC00 } }
            registers:
              EVT2:
                offset: 0x44
                width: 32
                access: rw
                reset: 0
                fields:
                  DATA: { bits: "31:16", meaning: data of the message }
                  OLD:  { bits: 15 }
                preserved: ["14:0"]
            """;
        Assert.Equal(
            Assert.Single(TestData.LinkGood(Written).Registers),
            Good(s_withoutOverlay).Registers.Single(register => register.Mnemonic == "EVT2"));
    }

    [Fact]
    public void AnOverlayChangesWhatOtherFilesDeclare()
    {
        var spec = Good(GoodInputs.FilesWithParts);
        var register = spec.Registers.Single(register => register.Mnemonic == "EVT");
        Assert.Equal(["RSVD_31", "DATA", "RSVD_15", "NEW", "RSVD_13", "RSVD_11_4", "RSVD_3", "RSVD_2_0"], register.Fields.Select(field => field.Name));
        Assert.Equal(("data of this message", 1UL), (register.Fields[1].Meaning, register.Fields[1].Reset));
        Assert.Equal([], register.Hook!.Fields);
        Assert.DoesNotContain("EVT2", spec.Registers.Select(item => item.Mnemonic));
        Assert.Equal(new LinkedCode("Legacy", 0, null, "legacy tables", default), spec.Enums.Single(item => item.Name == "Mode").Codes[0]);
        Assert.Equal(new LinkedCode("RootNotPresent", 3, "LRT.2", "root entry not present", default), Assert.Single(spec.Enums.Single(item => item.Name == "Fault").Codes));
        Assert.Single(spec.Descriptors.Single(item => item.Name == "wait").Require);
        Assert.Equal(["RSVD_63_53", "IGN_52", "ADDR", "IGN_11_1", "P"], spec.Entries.Single(entry => entry.Name == "leaf-entry").Fields.Select(field => field.Name));
    }

    [Fact]
    public void TheOrderOfOverlaysHasNoMeaning()
    {
        const string First = "spec: Test\noverlay: one\nregisters: { CTL: { reset: 1, fields: { IM: { meaning: first }, LOW: { access: ro } } } }";
        const string Second = "spec: Test\noverlay: two\nregisters: { CTL: { section: \"1.2\", reset: 1, fields: { IM: { access: ro }, GO: { remove: true } }, reserved: [30], on-write: [IM] } }";
        const string Third = "spec: Test\noverlay: three\nregisters: { CTL: { on-write: any } }";

        var forwards = Link(("x", First), ("y", Second));
        var backwards = Link(("y", First), ("x", Second));
        Assert.Equal(["VTD0414"], forwards.Findings.Select(finding => finding.Rule.Id));
        Assert.Equal(forwards.Units, backwards.Units);

        Assert.Equal(["VTD0807"], Link(("x", Second), ("y", Third)).Findings.Select(finding => finding.Rule.Id));

        static (LinkedSpec Units, IReadOnlyList<Finding> Findings) Link(params (string, string)[] overlays) => TestData.Link([.. GoodInputs.Files, .. overlays]);
    }

    [Fact]
    public void OverlaysReserveBitsSideBySide()
    {
        var (units, findings) = TestData.Link(
        [
            .. GoodInputs.Files,
            ("x", "spec: Test\noverlay: one\nregisters: { CTL: { fields: { GO: { remove: true } }, reserved: [30, \"15\"], on-write: [IM] } }"),
            ("y", "spec: Test\noverlay: two\nregisters: { CTL: { fields: { ERR: { remove: true } }, reserved: [29, \"15\"] } }"),
        ]);
        Assert.Equal([], findings.Select(TestData.Describe));
        Assert.Equal(
            ["IM", "RSVD_30", "RSVD_29", "RSVD_28_16", "RSVD_15", "RSVD_14_6", "TTM", "LOW"],
            units.Registers.Single(register => register.Mnemonic == "CTL").Fields.Select(field => field.Name));
    }

    [Fact]
    public void AFileThatTakesNothingFromElsewhereIsNotTouched()
    {
        var files = GoodInputs.FilesWithParts.Select(file => SpecReader.Read(file.Path, file.Text).File).ToList();
        Assert.Same(SpecParts.None, SpecComposer.Parts(files.Take(2)));

        var parts = SpecComposer.Parts(files.Where(file => file.Overlay is null));
        Assert.Equal([true, true, false, false], files.Take(4).Select(file => ReferenceEquals(file, SpecComposer.Compose(file, parts).File)));

        var all = SpecComposer.Parts(files);
        Assert.Equal([false, false, false, false, true], files.Select(file => ReferenceEquals(file, SpecComposer.Compose(file, all).File)));
    }

    [Fact]
    public void PartsAreEqualWhenTheySayTheSameAtTheSamePlaces()
    {
        Assert.Equal(Parts(), Parts());
        Assert.NotEqual(Parts(), Parts(GoodInputs.Templates.Replace("DATA: {", "DATA:  {", StringComparison.Ordinal)));

        static SpecParts Parts(string? templates = null) => SpecComposer.Parts(GoodInputs.FilesWithParts
            .Select(file => SpecReader.Read(file.Path, file.Path[0] == 'c' && templates is not null ? templates : file.Text).File));
    }

    [Fact]
    public void WhatIsNotComposedIsNotLinked()
    {
        var file = SpecReader.Read("a", GoodInputs.Templates).File;
        Assert.Throws<ArgumentException>(() => SpecLinker.Symbols([file]));
    }

    [Fact]
    public void AMistakeInATemplateIsToldOnce()
    {
        var (units, findings) = TestData.Link(
            ("a", "spec: Test\nblock: { size: 64, access: [4] }\ntemplates:\n  registers:\n    t: { width: 32, reset: 0, when: CAP.X, reserved: [\"31:0\"] }\n"),
            ("b", "spec: Test\nregisters: { A: { like: t, offset: 0 }, B: { like: t, offset: 4 }, C: { offset: 8, width: 32, reset: 0, reserved: [\"31:0\"] } }\n"),
            ("c", "spec: Test\nregisters: { D: { like: t, offset: 12 } }\n"));
        Assert.Equal(["a(5,37) VTD0204: Unknown register 'CAP'."], findings.Select(TestData.Describe));
        Assert.Equal(["C"], units.Registers.Select(register => register.Mnemonic));
    }

    private static LinkedSpec Good((string Path, string Text)[] files)
    {
        var (units, findings) = TestData.Link(files);
        Assert.Equal([], findings.Select(TestData.Describe));
        return units;
    }
}
