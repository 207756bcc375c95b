using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Vtd.Codegen.Contract;
using Vtd.Spec.Model;

namespace Vtd.Analyzers.Contract;

/// <summary>The lanes of a generated type and the fields in them.</summary>
/// <param name="Lanes">The lanes that hold the bits, the lowest first.</param>
/// <param name="Width">Bits of all lanes together.</param>
/// <param name="LanesOfMasks">The number of the lane of each mask of a field.</param>
internal sealed record TypeLayout(ImmutableArray<Lane> Lanes, int Width, ImmutableDictionary<string, int> LanesOfMasks)
{
    /// <summary>The layout of a type without bits.</summary>
    public static TypeLayout None { get; } = new(ImmutableArray<Lane>.Empty, 0, ImmutableDictionary<string, int>.Empty);

    /// <summary>The layout of a type.</summary>
    /// <param name="type">The type, whose instance fields are its lanes.</param>
    /// <param name="fields">The fields, as its attribute lists them.</param>
    public static TypeLayout Of(INamedTypeSymbol type, string fields)
    {
        var holders = type.GetMembers().OfType<IFieldSymbol>().Where(static field => !field.IsStatic && !field.IsConst && !field.IsImplicitlyDeclared).ToArray();
        if (holders.Length == 0)
            return None;

        const int LaneBits = 64;
        var width = 0;
        var lanes = holders.Select(static holder => new Lane(holder.Name, 0, 0, 0, 0, 0)).ToArray();
        var lanesOfMasks = ImmutableDictionary.CreateBuilder<string, int>(StringComparer.Ordinal);
        foreach (var field in FieldLayout.Parse(fields))
        {
            if (Access.Parse(field.Access) is not { } access)
                continue;

            var masks = MasksOf(field.Bits, LaneBits, lanes.Length);
            width = Math.Max(width, field.Bits.Split(',').Max(static range => int.Parse(range.Split(':')[0], CultureInfo.InvariantCulture)) + 1);
            for (var lane = 0; lane < lanes.Length; lane++)
                lanes[lane] = lanes[lane].With(access, masks[lane]);
            var isSplit = masks.Count(static mask => mask != 0) > 1;
            for (var lane = 0; lane < lanes.Length; lane++)
            {
                if (masks[lane] != 0)
                    lanesOfMasks[MemberNames.MaskOf(MemberNames.Of(field.Name, type.Name), isSplit ? lanes[lane].Name : null)] = lane;
            }
        }

        return new(lanes.ToImmutableArray(), width, lanesOfMasks.ToImmutable());
    }

    /// <summary>The number of the lane of a field or a mask; null if a field lies in more than one.</summary>
    public int? LaneOf(string name) => LanesOfMasks.TryGetValue(name, out var lane) ? lane : null;

    private static ulong[] MasksOf(string ranges, int laneBits, int count)
    {
        var masks = new ulong[count];
        foreach (var range in ranges.Split(','))
        {
            var ends = range.Split(':');
            var msb = int.Parse(ends[0], CultureInfo.InvariantCulture);
            for (var bit = int.Parse(ends[ends.Length - 1], CultureInfo.InvariantCulture); bit <= msb && bit / laneBits < count; bit++)
                masks[bit / laneBits] |= 1UL << (bit % laneBits);
        }

        return masks;
    }
}
