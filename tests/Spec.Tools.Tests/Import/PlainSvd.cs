using System.Globalization;
using System.Xml.Linq;

namespace Vtd.Spec.Tools.Tests.Import;

/// <summary>A bit field as an SVD file describes it.</summary>
internal readonly record struct PlainField(string Register, ulong Offset, int Width, int Lsb, int Bits, string Access, ulong? Reset);

/// <summary>A second reading of SVD files, apart from the importer: every element of every array with its address, from elements alone.</summary>
internal static class PlainSvd
{
    /// <summary>The fields of a peripheral that has registers of its own.</summary>
    public static IEnumerable<PlainField> FieldsOf(XElement device, XElement peripheral) =>
        RegistersOf(device, peripheral.Element("registers")!, "", 0, [device, peripheral]);

    private static IEnumerable<PlainField> RegistersOf(XElement device, XElement container, string prefix, ulong start, XElement[] around)
    {
        foreach (var child in container.Elements().Where(static child => child.Name.LocalName is "register" or "cluster"))
        {
            foreach (var (name, shift) in Elements(child))
            {
                var place = start + Number(Get(child, "addressOffset")!) + shift;
                var fields = child.Name.LocalName == "cluster"
                    ? RegistersOf(device, child, prefix + name + "_", place, [.. around, child])
                    : FieldsOf(child, prefix + name, place, [.. around, child]);
                foreach (var field in fields)
                    yield return field;
            }
        }
    }

    private static IEnumerable<PlainField> FieldsOf(XElement register, string name, ulong offset, XElement[] around)
    {
        var width = (int)Number(Inherited(around, "size") ?? "32");
        var mask = Number(Inherited(around, "resetMask") ?? "0xFFFFFFFFFFFFFFFF");
        var reset = mask == 0 || Inherited(around, "resetValue") is not { } value ? (ulong?)null : Number(value) & mask;
        var fields = Source(register, "fields")?.Element("fields")?.Elements("field").ToList() ?? [];
        if (fields.Count == 0)
            yield return Field(0, width, around);
        foreach (var field in fields)
        {
            var (lsb, bits) = Bits(field);
            foreach (var (_, shift) in Elements(field))
                yield return Field(lsb + (int)shift, bits, [.. around, field]);
        }

        PlainField Field(int lsb, int bits, XElement[] inside) => new(
            name, offset, width, lsb, bits, AccessOf(inside), reset is null ? null : (reset >> lsb) & (ulong.MaxValue >> (64 - bits)));
    }

    private static string AccessOf(XElement[] around)
    {
        var access = Inherited(around, "access") ?? "read-write";
        var read = (access, Inherited(around, "readAction")) switch
        {
            ("write-only" or "writeOnce", _) => "r0",
            (_, "clear") => "rc",
            (_, "set") => "rs",
            _ => "r",
        };
        var write = (access, Inherited(around, "modifiedWriteValues")) switch
        {
            ("read-only", _) => "",
            (_, "oneToClear") => "w1c",
            (_, "oneToSet") => "w1s",
            (_, "oneToToggle") => "w1t",
            (_, "zeroToClear") => "w0c",
            (_, "zeroToSet") => "w0s",
            (_, "zeroToToggle") => "w0t",
            (_, "clear") => "wclr",
            (_, "set") => "wset",
            ("writeOnce" or "read-writeOnce", _) => "wo",
            _ => "w",
        };
        return (read + write) switch { "r" => "ro", "r0w" => "wo", var word => word };
    }

    private static (int Lsb, int Bits) Bits(XElement field)
    {
        if (Get(field, "bitRange") is { } range)
        {
            var ends = range.Trim('[', ']').Split(':').Select(static end => int.Parse(end, CultureInfo.InvariantCulture)).ToArray();
            return (ends[1], ends[0] - ends[1] + 1);
        }

        if (Get(field, "bitOffset") is { } offset)
            return ((int)Number(offset), (int)Number(Get(field, "bitWidth") ?? "1"));
        var lsb = (int)Number(Get(field, "lsb")!);
        return (lsb, (int)Number(Get(field, "msb")!) - lsb + 1);
    }

    private static IEnumerable<(string Name, ulong Shift)> Elements(XElement element)
    {
        var name = element.Element("name")!.Value;
        if (Get(element, "dim") is not { } count)
            return [(name, 0)];

        var indexes = Get(element, "dimIndex") switch
        {
            null => Enumerable.Range(0, (int)Number(count)).Select(static index => index.ToString(CultureInfo.InvariantCulture)),
            var list when list.Contains(',', StringComparison.Ordinal) => list.Split(','),
            var range => Enumerable.Range(int.Parse(range.Split('-')[0], CultureInfo.InvariantCulture), (int)Number(count)).Select(static index => index.ToString(CultureInfo.InvariantCulture)),
        };
        var increment = Number(Get(element, "dimIncrement")!);
        return indexes.Select((index, at) => (name.Replace("[%s]", index, StringComparison.Ordinal).Replace("%s", index, StringComparison.Ordinal), (ulong)at * increment));
    }

    private static string? Inherited(XElement[] around, string name) => around.Reverse().Select(element => Get(element, name)).FirstOrDefault(static text => text is not null);

    private static string? Get(XElement element, string name) => Source(element, name)?.Element(name)?.Value.Trim();

    // The element itself, or the one beside it that it derives from.
    private static XElement? Source(XElement element, string name) =>
        element.Element(name) is not null ? element
        : element.Attribute("derivedFrom") is { } origin && element.Parent!.Elements(element.Name).FirstOrDefault(other => other.Element("name")!.Value == origin.Value.Split('.')[^1]) is { } other ? Source(other, name)
        : null;

    private static ulong Number(string text) => text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
        ? ulong.Parse(text.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture)
        : ulong.Parse(text, CultureInfo.InvariantCulture);
}
