using System.Globalization;
using System.Numerics;
using Vtd.Spec.Checks;
using Vtd.Spec.Source;

namespace Vtd.Spec.Tools.Import;

/// <summary>Makes specs of described blocks, with names that the language and C# can have.</summary>
internal static class SpecBuilder
{
    /// <summary>Bytes of the largest access that specs have.</summary>
    private const int LargestAccess = 8;

    /// <summary>The spec of a block.</summary>
    public static ImportedSpec Build(DescribedBlock block)
    {
        var losses = block.Losses.ToList();
        var types = new ImportedTypes(block.Name);
        var enums = new ImportedEnums(types);
        var largest = block.AccessBytes.Count > 0 ? block.AccessBytes.Max() : LargestAccess;
        var placed = new ImportedRegisters(new ImportedLayouts(types, enums), types, losses, largest).Of(block.Registers);
        var registers = new ImportedLocks(placed).Apply().ToEquatableArray();
        var spec = new ImportedSpec(block.Name, block.Document, block.About, BlockSize(block, registers), enums.All.ToEquatableArray(), registers, losses.ToEquatableArray())
        {
            AccessBytes = block.AccessBytes.Count > 0 ? block.AccessBytes : AccessBytes(registers),
        };
        return WithInstances(spec, block.Instances);
    }

    /// <summary>The spec with instances of its block. Of instances that overlap the one at the lowest address is kept.</summary>
    public static ImportedSpec WithInstances(ImportedSpec spec, IEnumerable<DescribedInstance> instances)
    {
        var (names, taken) = (new NumberedNames("_"), new HashSet<string>(ReservedNames.InstanceMembers, StringComparer.Ordinal) { ReservedNames.InstancesOf(spec.Name) });
        var kept = new List<ImportedInstance>();
        var losses = spec.Losses.ToList();
        foreach (var (name, address) in instances.OrderBy(static instance => instance.Address))
        {
            if (kept.Count == BlockChecks.MostInstances)
                losses.Add(new($"instance of the block beyond {BlockChecks.MostInstances}", Place(name, address)));
            else if (address + spec.BlockSize - 1 > ulong.MaxValue || (kept.Count > 0 && address - kept[^1].Address < spec.BlockSize))
                losses.Add(new("instance of the block that does not fit between the others", Place(name, address)));
            else
                kept.Add(new(names.Take(ImportNames.Mnemonic(name, 'I'), taken.Add), (ulong)address));
        }

        return spec with { Instances = kept.ToEquatableArray(), Losses = losses.ToEquatableArray() };
    }

    private static string Place(string name, BigInteger address) => $"{name} at 0x{address.ToString("X", CultureInfo.InvariantCulture).TrimStart('0')}";

    private static ulong BlockSize(DescribedBlock block, IEnumerable<ImportedRegister> registers) =>
        registers.Select(static register => register.End)
            .Append(Math.Min(block.Size, ImportedRegisters.LargestBlock)).Append(1UL).Max();

    // An assumption, for formats that do not say which accesses a block takes.
    private static EquatableArray<int> AccessBytes(IEnumerable<ImportedRegister> registers) =>
        registers.Select(static register => register.Layout.Width / 8).Select(static bytes => Math.Min(bytes & -bytes, LargestAccess))
            .Append(4).Distinct().Order().ToEquatableArray();
}
