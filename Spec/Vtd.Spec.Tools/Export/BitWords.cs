using Vtd.Spec.Model;
using Vtd.Spec.Source;

namespace Vtd.Spec.Tools.Export;

/// <summary>Bits of registers, descriptors and entries as 64-bit words, the lowest first.</summary>
internal static class BitWords
{
    /// <summary>Number of words that so many bits take.</summary>
    public static int Count(int width) => (width + FieldPart.WordBits - 1) / FieldPart.WordBits;

    /// <summary>The words of something <paramref name="width"/> bits wide in which the bits of these fields are set.</summary>
    public static ulong[] Mask(int width, IEnumerable<LinkedField> fields)
    {
        var words = new ulong[Count(width)];
        foreach (var part in fields.SelectMany(field => FieldPart.Of(field.Bits)))
            words[part.Word] |= part.Mask;

        return words;
    }

    /// <summary>The bits of each kind of access that there is, reserved bits included; in the order of the language.</summary>
    public static IEnumerable<(Access Access, ulong[] Words)> MasksByAccess(int width, EquatableArray<LinkedField> fields) =>
        Access.All.Where(access => fields.Any(field => field.Access == access))
            .Select(access => (access, Mask(width, fields.Where(field => field.Access == access))));

    /// <summary>The value of a register after reset.</summary>
    public static ulong[] Reset(LinkedRegister register)
    {
        var words = new ulong[Count(register.Width)];
        foreach (var field in register.Fields)
        {
            foreach (var part in FieldPart.Of(field.Bits))
                words[part.Word] |= ((field.Reset ?? 0) >> part.ValueShift << part.Shift) & part.Mask;
        }

        return words;
    }
}
