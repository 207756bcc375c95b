using System.Globalization;
using Vtd.Spec.Model;

namespace Vtd.Spec.Tools.Decode.Regset;

/// <summary>Registers by their offset in the block, or by their address in an instance of it.</summary>
public static class RegisterAt
{
    private const string HexStart = "0x";

    /// <summary>Whether a text is an offset and no name.</summary>
    public static bool IsOffset(string text) => text.StartsWith(HexStart, StringComparison.OrdinalIgnoreCase);

    /// <summary>Finds the register at an offset or an address.</summary>
    /// <param name="text">The offset or the address, hexadecimal.</param>
    /// <param name="catalog">The specs.</param>
    /// <param name="known">Registers from which places are computed.</param>
    /// <exception cref="UndecodableException">There is none, or several.</exception>
    public static DecodableItem Find(string text, Catalog catalog, KnownRegisters known)
    {
        if (!ulong.TryParse(text.AsSpan(HexStart.Length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var offset))
            throw new UndecodableException($"'{PrintableText.Text(text)}' is no offset of a register.");

        var places = catalog.Specs.Where(static spec => spec.Blocks.Count > 0).SelectMany(spec => new RegisterPlaces(spec, known).All.SelectMany(place => Places(spec, place))).ToList();
        var conditions = new ExpressionValue(known);
        var found = places.FindAll(place => IsAt(place, offset) && (place.Item.Register.When is not { } when || conditions.Condition(when) != false));
        return found switch
        {
            [var (item, _)] => item,
            [] => throw new UndecodableException($"No register is at offset {Bits.Hex(offset)}{Around(places, offset)}. Places that are computed need --given CAP=... and ECAP=...."),
            _ => throw new UndecodableException($"Several registers are at offset {Bits.Hex(offset)}; say which: {string.Join(", ", found.Select(static place => place.Item.Name).Distinct())}."),
        };
    }

    /// <summary>A register at its own place, and at each alias.</summary>
    private static IEnumerable<(DecodableRegister Item, ulong Offset)> Places(LinkedSpec spec, (LinkedRegister Register, int? Index, long Offset) place)
    {
        var item = new DecodableRegister(spec, place.Register) { Index = place.Index };
        return place.Register.Aliases.Select(alias => (item with { Alias = alias }, (ulong)(place.Offset + alias.Distance))).Prepend((item, (ulong)place.Offset));
    }

    private static bool IsAt((DecodableRegister Item, ulong Offset) place, ulong wanted) => place.Offset == wanted
        || place.Item.Spec.Blocks.First(block => block.Name == place.Item.Register.Block).Instances.Any(instance => instance.Address + place.Offset == wanted);

    private static string Around(IEnumerable<(DecodableRegister Item, ulong Offset)> places, ulong offset) =>
        places.Where(place => place.Offset < offset && offset < place.Offset + (ulong)place.Item.Register.Width / 8)
            .Select(static place => $"; {(place.Item.Alias is { } alias ? $"the alias '{PlaceWords.Of(alias.Kind)}' of " : "")}{place.Item.Name} begins at {Bits.Hex(place.Offset)}").FirstOrDefault() ?? "";
}
