using System.Text;
using Vtd.Spec.Model;

namespace Vtd.Spec.Tools.Decode;

/// <summary>The bits of a value in rows of 32, and below each bit the key of its field.</summary>
public static class BitPicture
{
    /// <summary>The character below a reserved bit that is 0.</summary>
    public const char Reserved = '.';

    /// <summary>The character below a reserved bit that is 1.</summary>
    public const char ReservedAndSet = '!';

    private const int RowBits = 32;
    private const string Letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

    /// <summary>The key of each field, from the highest down; more fields than letters share a star.</summary>
    public static IReadOnlyDictionary<string, char> Keys(Layout layout) =>
        layout.Fields.Where(static field => !field.IsReserved)
            .Select(static (field, at) => (field.Name, Key: at < Letters.Length ? Letters[at] : '*'))
            .ToDictionary(static pair => pair.Name, static pair => pair.Key, StringComparer.Ordinal);

    /// <summary>The rows, the highest first. Rows that hold no bit that is set are told of in one line.</summary>
    public static IReadOnlyList<PictureRow> Rows(Decoded decoded)
    {
        var keys = KeyOfEachBit(decoded.Layout, decoded.Fields.OrderBy(static one => one.Exists != false).Select(static one => one.Field), bit => Bits.IsSet(decoded.Value, bit));
        var rows = new List<PictureRow>();
        for (var top = decoded.Layout.Size - 1; top >= 0; top -= RowBits)
        {
            var bottom = Math.Max(0, top - RowBits + 1);
            if (decoded.Layout.Size <= 2 * RowBits || !Bits.Extract(decoded.Value, [new(top, bottom)]).IsZero)
                rows.Add(new PictureRow(top, bottom, Groups(top, bottom, bit => Bits.IsSet(decoded.Value, bit) ? '1' : '0'), Groups(top, bottom, bit => keys[bit])));
            else if (rows is [.., { Digits: null } above])
                rows[^1] = above with { Bottom = bottom };
            else
                rows.Add(new PictureRow(top, bottom, null, null));
        }

        return rows;
    }

    /// <summary>The rows of a layout without a value, the highest first. Rows of reserved bits alone are told of in one line.</summary>
    public static IReadOnlyList<PictureRow> Rows(Layout layout)
    {
        var keys = KeyOfEachBit(layout, layout.Fields, static _ => false);
        var rows = new List<PictureRow>();
        for (var top = layout.Size - 1; top >= 0; top -= RowBits)
        {
            var bottom = Math.Max(0, top - RowBits + 1);
            if (keys[bottom..(top + 1)].Any(static key => key != Reserved))
                rows.Add(new PictureRow(top, bottom, null, Groups(top, bottom, bit => keys[bit])));
            else if (rows is [.., { Keys: null } above])
                rows[^1] = above with { Bottom = bottom };
            else
                rows.Add(new PictureRow(top, bottom, null, null));
        }

        return rows;
    }

    /// <summary>Of fields that share bits, the last counts.</summary>
    private static char[] KeyOfEachBit(Layout layout, IEnumerable<LinkedField> fields, Func<int, bool> isSet)
    {
        var names = Keys(layout);
        var keys = new char[layout.Size];
        foreach (var field in fields)
        {
            foreach (var range in field.Bits)
            {
                for (var bit = range.Lsb; bit <= range.Msb; bit++)
                    keys[bit] = names.TryGetValue(field.Name, out var key) ? key : isSet(bit) ? ReservedAndSet : Reserved;
            }
        }

        return keys;
    }

    private static string Groups(int top, int bottom, Func<int, char> sign)
    {
        var text = new StringBuilder();
        for (var bit = top; bit >= bottom; bit--)
        {
            if (bit < top && bit % 4 == 3)
                text.Append(' ');
            text.Append(sign(bit));
        }

        return text.ToString();
    }
}

/// <summary>A row of a bit picture.</summary>
/// <param name="Top">Highest bit.</param>
/// <param name="Bottom">Lowest bit.</param>
/// <param name="Digits">The bits; null if all are 0 and not shown.</param>
/// <param name="Keys">The keys of the fields below them.</param>
public sealed record PictureRow(int Top, int Bottom, string? Digits, string? Keys);
