using System.Globalization;
using System.Text.RegularExpressions;
using Vtd.Spec.Model;
using Vtd.Spec.Tools.Import.Xml;

namespace Vtd.Spec.Tools.Import.Svd;

/// <summary>Reads the fields of registers.</summary>
internal static partial class SvdFields
{
    private const int MostElements = 64;

    /// <summary>Bits of the widest register.</summary>
    public const ulong MostBits = 1024;

    /// <summary>Element with the effect of writes.</summary>
    private const string ModifiedWrite = "modifiedWriteValues";

    /// <summary>The fields of a register; one for all of it if it has none.</summary>
    /// <param name="register">The register.</param>
    /// <param name="width">The width in bits.</param>
    public static IReadOnlyList<DescribedField> Of(XmlNode register, ulong width)
    {
        var found = register.Children("fields", "field").SelectMany(static field => Elements(field)).ToList();
        return found.Count == 0
            ? [Described(register, "VALUE", new((int)Math.Clamp(width, 1, MostBits) - 1, 0), "the whole register")]
            : [.. found.Select(static element => Described(element.Field, element.Name, element.Bits, element.Field.Text("description")))];
    }

    private static DescribedField Described(XmlNode node, string name, BitRange bits, string? meaning)
    {
        var losses = new List<Loss>();
        var access = XmlAccess.Of(node, ModifiedWrite, losses);
        var (read, written) = SvdEnums.Of(node, losses);
        return new(name, bits, access)
        {
            Enum = read,
            WriteEnum = written,
            Meaning = meaning,
            CallsOnRead = XmlAccess.CallsOnRead(node),
            Losses = losses,
        };
    }

    private static IEnumerable<(XmlNode Field, string Name, BitRange Bits)> Elements(XmlNode field)
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

    private static BitRange BitsOf(XmlNode field)
    {
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

    [GeneratedRegex(@"^\[\s*(\d+)\s*:\s*(\d+)\s*\]\z")]
    private static partial Regex BitRangePattern { get; }
}
