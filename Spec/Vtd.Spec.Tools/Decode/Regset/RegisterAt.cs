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

        var places = catalog.Specs.Where(static spec => spec.Blocks.Count > 0).SelectMany(spec => new RegisterPlaces(spec, known).All.Select(place => (Spec: spec, Place: place))).ToList();
        var conditions = new ExpressionValue(known);
        var found = places.FindAll(one => IsAt(one.Spec, one.Place.Register, (ulong)one.Place.Offset, offset) && (one.Place.Register.When is not { } when || conditions.Condition(when) != false));
        return found switch
        {
            [var (spec, place)] => new DecodableRegister(spec, place.Register) { Index = place.Index },
            [] => throw new UndecodableException($"No register is at offset {Bits.Hex(offset)}{Around(places.Select(static one => (one.Place.Register.Mnemonic, (ulong)one.Place.Offset, Bytes: (ulong)one.Place.Register.Width / 8)), offset)}. Places that are computed need --given CAP=... and ECAP=...."),
            _ => throw new UndecodableException($"Several registers are at offset {Bits.Hex(offset)}; say which: {string.Join(", ", found.Select(static one => one.Place.Register.Mnemonic).Distinct())}."),
        };
    }

    private static bool IsAt(LinkedSpec spec, LinkedRegister register, ulong offset, ulong wanted) =>
        offset == wanted || spec.Blocks.First(block => block.Name == register.Block).Instances.Any(instance => instance.Address + offset == wanted);

    private static string Around(IEnumerable<(string Name, ulong Offset, ulong Bytes)> places, ulong offset) =>
        places.Where(one => one.Offset < offset && offset < one.Offset + one.Bytes).Select(static one => $"; {one.Name} begins at {Bits.Hex(one.Offset)}").FirstOrDefault() ?? "";
}
