using System.Globalization;
using Vtd.Spec.Linking;

namespace Vtd.Tool.Decode.Regset;

/// <summary>Where the registers of one unit are. Some places are computed from what the unit can do.</summary>
internal sealed class RegisterPlaces
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
            var stride = (ulong?)register.Stride;
            if (start is { } first && count is { } elements && stride is { } step)
                _places.Add((register, null, [.. Offsets(first, elements, step, register, size)]));
            else
                _places.Add((register, start is null ? ExpressionProse.Of(register.Base!) : ExpressionProse.Of(register.Count!), []));
        }
    }

    /// <summary>Finds the register of a row: name and offset must agree.</summary>
    /// <param name="row">The row.</param>
    /// <param name="reason">Why there is none.</param>
    public LinkedRegister? Find(RegisterRow row, out string reason)
    {
        var named = _places.Find(place => IsNamed(place.Register, row.Name));
        var there = _places.Find(place => place.Offsets.Contains(row.Offset)).Register;
        if (named.Register is null)
        {
            reason = there is null ? "no register has this name or this offset" : $"no register has this name; at this offset is {there.Mnemonic}";
            return null;
        }

        if (named.Offsets.Any(offset => offset == row.Offset && (IndexOf(named.Register, row.Name) is not { } index || (index < named.Offsets.Count && named.Offsets[index] == offset))))
        {
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
            var offset = unchecked(start + (ulong)register.Offset + (index * stride));
            if (offset >= (ulong)size)
                yield break;
            yield return (long)offset;
            if (stride == 0)
                yield break;
        }
    }

    private static bool IsNamed(LinkedRegister register, string name) =>
        Catalog.Key(name) == Catalog.Key(register.Mnemonic) || IndexOf(register, name) is not null;

    /// <summary>2 of <c>FRCD2</c>, for an array.</summary>
    private static int? IndexOf(LinkedRegister register, string name)
    {
        var (key, start) = (Catalog.Key(name), Catalog.Key(register.Mnemonic));
        return register.Count is not null && key.Length > start.Length && key.StartsWith(start, StringComparison.Ordinal)
            && int.TryParse(key[start.Length..].Trim('[', ']'), NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : null;
    }
}
