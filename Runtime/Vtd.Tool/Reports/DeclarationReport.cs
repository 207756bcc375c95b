using System.Globalization;
using Spectre.Console;
using Vtd.Spec.Model;
using Vtd.Spec.Tools.Decode;
using Layout = Vtd.Spec.Tools.Decode.Layout;

namespace Vtd.Tool.Reports;

/// <summary>A declaration of a spec for people.</summary>
internal sealed class DeclarationReport(IAnsiConsole console)
{
    private static readonly Style Faint = new(decoration: Decoration.Dim);
    private static readonly Style Strong = new(decoration: Decoration.Bold);
    private static readonly Style Named = new(Color.Aqua);

    public void Write(DecodableItem thing)
    {
        if (thing is DecodableEnum { Enum: var table })
        {
            WriteHeading(table.Name, table.Title, $"enum of {Number(table.Width)} bits", table.Section);
            WriteText(table.About);
            WriteText(table.Note);
            WriteCodes(table);
            return;
        }

        foreach (var (index, layout) in thing.Layouts.Index())
        {
            if (index > 0)
                console.WriteLine();
            Write(thing, layout);
        }
    }

    private void Write(DecodableItem thing, Layout layout)
    {
        WriteHeading(layout.Name, layout.Title, layout.KindText + PlaceOf(thing), layout.Section);
        WriteText(AboutOf(thing));
        WriteText(layout.Note);
        if (layout.When is { } when)
            Line("  exists if  ", ExpressionProse.Of(when));
        if (layout.VariantWhen is { } variant)
            Line("  it is this if  ", ExpressionProse.Of(variant));
        console.WriteLine();
        WritePicture(layout);
        WriteFields(layout);
        foreach (var condition in layout.Require)
            Line("  requires  ", ExpressionProse.Of(condition));
        foreach (var table in layout.Enums)
        {
            console.WriteLine();
            WriteHeading(table.Name, table.Title, table.IsFlags ? "flags" : "codes", null);
            WriteCodes(table);
        }
    }

    private void WritePicture(Layout layout)
    {
        var width = $"{layout.Size - 1}:{Math.Max(0, layout.Size - 32)}".Length;
        foreach (var row in BitPicture.Rows(layout))
            Line($"  {$"{row.Top}:{row.Bottom}".PadLeft(width)}  ", row.Keys ?? "all reserved");
        console.WriteLine();
    }

    private void WriteFields(Layout layout)
    {
        var keys = BitPicture.Keys(layout);
        var hasResets = layout.Fields.Any(static field => !field.IsReserved && ResetOf(field).Length > 0);
        var grid = Columns(hasResets ? 6 : 5);
        string[] titles = ["", "bits", "field", "access", .. hasResets ? ["reset"] : Array.Empty<string>(), "meaning"];
        grid.AddRow([.. titles.Select(static title => new Text(title, Faint))]);
        foreach (var field in layout.Fields)
        {
            var style = field.IsReserved ? Faint : Style.Plain;
            string[] cells =
            [
                keys.TryGetValue(field.Name, out var key) ? key.ToString() : BitPicture.Reserved.ToString(), Bits.Text(field.Bits), field.IsReserved ? "" : field.Name, field.Access.Word(),
                .. hasResets ? [field.IsReserved ? "" : ResetOf(field)] : Array.Empty<string>(), FieldWords.Of(layout, field),
            ];
            grid.AddRow([.. cells.Select((cell, column) => new Text(cell, column < 2 ? Faint : style))]);
        }

        console.Write(grid);
    }

    private static string ResetOf(LinkedField field) => field.ComputedReset is { } computed ? ExpressionProse.Of(computed) : field.Reset is { } reset ? Bits.Hex(reset) : "";

    private void WriteCodes(LinkedEnum table)
    {
        var grid = Columns(3);
        foreach (var code in table.Codes)
        {
            var value = table.IsFlags ? $"bit {code.Value.ToString(CultureInfo.InvariantCulture)}" : Bits.Hex(code.Value, table.Width);
            var words = new[] { code.Mnemonic, code.Meaning, code.AliasOf is { } other ? $"another name of {other}" : null, code.When is { } when ? $"only if {ExpressionProse.Of(when)}" : null, code.Note }.OfType<string>();
            grid.AddRow(new Text(value, Faint), new Text(code.Name, Named), new Text(string.Join("; ", words)));
        }

        console.Write(grid);
        if (table.IsOpen)
            WriteText("Other values are legal as well.");
    }

    /// <summary>The last column breaks its lines.</summary>
    private static Grid Columns(int count)
    {
        var grid = new Grid();
        for (var column = 0; column < count; column++)
            grid.AddColumn(new GridColumn { NoWrap = column < count - 1, Padding = new Padding(2, 0, 0, 0) });
        return grid;
    }

    private static string PlaceOf(DecodableItem thing) => thing is not DecodableRegister { Register: var register } ? ""
        : $" at {PlaceWords.Of(register)}" + (register.Reset == ResetSource.Given ? ", given" : "");

    private static string? AboutOf(DecodableItem thing) => thing switch
    {
        DecodableRegister { Register.About: var about } => about,
        DecodableDescriptor { Descriptor.About: var about } => about,
        DecodableEntry { Entry.About: var about } => about,
        _ => null,
    };

    private void WriteHeading(string name, string? title, string kind, string? section) =>
        Line(name, $"{(title is null ? "" : "  " + title)}  ({kind}{(section is null ? "" : $", section {section}")})", Strong);

    private void WriteText(string? text)
    {
        if (text is not null)
            console.WriteLine($"  {text}");
    }

    private void Line(string first, string rest, Style? style = null)
    {
        console.Write(new Text(first, style ?? Faint));
        console.Write(new Text(rest));
        console.WriteLine();
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
