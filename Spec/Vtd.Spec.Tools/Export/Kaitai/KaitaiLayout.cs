using System.Globalization;
using Vtd.Spec.Model;
using Vtd.Spec.Tools.Decode;

namespace Vtd.Spec.Tools.Export.Kaitai;

/// <summary>A layout as a type: its bits from the lowest up, and fields that are no single run of bits, or exist with a condition, as computed values.</summary>
internal sealed class KaitaiLayout
{
    private const int WidestValue = 64;

    private readonly Layout _layout;
    private readonly Dictionary<LinkedField, string> _names;
    private readonly IReadOnlyList<KaitaiCell> _cells;
    private readonly KaitaiExpression _expressions;

    /// <param name="layout">The layout.</param>
    public KaitaiLayout(Layout layout)
    {
        _layout = layout;
        _names = KaitaiCells.NamesOf(layout.Fields);
        _cells = KaitaiCells.Of(layout.Fields, layout.Size, _names);
        _expressions = new(name => Number(name, ""));
    }

    /// <summary>A condition over fields of the layout.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="owner">Name of the instance of the type.</param>
    public string Condition(Expression condition, string owner) => new KaitaiExpression(name => Number(name, owner + ".")).Condition(condition);

    /// <summary>Writes the type.</summary>
    /// <param name="writer">The file.</param>
    /// <param name="name">Name of the type.</param>
    public void Write(KaitaiWriter writer, string name)
    {
        writer.Line(1, name + ":");
        writer.Doc(2, string.Join("; ", new[] { _layout.Title ?? _layout.Name, _layout.Section is { } section ? $"section {section}" : null, _layout.Note }.OfType<string>()));
        foreach (var condition in _layout.Require)
            writer.Lost(2, "requirement", ExpressionProse.Of(condition));
        writer.Line(2, "seq:");
        foreach (var cell in _cells)
            Write(cell, writer);
        var computed = _layout.Fields.Where(field => !field.IsReserved && CellOf(field) is null).ToLookup(static field => field.Width <= WidestValue);
        foreach (var field in computed[false])
            writer.Lost(2, "field of more than 64 bits", $"{field.Name}, bits {Bits.Text(field.Bits)}");
        if (computed[true].Any())
            writer.Line(2, "instances:");
        foreach (var field in computed[true])
            Compute(field, writer);
    }

    private void Write(KaitaiCell cell, KaitaiWriter writer)
    {
        if (cell.Field is { When: { } when })
            writer.Lost(3, "condition over registers", $"{cell.Field.Name}: {ExpressionProse.Of(when)}");
        var count = cell.Field is { } array && KaitaiCells.IsRepeated(array) ? array.Elements!.Count : 1;
        writer.Line(3, $"- id: {cell.Id}");
        writer.Line(4, string.Create(CultureInfo.InvariantCulture, $"type: b{cell.Bits.Width / count}"));
        if (count > 1)
        {
            writer.Line(4, "repeat: expr");
            writer.Line(4, string.Create(CultureInfo.InvariantCulture, $"repeat-expr: {count}"));
        }

        if (cell.Field is { } field)
        {
            if (EnumOf(field) is { } codes)
                writer.Line(4, $"enum: {codes}");
            writer.Doc(4, FieldWords.Of(_layout, field));
        }
    }

    private void Compute(LinkedField field, KaitaiWriter writer)
    {
        writer.Line(3, _names[field] + ":");
        writer.Line(4, $"value: \"{Value(field)}\"");
        if (field.When is { } when && KaitaiExpression.CanSay(when))
            writer.Line(4, $"if: \"{_expressions.Condition(when)}\"");
        else if (field.When is not null)
            writer.Lost(4, "condition over registers", ExpressionProse.Of(field.When));
        writer.Doc(4, FieldWords.Of(_layout, field));
    }

    private string Value(LinkedField field)
    {
        var (terms, shift) = (new List<string>(), 0);
        foreach (var range in field.Bits.Reverse())
        {
            foreach (var cell in _cells.Where(cell => cell.Bits.Overlaps(range)))
            {
                var number = Number(cell);
                terms.Add(shift == 0 ? number : string.Create(CultureInfo.InvariantCulture, $"{number} * {1UL << shift}"));
                shift += cell.Bits.Width;
            }
        }

        return string.Join(" + ", terms);
    }

    // Bits that are truth values or codes become numbers.
    private string Number(KaitaiCell cell) => cell.Id + (cell.Bits.Width == 1 || (cell.Field is { } field && EnumOf(field) is not null) ? ".to_i" : "");

    private string Number(string name, string owner)
    {
        var field = _layout.Fields.First(field => field.Name == name);
        return owner + (CellOf(field) is { } cell ? Number(cell) : _names[field]);
    }

    private KaitaiCell? CellOf(LinkedField field) => _cells.FirstOrDefault(cell => ReferenceEquals(cell.Field, field));

    private string? EnumOf(LinkedField field) =>
        (field.Elements is { Enum: { } elements } ? _layout.EnumOf(field with { Enum = elements }) : _layout.EnumOf(field)) is { IsFlags: false } item ? KaitaiName.Of(item.Name) : null;
}
