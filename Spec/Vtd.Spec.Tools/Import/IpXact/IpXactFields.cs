using System.Numerics;
using Vtd.Spec.Model;
using Vtd.Spec.Tools.Import.Xml;

namespace Vtd.Spec.Tools.Import.IpXact;

/// <summary>Reads the fields of registers.</summary>
/// <param name="hardware">Counts the fields that hardware changes.</param>
internal sealed class IpXactFields(HardwareAccess hardware)
{
    /// <summary>Element with the effect of writes.</summary>
    private const string ModifiedWrite = "modifiedWriteValue";

    private const ulong MostBits = 1024;

    private static readonly string[] s_read =
    [
        "name", "displayName", "description", "bitOffset", "bitWidth", "access", ModifiedWrite, "readAction", "resets", "enumeratedValues", "volatile",
    ];

    /// <summary>The fields of a register; one for all of it if it has none.</summary>
    /// <param name="register">The register.</param>
    /// <param name="width">The width in bits.</param>
    public IReadOnlyList<DescribedField> Of(XmlNode register, ulong width)
    {
        var found = register.Children(null, "field").Where(IsPresent).ToList();
        return found.Count > 0 ? [.. found.Select(FieldOf)] : [Described(register, "VALUE", new((int)Math.Clamp(width, 1, MostBits) - 1, 0), "the whole register", [])];
    }

    /// <summary>Whether an element is there: an expression that is not a number is lost, and the element is there.</summary>
    public static bool IsPresent(XmlNode node) => node.Text("isPresent") is not { } text || !IpXactNumbers.TryParse(text, out var value) || value != 0;

    /// <summary>Losses of an element: its child elements that are not read.</summary>
    public static List<Loss> Lost(XmlNode node, string[] read) => [.. node.Others(read).Select(static other => new Loss($"IP-XACT's {other.Name}", other.Text ?? "with elements of its own"))];

    private DescribedField FieldOf(XmlNode field)
    {
        var lsb = field.Number("bitOffset") ?? throw field.Invalid($"{field.Name} has no <bitOffset>.");
        var width = field.Number("bitWidth") ?? throw field.Invalid($"{field.Name} has no <bitWidth>.");
        if (width is 0 or > MostBits || lsb > MostBits - width)
            throw field.Invalid($"{width} bits from bit {lsb} on are not a range of bits.");
        var meaning = ImportTexts.Meaning(field.Text("displayName"), field.Text("description"));
        return Described(field, field.Name, new((int)(lsb + width) - 1, (int)lsb), meaning, Lost(field, s_read));
    }

    private DescribedField Described(XmlNode node, string name, BitRange bits, string? meaning, List<Loss> losses)
    {
        if (node.Property("volatile") == "true")
            hardware.Count("volatile");
        var (reset, known) = Reset(node, bits, losses);
        var (read, written) = Codes(node);
        return new(name, bits, XmlAccess.Of(node, ModifiedWrite, losses))
        {
            Meaning = meaning,
            Enum = read,
            WriteEnum = written,
            CallsOnRead = XmlAccess.CallsOnRead(node),
            CallsOnWrite = node.Property(ModifiedWrite) == "modify",
            Reset = reset,
            KnownReset = known,
            Losses = losses,
        };
    }

    /// <summary>The codes of a field, and those of values that are written if they are not the same.</summary>
    private static (DescribedEnum? Read, DescribedEnum? Written) Codes(XmlNode field)
    {
        var codes = field.Children("enumeratedValues", "enumeratedValue");
        var (read, written) = (Of("write"), Of("read"));
        return codes.Any(static code => code.Attribute("usage") is "read" or "write") && read is not null ? (read, written) : (read ?? written, null);

        DescribedEnum? Of(string others) =>
            codes.Where(code => code.Attribute("usage") != others).Select(CodeOf).ToList() is { Count: > 0 } some ? new(null, some) : null;
    }

    private static DescribedCode CodeOf(XmlNode code) =>
        new(code.Name, code.Number("value") ?? throw code.Invalid($"{code.Name} has no <value>."), ImportTexts.Meaning(code.Text("displayName"), code.Text("description")));

    // Without a kind it is the usual one.
    private static (BigInteger Value, BigInteger Known) Reset(XmlNode field, BitRange bits, List<Loss> losses)
    {
        var resets = field.Children("resets", "reset");
        losses.AddRange(resets.Where(static reset => reset.Attribute("resetTypeRef") is not null)
            .Select(static reset => new Loss("reset of another kind", $"{reset.Attribute("resetTypeRef")} {reset.Text("value")}")));
        if (resets.FirstOrDefault(static reset => reset.Attribute("resetTypeRef") is null) is not { } usual)
            return (0, 0);
        var all = (BigInteger.One << bits.Width) - 1;
        var value = (BigInteger)(usual.Number("value") ?? throw usual.Invalid("<reset> has no <value>."));
        return value <= all ? (value, all & (usual.Number("mask") is { } mask ? mask : all)) : throw usual.Invalid($"the reset value {usual.Text("value")} does not fit {bits.Width} bits.");
    }
}
