using System.Globalization;
using System.Numerics;
using Vtd.Spec.Model;
using Vtd.Spec.Source;

namespace Vtd.Spec.Tools.Import;

/// <summary>Makes layouts of described registers.</summary>
/// <param name="types">Gives the fields their names.</param>
/// <param name="enums">Takes the enums of the fields.</param>
internal sealed class ImportedLayouts(ImportedTypes types, ImportedEnums enums)
{
    /// <summary>Bits of the widest register whose value is one number in the language.</summary>
    private const int WidestValue = 64;

    /// <summary>The layout of a register.</summary>
    /// <param name="register">The register.</param>
    /// <param name="name">The mnemonic.</param>
    public ImportedLayout Of(DescribedRegister register, string name)
    {
        var losses = register.Losses.ToList();
        var fields = FieldsOf(register, name, losses);
        var reset = Reset(register, fields, losses);
        if (register.Width > WidestValue && reset is { IsZero: false } wide)
        {
            fields = [.. fields.Select(field => field with { Reset = ResetOf(field, wide, losses) })];
            reset = 0;
        }

        return new((int)register.Width, (ulong?)reset, fields.ToEquatableArray(), losses.ToEquatableArray());
    }

    private List<ImportedField> FieldsOf(DescribedRegister register, string name, List<Loss> losses)
    {
        var fields = new List<ImportedField>();
        var taken = new HashSet<string>(StringComparer.Ordinal) { TypeNames.OfMnemonic(name) };
        foreach (var field in register.Fields)
        {
            if ((ulong)field.Bits.Msb >= register.Width)
                losses.Add(new("field beyond its register", $"{field.Name}, bits {field.Bits}"));
            else if (fields.Find(other => other.Bits.Overlaps(field.Bits)) is { } other)
                losses.Add(new("field on bits of another one", $"{field.Name}, bits {field.Bits}, which {other.Name} has"));
            else
                fields.Add(FieldOf(field, register, taken));
        }

        // The language has registers of fields only.
        if (fields.Count == 0)
            fields.Add(new("VALUE", new((int)register.Width - 1, 0), register.Fields[0].Access, null, "the whole register", default));
        fields.Sort(static (left, right) => right.Bits.Msb.CompareTo(left.Bits.Msb));
        return fields;
    }

    private ImportedField FieldOf(DescribedField field, DescribedRegister register, HashSet<string> taken)
    {
        var losses = field.Losses.ToList();
        var mnemonic = types.OfField(field.Name, taken);
        if (mnemonic != field.Name)
            losses.Add(new("name that C# cannot use", $"{field.Name}, here {mnemonic}"));
        var (read, written) = field.Bits.Width <= WidestValue ? CodesOf(field, register.Name + "_" + field.Name, losses) : default;
        return new(mnemonic, field.Bits, field.Access, read, field.Meaning, losses.ToEquatableArray())
        {
            WriteEnum = written,
            CallsOnRead = field.CallsOnRead && field.Access.IsReadable,
            CallsOnWrite = field.CallsOnWrite && field.Access.IsWritable(),
        };
    }

    /// <summary>The enums of a field: that of its values, or of those that reads give, and that of those that are written if it is another one.</summary>
    private (string? Read, string? Written) CodesOf(DescribedField field, string name, List<Loss> losses)
    {
        if (field.WriteEnum is { } unused && !(field.Access.IsReadable && field.Access.IsWritable()))
        {
            var isRead = field.Access.IsReadable;
            losses.Add(new("codes of accesses that a field does not have", isRead ? "those of writes" : "those of reads"));
            return (enums.Of(isRead ? field.Enum : unused, name, field.Bits.Width, losses), null);
        }

        var read = enums.Of(field.Enum, name, field.Bits.Width, losses);
        var written = enums.Of(field.WriteEnum, name + "_written", field.Bits.Width, losses);
        return (read ?? written, read is null || read == written ? null : written);
    }

    private static BigInteger? Reset(DescribedRegister register, List<ImportedField> fields, List<Loss> losses)
    {
        if (register.KnownReset.IsZero)
            return null;

        var stored = BigInteger.Zero;
        var all = BigInteger.Zero;
        foreach (var field in fields)
        {
            if (field.Access.OnWrite != WriteEffect.Command)
                all |= Mask(field.Bits);
            if (field.Access.IsReadable)
                stored |= Mask(field.Bits);
        }

        var known = register.Reset & register.KnownReset;
        if ((all & ~register.KnownReset) is { IsZero: false } unknown)
            losses.Add(new("unknown reset value of some bits", $"bits {Hex(unknown)}"));
        if ((known & ~stored) is { IsZero: false } lost)
            losses.Add(new("reset value of bits without a readable field", Hex(lost)));
        return known & stored;
    }

    private static ulong? ResetOf(ImportedField field, BigInteger register, List<Loss> losses)
    {
        var value = (register & Mask(field.Bits)) >> field.Bits.Lsb;
        if (value.IsZero)
            return null;
        if (value <= ulong.MaxValue && field.Bits.Width <= WidestValue)
            return (ulong)value;
        losses.Add(new("reset value of a field of more than 64 bits", $"{field.Name} {Hex(value)}"));
        return null;
    }

    private static BigInteger Mask(BitRange bits) => ((BigInteger.One << bits.Width) - 1) << bits.Lsb;

    private static string Hex(BigInteger value) => "0x" + value.ToString("X", CultureInfo.InvariantCulture).TrimStart('0');
}
