using System.Globalization;
using Spectre.Console;
using Vtd.Runtime.Inspection;
using Vtd.Spec.Tools.Decode;
using Vtd.Tool.Dumps;

namespace Vtd.Tool.Reports;

/// <summary>A dump for people.</summary>
internal sealed class DumpReport(IAnsiConsole console)
{
    private static readonly Style Faint = new(decoration: Decoration.Dim);
    private static readonly Style Strong = new(decoration: Decoration.Bold);
    private static readonly Style Bad = new(Color.Red, decoration: Decoration.Bold);

    public void Write(DecodedDump dump)
    {
        var scenario = dump.Scenario is { } label ? $", scenario '{label}'" : "";
        console.Write(new Text($"{Path.GetFileName(dump.File)}{scenario}: after line {Number(dump.Place.Line)}, boot {Number(dump.Place.Boot)}", Strong));
        console.WriteLine();
        console.WriteLine();
        new RegsetReport(console).Write([dump.Registers]);

        var unit = dump.Unit;
        foreach (var cache in dump.Caches)
            Entries(cache);
        WriteQueue(unit.Queue);
        Items("next descriptors", dump.Descriptors);
        Rows("attached or blocked on host devices", unit.Attachments.Total, unit.Attachments.Shown.Select(RowOf));
        Rows("still to be done", unit.Pending.Total, unit.Pending.Shown.Select(static call => new[] { DecodedDump.TextOf(call) }));
    }

    private void WriteQueue(DumpedQueue queue)
    {
        Heading("invalidation queue");
        console.WriteLine(!queue.IsOn
            ? "  off"
            : $"  {(queue.IsStopped ? "stopped at an error" : "on")}, {Number(queue.Size / queue.DescriptorSize)} descriptors of {Number(queue.DescriptorSize)} bytes at {Bits.Hex(queue.Address)}, head {Bits.Hex(queue.Head)}, tail {Bits.Hex(queue.Tail)}");
    }

    private void Entries(DecodedCache cache) => Rows(
        $"{cache.Name} cache",
        cache.Total,
        cache.Shown.Select(static entry => new[] { [.. entry.Values.Select(static value => value.Text)], entry.Item is { } item ? CellsOf(item) : [] }.SelectMany(static cells => cells).ToArray()),
        cache.Shown.Select(static entry => entry.Item is { Decoded: not { IsWrong: false } }),
        cache.Shown.Take(1).SelectMany(static entry => entry.Values.Select(static value => value.Name)));

    private void Items(string title, DecodedList list) => Rows(
        title, list.Total, list.Shown.Select(static one => new[] { one.Place }.Concat(CellsOf(one)).ToArray()), list.Shown.Select(static one => one.Decoded is not { IsWrong: false }));

    /// <summary>The layout of an entry or a descriptor, and its fields.</summary>
    private static string[] CellsOf(DecodedItem item) =>
    [
        item.Decoded?.Layout.Name ?? (item.Words.Count == 0 ? "no memory there" : "nothing known"),
        item.Decoded is { } decoded ? string.Join("  ", decoded.Fields.Where(static field => !field.Raw.IsZero).Select(ShortText.Of)) : string.Join(' ', item.Words.Select(static word => Bits.Hex(word))),
    ];

    private void Rows(string title, int total, IEnumerable<string[]> rows, IEnumerable<bool>? isWrong = null, IEnumerable<string>? columns = null)
    {
        Heading($"{title}: {Number(total)}");
        var all = rows.ToList();
        if (all.Count == 0)
            return;

        var wrong = isWrong?.ToList();
        var grid = new Grid();
        for (var column = 0; column < all[0].Length; column++)
            grid.AddColumn(new GridColumn { NoWrap = column < all[0].Length - 1, Padding = new Padding(2, 0, 0, 0) });
        if (columns is not null)
            grid.AddRow([.. columns.Select(static name => new Text(name, Faint))]);
        for (var row = 0; row < all.Count; row++)
            grid.AddRow([.. all[row].Select((cell, column) => new Text(cell, wrong?[row] == true ? Bad : column == 0 ? Strong : Style.Plain))]);
        console.Write(grid);
        if (total > all.Count)
        {
            console.Write(new Text($"  ... and {Number(total - all.Count)} more", Faint));
            console.WriteLine();
        }
    }

    private void Heading(string text)
    {
        console.WriteLine();
        console.Write(new Text(text, Strong));
        console.WriteLine();
    }

    private static string[] RowOf(DumpedAttachment attachment) =>
    [
        attachment.SourceId.ToString(),
        DecodedDump.PasidName(attachment.Pasid),
        $"domain {Number(attachment.Domain)}",
        DecodedDump.TextOf(attachment),
        attachment.IsStuck ? "the host failed" : attachment.IsOnHost ? "" : "not yet on the host",
    ];

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
