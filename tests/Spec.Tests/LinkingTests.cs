using Vtd.Spec.Linking;
using Vtd.Spec.Model;
using Vtd.Spec.Reading;

namespace Vtd.Spec.Tests;

public sealed class LinkingTests
{
    private static LinkedSpec Good()
    {
        var (units, findings) = TestData.Link(GoodInputs.Files);
        Assert.Equal([], findings.Select(TestData.Describe));
        return units;
    }

    [Fact]
    public void HeaderAndBlock()
    {
        var spec = Good();
        Assert.Equal(new SpecHeader("Test", "Test Architecture, rev. 1"), spec.Header);
        Assert.Equal(0x1000, Assert.Single(spec.Blocks).Size);
        Assert.Equal([4, 8], spec.Blocks[0].AccessSizes);
    }

    [Fact]
    public void Enums()
    {
        var enums = Good().Enums.ToDictionary(item => item.Name);
        Assert.Equal(["Fault", "Mode", "Pages"], enums.Keys.Order());

        var mode = enums["Mode"];
        Assert.Equal(("Translation Mode", "9.1", "Several lines become one.", 2, 8, false), (mode.Title, mode.Section, mode.About, mode.Width, mode.UnderlyingBits, mode.IsFlags));
        Assert.Equal([new LinkedCode("Legacy", 0, null, null, default), new LinkedCode("Scalable", 1, null, "scalable-mode tables", default)], mode.Codes);

        var fault = enums["Fault"];
        Assert.Equal(["qualified", "fatal"], fault.Traits);
        Assert.Equal("LRT.2", fault.Codes[0].Mnemonic);
        Assert.Equal(["qualified"], fault.Codes[1].Traits);

        Assert.True(enums["Pages"].IsFlags);
        Assert.Equal(3UL, enums["Pages"].Codes[1].Value);
    }

    [Fact]
    public void RegistersAreOrderedByOffsetThoseAtABaseLast() =>
        Assert.Equal(["CAP", "CTL", "FRCD_REC"], Good().Registers.Select(register => register.Mnemonic));

    [Fact]
    public void FieldsGoFromTheHighestBitDownAndCoverEveryBit()
    {
        var control = Good().Registers[1];
        Assert.Equal(["IM", "GO", "ERR", "RSVD_28_16", "RSVD_15_6", "TTM", "LOW"], control.Fields.Select(field => field.Name));
        Assert.Equal(32, control.Fields.Sum(field => field.Width));
        Assert.Equal(("Ctl", "Control", "11.4", 0x10, 32, ResetSource.Value), (control.TypeName, control.Title, control.Section, control.Offset, control.Width, control.Reset));
        Assert.Null(control.Base);
        Assert.False(control.IsArray);
        Assert.Equal(["IM", "GO"], control.Hook!.Fields);
    }

    [Fact]
    public void FieldsTakeAccessAndResetOfTheRegisterUnlessTheySayTheirOwn()
    {
        var fields = Good().Registers[1].Fields.ToDictionary(field => field.Name);
        Assert.Equal((Access.ReadWrite, 1UL), (fields["IM"].Access, fields["IM"].Reset));
        Assert.Equal((Access.OneShot, 0UL), (fields["GO"].Access, fields["GO"].Reset));
        Assert.Equal((Access.WriteOneToClearSticky, 0UL), (fields["ERR"].Access, fields["ERR"].Reset));
        Assert.Equal(1UL, fields["TTM"].Reset);
        Assert.Equal(new LinkedEnumReference("Mode", 8), fields["TTM"].Enum);
        Assert.Equal(Access.ReservedPreserve, fields["RSVD_28_16"].Access);
        Assert.Equal("once had a meaning", fields["RSVD_28_16"].Meaning);
        Assert.Equal(Access.ReservedZero, fields["RSVD_15_6"].Access);
    }

    [Fact]
    public void TheFirstPartOfASplitFieldIsItsHighPart()
    {
        var low = Good().Registers[1].Fields.Single(field => field.Name == "LOW");
        Assert.Equal([new BitRange(1, 0), new BitRange(3, 2)], low.Bits);

        // The register's value is 0x8000_0001: bits 1:0 are 01 and make the high half.
        Assert.Equal(0b0100UL, low.Reset);
    }

