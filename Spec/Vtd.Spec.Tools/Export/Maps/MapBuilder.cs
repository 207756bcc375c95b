using Vtd.Spec.Model;
using Vtd.Spec.Tools.Import;
using Vtd.Spec.Tools.Specs;

namespace Vtd.Spec.Tools.Export.Maps;

/// <summary>Makes the map of specs: the one walk over their registers for all formats that describe registers.</summary>
internal static class MapBuilder
{
    /// <summary>The map of specs.</summary>
    /// <param name="specs">The specs.</param>
    /// <param name="mostDimensions">Dimensions that an array of registers can have in the format.</param>
    /// <exception cref="UnusableSpecException">There are no registers.</exception>
    public static RegisterMap Of(IReadOnlyList<LinkedSpec> specs, int mostDimensions)
    {
        var losses = specs.SelectMany(LossesOf).ToList();
        var names = new NumberedNames();
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var blocks = specs.SelectMany(spec => spec.Blocks.Select(block => Of(spec, block, names.Take(NameOf(spec, block), taken.Add), mostDimensions))).Where(static block => block.Nodes.Count > 0).ToList();
        return blocks.Count > 0 ? new(blocks, losses)
            : throw new UnusableSpecException("there are no registers at fixed places, and the format describes nothing else; --format json has everything.");
    }

    private static MappedBlock Of(LinkedSpec spec, LinkedBlock block, string name, int mostDimensions)
    {
        var losses = new List<Loss>();
        if (block.Section is { } section)
            losses.Add(new("section", section));
        losses.Add(new("sizes of accesses", $"{string.Join(", ", block.AccessSizes)} bytes"));
        var places = new MapPlaces(block.Size);
        var registers = new MapRegisters(spec, places, losses);
        var nodes = new MapGroups(mostDimensions).Of(spec.Registers.Where(register => register.Block == block.Name).Select(registers.Of).OfType<MappedRegister>());
        return new(name, ImportTexts.Meaning(block.Title, block.About), block, nodes, losses);
    }

    private static string NameOf(LinkedSpec spec, LinkedBlock block) => block.Name.Length == 0 ? spec.Header.Name : block.TypeName;

    private static IEnumerable<Loss> LossesOf(LinkedSpec spec)
    {
        if (spec.Header.Document is { } document)
            yield return new("document", $"{spec.Header.Name}: {document}");
        foreach (var queue in spec.Queues)
            yield return new("queue of descriptors", queue.Name);
        foreach (var descriptor in spec.Descriptors)
            yield return new("descriptor", descriptor.Name);
        foreach (var entry in spec.Entries)
            yield return new("entry in memory", entry.Name);
        var used = spec.Registers.SelectMany(static register => register.Fields).SelectMany(static field => field.Enums)
            .Where(static reference => reference.Spec is null).Select(static reference => reference.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var item in spec.Enums)
        {
            if (!used.Contains(item.Name))
                yield return new("enum without a field", item.Name);
            else if (item.Title is not null || item.Section is not null || item.About is not null || item.Note is not null || item.Traits.Count > 0 || item.IsOpen || item.Codes.Any(HasMoreThanMeaning))
                yield return new("enum beyond its codes and their meanings", item.Name);
        }
    }

    private static bool HasMoreThanMeaning(LinkedCode code) => code.Mnemonic is not null || code.Note is not null || code.Traits.Count > 0 || code.AliasOf is not null;
}
