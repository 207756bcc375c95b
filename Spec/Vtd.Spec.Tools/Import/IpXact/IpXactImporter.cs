using System.Numerics;
using System.Xml.Linq;
using Vtd.Spec.Tools.Import.Xml;
using Vtd.Spec.Tools.Specs;

namespace Vtd.Spec.Tools.Import.IpXact;

/// <summary>Imports components in IP-XACT (IEEE 1685 of 2009 and 2014): a spec for each address block with registers.</summary>
public static class IpXactImporter
{
    private static readonly string[] s_namespaces =
    [
        "http://www.spiritconsortium.org/XMLSchema/SPIRIT/1685-2009", "http://www.accellera.org/XMLSchema/IPXACT/1685-2014",
    ];

    private static readonly string[] s_componentRead = ["vendor", "library", "name", "version", "description", "memoryMaps"];
    private static readonly string[] s_mapRead = ["name", "displayName", "description", "addressBlock", "bank", "addressUnitBits"];
    private static readonly string[] s_blockRead =
    [
        "name", "displayName", "description", "baseAddress", "range", "width", "usage", "access", "volatile", "register", "registerFile",
    ];

    /// <summary>The specs of the component in a file.</summary>
    /// <param name="path">An IP-XACT file.</param>
    /// <param name="prefix">First word of the names of the specs; empty for none.</param>
    /// <exception cref="UnusableSpecException">The file cannot be read. The message has file, line and column.</exception>
    public static IReadOnlyList<ImportedSpec> Import(string path, string prefix)
    {
        var source = new XmlSource(path, IpXactNumbers.TryParse);
        var root = source.ReadRoot("component", "IP-XACT");
        if (!s_namespaces.Contains(root.Name.NamespaceName))
            throw source.Invalid(root, $"the namespace is '{root.Name.NamespaceName}', and IP-XACT of 2009 ({s_namespaces[0]}) and of 2014 ({s_namespaces[1]}) can be read.");
        foreach (var element in root.DescendantsAndSelf())
            Simplify(element);

        var component = XmlNode.Of(source, root);
        var maps = component.Children("memoryMaps", "memoryMap");
        var blocks = maps.SelectMany(static map => Blocks(map).Select(block => (Map: map, Block: block))).ToList();
        var described = blocks.Where(static pair => HasRegisters(pair.Block)).ToList();
        if (described.Count == 0)
            throw component.Invalid("no memory map of the component has an address block with registers.");

        var losses = Lost(component, maps, blocks.Select(static pair => pair.Block).Where(static block => !HasRegisters(block)));
        var names = new NumberedNames();
        var taken = new HashSet<string>(StringComparer.Ordinal);
        return
        [
            .. described.Select((pair, index) => Build(component, pair.Map, pair.Block, names.Take(prefix + ImportNames.Pascal(pair.Block.Name, 'B'), taken.Add), index == 0 ? losses : [])),
        ];
    }

    // One namespace is left, so names are enough; vendors' own elements in others keep theirs and are not read.
    private static void Simplify(XElement element)
    {
        if (s_namespaces.Contains(element.Name.NamespaceName))
            element.Name = element.Name.LocalName;
        foreach (var attribute in element.Attributes().Where(static attribute => s_namespaces.Contains(attribute.Name.NamespaceName)).ToList())
        {
            attribute.Remove();
            element.SetAttributeValue(attribute.Name.LocalName, attribute.Value);
        }
    }

    private static IEnumerable<XmlNode> Blocks(XmlNode container) => container.Children(null, "addressBlock", "bank")
        .SelectMany(static child => child.Kind == "bank" ? child.Children(null, "addressBlock") : [child]).Where(IpXactFields.IsPresent);

    private static bool HasRegisters(XmlNode block) => block.Children(null, "register", "registerFile").Count > 0;

    private static List<Loss> Lost(XmlNode component, IEnumerable<XmlNode> maps, IEnumerable<XmlNode> memories)
    {
        var others = component.Others(s_componentRead).Select(static other => other.Name).Distinct().ToList();
        return
        [
            .. others.Count == 0 ? (Loss[])[] : [new("facts about the component beside its registers", string.Join(", ", others))],
            .. maps.SelectMany(static map => IpXactFields.Lost(map, s_mapRead)),
            .. memories.Select(static memory => new Loss("memory without registers", $"{memory.Name} at {memory.Text("baseAddress")}, range {memory.Text("range")}")),
        ];
    }

    private static ImportedSpec Build(XmlNode component, XmlNode map, XmlNode block, string name, IReadOnlyList<Loss> losses)
    {
        var unitBits = map.Number("addressUnitBits") ?? 8;
        if (unitBits is 0 or > 1024 || unitBits % 8 != 0)
            throw map.Invalid($"an address counts {unitBits} bits, which are no bytes.");
        var unit = unitBits / 8;
        var registers = new IpXactRegisters(unit);
        var found = registers.Of(block);
        return SpecBuilder.Build(new(
            name,
            ImportTexts.OneLine($"{component.Text("vendor")} {component.Text("library")} {component.Text("name")} {component.Text("version")}"),
            ImportTexts.Sentences(block.Text("description") ?? map.Text("description") ?? component.Text("description"), $"In the memory map {map.Name}"),
            Math.Min(block.Number("range") ?? 0, ImportedRegisters.LargestBlock) * unit,
            found)
        {
            Losses = [.. losses, .. IpXactFields.Lost(block, s_blockRead), .. registers.Losses],
            Instances = [new(block.Name, (BigInteger)(block.Number("baseAddress") ?? throw block.Invalid($"{block.Name} has no <baseAddress>.")) * unit)],
        });
    }
}