    [Fact]
    public void GatesAreLinked()
    {
        var gate = Assert.IsType<BinaryExpression>(Good().Registers[1].Fields.Single(field => field.Name == "ERR").When);
        Assert.Equal(BinaryOperator.And, gate.Operator);
        Assert.Equal(("CAP", "IR"), (((FieldExpression)gate.Left).Register, ((FieldExpression)gate.Left).Field));
        Assert.Equal(3, ((BitExpression)gate.Right).Bit);
    }

    [Fact]
    public void ArraysAtABase()
    {
        var array = Good().Registers[2];
        Assert.Equal(("FrcdRec", 8, 128, ResetSource.Undefined), (array.TypeName, array.Offset, array.Width, array.Reset));
        Assert.Equal(16UL, ((NumberExpression)array.Dimensions[0].Stride).Value);
        Assert.Equal(BinaryOperator.Multiply, ((BinaryExpression)array.Base!).Operator);
        Assert.Equal(BinaryOperator.Add, ((BinaryExpression)array.Dimensions[0].Count).Operator);
        Assert.IsType<NotExpression>(array.When);
        Assert.Equal([], array.Hook!.Fields);
        Assert.Equal(4096UL, array.Fields.Single(field => field.Name == "ADDR").Scale);
        Assert.All(array.Fields, field => Assert.Null(field.Reset));
    }

    [Fact]
    public void Descriptors()
    {
        var spec = Good();
        var queue = Assert.Single(spec.Queues);
        Assert.Equal([128, 256], queue.Sizes);
        Assert.Equal([new BitRange(11, 9), new BitRange(3, 0)], queue.Type);

        Assert.Equal(["stop", "wait"], spec.Descriptors.Select(descriptor => descriptor.Name));
        var wait = spec.Descriptors[1];
        Assert.Equal(("WaitDescriptor", "Invalidation Wait", "InvalidationQueue", 5UL), (wait.TypeName, wait.Title, wait.Queue, wait.Code));
        Assert.Equal([128, 256], wait.Sizes);
        Assert.Equal(["IGN_127_64", "STDATA", "RSVD_31_12", "TYPE", "RSVD_8", "G", "SW", "IF"], wait.Fields.Select(field => field.Name));
        Assert.Equal(128, wait.Fields.Sum(field => field.Width));
        Assert.Equal([new LegalRange(0, 0), new LegalRange(2, 3)], wait.Fields[5].Legal);
        Assert.Equal([new LegalRange(1, 3)], wait.Fields[1].Legal);
        Assert.Equal(2, wait.Require.Count);
        Assert.Equal(new CodeExpression("Mode", "Scalable", 1, 5, 8), ((BinaryExpression)wait.Require[1]).Right);
        Assert.Equal([256], spec.Descriptors[0].Sizes);
    }

    [Fact]
    public void EntriesAndVariants()
    {
        var entries = Good().Entries;
        Assert.Equal(["LegacyEntry", "ScalableEntry"], entries.Select(entry => entry.TypeName));
        Assert.All(entries, entry => Assert.Equal("ContextEntry", entry.VariantOf));
        var own = (BinaryExpression)entries[1].VariantWhen!;
        Assert.Equal(new CodeExpression("Mode", "Scalable", 1, 0, 8), ((BinaryExpression)own.Left).Left);
        Assert.Null(((FieldExpression)((BinaryExpression)own.Right).Left).Register);
    }

    [Fact]
    public void TheOrderOfFilesHasNoMeaning()
    {
        var forwards = TestData.Link(GoodInputs.Files);
        var backwards = TestData.Link([.. GoodInputs.Files.Reverse()]);
        Assert.Equal(forwards.Units, backwards.Units);
    }

    [Fact]
    public void AnEditWithoutMeaningGivesEqualUnitsAndSymbols()
    {
        var before = Read(GoodInputs.Registers);
        var after = Read("# a new first line\n" + GoodInputs.Registers.Replace("NFR: { bits", "NFR:   { bits", StringComparison.Ordinal));
        Assert.NotEqual(before.File, after.File);
        Assert.Equal(SpecLinker.Symbols([before.File]), SpecLinker.Symbols([after.File]));
        Assert.Equal(SpecLinker.Symbols([before.File]).GetHashCode(), SpecLinker.Symbols([after.File]).GetHashCode());
        Assert.Equal(SpecCompiler.Compile([before]).Specs, SpecCompiler.Compile([after]).Specs);

        static ReadResult Read(string text) => SpecReader.Read("a.vtd.yaml", text);
    }

