using System.Globalization;
using Spectre.Console;
using Vtd.Spec.Tools.Decode;
using Vtd.Spec.Tools.Decode.Debugfs;

namespace Vtd.Tool.Reports;

/// <summary>Prints tables of debugfs.</summary>
internal sealed class DebugfsReport(IAnsiConsole console)
{
    private static readonly Style Faint = new(decoration: Decoration.Dim);
    private static readonly Style Strong = new(decoration: Decoration.Bold);
    private static readonly Style Bad = new(Color.Red, decoration: Decoration.Bold);

    public void Write(DecodedTable table)
    {
        console.WriteLine();
        console.Write(new Text(TitleOf(table.Table), Strong));
        console.WriteLine();
        if (table.Assumed is { } assumed)
            Faintly($"  taken for granted: {assumed}");

        // A queue is shown whole, and most of it was never used.
        var shown = table.Rows.Where(static row => row.IsPending || row.Row.Entries.Any(static entry => entry.Words.Any(static word => word != 0))).ToList();
        WriteRows(shown);
        if (table.Rows.Count > shown.Count)
            Faintly($"  rows that are all 0: {Number(table.Rows.Count - shown.Count)}");
        if (table.Table.MoreRows > 0)
            Faintly($"  rows that are not looked at: {Number(table.Table.MoreRows)}");
        foreach (var row in shown)
            WriteRemarks(row);
    }

    /// <summary>Says what was left out.</summary>
    public void WriteEnd(DebugfsFile file)
    {
        console.WriteLine();
        if (file.UnitsOff > 0)
            console.WriteLine($"tables that are not there, as remapping is off: {Number(file.UnitsOff)}");
        console.WriteLine($"lines not understood: {Number(file.NotUnderstood)}");
    }

    private static string TitleOf(DebugfsTable table)
    {
        var address = table.Address is { } at ? $" at {Bits.Hex(at)}" : "";
        return table.Kind switch
        {
            DebugfsKind.Translation => $"{table.Owner}: root table{address}",
            DebugfsKind.Interrupts => $"{table.Owner}: interrupt remapping table{address}",
            DebugfsKind.Queue => $"{table.Owner}: invalidation queue{address}{(table.Pending is { } pending ? $", head {Number(pending.Head)}, tail {Number(pending.Tail)}" : "")}",
            _ => $"{table.Owner}{(table.Pasid is { } pasid ? $" PASID {Number(pasid)}" : "")}: page tables{address}",
        };
    }

    private void WriteRows(IReadOnlyList<DecodedTableRow> rows)
    {
        var grid = new Grid();
        for (var column = 0; column < 3; column++)
            grid.AddColumn(new GridColumn { NoWrap = column < 2, Padding = new Padding(2, 0, 0, 0) });
        foreach (var row in rows)
        {
            var style = row.IsWrong ? Bad : Style.Plain;
            for (var index = 0; index < row.Entries.Count; index++)
            {
                grid.AddRow(
                    new Text(index == 0 ? row.Row.Place : "", style),
                    new Text(StateOf(row, index), Faint),
                    new Text(row.Entries[index] is { } decoded ? ShortText.Of(decoded) : $"nothing known: {string.Join(' ', row.Row.Entries[index].Words.Select(static word => Bits.Hex(word, 64)))}"));
            }
        }

        if (rows.Count > 0)
            console.Write(grid);
    }

    private static string StateOf(DecodedTableRow row, int index) =>
        row.Row.Entries[index].Level is > 0 and var level ? $"level {Number(level)}"
        : index == row.Row.Entries.Count - 1 && row.Row.Pasid is { } pasid ? $"PASID {Number(pasid)}"
        : row.IsPending ? $"pending, {row.Row.Status}"
        : row.Row.Status ?? "";

    private void WriteRemarks(DecodedTableRow row)
    {
        foreach (var remark in row.Entries.OfType<Decoded>().SelectMany(static entry => entry.AllRemarks).Where(static remark => remark.IsWrong))
        {
            console.Write(new Text("  wrong: ", Bad));
            console.WriteLine($"{row.Row.Place} (line {Number(row.Row.Line)}): {remark.Text}");
        }
    }

    private void Faintly(string text)
    {
        console.Write(new Text(text, Faint));
        console.WriteLine();
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
