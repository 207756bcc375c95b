using System.Globalization;
using System.Numerics;
using Spectre.Console;
using Vtd.Spec.Model;
using Vtd.Spec.Tools.Decode;

namespace Vtd.Tool.Reports;

/// <summary>A decoded value for people.</summary>
internal sealed class DecodedReport(IAnsiConsole console)
{
    private static readonly Style Faint = new(decoration: Decoration.Dim);
    private static readonly Style Strong = new(decoration: Decoration.Bold);
    private static readonly Style Bad = new(Color.Red, decoration: Decoration.Bold);
    private static readonly Style Odd = new(Color.Yellow);
    private static readonly Style Named = new(Color.Aqua);

    public void Write(Decoded decoded)
    {
        WriteHeading(decoded);
        console.WriteLine();
        if (decoded.Layout.Kind is not ("enum" or "field"))
            WritePicture(decoded);
        WriteFields(decoded);
        foreach (var remark in decoded.AllRemarks)
            Line(remark.IsWrong ? "wrong: " : "note:  ", remark.IsWrong ? Bad : Odd, remark.Text);
        foreach (var doubt in ConfidenceText.On(decoded))
            Line("spec:  ", Faint, doubt);
    }

    /// <summary>Says what would tell the variants apart.</summary>
    public void WriteUndecided(IReadOnlyList<Decoded> possible)
    {
        console.WriteLine();
        Line("open:  ", Odd, $"It can be {string.Join(", or ", possible.Select(static one => $"{one.Layout.Name} if {ExpressionProse.Of(one.Layout.VariantWhen!)}"))}; --given tells.");
    }

    private void WriteHeading(Decoded decoded)
    {
        var layout = decoded.Layout;
        var place = layout.Section is { } section ? $", section {section}" : "";
        Line(layout.NameOfElement, Strong, $"{(layout.Title is { } title ? "  " + title : "")}  ({layout.KindText}{place})");
        console.WriteLine($"  {Bits.Hex(decoded.Value, layout.Size)}");
    }

    private void WritePicture(Decoded decoded)
    {
        var width = $"{decoded.Layout.Size - 1}:{Math.Max(0, decoded.Layout.Size - 32)}".Length;
        foreach (var row in BitPicture.Rows(decoded))
        {
            var span = $"{row.Top}:{row.Bottom}".PadLeft(width);
            if (row is not { Digits: { } digits, Keys: { } keys })
            {
                Line($"  {span}  all 0", Faint, "");
                continue;
            }

            console.WriteLine($"  {span}  {digits}");
            console.Write(new Text("  " + new string(' ', width) + "  "));
            foreach (var key in keys)
                console.Write(new Text(key.ToString(), key == BitPicture.ReservedAndSet ? Bad : Faint));
            console.WriteLine();
        }

        console.WriteLine();
    }

    private void WriteFields(Decoded decoded)
    {
        var keys = BitPicture.Keys(decoded.Layout);
        var grid = new Grid();
        foreach (var isShort in new[] { true, true, true, true, true, false })
            grid.AddColumn(new GridColumn { NoWrap = isShort, Padding = new Padding(2, 0, 0, 0) });

        grid.AddRow([.. new[] { "", "bits", "field", "raw", "value", "meaning" }.Select(static title => new Text(title, Faint))]);
        foreach (var field in decoded.Fields.Where(static field => !field.Field.IsReserved || !field.Raw.IsZero))
        {
            var style = field.Remark is { } remark ? remark.IsWrong ? Bad : Odd : field.Raw.IsZero ? Faint : Style.Plain;
            grid.AddRow(
                new Text(keys.TryGetValue(field.Field.Name, out var key) ? key.ToString() : BitPicture.ReservedAndSet.ToString(), Faint),
                new Text(Bits.Text(field.Field.Bits), Faint),
                new Text(field.Field.Name, style),
                new Text(RawOf(field), style),
                new Text(ValueOf(field), field.Remark is null && field.Codes.Count > 0 ? Named : style),
                new Text(MeaningOf(field), field.Exists == false ? Faint : Style.Plain));
        }

        console.Write(grid);
    }

    private static string RawOf(DecodedField field) => field.Field.Width == 1 ? field.Raw.ToString(CultureInfo.InvariantCulture) : Bits.Hex(field.Raw, field.Field.Width);

    /// <summary>Names of codes; the number that the bits stand for; small numbers decimal.</summary>
    private static string ValueOf(DecodedField field)
    {
        if (field.Field.Enum is not null)
            return field.Codes.Count > 0 ? string.Join(", ", field.Codes.Select(static code => code.Name)) : field.Raw.IsZero || field.WrittenCodes.Count > 0 ? "" : "?";
        if (field.Field.Scale != 1)
            return Bits.Hex(field.Scaled);
        return field.Field.Width is > 1 and <= 32 && field.Raw > BigInteger.Zero ? field.Raw.ToString(CultureInfo.InvariantCulture) : "";
    }

    /// <summary>The field, the meaning of its value, and whether the field exists.</summary>
    private static string MeaningOf(DecodedField field)
    {
        var meaning = field.Field.IsReserved ? field.Field.Meaning is { } reserved ? $"reserved: {reserved}" : "reserved" : field.Field.Meaning ?? "";
        var codes = field.Codes.Where(static code => code.Meaning is not null || code.Mnemonic is not null).Select(MeaningOf).ToList();
        if (codes.Count > 0)
            meaning = $"{meaning} -> {string.Join(", ", codes)}".TrimStart();
        if (field.WrittenCodes.Count > 0)
            meaning = $"{meaning} [written: {string.Join(", ", field.WrittenCodes.Select(static code => code.Meaning is null ? code.Name : $"{code.Name}, {code.Meaning}"))}]".TrimStart();
        return field is { Field.When: { } gate, Exists: not true }
            ? $"{meaning} [{(field.Exists == false ? "not there, it needs" : "only if")} {ExpressionProse.Of(gate)}]".TrimStart()
            : meaning;
    }

    private static string MeaningOf(LinkedCode code) =>
        code.Mnemonic is null ? code.Meaning! : code.Meaning is null ? code.Mnemonic : $"{code.Meaning} ({code.Mnemonic})";

    private void Line(string first, Style style, string rest)
    {
        console.Write(new Text(first, style));
        console.Write(new Text(rest));
        console.WriteLine();
    }
}
