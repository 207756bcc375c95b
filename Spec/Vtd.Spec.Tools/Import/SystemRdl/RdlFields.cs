using System.Numerics;
using Vtd.Spec.Model;

namespace Vtd.Spec.Tools.Import.SystemRdl;

/// <summary>Reads the fields of registers.</summary>
/// <param name="sources">The files, for messages.</param>
/// <param name="hardware">Counts the accesses of the hardware.</param>
/// <param name="names">The registers that locks can name.</param>
internal sealed class RdlFields(RdlSources sources, HardwareAccess hardware, RdlNames names)
{
    private static readonly string[] s_read =
    [
        "sw", "hw", "onread", "onwrite", "rclr", "rset", "woclr", "woset", "singlepulse", "swwe", "swwel", "reset", "desc", "name", "encode", "swmod", "swacc", "fieldwidth", "ispresent",
    ];

    private readonly RdlAccess _access = new(sources);

    /// <summary>The fields that software reaches.</summary>
    /// <param name="register">The register.</param>
    /// <param name="width">The bits.</param>
    /// <param name="how">Whether fields without bits are placed from the highest bit on, and whether the register is outside of the generated logic.</param>
    /// <param name="losses">Takes what software does not reach.</param>
    public List<DescribedField> Of(RdlComponent register, int width, (bool IsMsb0, bool IsExternal) how, List<Loss> losses)
    {
        var fields = new List<DescribedField>();
        var instances = register.Instances.Where(static instance => instance.Component.Kind == "field").ToList();
        var isMsb0 = instances.Exists(static instance => instance.Bits is { Second: { } second } bits && bits.First < second)
            || (how.IsMsb0 && !instances.Exists(static instance => instance.Bits is { Second: { } second } bits && bits.First > second));
        var next = isMsb0 ? width - 1 : 0;
        foreach (var instance in instances)
        {
            var bits = BitsOf(instance, next, isMsb0);
            next = isMsb0 ? bits.Lsb - 1 : bits.Msb + 1;
            if (instance.Component.Find("ispresent") is { Value: RdlNumber { Value.IsZero: true } })
                continue;
            if (FieldOf(instance, bits, isMsb0, how.IsExternal) is { } field)
                fields.Add(field);
            else
                losses.Add(new("field that software cannot reach", $"{instance.Name}, bits {bits}"));
        }

        return fields;
    }

    private BitRange BitsOf(RdlInstance instance, int next, bool isMsb0)
    {
        var own = instance.Component.Find("fieldwidth");
        var width = instance.Bits is { Second: null } bits ? bits.First : own?.Value is RdlNumber { Value: var number } && number > 0 && number <= 1024 ? (int)number : 1;
        var range = instance.Bits is { Second: { } second } both ? new BitRange(Math.Max(both.First, second), Math.Min(both.First, second))
            : isMsb0 ? new BitRange(next, next - width + 1) : new BitRange(next + width - 1, next);
        if (range.Lsb < 0 || range.Width < 1)
            throw sources.Invalid(instance.Syntax.Name, $"{instance.Name} has no bits, or bits below 0.");
        return own is null || own.Value is RdlNumber fixedWidth && fixedWidth.Value == range.Width ? range
            : throw sources.Invalid(instance.Syntax.Name, $"{instance.Name} has {range.Width} bits, and its fieldwidth is {own.Value}.");
    }

    private DescribedField? FieldOf(RdlInstance instance, BitRange bits, bool isMsb0, bool isExternal)
    {
        var component = instance.Component;
        var losses = RdlLosses.Of(component, s_read, isField: true);
        hardware.Count(component.Word("hw") ?? "rw");
        if (_access.Of(component, losses) is not { } access)
            return null;
        var isReversed = isMsb0 && bits.Width > 1;
        if (isReversed)
            losses.Add(new("field whose lowest bit is its most significant one", $"{instance.Name}, bits {bits}; its values are here as the register has them"));
        var described = new DescribedField(instance.Name, bits, access)
        {
            Meaning = ImportTexts.Meaning(component.Text("name"), component.Text("desc")),
            Enum = component.Find("encode")?.Enum is { } codes ? isReversed ? Reversed(codes, bits.Width) : codes : null,
            CallsOnRead = isExternal || RdlAccess.CallsOnRead(component),
            CallsOnWrite = isExternal || RdlAccess.CallsOnWrite(component),
            Lock = LockOf(component, "swwe", losses) ?? LockOf(component, "swwel", losses),
            Losses = losses,
        };
        var reset = Reset(component, bits, losses);
        return described.WithReset(reset is { } value && isReversed ? Reversed(value, bits.Width) : reset);
    }

    private static DescribedEnum Reversed(DescribedEnum codes, int width) =>
        codes with { Codes = [.. codes.Codes.Where(code => width >= 64 || code.Value >> width == 0).Select(code => code with { Value = (ulong)(Reversed(code.Value, width) & ulong.MaxValue) })] };

    private static BigInteger Reversed(BigInteger value, int width) =>
        Enumerable.Range(0, width).Aggregate(BigInteger.Zero, (sum, bit) => sum | ((value >> bit) & 1) << (width - 1 - bit));

    private DescribedLock? LockOf(RdlComponent field, string name, List<Loss> losses)
    {
        if (field.Find(name) is not { } property || property.Value is RdlNumber { Value.IsZero: true })
            return null;
        if (property is { Value: RdlReference { Name.Property: null } reference, Owner: { } owner } && names.Find(owner, reference.Name.Path) is { } found)
            return new(found.Register, found.Field, WhenSet: name == "swwel");
        losses.Add(new("lock by a signal", $"{name} {property.Value}"));
        return null;
    }

    private BigInteger? Reset(RdlComponent field, BitRange bits, List<Loss> losses)
    {
        if (field.Find("reset") is not { } property)
            return null;
        if (property.Value is not RdlNumber number)
        {
            losses.Add(new("reset value that is no number", property.Value.ToString()!));
            return null;
        }

        return number.Value.Sign >= 0 && number.Value >> bits.Width == 0 ? number.Value : throw sources.Invalid(property.Place, $"the reset value {number} does not fit {bits.Width} bits.");
    }
}
