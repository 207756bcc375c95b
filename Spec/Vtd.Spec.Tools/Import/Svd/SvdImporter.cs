using System.Globalization;
using Vtd.Spec.Source;
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
        var device = SvdNode.Of(new SvdFile(path));
        var peripherals = device.Children("peripherals", "peripheral");
        var names = new NumberedNames();
        var taken = new HashSet<string>(StringComparer.Ordinal);

        // A peripheral that has no registers of its own is another instance of the one it derives from.
        var instances = peripherals.Where(IsInstance).ToLookup(static peripheral => Root(peripheral).Name, StringComparer.Ordinal);
        return [.. peripherals.Where(static peripheral => peripheral.HasOwn("registers")).Select(peripheral => Import(device, peripheral, [peripheral, .. instances[peripheral.Name]], NameOfSpec))];

        string NameOfSpec(IReadOnlyList<SvdNode> instances) => names.Take(prefix + ImportNames.Pascal(NameOf(instances), 'P'), taken.Add);
    }

    private static bool IsInstance(SvdNode peripheral) => peripheral.Base is not null && !peripheral.HasOwn("registers");

    private static SvdNode Root(SvdNode peripheral) => IsInstance(peripheral) ? Root(peripheral.Base!) : peripheral;

    private static ImportedSpec Import(SvdNode device, SvdNode peripheral, IReadOnlyList<SvdNode> instances, Func<IReadOnlyList<SvdNode>, string> nameOfSpec)
    {
        var name = nameOfSpec(instances);
        var losses = new List<Loss>();
        var types = new ImportedTypes(name);
        var enums = new SvdEnums(types);
        var registers = new SvdRegisters(new SvdFields(types, enums), types, losses).Of(peripheral);
        return new(
            name,
            ImportTexts.OneLine($"{device.Text("vendor")} {device.Text("name")} {device.Text("version")}"),
            About(peripheral, instances),
            BlockSize(peripheral, registers),
            enums.All.ToEquatableArray(),
            registers.ToEquatableArray(),
            losses.ToEquatableArray());
    }

    // UART for UART0 and UART1.
    private static string NameOf(IReadOnlyList<SvdNode> instances)
    {
        var name = instances[0].Name;
        var stem = name.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        return instances.Count > 1 && stem.Length > 1 && instances.All(instance => instance.Name.StartsWith(stem, StringComparison.Ordinal)) ? stem : name;
    }

    private static string About(SvdNode peripheral, IReadOnlyList<SvdNode> instances)
    {
        var places = instances.Select(static instance => string.Create(CultureInfo.InvariantCulture, $"{instance.Name} at 0x{instance.Number("baseAddress") ?? throw instance.Invalid($"{instance.Name} has no <baseAddress>."):X}"));
        var interrupts = instances.SelectMany(static instance => instance.Children(null, "interrupt")).Select(static interrupt => $"{interrupt.Name} {interrupt.Text("value")}").Distinct().ToList();
        var description = peripheral.Text("description")?.TrimEnd('.');
        return $"{(description is null ? "" : description + ". ")}{string.Join(", ", places)}.{(interrupts.Count == 0 ? "" : $" Interrupts: {string.Join(", ", interrupts)}.")}";
    }

    private static ulong BlockSize(SvdNode peripheral, IReadOnlyList<ImportedRegister> registers)
    {
        return registers.Select(static register => register.Offset + (ulong)register.Layout.Width / 8 + (register.Array is { } array ? array.Stride * (ulong)(array.Count - 1) : 0))
            .Concat(peripheral.Children(null, "addressBlock").Select(static block => Math.Min((block.Number("offset") ?? 0) + (block.Number("size") ?? 0), SvdRegisters.LargestBlock)))
            .Append(1UL).Max();
    }
}
