using Vtd.Spec.Tools.Import.Xml;
using Vtd.Spec.Tools.Specs;

namespace Vtd.Spec.Tools.Import.Svd;

/// <summary>Imports SVD files: a spec for each peripheral, or for several with the same registers.</summary>
public static class SvdImporter
{
    /// <summary>The specs of the device in a file.</summary>
    /// <param name="path">An SVD file.</param>
    /// <param name="prefix">First word of the names of the specs; empty for none.</param>
    /// <exception cref="UnusableSpecException">The file is not valid SVD. The message has file, line and column.</exception>
    public static IReadOnlyList<ImportedSpec> Import(string path, string prefix)
    {
        var source = new XmlSource(path, SvdNumbers.TryParse);
        var device = XmlNode.Of(source, source.ReadRoot("device", "SVD"));
        var peripherals = device.Children("peripherals", "peripheral");
        var names = new NumberedNames();
        var taken = new HashSet<string>(StringComparer.Ordinal);

        // A peripheral that has no registers of its own is another instance of the one it derives from.
        var instances = peripherals.Where(IsInstance).ToLookup(static peripheral => Root(peripheral).Name, StringComparer.Ordinal);
        return [.. peripherals.Where(static peripheral => peripheral.HasOwn("registers")).Select(peripheral => Import(device, peripheral, [peripheral, .. instances[peripheral.Name]], NameOfSpec))];

        string NameOfSpec(IReadOnlyList<XmlNode> instances) => names.Take(prefix + ImportNames.Pascal(NameOf(instances), 'P'), taken.Add);
    }

    private static bool IsInstance(XmlNode peripheral) => peripheral.Base is not null && !peripheral.HasOwn("registers");

    private static XmlNode Root(XmlNode peripheral) => IsInstance(peripheral) ? Root(peripheral.Base!) : peripheral;

    private static ImportedSpec Import(XmlNode device, XmlNode peripheral, IReadOnlyList<XmlNode> instances, Func<IReadOnlyList<XmlNode>, string> nameOfSpec) => SpecBuilder.Build(new(
        nameOfSpec(instances),
        ImportTexts.OneLine($"{device.Text("vendor")} {device.Text("name")} {device.Text("version")}"),
        About(peripheral, instances),
        BlockSize(peripheral),
        SvdRegisters.Of(peripheral))
    {
        Instances = [.. instances.Select(static instance => new DescribedInstance(instance.Name, instance.Number("baseAddress") ?? throw instance.Invalid($"{instance.Name} has no <baseAddress>.")))],
    });

    // The name of the type; without one UART for UART0 and UART1.
    private static string NameOf(IReadOnlyList<XmlNode> instances)
    {
        if (instances[0].Text("headerStructName") is { } type)
            return type;
        var name = instances[0].Name;
        var stem = name.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        return instances.Count > 1 && stem.Length > 1 && instances.All(instance => instance.Name.StartsWith(stem, StringComparison.Ordinal)) ? stem : name;
    }

    private static string? About(XmlNode peripheral, IReadOnlyList<XmlNode> instances)
    {
        var interrupts = instances.SelectMany(static instance => instance.Children(null, "interrupt")).Select(static interrupt => $"{interrupt.Name} {interrupt.Text("value")}").Distinct().ToList();
        return ImportTexts.Sentences(peripheral.Text("description"), interrupts.Count == 0 ? null : $"Interrupts: {string.Join(", ", interrupts)}");
    }

    private static ulong BlockSize(XmlNode peripheral) =>
        peripheral.Children(null, "addressBlock").Select(static block => (block.Number("offset") ?? 0) + (block.Number("size") ?? 0)).Append(0UL).Max();
}
