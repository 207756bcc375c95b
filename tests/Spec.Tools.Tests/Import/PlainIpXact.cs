using System.Globalization;
using System.Xml.Linq;

namespace Vtd.Spec.Tools.Tests.Import;

/// <summary>A second reading of IP-XACT files, apart from the importer: every element of every array, from elements alone.</summary>
internal static class PlainIpXact
{
    /// <summary>The fields of each address block that has registers.</summary>
    public static IEnumerable<IReadOnlyList<PlainField>> BlocksOf(string path) =>
        XDocument.Load(path).Descendants().Where(static element => element.Name.LocalName == "addressBlock" && element.Elements().Any(IsRegister))
            .Select(static block => (IReadOnlyList<PlainField>)[.. RegistersOf(block, 0)]);

    private static bool IsRegister(XElement element) => element.Name.LocalName is "register" or "registerFile" && Get(element, "isPresent") != "0";

    private static IEnumerable<PlainField> RegistersOf(XElement container, ulong start)
    {
        foreach (var child in container.Elements().Where(IsRegister))
        {
            var isFile = child.Name.LocalName == "registerFile";
            var count = child.Elements().Where(static element => element.Name.LocalName == "dim").Aggregate(1UL, static (product, dim) => product * Number(dim.Value));
            for (var index = 0UL; index < count; index++)
            {
                var place = start + Number(Get(child, "addressOffset")!) + index * (isFile ? Number(Get(child, "range")!) : Number(Get(child, "size")!) / 8);
                foreach (var field in isFile ? RegistersOf(child, place) : FieldsOf(child, place))
                    yield return field;
            }
        }
    }

    private static IEnumerable<PlainField> FieldsOf(XElement register, ulong offset)
    {
        var width = (int)Number(Get(register, "size")!);
        var fields = register.Elements().Where(static element => element.Name.LocalName == "field").ToList();
        return fields.Count == 0
            ? [new("", offset, width, 0, width, AccessOf(register), Reset(Child(register, "reset"), 0, width))]
            : fields.Select(field =>
            {
                var (lsb, bits) = ((int)Number(Get(field, "bitOffset")!), (int)Number(Get(field, "bitWidth")!));
                return new PlainField("", offset, width, lsb, bits, AccessOf(field), Child(register, "reset") is { } whole
                    ? Reset(whole, lsb, bits)
                    : Reset(Child(field, "resets")?.Elements().FirstOrDefault(static reset => reset.Attributes().All(static attribute => attribute.Name.LocalName != "resetTypeRef")), 0, bits));
            });
    }

    private static ulong? Reset(XElement? reset, int lsb, int bits) => reset is null ? null : (Number(Get(reset, "value")!) >> lsb) & (ulong.MaxValue >> (64 - bits));

    private static string AccessOf(XElement field)
    {
        var access = field.AncestorsAndSelf().Select(static element => Get(element, "access")).FirstOrDefault(static text => text is not null) ?? "read-write";
        var read = access is "write-only" or "writeOnce" ? "r0" : Get(field, "readAction") switch { "clear" => "rc", "set" => "rs", _ => "r" };
        var write = access == "read-only" ? "" : Get(field, "modifiedWriteValue") switch
        {
            "oneToClear" => "w1c",
            "zeroToToggle" => "w0t",
            "set" => "wset",
            _ => access.EndsWith("Once", StringComparison.Ordinal) ? "wo" : "w",
        };
        return (read + write) switch { "r" => "ro", "r0w" => "wo", var word => word };
    }

    private static XElement? Child(XElement element, string name) => element.Elements().FirstOrDefault(child => child.Name.LocalName == name);

    private static string? Get(XElement element, string name) => Child(element, name)?.Value.Trim();

    private static ulong Number(string text) => text.Split('\'') is [_, ['h', .. var hex]] ? Convert.ToUInt64(hex, 16)
        : text.Split('\'') is [_, ['b', .. var binary]] ? Convert.ToUInt64(binary, 2)
        : text.StartsWith("0x", StringComparison.Ordinal) ? Convert.ToUInt64(text, 16)
        : ulong.Parse(text, CultureInfo.InvariantCulture);
}
