using System.Numerics;
using Vtd.Spec.Model;
using Vtd.Spec.Source;

namespace Vtd.Spec.Tools.Decode;

/// <summary>Something of a spec that a value can be decoded as.</summary>
/// <param name="Spec">The spec that declares it.</param>
/// <param name="Kind">The kind of item, in the words of the language.</param>
/// <param name="Name">As the spec writes it.</param>
public abstract record DecodableItem(LinkedSpec Spec, string Kind, string Name)
{
    /// <summary>Other names that it goes by.</summary>
    public virtual IEnumerable<string> OtherNames => [];

    /// <summary>The layouts that its values can have; empty for an enum.</summary>
    public abstract IReadOnlyList<Layout> Layouts { get; }

    /// <summary>Decodes a value.</summary>
    /// <returns>One result; several if what is known does not tell the variants apart.</returns>
    /// <exception cref="UndecodableException">The value is none of this thing.</exception>
    public abstract IReadOnlyList<Decoded> Decode(GivenValue value, KnownRegisters known);

    /// <summary>Decodes words, the lowest first, that need not be a value of this thing.</summary>
    /// <returns>Null if they are none; of several possible results the first.</returns>
    public Decoded? TryDecode(IReadOnlyList<ulong> words, KnownRegisters known)
    {
        var value = BigInteger.Zero;
        for (var index = 0; index < words.Count; index++)
            value |= (BigInteger)words[index] << (64 * index);

        try
        {
            return Decode(new GivenValue(value, null), known)[0];
        }
        catch (UndecodableException)
        {
            return null;
        }
    }
}

/// <summary>A register, or an element of an array of registers.</summary>
public sealed record DecodableRegister(LinkedSpec Spec, LinkedRegister Register) : DecodableItem(Spec, "register", Register.Mnemonic)
{
    /// <summary>The element of an array, if one is selected.</summary>
    public int? Index { get; init; }

    /// <summary>The alias that the register was found by; null for none.</summary>
    public LinkedAlias? Alias { get; init; }

    public override IReadOnlyList<Layout> Layouts => [Layout.Of(Spec, Register, Index)];

    public override IReadOnlyList<Decoded> Decode(GivenValue value, KnownRegisters known)
    {
        var decoded = new Decoder(known).Decode(Layouts[0], value.Of(Register.Width, Name));
        return [Alias is null ? decoded : decoded with { Remarks = [.. decoded.Remarks, new("alias", false, null, Remark(Alias.Kind))] }];
    }

    private string Remark(AliasKind kind) => $"The offset is that of the alias '{PlaceWords.Of(kind)}' of {Name}: a write {kind switch
    {
        AliasKind.Set => "sets",
        AliasKind.Clear => "clears",
        _ => "inverts",
    }} the bits that are 1 in it, a read gives the register.";
}

/// <summary>An entry of a table in memory.</summary>
public sealed record DecodableEntry(LinkedSpec Spec, LinkedEntry Entry) : DecodableItem(Spec, "entry", Entry.Name)
{
    public override IEnumerable<string> OtherNames => [Entry.TypeName];

    public override IReadOnlyList<Layout> Layouts => [Layout.Of(Spec, Entry)];

    public override IReadOnlyList<Decoded> Decode(GivenValue value, KnownRegisters known) =>
        [new Decoder(known).Decode(Layouts[0], value.Of(Entry.Size, Name))];
}

/// <summary>The variants of an entry, in the order in which they are tried. Its own bits or registers tell which one a value is.</summary>
public sealed record DecodableVariants(LinkedSpec Spec, string Name, IReadOnlyList<LinkedEntry> Variants) : DecodableItem(Spec, "group of entries", Name)
{
    public override IReadOnlyList<Layout> Layouts => [.. Variants.Select(entry => Layout.Of(Spec, entry))];

    public override IReadOnlyList<Decoded> Decode(GivenValue value, KnownRegisters known)
    {
        var sizes = Variants.Select(static entry => entry.Size).Distinct().Order().ToList();
        var fitting = Variants.Where(entry => value.Size is { } size ? size == entry.Size : Bits.LengthOf(value.Value) <= entry.Size).ToList();
        if (fitting.Count == 0)
            value.Of(sizes[^1], Name);

        var decoder = new Decoder(known);
        var possible = new List<Decoded>();
        foreach (var entry in fitting)
        {
            var decoded = decoder.Decode(Layout.Of(Spec, entry), value.Value);
            switch (Selects(entry, decoded, known))
            {
                case true:
                    return [.. possible, decoded];
                case null:
                    possible.Add(decoded);
                    break;
            }
        }

        return possible.Count > 0 ? possible
            : throw new UndecodableException($"{Bits.Hex(value.Value)} is no {Name}: it would have to be {string.Join(", or ", fitting.Select(static entry => $"{entry.Name} ({Condition(entry)})"))}.");
    }

    private static bool? Selects(LinkedEntry entry, Decoded decoded, KnownRegisters known)
    {
        if (entry.VariantWhen is not { } condition)
            return null;

        var own = decoded.Fields.ToDictionary(static field => field.Field.Name, static field => field.Raw, StringComparer.Ordinal);
        return new ExpressionValue(known, name => own.TryGetValue(name, out var raw) ? raw : (BigInteger?)null).Condition(condition);
    }

    private static string Condition(LinkedEntry entry) => entry.VariantWhen is { } condition ? ExpressionProse.Of(condition) : "always";
}

