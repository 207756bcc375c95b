using System.Globalization;
using System.Text.RegularExpressions;
using Vtd.Spec.Model;
using Vtd.Spec.Source;

namespace Vtd.Spec.Tools.Import.Svd;

/// <summary>Reads the fields of registers.</summary>
/// <param name="types">Gives the fields their names.</param>
/// <param name="enums">Takes the enums of the fields.</param>
internal sealed partial class SvdFields(ImportedTypes types, SvdEnums enums)
{
    private const int MostElements = 64;

    /// <summary>The layout of a register.</summary>
    /// <param name="register">The register.</param>
    /// <param name="name">Its mnemonic.</param>
    /// <param name="width">Its width in bits.</param>
    public ImportedLayout LayoutOf(SvdNode register, string name, int width)
    {
        var losses = new List<Loss>();
        var fields = FieldsOf(register, name, width, losses);
        return new(width, Reset(register, fields, losses), fields.ToEquatableArray(), losses.ToEquatableArray());
    }

    private List<ImportedField> FieldsOf(SvdNode register, string name, int width, List<Loss> losses)
    {
        var found = register.Children("fields", "field").SelectMany(static field => Elements(field)).ToList();
        var fields = new List<ImportedField>();
        var taken = new HashSet<string>(StringComparer.Ordinal) { TypeNames.OfMnemonic(name) };
        foreach (var (field, fieldName, bits) in found)
        {
            if (bits.Msb >= width)
            {
                losses.Add(new("field beyond its register", $"{fieldName}, bits {bits}"));
                continue;
            }

            if (fields.Find(other => other.Bits.Overlaps(bits)) is { } other)
            {
                losses.Add(new("field on bits of another one", $"{fieldName}, bits {bits}, which {other.Name} has"));
                continue;
            }

            var fieldLosses = new List<Loss>();
            var access = SvdAccess.Of(field, fieldLosses);
            var mnemonic = types.OfField(fieldName, taken);
            if (mnemonic != fieldName)
                fieldLosses.Add(new("name that C# cannot use", $"{fieldName}, here {mnemonic}"));
            fields.Add(new(mnemonic, bits, access, enums.Of(field, name + "_" + fieldName, bits.Width, fieldLosses), field.Text("description"), fieldLosses.ToEquatableArray())
            {
                CallsOnRead = SvdAccess.CallsOnRead(field),
            });
        }

        if (fields.Count == 0)
        {
            var fieldLosses = new List<Loss>();
            fields.Add(new("VALUE", new(width - 1, 0), SvdAccess.Of(register, fieldLosses), null, "the whole register", fieldLosses.ToEquatableArray())
            {
                CallsOnRead = SvdAccess.CallsOnRead(register),
            });
        }

        fields.Sort(static (left, right) => right.Bits.Msb.CompareTo(left.Bits.Msb));
        return fields;
    }

    private static IEnumerable<(SvdNode Field, string Name, BitRange Bits)> Elements(SvdNode field)
    {
        var dimension = SvdDimension.Of(field);
        if (dimension.Names.Count > MostElements)
            throw field.Invalid($"{field.Name} has {dimension.Names.Count} elements, and a register has room for {MostElements}.");
        var bits = BitsOf(field);
        return dimension.Names.Select((name, index) =>
        {
            var shift = (int)Math.Min((ulong)index * Math.Min(dimension.Increment, 1UL << 20), 1 << 20);
            return (field, name, new BitRange(bits.Msb + shift, bits.Lsb + shift));
        });
    }

    private static BitRange BitsOf(SvdNode field)
    {
        const ulong MostBits = 1024;
        ulong msb, lsb;
        if (field.Text("bitRange") is { } range)
        {
            if (BitRangePattern.Match(range) is not { Success: true } match
                || !ulong.TryParse(match.Groups[1].Value, NumberStyles.None, CultureInfo.InvariantCulture, out msb)
                || !ulong.TryParse(match.Groups[2].Value, NumberStyles.None, CultureInfo.InvariantCulture, out lsb))
                throw field.Invalid($"'{range}' is not a range of bits, such as [7:4].");
        }
        else if (field.Number("bitOffset") is { } offset)
        {
            lsb = offset;
            msb = lsb + Math.Min(field.Number("bitWidth") ?? 1, MostBits) - 1;
        }
        else
        {
            lsb = field.Number("lsb") ?? throw field.Invalid($"{field.Name} has no <bitRange>, <bitOffset> or <lsb>.");
            msb = field.Number("msb") ?? throw field.Invalid($"{field.Name} has <lsb> and no <msb>.");
        }

        return lsb <= msb && msb < MostBits ? new((int)msb, (int)lsb) : throw field.Invalid($"bits {msb}:{lsb} of {field.Name} are not a range of bits.");
    }

    private static ulong? Reset(SvdNode register, List<ImportedField> fields, List<Loss> losses)
    {
        var known = register.NumericProperty("resetMask") ?? ulong.MaxValue;
        if (known == 0 || register.NumericProperty("resetValue") is not { } value)
            return null;

        var stored = 0UL;
        var all = 0UL;
        foreach (var field in fields)
        {
            var mask = field.Bits.Lsb > 63 ? 0 : (ulong.MaxValue >> (63 - Math.Min(63, field.Bits.Msb - field.Bits.Lsb))) << field.Bits.Lsb;
            all |= mask;
            if (field.Access.IsReadable)
                stored |= mask;
        }

        if ((all & ~known) != 0)
            losses.Add(new("unknown reset value of some bits", $"bits 0x{all & ~known:X}"));
        if ((value & known & ~stored) is not 0 and var lost)
            losses.Add(new("reset value of bits without a readable field", $"0x{lost:X}"));
        return value & known & stored;
    }

    [GeneratedRegex(@"^\[\s*(\d+)\s*:\s*(\d+)\s*\]\z")]
    private static partial Regex BitRangePattern { get; }
}