    [Fact]
    public void ReadingTheSameTextTwiceGivesEqualFiles() =>
        Assert.Equal(SpecReader.Read("a", GoodInputs.Registers), SpecReader.Read("a", GoodInputs.Registers));

    [Fact]
    public void FilesOfAnotherSpecAreNotSeen()
    {
        var other = SpecReader.Read("other", "spec: Other\nenums:\n  Mode: { width: 1, codes: { A: 0 } }").File;
        var files = GoodInputs.Files.Select(file => SpecReader.Read(file.Path, file.Text).File).ToList();
        var symbols = SpecLinker.Symbols([.. files, other]);
        Assert.All(files, file => Assert.Equal([], SpecLinker.Link(file, symbols).Findings.Select(TestData.Describe)));
        Assert.Single(SpecLinker.Link(other, symbols).Units.Enums);
    }

    [Fact]
    public void PartsOfASpecMakeTheWhole()
    {
        var files = GoodInputs.Files.Select(file => SpecReader.Read(file.Path, file.Text).File).ToList();
        var symbols = SpecLinker.Symbols(files);
        var parts = files.Select(file => SpecLinker.Link(file, symbols).Units).ToList();
        Assert.Equal(TestData.Link(GoodInputs.Files).Units, LinkedSpecs.Merge("Test", parts));
    }

    [Fact]
    public void WhatIsWrongIsLeftOutAlone()
    {
        var (units, findings) = TestData.Link(
            ("a", GoodInputs.Registers.Replace("bits: 31,", "bits: 32,", StringComparison.Ordinal)), ("b", GoodInputs.Descriptors));
        Assert.Equal("VTD0302", Assert.Single(findings).Rule.Id);
        Assert.Equal(["CAP", "FRCD_REC"], units.Registers.Select(register => register.Mnemonic));
        Assert.Equal(2, units.Descriptors.Count);

        // Both variants depend on the broken register; they are entries all the same.
        Assert.Equal([null, null], units.Entries.Select(entry => entry.VariantOf));
    }

    [Fact]
    public void NothingLinkedRefersToWhatIsLeftOut()
    {
        var (units, findings) = TestData.Link(
            ("a", GoodInputs.Registers.Replace("bits: \"47:40\"", "bits: \"47:4x\"", StringComparison.Ordinal)), ("b", GoodInputs.Descriptors));
        Assert.Equal("VTD0301", Assert.Single(findings).Rule.Id);
        Assert.Equal(["CTL"], units.Registers.Select(register => register.Mnemonic));
        Assert.All(units.Registers[0].Fields, field => Assert.Null(field.When));
        Assert.All(units.Descriptors[1].Fields, field => Assert.Null(field.When));
    }

    [Fact]
    public void RegistersThatReferToEachOtherAreReportedBoth()
    {
        const string Rest = "width: 32, access: rw, reset: 0, fields: { PLACE: { bits: \"31:0\" } }";
        var (units, findings) = TestData.Link(
            $"spec: Test\nblock: {{ size: 8, access: [4] }}\nregisters:\n  ONE: {{ base: TWO.PLACE * 4, {Rest} }}\n  TWO: {{ base: ONE.PLACE * 4, {Rest} }}");
        Assert.Equal([(4, "VTD0503"), (5, "VTD0503")], findings.Select(finding => (finding.Span.Line, finding.Rule.Id)));
        Assert.Empty(units.Registers);
    }

    [Theory]
    [InlineData("GSTS", "Gsts")]
    [InlineData("MTRR_FIX64K_00000", "MtrrFix64k00000")]
    public void TypeNamesOfRegisters(string mnemonic, string typeName)
    {
        var spec = TestData.LinkGood($"spec: Test\nblock: {{ size: 8, access: [4] }}\nregisters:\n  {mnemonic}: {{ offset: 0, width: 32, reset: 0, reserved: [\"31:0\"] }}");
        Assert.Equal(typeName, Assert.Single(spec.Registers).TypeName);
    }
}
