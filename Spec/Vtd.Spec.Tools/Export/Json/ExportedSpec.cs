using Vtd.Spec.Model;

namespace Vtd.Spec.Tools.Export.Json;

/// <summary>A spec.</summary>
internal sealed record ExportedSpec(
    string Name, string? Document, IReadOnlyList<ExportedBlock> Blocks, IReadOnlyList<ExportedRegister> Registers, IReadOnlyList<ExportedQueue> Queues,
    IReadOnlyList<ExportedDescriptor> Descriptors, IReadOnlyList<ExportedEntry> Entries, IReadOnlyList<ExportedGroup> Groups, IReadOnlyList<ExportedEnum> Enums)
{
    public static ExportedSpec Of(LinkedSpec spec) => new(
        spec.Header.Name,
        spec.Header.Document,
        [.. spec.Blocks.Select(ExportedBlock.Of)],
        [.. spec.Registers.Select(ExportedRegister.Of)],
        [.. spec.Queues.Select(ExportedQueue.Of)],
        [.. spec.Descriptors.Select(descriptor => ExportedDescriptor.Of(descriptor, spec))],
        [.. spec.Entries.Select(ExportedEntry.Of)],
        [.. spec.Entries.Where(entry => entry.VariantOf is not null).GroupBy(entry => entry.VariantOf!, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new ExportedGroup(group.Key, [.. group.OrderBy(entry => entry.VariantPlace).Select(entry => entry.Name)]))],
        [.. spec.Enums.Select(ExportedEnum.Of)]);
}

/// <summary>A register block; without a name if it is the only one.</summary>
internal sealed record ExportedBlock(
    string? Name, string? Title, string? Section, string? About, int Size, IReadOnlyList<int> Access, IReadOnlyList<ExportedInstance> Instances)
{
    public static ExportedBlock Of(LinkedBlock block) => new(
        block.Name.Length == 0 ? null : block.Name, block.Title, block.Section, block.About, block.Size, [.. block.AccessSizes],
        [.. block.Instances.Select(static instance => new ExportedInstance(instance.Name, Decode.Bits.Hex(instance.Address)))]);
}

/// <summary>An instance of a register block.</summary>
internal sealed record ExportedInstance(string Name, string Address);

/// <summary>Entries that are layouts of the same thing, in the order in which they are tried.</summary>
internal sealed record ExportedGroup(string Name, IReadOnlyList<string> Entries);
