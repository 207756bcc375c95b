using Vtd.Spec.Model;

namespace Vtd.Spec.Tests;

/// <summary>What register arrays, wide fields and doubts look like in the linked model.</summary>
public sealed class ArrayLinkingTests
{
    private static LinkedSpec Good()
    {
        var (units, findings) = TestData.Link([("counters.vtd.yaml", ArrayInputs.Text)]);
        Assert.Equal([], findings.Select(TestData.Describe));
        return units;
    }

    private static LinkedRegister Register(string mnemonic) => Good().Registers.Single(register => register.Mnemonic == mnemonic);

    [Fact]
    public void ConfidenceAndNotesReachEveryKindOfThing()
    {
        var spec = Good();
        Assert.Equal((Confidence.Unknown, "The layout differs between revisions."), Doubt(Register("CAP")));
        Assert.Equal((Confidence.Unverified, "counted in pages before"), Doubt(Register("CAP").Fields.Single(field => field.Name == "STRIDE")));
        Assert.Equal((Confidence.Sourced, null), Doubt(Register("CAP").Fields.Single(field => field.Name == "COUNT")));
        Assert.Equal((Confidence.Unverified, null), Doubt(spec.Enums[0]));
        Assert.Equal((Confidence.Unknown, "once called Blocks"), Doubt(spec.Enums[0].Codes[0]));
        Assert.Equal((Confidence.Sourced, null), Doubt(spec.Enums[0].Codes[1]));
        Assert.Equal((Confidence.Sourced, "one of two"), Doubt(spec.Queues[0]));
        Assert.Equal((Confidence.Unverified, null), Doubt(spec.Descriptors[0]));
        Assert.Equal((Confidence.Sourced, "older revisions have 256 bits"), Doubt(spec.Entries[0]));

        static (Confidence, string?) Doubt(LinkedDeclaration item) => (item.Confidence, item.Note);
    }

    [Fact]
    public void AStrideCanBeComputed()
    {
        Assert.Equal(BinaryOperator.ShiftLeft, Assert.IsType<BinaryExpression>(Register("CNTR").Dimensions[0].Stride).Operator);
        Assert.Equal(8UL, Assert.IsType<NumberExpression>(Register("CNTRCAP").Dimensions[0].Stride).Value);
        Assert.Empty(Register("CAP").Dimensions);
    }

    [Fact]
    public void GivenRegistersCanBeArraysAtABase()
    {
        var array = Register("CNTRCAP");
        Assert.Equal((ResetSource.Given, true, true), (array.Reset, array.Base is not null, array.IsArray));
        Assert.All(array.Fields.Where(field => !field.IsReserved), field => Assert.Null(field.Reset));
    }

    [Fact]
    public void AConditionOfAnArrayNamesTheIndexAndElementsOfGivenArrays()
    {
        var register = Register("CNTR");
        var all = Assert.IsType<BinaryExpression>(register.When);
        var first = Assert.IsType<BinaryExpression>(all.Left);
        Assert.Equal(("CNTRCAP", "HAS"), ((FieldExpression)first.Left is var has) ? (has.Register, has.Field) : default);
        Assert.Equal(new IndexExpression(16, 5), ((BinaryExpression)first.Right).Left);
        Assert.Equal(new CodeExpression("Unit", "Bytes", 1, 54, 5), ((BinaryExpression)all.Right).Right);
        Assert.Equal(new IndexExpression(5, 5), ((BinaryExpression)register.Fields[0].When!).Right);
    }

    [Fact]
    public void AFieldCalledIndexIsAFieldWhereThereIsNoElement()
    {
        var condition = Assert.IsType<BinaryExpression>(Good().Entries[0].VariantWhen);
        Assert.Equal("index", Assert.IsType<FieldExpression>(condition.Left).Field);
    }

    [Fact]
    public void FieldsOfEntriesAndDescriptorsCanBeWide()
    {
        Assert.Equal(256, Good().Entries[0].Fields.Single(field => field.Name == "PIR").Width);
        Assert.Equal(124, Good().Descriptors[0].Fields.Single(field => field.Name == "DATA").Width);
    }

    [Fact]
    public void BitsThatAreSetByWritingOne() =>
        Assert.Equal(Access.WriteOneToSet, Register("CNTR").Fields.Single(field => field.Name == "RUN").Access);

    [Fact]
    public void AWideFieldTakesNoPlaceTwice()
    {
        var (_, findings) = TestData.Link([("wide.vtd.yaml", "spec: A\nentries: { e: { size: 128, fields: { W: { bits: \"127:8\" }, V: { bits: \"8:0\" } } } }")]);
        Assert.Equal(["VTD0303"], findings.Select(finding => finding.Rule.Id));
    }
}
