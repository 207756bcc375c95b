using Vtd.Spec.Model;
using Vtd.Spec.Tools.Docs.Markup;

namespace Vtd.Spec.Tools.Docs.Views;

/// <summary>Where everything of a bit diagram is drawn: rows of 32 bits, the highest first.</summary>
internal sealed record Diagram(string Name, int Width, int Height, IReadOnlyList<DiagramRow> Rows)
{
    private const int RowBits = 32;
    private const int BitWidth = 30;
    private const int NumberHeight = 15;
    private const int RowGap = 7;
    private const int LowestBox = 38;
    private const int FoldedBox = 26;
    private const int HighestBox = 96;
    private const int DigitHeight = 14;

    /// <summary>Advance of a character of the monospaced label, rounded up.</summary>
    private const double LetterWidth = 6.7;

    public static Diagram Of(Structure structure)
    {
        var rows = new List<DiagramRow>();
        var y = 0;
        var msb = structure.Width - 1;
        while (msb >= 0)
        {
            var owner = structure.Fields.First(field => field.Bits.Any(range => range.Lsb <= msb && msb <= range.Msb));
            var run = owner.Bits.First(range => range.Lsb <= msb && msb <= range.Msb);

            // Rows that are nothing but the middle of one field look all the same: one row stands for them.
            var wholeRows = (msb + 1 - run.Lsb) / RowBits;
            var rest = (msb + 1) % RowBits;
            var isFolded = rest == 0 && wholeRows > (owner.IsReserved ? 0 : 1);
            var lsb = isFolded ? msb + 1 - (wholeRows * RowBits) : msb + 1 - (rest == 0 ? RowBits : rest);
            var row = Row(structure, msb, lsb, y, isFolded);
            rows.Add(row);
            y += NumberHeight + row.Height + RowGap;
            msb = lsb - 1;
        }

        return new Diagram(structure.Subject.Name, (RowBits * BitWidth) + 2, y, rows);
    }

    /// <summary>The bits that no field before has taken: of fields that share bits, the first gets the box.</summary>
    private static List<BitRange> Free(BitRange bits, bool[] taken, int lowest)
    {
        var free = new List<BitRange>();
        for (var bit = bits.Msb; bit >= bits.Lsb; bit--)
        {
            if (taken[bit - lowest])
                continue;
            taken[bit - lowest] = true;
            if (free.Count > 0 && free[^1].Lsb == bit + 1)
                free[^1] = new BitRange(free[^1].Msb, bit);
            else
                free.Add(new BitRange(bit, bit));
        }

        return free;
    }

    private static DiagramRow Row(Structure structure, int msb, int lsb, int y, bool isFolded)
    {
        var taken = new bool[msb + 1 - lsb];
        var parts = structure.Fields
            .SelectMany(field => field.Bits.Select(bits => (field, bits: new BitRange(Math.Min(bits.Msb, msb), Math.Max(bits.Lsb, lsb)))))
            .Where(part => part.bits.Msb >= part.bits.Lsb)
            .SelectMany(part => Free(part.bits, taken, lsb).Select(bits => (part.field, bits)))
            .OrderByDescending(part => part.bits.Lsb);
        var cells = new List<DiagramCell>();
        var height = isFolded ? FoldedBox : LowestBox;
        var top = y + NumberHeight;
        foreach (var (field, bits) in parts)
        {
            var width = isFolded ? RowBits * BitWidth : bits.Width * BitWidth;
            var x = 1 + (isFolded ? 0 : (lsb + RowBits - 1 - bits.Msb) * BitWidth);
            var label = field.IsReserved ? "" : string.Join("/", structure.Fields.Where(other => other.Bits.Any(range => range.Overlaps(bits))).Select(other => other.Name));
            var isUpright = label.Length * LetterWidth > width - 3;
            if (isUpright)
            {
                var most = (int)((HighestBox - DigitHeight - 8) / LetterWidth);
                label = label.Length > most ? label[..(most - 1)] + "…" : label;
                height = Math.Max(height, (int)(label.Length * LetterWidth) + DigitHeight + 8);
            }

            cells.Add(new DiagramCell(field, bits, x, width, label, isUpright));
        }

        return new DiagramRow(y, top, height, isFolded, cells);
    }
}

/// <param name="Y">Where the bit numbers begin.</param>
/// <param name="Top">Where the boxes begin.</param>
/// <param name="IsFolded">Whether the row stands for several equal ones.</param>
internal sealed record DiagramRow(int Y, int Top, int Height, bool IsFolded, IReadOnlyList<DiagramCell> Cells)
{
    public int NumberY => Top - 4;

    public int LabelY => IsFolded ? Top + (Height / 2) + 4 : Top + ((Height - 14) / 2) + 4;

    public int DigitY => Top + Height - 5;

    public int MiddleY => Top + ((Height - 14) / 2);
}

internal sealed record DiagramCell(LinkedField Field, BitRange Bits, int X, int Width, string Label, bool IsUpright)
{
    public string Id => Subject.FieldId(Field.Name);

    public int Middle => X + (Width / 2);

    public int LabelX => IsUpright ? Middle + 4 : Middle;

    public int Msb => Bits.Msb;

    public int Lsb => Bits.Lsb;

    public bool IsOneBit => Bits.Width == 1;

    public int LeftX => X + 3;

    public int RightX => X + Width - 3;

    public string Kind => Field.IsReserved ? "reserved" : "field";

    public string Tooltip
    {
        get
        {
            var name = Field.IsReserved ? $"reserved, {Field.Access.Summary}" : Field.Name;
            return $"{name}, {(Field.Width == 1 ? "bit" : "bits")} {Numbers.Bits(Field.Bits)}" + (Field.Meaning is null ? "" : ": " + Field.Meaning);
        }
    }
}
