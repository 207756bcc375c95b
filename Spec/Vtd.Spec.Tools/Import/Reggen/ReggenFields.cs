using System.Globalization;
using Vtd.Spec.Model;

namespace Vtd.Spec.Tools.Import.Reggen;

/// <summary>Reads the fields of registers.</summary>
/// <param name="parameters">The parameters of the block.</param>
/// <param name="hardware">Counts the accesses of the hardware.</param>
internal sealed class ReggenFields(ReggenParameters parameters, HardwareAccess hardware)
{
    private const int MostFields = 64;

    private static readonly string[] s_keys = ["bits", "name", "desc", "swaccess", "hwaccess", "hwqe", "resval", "enum", "mubi"];

    /// <summary>The fields of a register that software reaches, in the order of the file.</summary>
    /// <param name="register">The register.</param>
    /// <param name="losses">Takes the fields that software does not reach.</param>
    public IReadOnlyList<DescribedField> Of(HjsonObject register, List<Loss> losses)
    {
        var items = register.Get("fields").List.Items;
        if (items.Count is 0 or > MostFields)
            throw register.Get("fields").Invalid($"there are {items.Count} fields, and a register has 1 to {MostFields}.");
        return [.. items.Select((item, index) => FieldOf(register, item.Object, items.Count == 1 ? register.Get("name").Text : $"field{index + 1}", losses)).OfType<DescribedField>()];
    }

    private DescribedField? FieldOf(HjsonObject register, HjsonObject field, string unnamed, List<Loss> losses)
    {
        var name = field.Line("name") ?? unnamed;
        var own = ReggenKeys.Lost(field, s_keys);
        var bits = BitsOf(field.Get("bits"), own);
        hardware.Count((field.Find("hwaccess") ?? register.Find("hwaccess"))?.Text ?? "hro");
        if ((field.Find("swaccess") ?? register.Find("swaccess")) is not { } word || ReggenAccess.Of(word) is not { } access)
        {
            losses.Add(new("field that software cannot reach", $"{name}, bits {bits}"));
            return null;
        }

        var isOutside = register.Is("hwext");
        var reset = Reset(register, field, bits, own);
        return new DescribedField(name, bits, access)
        {
            Meaning = field.Line("desc"),
            Enum = field.Is("mubi") ? MultiBitTruth(bits) : EnumOf(field),
            CallsOnRead = isOutside || register.Is("hwre"),
            CallsOnWrite = isOutside || (field.Find("hwqe")?.Truth ?? register.Is("hwqe")),
            Lock = register.Line("regwen") is { } regwen ? new(regwen, null, WhenSet: false) : null,
            Losses = own,
        }.WithReset(reset);
    }

    private BitRange BitsOf(HjsonValue value, List<Loss> losses)
    {
        var parts = value.Text.Split(':');
        var (msb, lsb) = (parameters.Sum(value, parts[0], losses), parameters.Sum(value, parts[^1], losses));
        return parts.Length <= 2 && lsb >= 0 && lsb <= msb && msb < 1024 ? new(msb, lsb) : throw value.Invalid($"'{value.Text}' is not a range of bits, such as 7:4.");
    }

    private static DescribedEnum? EnumOf(HjsonObject field) => field.Find("enum") is null ? null : new(
        null, [.. field.Items("enum").Select(static item => item.Object).Select(static code => new DescribedCode(code.Get("name").Text, code.Get("value").Number, code.Line("desc")))]);

    // Truth in several bits that differ from each other, so that no single fault makes one the other: 0x6 and 0x9 by turns.
    private static DescribedEnum MultiBitTruth(BitRange bits) => new(
        string.Create(CultureInfo.InvariantCulture, $"MultiBitBool{bits.Width}"), [new("True", MultiBit(true, bits.Width), null), new("False", MultiBit(false, bits.Width), null)]);

    private static ulong MultiBit(bool value, int width)
    {
        const ulong True = 0x9696_9696_9696_9696;
        return (value ? True : ~True) & (ulong.MaxValue >> (64 - Math.Min(width, 64)));
    }

    private static ulong? Reset(HjsonObject register, HjsonObject field, BitRange bits, List<Loss> losses)
    {
        var width = Math.Min(bits.Width, 64);
        var whole = register.Find("resval") is { } value ? (ulong?)(value.Number >> Math.Min(bits.Lsb, 63)) & (ulong.MaxValue >> (64 - width)) : null;
        if (field.Find("resval") is not { } own)
            return whole ?? (register.Is("hwext") ? null : 0);
        if (own.Text == "x")
            return whole;
        if (field.Is("mubi"))
            return MultiBit(own.Truth, width);
        if (own.Text is "true" or "false")
            return own.Truth ? 1UL : 0;
        if (own.Text.Contains("multireg_idx", StringComparison.Ordinal))
        {
            losses.Add(new("reset value that differs between elements", own.Text));
            return null;
        }

        return own.Number is var reset && (width == 64 || reset >> width == 0) ? reset : throw own.Invalid($"the reset value {own.Text} does not fit {bits.Width} bits.");
    }
}
