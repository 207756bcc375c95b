using System.Numerics;

namespace Vtd.Spec.Tools.Import.SystemRdl;

/// <summary>Gives instances their addresses.</summary>
/// <param name="sources">The files, for messages.</param>
internal sealed class RdlAddresses(RdlSources sources)
{
    private readonly Dictionary<RdlComponent, BigInteger> _sizes = new(ReferenceEqualityComparer.Instance);

    /// <summary>Width of a register that gives none.</summary>
    private const int UsualWidth = 32;

    /// <summary>Places all that is in a component.</summary>
    /// <param name="component">An address map, a register file or a memory.</param>
    public void Place(RdlComponent component) => Size(component, "regalign", 1);

    /// <summary>Bits of a register.</summary>
    public int WidthOf(RdlComponent register) => Bits(register, "regwidth", UsualWidth);

    /// <summary>Bits of the smallest access of a register.</summary>
    public int AccessWidthOf(RdlComponent register) => Bits(register, "accesswidth", WidthOf(register));

    /// <summary>Bits of a word of a memory.</summary>
    public int MemoryWidthOf(RdlComponent memory)
    {
        var registers = memory.Instances.Select(static instance => instance.Component).Where(static component => component.Kind == "reg").ToList();
        return Bits(memory, "memwidth", registers.Count > 0 ? registers.Max(WidthOf) : UsualWidth);
    }

    /// <summary>Words of a memory.</summary>
    public int EntriesOf(RdlComponent memory) => memory.Find("mementries") is { } property ? Number(property, 1, int.MaxValue) : 1;

    private int Bits(RdlComponent component, string name, int usual) => component.Find(name) is { } property ? Number(property, 1, 4096) : usual;

    private int Number(RdlProperty property, int least, int most) =>
        property.Value is RdlNumber number && number.Value >= least && number.Value <= most
            ? (int)number.Value
            : throw sources.Invalid(property.Place, $"'{property.Value}' is not in the range from {least} to {most}.");

    private BigInteger Size(RdlComponent component, string addressing, int alignment)
    {
        if (_sizes.TryGetValue(component, out var known))
            return known;
        if (component.Kind is "addrmap")
            addressing = component.Word("addressing") ?? "regalign";
        if (component.Own.TryGetValue("alignment", out var property) || (component.Kind == "addrmap" && component.Defaults.TryGetValue("alignment", out property)))
            alignment = Number(property, 1, 1 << 30);
        if (addressing is not ("compact" or "regalign" or "fullalign"))
            throw sources.Invalid(component.Find("addressing")!.Place, $"'{addressing}' is no addressing: compact, regalign and fullalign are.");

        return _sizes[component] = component.Kind switch
        {
            "reg" => WidthOf(component) / 8,
            "mem" => BigInteger.Max((BigInteger)EntriesOf(component) * RdlMemory.BytesOf(MemoryWidthOf(component)), End(component, addressing, alignment)),
            _ => End(component, addressing, alignment),
        };
    }

    private BigInteger End(RdlComponent component, string addressing, int alignment)
    {
        var (next, end) = (BigInteger.Zero, BigInteger.Zero);
        foreach (var instance in component.Instances.Where(static instance => instance.Component.Kind is not ("field" or "signal")))
        {
            var size = Enumerable.Range(0, instance.Elements?.Count ?? 1).Select(index => Size(instance.At(index), addressing, alignment)).Max();
            instance.Stride ??= size;
            var total = instance.Dimensions.Count == 0 ? size : instance.Stride.Value * instance.Count;
            instance.Address ??= Align(component.Is("bridge") ? 0 : next, BigInteger.Max(BigInteger.Max(instance.Alignment ?? 1, alignment), ByMode(instance, addressing, size, total)));
            next = instance.Address.Value + total;
            end = BigInteger.Max(end, next);
            if (end.GetBitLength() > 64)
                throw sources.Invalid(instance.Syntax.Name, $"{instance.Name} ends beyond an address of 64 bits.");
        }

        return end;
    }

    private BigInteger ByMode(RdlInstance instance, string addressing, BigInteger size, BigInteger total) => addressing switch
    {
        "compact" => instance.Component.Kind == "reg" ? AccessWidthOf(instance.Component) / 8 : 1,
        "regalign" => RoundUp(size),
        _ => RoundUp(total),
    };

    private static BigInteger RoundUp(BigInteger size) => size <= 1 ? 1 : BigInteger.One << (int)(size - 1).GetBitLength();

    private static BigInteger Align(BigInteger address, BigInteger alignment) => alignment <= 1 ? address : (address + alignment - 1) / alignment * alignment;
}
