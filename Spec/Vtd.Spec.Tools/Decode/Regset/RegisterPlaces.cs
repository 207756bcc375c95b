using Vtd.Spec.Model;

namespace Vtd.Spec.Tools.Decode.Regset;

/// <summary>Where the registers of one unit are. Some places are computed from what the unit can do.</summary>
public sealed class RegisterPlaces
{
    private readonly List<(LinkedRegister Register, string? Unknown, IReadOnlyList<long> Offsets)> _places = [];

    /// <param name="spec">The spec of the unit.</param>
    /// <param name="known">Its registers, as far as they are known.</param>
    public RegisterPlaces(LinkedSpec spec, KnownRegisters known)
    {
        var numbers = new ExpressionValue(known);
        var size = spec.Block?.Size ?? 0;
        foreach (var register in spec.Registers)
        {
            var start = register.Base is { } place ? numbers.Number(place) : 0;
            var count = register.Count is { } number ? numbers.Number(number) : 1;
            var stride = register.Stride is { } distance ? numbers.Number(distance) : 0;
            if (start is { } first && count is { } elements && stride is { } step)
                _places.Add((register, null, [.. Offsets(first, elements, step, register, size)]));
            else
                _places.Add((register, ExpressionProse.Of(start is null ? register.Base! : count is null ? register.Count! : register.Stride!), []));
        }
    }

    /// <summary>Every register whose place is known, each element of an array by itself.</summary>
    public IEnumerable<(LinkedRegister Register, int? Index, long Offset)> All =>
        from place in _places
        from at in place.Offsets.Index()
        select (place.Register, place.Register.Count is null ? (int?)null : at.Index, at.Item);

    /// <summary>Finds the register of a row: name and offset must agree.</summary>
    /// <param name="row">The row.</param>
    /// <param name="index">Which element of an array it is.</param>
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
            index = named.Register.Count is null ? null : element;
            reason = "";
            return named.Register;
        }

        reason = named.Unknown is { } unknown ? $"where it is depends on {unknown}, which the file does not show"
            : $"{named.Register.Mnemonic} is not at this offset" + (named.Offsets.Count > 0 ? $" but at {Bits.Hex(named.Offsets[0])}" : "");
        return null;
    }

    private static IEnumerable<long> Offsets(ulong start, ulong count, ulong stride, LinkedRegister register, int size)
    {
        for (ulong index = 0; index < count; index++)
        {
            var offset = (UInt128)start + (ulong)register.Offset + ((UInt128)index * stride);
            if (offset >= (ulong)size)
                yield break;
            yield return (long)offset;
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
        Catalog.Key(name) == Catalog.Key(register.Mnemonic) || ElementName.IndexOf(register, name) is not null;
}
