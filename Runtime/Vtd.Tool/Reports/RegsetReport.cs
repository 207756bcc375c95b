using System.Globalization;
using Spectre.Console;
using Vtd.Spec.Tools.Decode;
using Vtd.Spec.Tools.Decode.Regset;

namespace Vtd.Tool.Reports;

/// <summary>Register sets for people: a summary, then each unit with a line for each register.</summary>
internal sealed class RegsetReport(IAnsiConsole console)
{
    private static readonly Style Faint = new(decoration: Decoration.Dim);
    private static readonly Style Strong = new(decoration: Decoration.Bold);
    private static readonly Style Bad = new(Color.Red, decoration: Decoration.Bold);

    public void Write(IReadOnlyList<DecodedSet> sets)
    {
        var grid = Columns(5);
        foreach (var set in sets)
        {
            var wrong = set.Registers.Count(static one => one.Decoded.IsWrong);
            grid.AddRow(
                new Text(set.Set.Name, Strong),
                new Text(set.Set.Base is { } address ? "at " + Bits.Hex(address) : ""),
                new Text($"{Number(set.Registers.Count)} registers decoded"),
                new Text($"{Number(set.Unknown.Count)} not known"),
                new Text(wrong == 0 ? "nothing wrong" : $"{Number(wrong)} cannot be so", wrong == 0 ? Style.Plain : Bad));
        }

        console.Write(grid);
        foreach (var set in sets)
            Write(set);
    }

    private void Write(DecodedSet set)
    {
        console.WriteLine();
        console.Write(new Text(set.Set.Name, Strong));
        console.WriteLine();
        var grid = Columns(4);
        foreach (var (row, decoded) in set.Registers)
        {
            grid.AddRow(
                new Text(row.Name, decoded.IsWrong ? Bad : Style.Plain),
                new Text(Bits.Hex(row.Offset), Faint),
                new Text(Bits.Hex(decoded.Value, decoded.Layout.Size)),
                new Text(string.Join("  ", decoded.Fields.Where(static field => !field.Raw.IsZero).Select(ShortText.Of))));
        }

        if (set.Registers.Count > 0)
            console.Write(grid);
        foreach (var (row, decoded) in set.Registers)
        {
            foreach (var remark in decoded.AllRemarks)
            {
                console.Write(new Text($"  {(remark.IsWrong ? "wrong" : "note")}: ", remark.IsWrong ? Bad : Faint));
                console.WriteLine($"{row.Name}: {remark.Text}");
            }
        }

        foreach (var (row, reason) in set.Unknown)
        {
            console.Write(new Text("  not known: ", Faint));
            console.WriteLine($"{row.Name} {Bits.Hex(row.Offset)} {Bits.Hex(row.Contents)} (line {Number(row.Line)}): {reason}");
        }
    }

    private static Grid Columns(int count)
    {
        var grid = new Grid();
        for (var column = 0; column < count; column++)
            grid.AddColumn(new GridColumn { NoWrap = column < count - 1, Padding = new Padding(2, 0, 0, 0) });
        return grid;
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
