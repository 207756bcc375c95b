using Vtd.Spec.Model;

namespace Vtd.Spec.Tools.Export.Json;

/// <summary>A spec.</summary>
internal sealed record ExportedSpec(
    string Name, string? Document, ExportedBlock? Block, IReadOnlyList<ExportedRegister> Registers, IReadOnlyList<ExportedQueue> Queues,
    IReadOnlyList<ExportedDescriptor> Descriptors, IReadOnlyList<ExportedEntry> Entries, IReadOnlyList<ExportedGroup> Groups, IReadOnlyList<ExportedEnum> Enums)
{
    public static ExportedSpec Of(LinkedSpec spec) => new(
        spec.Header.Name,
        spec.Header.Document,
        spec.Block is { } block ? new ExportedBlock(block.Size, [.. block.AccessSizes]) : null,
        [.. spec.Registers.Select(ExportedRegister.Of)],
        [.. spec.Queues.Select(ExportedQueue.Of)],
        [.. spec.Descriptors.Select(descriptor => ExportedDescriptor.Of(descriptor, spec))],
        [.. spec.Entries.Select(ExportedEntry.Of)],
        [.. spec.Entries.Where(entry => entry.VariantOf is not null).GroupBy(entry => entry.VariantOf!, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new ExportedGroup(group.Key, [.. group.OrderBy(entry => entry.VariantPlace).Select(entry => entry.Name)]))],
        [.. spec.Enums.Select(ExportedEnum.Of)]);
}

/// <summary>The register block: bytes, and the bytes that one access may have.</summary>
internal sealed record ExportedBlock(int Size, IReadOnlyList<int> Access);

/// <summary>Entries that are layouts of the same thing, in the order in which they are tried.</summary>
internal sealed record ExportedGroup(string Name, IReadOnlyList<string> Entries);
