using System.Numerics;
using Vtd.Spec.Model;
using Vtd.Spec.Tools.Decode;
using Vtd.Spec.Tools.Import;

namespace Vtd.Spec.Tools.Export.Maps;

/// <summary>Maps the registers of a block.</summary>
/// <param name="spec">The spec.</param>
/// <param name="places">The places of the block.</param>
/// <param name="losses">Takes registers without a fixed place.</param>
internal sealed class MapRegisters(LinkedSpec spec, MapPlaces places, List<Loss> losses)
{
    private readonly MapFields _fields = new(spec);

    /// <summary>A register at its place in the block, with the dimensions of its groups before its own; null if it has no fixed place.</summary>
    public MappedRegister? Of(LinkedRegister register)
    {
        var fields = _fields.Of(register);
        if (fields.Count == 0)
            return Lose("register of reserved bits alone", register.Mnemonic);
        if (Constant.Offset(register) is not { } offset)
            return Lose("register at a computed place", $"{register.Mnemonic} at {ExpressionProse.Of(register.Base!)}");
        var dimensions = register.Dimensions.Select(static dimension => (Count: Constant.Of(dimension.Count), Stride: Constant.Of(dimension.Stride), dimension.Names)).ToList();
        if (dimensions.Exists(static dimension => dimension.Count is null || dimension.Stride is null))
            return Lose("array of a computed size", register.Mnemonic);

        var arrays = dimensions.Select(static dimension => new ImportedArray((int)dimension.Count!.Value, dimension.Stride!.Value) { Names = dimension.Names }).ToList();
        return new(register.Mnemonic, offset, arrays, register, fields)
        {
            Reset = register.HasFixedReset ? BitWords.Reset(register).Reverse().Aggregate(BigInteger.Zero, static (value, word) => value << FieldPart.WordBits | word) : null,
            Neighbour = places.Place(register, offset, arrays),
            Losses = [.. LossesOf(register)],
        };
    }

    private static IEnumerable<Loss> LossesOf(LinkedRegister register)
    {
        if (register.Condition is { } condition)
            yield return new("condition", ExpressionProse.Of(condition));
        if (register.Section is { } section)
            yield return new("section", section);
        if (register.Note is { } note)
            yield return new("note", note);
        if (register.Order == ByteOrder.BigEndian)
            yield return new("order of bytes", "big-endian");
        if (register.Aliases.Count > 0)
            yield return new("places that set, clear or toggle bits", PlaceWords.Of(register.Aliases));
        if (register.Reset == ResetSource.Given)
            yield return new("value that the implementation gives", register.Mnemonic);
        if (register.ElementResets.Count > 0)
            yield return new("reset values of the elements", string.Join(", ", register.ElementResets.Select(value => Bits.Hex(value, register.Width))));
        foreach (var kind in register.Fields.Where(static field => field.IsReserved && field.Access != Access.ReservedZero).GroupBy(static field => field.Access))
            yield return new("kind of reserved bits", $"{kind.Key.Word()} {string.Join(", ", kind.SelectMany(static field => field.Bits))}");
    }

    private MappedRegister? Lose(string kind, string fact)
    {
        losses.Add(new(kind, fact));
        return null;
    }
}
