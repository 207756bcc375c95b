using Vtd.Spec.Model;

namespace Vtd.Spec.Tools.Decode.Regset;

/// <summary>Where the registers of one unit are. Some places are computed from what the unit can do.</summary>
public sealed class RegisterPlaces
{
    /// <summary>A block has no room for more elements; a broken file can say so.</summary>
    private const int MostElements = 0x10_0000;

    private readonly List<(LinkedRegister Register, string? Unknown, IReadOnlyList<long> Offsets)> _places = [];

    /// <param name="spec">The spec of the unit.</param>
    /// <param name="known">The registers, as far as they are known.</param>
    public RegisterPlaces(LinkedSpec spec, KnownRegisters known)
    {
        var numbers = new ExpressionValue(known);
        foreach (var register in spec.Registers)
        {
            var size = spec.Blocks.FirstOrDefault(block => block.Name == register.Block)?.Size ?? 0;
            if (new[] { register.Base }.Concat(register.Dimensions.SelectMany(static dimension => new[] { dimension.Count, dimension.Stride }))
                .FirstOrDefault(number => number is not null && numbers.Number(number) is null) is { } unknown)
            {
                _places.Add((register, ExpressionProse.Of(unknown), []));
                continue;
            }

            var start = (UInt128)(register.Base is { } place ? numbers.Number(place)!.Value : 0) + (ulong)register.Offset;
            var offsets = register.Dimensions.Aggregate<LinkedDimension, IEnumerable<UInt128>>(
                [start], (starts, dimension) => starts.SelectMany(first => Steps(first, numbers.Number(dimension.Count)!.Value, numbers.Number(dimension.Stride)!.Value, (ulong)size)));
            _places.Add((register, null, [.. offsets.Take(MostElements).Where(offset => offset < (ulong)size).Select(static offset => (long)offset)]));
        }
    }

    /// <summary>Every register whose place is known, each element of an array by itself.</summary>
    public IEnumerable<(LinkedRegister Register, int? Index, long Offset)> All =>
        from place in _places
        from at in place.Offsets.Index()
        select (place.Register, place.Register.IsArray ? at.Index : (int?)null, at.Item);

    /// <summary>Finds the register of a row: name and offset must agree.</summary>
    /// <param name="row">The row.</param>
    /// <param name="index">The element of an array.</param>
    /// <param name="reason">Why there is none.</param>
    public LinkedRegister? Find(RegisterRow row, out int? index, out string reason)
    {
        index = null;
        var named = _places.Find(place => IsNamed(place.Register, row.Name));
        var there = _places.Find(place => place.Offsets.Contains(row.Offset)).Register;
        if (named.Register is null)
        {
            reason = there is null ? "no register has this name or this offset" : $"no register has this name; at this offset is {there.Mnemonic}";
            return null;
        }

        var element = IndexIn(named.Offsets, row.Offset);
        if (element >= 0 && (ElementName.IndexOf(named.Register, row.Name) ?? element) == element)
        {
            index = named.Register.IsArray ? element : null;
            reason = "";
            return named.Register;
        }

        reason = named.Unknown is { } unknown ? $"where it is depends on {unknown}, which the file does not show"
            : $"{named.Register.Mnemonic} is not at this offset" + (named.Offsets.Count > 0 ? $" but at {Bits.Hex(named.Offsets[0])}" : "");
        return null;
    }

    private static IEnumerable<UInt128> Steps(UInt128 start, ulong count, ulong stride, ulong size)
    {
        for (ulong index = 0; index < count; index++)
        {
            var offset = start + ((UInt128)index * stride);
            if (offset >= size)
                yield break;
            yield return offset;
            if (stride == 0)
                yield break;
        }
    }

    private static int IndexIn(IReadOnlyList<long> offsets, long offset)
    {
        for (var at = 0; at < offsets.Count; at++)
        {
            if (offsets[at] == offset)
                return at;
        }

        return -1;
    }

    private static bool IsNamed(LinkedRegister register, string name) =>
        ItemNames.Key(name) == ItemNames.Key(register.Mnemonic) || ElementName.IndexOf(register, name) is not null;
}
