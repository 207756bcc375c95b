using Vtd.Spec.Model;
using Vtd.Spec.Source;

namespace Vtd.Spec.Tools.Decode;

/// <summary>The layout by which a value is decoded: a register, a descriptor of one size, or an entry.</summary>
/// <param name="Spec">The spec that declares it.</param>
/// <param name="Kind"><c>register</c>, <c>descriptor</c> or <c>entry</c>.</param>
/// <param name="Name">As the spec writes it.</param>
/// <param name="Size">Bits.</param>
/// <param name="Fields">From the highest bit down; together they cover every bit exactly once.</param>
public sealed record Layout(LinkedSpec Spec, string Kind, string Name, int Size, IReadOnlyList<LinkedField> Fields)
{
    /// <summary>Kind and size in words.</summary>
    public string KindText => $"{Kind} of {Size} {(Size == 1 ? "bit" : "bits")}";

    /// <summary>Name in the architecture.</summary>
    public string? Title { get; init; }

    /// <summary>Section of the architecture.</summary>
    public string? Section { get; init; }

    /// <summary>The element of a register array, if it is known.</summary>
    public int? Index { get; init; }

    /// <summary>The name, that of the element if it is known.</summary>
    public string NameOfElement { get; init; } = Name;

    /// <summary>Whether the layout tells the capabilities of the hardware.</summary>
    public bool IsGiven { get; init; }

    /// <summary>The reliability of the declaration.</summary>
    public Confidence Confidence { get; init; }

    /// <summary>Deliberate differences, older layouts, doubts.</summary>
    public string? Note { get; init; }

    /// <summary>The condition under which the layout exists; null if it always does.</summary>
    public Expression? When { get; init; }

    /// <summary>Of the variants of an entry: what selects this one.</summary>
    public Expression? VariantWhen { get; init; }

    /// <summary>Conditions that a descriptor or an entry must satisfy.</summary>
    public IReadOnlyList<Expression> Require { get; init; } = [];

    public static Layout Of(LinkedSpec spec, LinkedRegister register, int? index = null) =>
        new(spec, "register", register.Mnemonic, register.Width, register.Fields)
        {
            Title = register.Title,
            Section = register.Section,
            Index = index,
            NameOfElement = index is { } element ? ElementName.Of(register, element) : register.Mnemonic,
            IsGiven = register.Reset == ResetSource.Given,
            Confidence = register.Confidence,
            Note = register.Note,
            When = register.When,
        };

    public static Layout Of(LinkedSpec spec, LinkedEntry entry) =>
        new(spec, "entry", entry.Name, entry.Size, entry.Fields)
        {
            Title = entry.Title,
            Section = entry.Section,
            Confidence = entry.Confidence,
            Note = entry.Note,
            VariantWhen = entry.VariantWhen,
            Require = entry.Require,
        };

    /// <param name="spec">The spec that declares it.</param>
    /// <param name="descriptor">The descriptor.</param>
    /// <param name="size">The size that a value has, legal or not; above the fields it is reserved, fields above it are not there.</param>
    public static Layout Of(LinkedSpec spec, LinkedDescriptor descriptor, int size)
    {
        var described = descriptor.Fields.SelectMany(static field => field.Bits).Max(static range => range.Msb) + 1;
        IEnumerable<LinkedField> padding = size > described ? [Reserved(size - 1, described)] : [];
        return new Layout(spec, "descriptor", descriptor.Name, size, [.. padding, .. descriptor.Fields.SelectMany(field => Below(field, size))])
        {
            Title = descriptor.Title,
            Section = descriptor.Section,
            Confidence = descriptor.Confidence,
            Note = descriptor.Note,
            Require = descriptor.Require,
        };
    }

    /// <summary>The enum of a field, that of the values that reads give.</summary>
    public LinkedEnum? EnumOf(LinkedField field) => Find(field.Enum);

    /// <summary>The enum of the values that software writes to a field, if it is another one.</summary>
    public LinkedEnum? WriteEnumOf(LinkedField field) => Find(field.WriteEnum);

    /// <summary>The enums of the fields, each once.</summary>
    public IEnumerable<LinkedEnum> Enums => Fields.SelectMany(static one => one.Enums).Select(Find).OfType<LinkedEnum>().DistinctBy(static table => table.Name);

    private LinkedEnum? Find(LinkedEnumReference? reference) =>
        reference is null ? null : Spec.Referred(reference.Spec).Enums.FirstOrDefault(one => one.Name == reference.Name);

    private static IEnumerable<LinkedField> Below(LinkedField field, int size)
    {
        var ranges = field.Bits.Where(range => range.Lsb < size).Select(range => new BitRange(Math.Min(range.Msb, size - 1), range.Lsb)).ToEquatableArray();
        return ranges.Count > 0 ? [field with { Bits = ranges }] : [];
    }

    private static LinkedField Reserved(int msb, int lsb) =>
        new($"RSVD_{msb}_{lsb}", new[] { new BitRange(msb, lsb) }.ToEquatableArray(), Access.ReservedZero, null, null, 1, null, default, null);
}
