using System.Numerics;
using Vtd.Spec.Model;

namespace Vtd.Spec.Tools.Decode.Regset;

/// <summary>The registers of a unit, decoded.</summary>
/// <param name="Set">The part of the file.</param>
/// <param name="Registers">The rows that are understood.</param>
/// <param name="Unknown">The others, and why.</param>
public sealed record DecodedSet(RegisterSet Set, IReadOnlyList<DecodedRow> Registers, IReadOnlyList<UnknownRow> Unknown)
{
    /// <summary>Decodes the rows by each other: what the unit can do decides where registers are and which fields exist.</summary>
    public static DecodedSet Of(RegisterSet set, LinkedSpec spec)
    {
        var known = Known(set, spec);
        var places = new RegisterPlaces(spec, known);
        var decoder = new Decoder(known);
        var registers = new List<DecodedRow>();
        var unknown = new List<UnknownRow>();
        foreach (var row in set.Rows)
        {
            if (places.Find(row, out var index, out var reason) is not { } register)
                unknown.Add(new UnknownRow(row, reason));
            else if (register.Width > 64 && row.Contents.GetBitLength() <= 64)
                unknown.Add(new UnknownRow(row, $"{register.Mnemonic} has {register.Width} bits, the row shows no more than 64"));
            else
                registers.Add(Decode(row, Layout.Of(spec, register, index), decoder));
        }

        return new DecodedSet(set, registers, unknown);
    }

    /// <summary>The values of registers at fixed offsets, so that no place depends on itself.</summary>
    public static KnownRegisters Known(RegisterSet set, LinkedSpec spec)
    {
        var known = new KnownRegisters();
        foreach (var register in spec.Registers.Where(static register => register is { Base: null, IsArray: false }))
        {
            var row = set.Rows.Find(row => row.Offset == register.Offset && ItemNames.Key(row.Name) == ItemNames.Key(register.Mnemonic));
            if (row is not null)
                known.Add(register, row.Contents);
        }

        return known;
    }

    /// <summary>Early kernels read 64 bits of every register: above one of 32 bits is then its neighbour.</summary>
    private static DecodedRow Decode(RegisterRow row, Layout layout, Decoder decoder)
    {
        var value = row.Contents & ((BigInteger.One << layout.Size) - 1);
        var decoded = decoder.Decode(layout, value);
        return new DecodedRow(row, value == row.Contents ? decoded : decoded with
        {
            Remarks = [.. decoded.Remarks, new Remark("neighbour", false, null, $"The row shows more than {layout.Size} bits; the others are of the registers behind {layout.Name}.")],
        });
    }
}

/// <summary>A row that is understood.</summary>
public sealed record DecodedRow(RegisterRow Row, Decoded Decoded);

/// <summary>A row that is not.</summary>
public sealed record UnknownRow(RegisterRow Row, string Reason);
