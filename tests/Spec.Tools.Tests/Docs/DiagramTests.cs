using Vtd.Spec.Tools.Docs.Markup;
using Vtd.Spec.Tools.Docs.Views;
using Vtd.Spec.Tools.Specs;

namespace Vtd.Spec.Tools.Tests.Docs;

public sealed class DiagramTests
{
    [Fact]
    public void RowsOfOneFieldAreFoldedIntoOne()
    {
        var diagram = Of("size: 512, fields: { WIDE: { bits: \"255:0\" }, P: { bits: 511 } }, reserved: [\"510:256\"]");

        Assert.Equal([(511, 480, false), (479, 256, true), (255, 0, true)], diagram.Rows.Select(row => (row.Cells[0].Msb, row.Cells[^1].Lsb, row.IsFolded)));
    }

    [Fact]
    public void NamesThatDoNotFitStandUprightAndVeryLongOnesAreCut()
    {
        var cells = Of("size: 64, fields: { ABCD: { bits: 0 }, ABCDE: { bits: 1 }, A_NAME_THAT_FITS_NOWHERE: { bits: 2 }, LONGER: { bits: \"4:3\" } }, reserved: [\"63:5\"]")
            .Rows[^1].Cells.ToDictionary(cell => cell.Field.Name);

        Assert.False(cells["ABCD"].IsUpright);
        Assert.True(cells["ABCDE"].IsUpright);
        Assert.False(cells["LONGER"].IsUpright);
        Assert.Equal("A_NAME_THA…", cells["A_NAME_THAT_FITS_NOWHERE"].Label);
        Assert.StartsWith("A_NAME_THAT_FITS_NOWHERE, bit 2", cells["A_NAME_THAT_FITS_NOWHERE"].Tooltip);
    }

    [Fact]
    public void CellsFillTheirRow()
    {
        foreach (var row in Of("size: 128, fields: { F: { bits: [\"100:90\", \"40:20\"] } }, reserved: [\"127:101\", \"89:41\", \"19:0\"]").Rows)
        {
            Assert.Equal(960, row.Cells.Sum(cell => cell.Width));
            Assert.Equal(1, row.Cells[0].X);
        }
    }

    [Fact]
    public void ARowThatIsNotFullIsOnTheRight()
    {
        var rows = Of("size: 40, fields: { A: { bits: \"39:32\" }, B: { bits: \"31:0\" } }").Rows;

        Assert.Equal([(39, 32, 721), (31, 0, 1)], rows.Select(row => (row.Cells[0].Msb, row.Cells[0].Lsb, row.Cells[0].X)));
    }

    [Fact]
    public void FieldsThatShareBitsShareABox()
    {
        var cells = Of("size: 32, fields: { K: { bits: 31 }, A: { bits: \"30:10\", when: K }, B: { bits: \"19:0\", when: not K } }").Rows[0].Cells;

        Assert.Equal([("K", 31, 31), ("A/B", 30, 10), ("B", 9, 0)], cells.Select(cell => (cell.Label, cell.Msb, cell.Lsb)));
        Assert.Equal(960, cells.Sum(cell => cell.Width));
    }

    private static Diagram Of(string entry)
    {
        var spec = Assert.Single(LoadedSpecs.Load([new SpecText("a", $"spec: Demo\nentries: {{ one: {{ {entry} }} }}\n")]).Specs);
        return Diagram.Of(Structure.Of(Assert.Single(spec.Entries), new SiteMap(spec)[SubjectKind.Entry, "one"]));
    }
}
