using Vtd.Spec.Model;
using Vtd.Spec.Tools.Import;

namespace Vtd.Spec.Tools.Export.Maps;

/// <summary>The registers at each byte of a block.</summary>
/// <param name="size">Bytes of the block.</param>
internal sealed class MapPlaces(int size)
{
    private readonly LinkedRegister?[] _read = new LinkedRegister?[size];
    private readonly LinkedRegister?[] _written = new LinkedRegister?[size];

    /// <summary>Places a register, and gives the one that was there first; null for none.</summary>
    public MappedNeighbour? Place(LinkedRegister register, ulong offset, IReadOnlyList<ImportedArray> dimensions)
    {
        var purpose = RegisterPurposes.Of(register.Fields.Select(static field => field.Access));
        var bytes = dimensions.Aggregate<ImportedArray, IEnumerable<ulong>>([offset], static (offsets, array) =>
                offsets.SelectMany(start => Enumerable.Range(0, array.Count).Select(index => start + (ulong)index * array.Stride)))
            .SelectMany(start => Enumerable.Range((int)start, register.Width / 8)).Where(at => at < size).ToList();
        var same = First(bytes, purpose.HasFlag(RegisterPurpose.Reads) ? _read : []) ?? First(bytes, purpose.HasFlag(RegisterPurpose.Writes) ? _written : []);
        var other = same ?? First(bytes, _read) ?? First(bytes, _written);
        foreach (var at in bytes)
        {
            if (purpose.HasFlag(RegisterPurpose.Reads))
                _read[at] ??= register;
            if (purpose.HasFlag(RegisterPurpose.Writes))
                _written[at] ??= register;
        }

        return other is null ? null : new(other.Mnemonic, same is not null);
    }

    private static LinkedRegister? First(List<int> bytes, LinkedRegister?[] taken) => taken.Length == 0 ? null : bytes.Select(at => taken[at]).FirstOrDefault(static register => register is not null);
}
