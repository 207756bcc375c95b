using System.Globalization;
using Vtd.Spec.Model;
using Vtd.Spec.Tools.Import;

namespace Vtd.Spec.Tools.Export.Kaitai;

/// <summary>Consecutive bits that are read together.</summary>
/// <param name="Id">Name.</param>
/// <param name="Bits">The bits.</param>
/// <param name="Field">The field that they are, alone and as a whole; null for parts of fields and reserved bits.</param>
internal sealed record KaitaiCell(string Id, BitRange Bits, LinkedField? Field);

/// <summary>Divides layouts into cells.</summary>
internal static class KaitaiCells
{
    /// <summary>Bits that every language reads together; JavaScript reads no more.</summary>
    public const int Widest = 32;

    /// <summary>The cells from the lowest bit up.</summary>
    /// <param name="fields">Fields of the layout.</param>
    /// <param name="size">Bits of the layout.</param>
    /// <param name="names">Names of the fields.</param>
    public static IReadOnlyList<KaitaiCell> Of(IReadOnlyList<LinkedField> fields, int size, IReadOnlyDictionary<LinkedField, string> names)
    {
        var starts = new SortedSet<int> { 0, size };
        foreach (var range in fields.Where(static field => !IsRepeated(field)).SelectMany(static field => field.Bits))
        {
            for (var lsb = range.Lsb; lsb <= range.Msb; lsb += Widest)
                starts.Add(lsb);
            starts.Add(range.Msb + 1);
        }

        foreach (var range in fields.Where(IsRepeated).SelectMany(static field => field.Bits))
            starts.UnionWith([range.Lsb, range.Msb + 1]);
        return [.. starts.Zip(starts.Skip(1), (lsb, next) => Cell(new(next - 1, lsb), fields, names)).SelectMany(Narrow)];
    }

    /// <summary>Whether a field is elements side by side that are read one by one.</summary>
    public static bool IsRepeated(LinkedField field) => field.Elements is { } elements && field.Bits.Count == 1 && field.Width / elements.Count <= Widest && field.When is null;

    private static KaitaiCell Cell(BitRange bits, IReadOnlyList<LinkedField> fields, IReadOnlyDictionary<LinkedField, string> names)
    {
        var here = fields.Where(field => field.Bits.Any(bits.Overlaps)).ToList();
        return here is [{ IsReserved: false, Bits.Count: 1 } only] && only.Bits[0] == bits && (only.When is null || !KaitaiExpression.CanSay(only.When))
            ? new(names[only], bits, only)
            : new(string.Create(CultureInfo.InvariantCulture, $"bits_{bits.Lsb}"), bits, null);
    }

    // Reserved bits that no field divides.
    private static IEnumerable<KaitaiCell> Narrow(KaitaiCell cell)
    {
        if (cell.Field is not null || cell.Bits.Width <= Widest)
            return [cell];
        return Enumerable.Range(0, (cell.Bits.Width + Widest - 1) / Widest).Select(at => cell.Bits.Lsb + at * Widest)
            .Select(lsb => new KaitaiCell(string.Create(CultureInfo.InvariantCulture, $"bits_{lsb}"), new(Math.Min(lsb + Widest - 1, cell.Bits.Msb), lsb), null));
    }

    /// <summary>Names of the fields of a layout; no two are equal.</summary>
    public static Dictionary<LinkedField, string> NamesOf(IEnumerable<LinkedField> fields)
    {
        var names = new NumberedNames("_");
        var taken = new HashSet<string>(StringComparer.Ordinal);
        return fields.Where(static field => !field.IsReserved)
            .ToDictionary(static field => field, field => names.Take(KaitaiName.Of(field.Name), name => !name.StartsWith("bits_", StringComparison.Ordinal) && taken.Add(name)));
    }
}
