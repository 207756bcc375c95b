using System.Text;

namespace Vtd.Spec.Tests.Facts;

/// <summary>Rows of a comma-separated file with a line of headings; a cell with a comma is in quotes, a quote in it is doubled.</summary>
internal static class Csv
{
    public static IReadOnlyList<IReadOnlyDictionary<string, string>> Read(string name)
    {
        var lines = File.ReadAllLines(Path.Combine(TestData.Facts, name));
        var headings = Cells(lines[0]);
        return [.. lines.Skip(1).Select((line, index) => Row(headings, Cells(line), $"{name}, line {index + 2}"))];
    }

    private static Dictionary<string, string> Row(List<string> headings, List<string> cells, string where)
    {
        Assert.True(headings.Count == cells.Count, $"{where} has {cells.Count} cells, not {headings.Count}");
        return headings.Zip(cells).ToDictionary(pair => pair.First, pair => pair.Second);
    }

    private static List<string> Cells(string line)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        var isQuoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '"' && isQuoted && i + 1 < line.Length && line[i + 1] == '"')
                cell.Append(line[i++]);
            else if (line[i] == '"')
                isQuoted = !isQuoted;
            else if (line[i] == ',' && !isQuoted)
                Add();
            else
                cell.Append(line[i]);
        }

        Add();
        return cells;

        void Add()
        {
            cells.Add(cell.ToString());
            cell.Clear();
        }
    }
}