/// <summary>A descriptor of a queue.</summary>
public sealed record DecodableDescriptor(LinkedSpec Spec, LinkedQueue Queue, LinkedDescriptor Descriptor) : DecodableItem(Spec, "descriptor", Descriptor.Name)
{
    public override IEnumerable<string> OtherNames => [Descriptor.TypeName];

    public override IReadOnlyList<Layout> Layouts => [Layout.Of(Spec, Descriptor, Descriptor.Sizes[0])];

    public override IReadOnlyList<Decoded> Decode(GivenValue value, KnownRegisters known)
    {
        var size = value.Size is { } given && Queue.Sizes.Contains(given) ? given
            : Descriptor.Sizes.FirstOrDefault(one => Bits.LengthOf(value.Value) <= one, Descriptor.Sizes[^1]);
        var layout = Layout.Of(Spec, Descriptor, size);
        var decoded = new Decoder(known).Decode(layout, value.Of(size, Name));
        var remarks = decoded.Remarks.ToList();
        if (!Descriptor.Sizes.Contains(size))
            remarks.Add(new Remark("size", true, null, $"{Name} is not legal in {size} bits, only in {string.Join(" and ", Descriptor.Sizes)}."));
        var code = Bits.Extract(value.Value, Queue.Type);
        if (code != Descriptor.Code)
            remarks.Add(new Remark("type", true, null, $"The type code is {Bits.Hex(code)}; that of {Name} is {Bits.Hex(Descriptor.Code)}."));

        return [decoded with { Remarks = remarks }];
    }
}

/// <summary>Any descriptor of a queue: the type code tells which.</summary>
public sealed record DecodableQueue(LinkedSpec Spec, LinkedQueue Queue) : DecodableItem(Spec, "queue", Queue.Name)
{
    public override IReadOnlyList<Layout> Layouts => [.. Descriptors.Select(one => Layout.Of(Spec, one, one.Sizes[0]))];

    private List<LinkedDescriptor> Descriptors => [.. Spec.Descriptors.Where(one => one.Queues.Contains(Queue.Name))];

    public override IReadOnlyList<Decoded> Decode(GivenValue value, KnownRegisters known)
    {
        if (value.Size is { } given && !Queue.Sizes.Contains(given))
            value.Of(Queue.Sizes.FirstOrDefault(size => size > given, Queue.Sizes[^1]), $"A descriptor of {Name}");

        var code = Bits.Extract(value.Value, Queue.Type);
        var descriptors = Descriptors;
        var descriptor = descriptors.Find(one => one.Code == code)
            ?? throw new UndecodableException($"{Name} has no descriptor of type {Bits.Hex(code)} (bits {Bits.Text(Queue.Type)}); its types are {string.Join(", ", descriptors.Select(static one => Bits.Hex(one.Code)))}.");
        return new DecodableDescriptor(Spec, Queue, descriptor).Decode(value, known);
    }
}

/// <summary>An enum or a table of codes.</summary>
public sealed record DecodableEnum(LinkedSpec Spec, LinkedEnum Enum) : DecodableItem(Spec, "enum", Enum.Name)
{
    public override IReadOnlyList<Layout> Layouts => [];

    public override IReadOnlyList<Decoded> Decode(GivenValue value, KnownRegisters known)
    {
        // The enum by itself is a value of one field.
        var field = new LinkedField(
            Enum.Name, new[] { new BitRange(Enum.Width - 1, 0) }.ToEquatableArray(), Access.ReadWrite,
            new LinkedEnumReference(Enum.Name, Enum.UnderlyingBits), null, 1, null, default, Enum.Title);
        var layout = new Layout(Spec, "enum", Enum.Name, Enum.Width, [field]) { Title = Enum.Title, Section = Enum.Section, Confidence = Enum.Confidence, Note = Enum.Note };
        var decoded = new Decoder(known).Decode(layout, value.Of(Enum.Width, Name));
        var isUnknown = !Enum.IsFlags && !Enum.IsOpen && decoded.Fields[0].Codes.Count == 0;
        return [isUnknown ? decoded with { Fields = [decoded.Fields[0] with { Remark = Unknown(decoded.Value) }] } : decoded];
    }

    // Unlike a field of something larger, it was asked for: 0 is as wrong as any other value without a code.
    private Remark Unknown(BigInteger value) => new("unknown-code", true, Enum.Name, $"{Bits.Hex(value)} is not a defined {Enum.Name}.");
}

/// <summary>A field of something, by itself.</summary>
/// <param name="Owner">The layout that it is a field of.</param>
/// <param name="Field">The field.</param>
public sealed record DecodableField(Layout Owner, LinkedField Field) : DecodableItem(Owner.Spec, "field", $"{Owner.Name}.{Field.Name}")
{
    public override IReadOnlyList<Layout> Layouts => [new Layout(Spec, Kind, Name, Field.Width, [Field with { Bits = new[] { new BitRange(Field.Width - 1, 0) }.ToEquatableArray() }])
    {
        Section = Owner.Section,
        IsGiven = Owner.IsGiven,
    }];

    /// <summary>The bits of a field from the name of a code or as a number, decimal or hexadecimal after 0x.</summary>
    /// <exception cref="UndecodableException">The text says no value of the field.</exception>
    public BigInteger RawOf(string text) => FieldValue.Raw(Owner, Field, text);

    public override IReadOnlyList<Decoded> Decode(GivenValue value, KnownRegisters known) => [new Decoder(known).Decode(Layouts[0], value.Of(Field.Width, Name))];
}
