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
        return new(block.Name, block.Document, block.About, BlockSize(block, registers), enums.All.ToEquatableArray(), registers, losses.ToEquatableArray())
        {
            AccessBytes = block.AccessBytes.Count > 0 ? block.AccessBytes : AccessBytes(registers),
        };
    }

    private static ulong BlockSize(DescribedBlock block, IEnumerable<ImportedRegister> registers) =>
        registers.Select(static register => register.End)
            .Append(Math.Min(block.Size, ImportedRegisters.LargestBlock)).Append(1UL).Max();

    // An assumption, for formats that do not say which accesses a block takes.
    private static EquatableArray<int> AccessBytes(IEnumerable<ImportedRegister> registers) =>
        registers.Select(static register => register.Layout.Width / 8).Select(static bytes => Math.Min(bytes & -bytes, LargestAccess))
            .Append(4).Distinct().Order().ToEquatableArray();
}
