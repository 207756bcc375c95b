using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Vtd.Spec.Model;
using Vtd.Spec.Tools.Decode;
using Vtd.Spec.Tools.Export.Maps;
using Vtd.Spec.Tools.Import;
using Vtd.Spec.Tools.Specs;

namespace Vtd.Spec.Tools.Export.Svd;

/// <summary>Specs as a CMSIS-SVD file: a peripheral for each instance of a block, of which the first has the registers.</summary>
public static class SvdText
{
    /// <summary>The file.</summary>
    /// <exception cref="UnusableSpecException">The specs have no registers.</exception>
    public static ExportedText Of(IReadOnlyList<LinkedSpec> specs)
    {
        var comments = new SvdComments();
        var names = new NumberedNames("_");
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var map = MapBuilder.Of(specs, mostDimensions: 1);
        var name = specs is [var only] ? only.Header.Name : "Device";
        var device = new XElement(
            "device",
            new XAttribute("schemaVersion", "1.3"),
            comments.Of(map.Losses),
            new XElement("name", name),
            new XElement("version", "1"),
            new XElement("description", $"Made by vtd export of {name}"),
            new XElement("addressUnitBits", 8),
            new XElement("width", map.Blocks.Max(static block => block.Block.AccessSizes.Max()) * 8),
            new XElement("peripherals", map.Blocks.SelectMany(block => Peripherals(block, wanted => names.Take(wanted, taken.Add), comments))));
        return new(Text(device), comments.All);
    }

    private static IEnumerable<object> Peripherals(MappedBlock block, Func<string, string> take, SvdComments comments)
    {
        var instances = block.Block.Instances.Count > 0 ? [.. block.Block.Instances] : new[] { new LinkedInstance(block.Name, 0) };
        var first = take(instances[0].Name);
        yield return new XElement(
            "peripheral",
            comments.Of(block.Losses),
            block.Block.Instances.Count > 0 ? [] : comments.Of([new("place of the block", "the spec says none, and the format needs one")]),
            new XElement("name", first),
            SvdComments.Described(block.About),
            new XElement("headerStructName", block.Name),
            new XElement("baseAddress", Bits.Hex(instances[0].Address)),
            new XElement("addressBlock", new XElement("offset", 0), new XElement("size", Bits.Hex((ulong)block.Block.Size)), new XElement("usage", "registers")),
            new XElement("registers", new SvdRegisterText(comments).Of(block.Nodes)));
        foreach (var instance in instances.Skip(1))
            yield return new XElement("peripheral", new XAttribute("derivedFrom", first), new XElement("name", take(instance.Name)), new XElement("baseAddress", Bits.Hex(instance.Address)));
    }

    private static string Text(XElement root)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
        using (var writer = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, NewLineChars = "\n", OmitXmlDeclaration = true }))
            root.Save(writer);
        return text.Append('\n').ToString();
    }
}
