using Vtd.Spec.Model;
using Vtd.Spec.Tools.Decode;

namespace Vtd.Spec.Tools.Export.Markdown;

/// <summary>Pages of registers, descriptors and entries.</summary>
/// <param name="writer">The manual.</param>
internal sealed class ManualLayouts(MarkdownWriter writer)
{
    /// <summary>A name with the title and the section of the architecture.</summary>
    public static string Title(string name, string? title, string? section) => name + (title is null ? "" : $": {title}") + (section is null ? "" : $" ({section})");

    /// <summary>Writes a layout: a picture of its bits, and its fields.</summary>
    /// <param name="layout">The layout.</param>
    /// <param name="place">Where it is.</param>
    /// <param name="about">Description.</param>
    /// <param name="when">The condition with which it exists.</param>
    public void Write(Layout layout, string? place, string? about, Expression? when)
    {
        writer.Heading(2, Title(layout.Name, layout.Title, layout.Section));
        writer.Paragraph(place is null ? $"{layout.KindText}." : $"{layout.KindText}, {place}.");
        writer.Paragraph(about);
        if (when is not null)
            writer.Paragraph($"Only if {ExpressionProse.Of(when)}.");
        foreach (var condition in layout.Require)
            writer.Paragraph($"Requires {ExpressionProse.Of(condition)}.");
        if (layout.IsGiven)
            writer.Paragraph("The implementation gives the value.");
        writer.Paragraph(layout.Note);
        writer.Fence(Picture(layout));
        Fields(layout);
    }

    private static IEnumerable<string> Picture(Layout layout)
    {
        var rows = BitPicture.Rows(layout);
        var width = rows.Max(static row => Range(row).Length);
        return rows.Select(row => $"{Range(row).PadLeft(width)}  {row.Keys ?? "all reserved"}");
    }

    private static string Range(PictureRow row) => $"{row.Top}:{row.Bottom}";

    private void Fields(Layout layout)
    {
        var keys = BitPicture.Keys(layout);
        writer.Table(["", "bits", "field", "access", "reset", "meaning"], layout.Fields.Select(field => new[]
        {
            keys.TryGetValue(field.Name, out var key) ? key.ToString() : BitPicture.Reserved.ToString(), Bits.Text(field.Bits), field.IsReserved ? "" : field.Name, field.Access.Word(),
            field is { Reset: { } reset, IsReserved: false } ? Bits.Hex(reset) : "", FieldWords.Of(layout, field),
        }));
    }
}
