using Vtd.Spec.Source;

namespace Vtd.Spec.Language;

/// <summary>The form that the value of a key has: data that the reader, its messages, the schema and the reference share.</summary>
/// <param name="Expected">In words, with an example: <c>a number, such as 0x1C</c>.</param>
public abstract record Shape(string Expected)
{
    /// <summary>The forms of the value: of nested choices all, side by side.</summary>
    public virtual IEnumerable<Shape> Forms => [this];
}

/// <summary>Prose.</summary>
/// <param name="Expected">In words.</param>
/// <param name="IsQuoted">Whether text must be quoted where it could be taken for a number.</param>
public sealed record TextShape(string Expected, bool IsQuoted = false) : Shape(Expected);

/// <summary>A name that is declared or referred to.</summary>
/// <param name="Expected">In words.</param>
/// <param name="Style">The spelling of the name.</param>
/// <param name="HasSpec">The name may stand behind that of a spec and a dot.</param>
public sealed record NameShape(string Expected, NameStyle Style, bool HasSpec = false) : Shape(Expected)
{
    /// <summary>The kind of thing that has the name. The names of a <see cref="MapShape"/> declare such things, all others refer to them.</summary>
    public NameKind Kind { get; init; }
}

/// <summary>A kind of named thing.</summary>
public enum NameKind
{
    /// <summary>A name that nothing refers to.</summary>
    None,

    /// <summary>A spec.</summary>
    Spec,

    /// <summary>A register block.</summary>
    Block,

    /// <summary>An enum.</summary>
    Enum,

    /// <summary>A code of an enum.</summary>
    Code,

    /// <summary>A trait of the codes of an enum.</summary>
    Trait,

    /// <summary>A register.</summary>
    Register,

    /// <summary>A group of registers.</summary>
    Group,

    /// <summary>A field of a register, a descriptor or an entry.</summary>
    Field,

    /// <summary>A queue.</summary>
    Queue,

    /// <summary>A descriptor.</summary>
    Descriptor,

    /// <summary>An entry.</summary>
    Entry,

    /// <summary>A template of registers.</summary>
    RegisterTemplate,

    /// <summary>A template of descriptors.</summary>
    DescriptorTemplate,

    /// <summary>A template of entries.</summary>
    EntryTemplate,
}

/// <summary>The spelling of a name.</summary>
public enum NameStyle
{
    /// <summary>A letter, then letters, digits and <c>_</c>.</summary>
    Identifier,

    /// <summary>An identifier that starts with an upper-case letter and has no <c>_</c>.</summary>
    Pascal,

    /// <summary>Lower-case words with <c>-</c> between them.</summary>
    Kebab,

    /// <summary>Letters, digits and <c>_</c>, also those that are no identifier.</summary>
    Word,
}

/// <summary>An integer in decimal, 0x or 0b notation.</summary>
/// <param name="Expected">In words.</param>
/// <param name="Least">Smallest possible.</param>
/// <param name="Most">Largest possible.</param>
/// <param name="IsPowerOfTwo">Only 1, 2, 4, 8 and so on.</param>
/// <param name="Choices">The only ones possible; empty for all in the range.</param>
/// <param name="MultipleOf">Only multiples of this.</param>
public sealed record NumberShape(
    string Expected, ulong Least = 0, ulong Most = ulong.MaxValue, bool IsPowerOfTwo = false, EquatableArray<ulong> Choices = default, ulong MultipleOf = 1)
    : Shape(Expected);

/// <summary>All integers from one to another: <c>1..3</c>.</summary>
/// <param name="Expected">In words.</param>
public sealed record RangeShape(string Expected) : Shape(Expected);

/// <summary>One of a few words.</summary>
/// <param name="Expected">In words.</param>
/// <param name="Words">The words.</param>
public sealed record WordShape(string Expected, EquatableArray<Word> Words) : Shape(Expected);

/// <summary>A word of a <see cref="WordShape"/> and what it means.</summary>
public sealed record Word(string Text, string Description);

/// <summary>Bits: a number, <c>msb:lsb</c>, or a list of those, high part first.</summary>
/// <param name="Expected">In words.</param>
public sealed record BitsShape(string Expected) : Shape(Expected);

/// <summary>A condition or a computed number.</summary>
/// <param name="Expected">In words.</param>
public sealed record ExpressionShape(string Expected) : Shape(Expected);

/// <summary>A list.</summary>
/// <param name="Expected">In words.</param>
/// <param name="Item">The shape of an item.</param>
/// <param name="Most">The largest number of items; 0 for no limit.</param>
public sealed record ListShape(string Expected, Shape Item, int Most = 0) : Shape(Expected);

/// <summary>A mapping from names to declarations.</summary>
/// <param name="Expected">In words.</param>
/// <param name="Name">The spelling of the names.</param>
/// <param name="Item">The kind of declaration.</param>
public sealed record MapShape(string Expected, NameShape Name, Shape Item) : Shape(Expected);

/// <summary>A mapping with fixed keys.</summary>
/// <param name="Expected">In words.</param>
/// <param name="Table">Name of the key table.</param>
public sealed record TableShape(string Expected, string Table) : Shape(Expected);

/// <summary>One of two forms.</summary>
/// <param name="Expected">In words.</param>
/// <param name="First">One form.</param>
/// <param name="Second">The other form.</param>
public sealed record EitherShape(string Expected, Shape First, Shape Second) : Shape(Expected)
{
    /// <inheritdoc/>
    public override IEnumerable<Shape> Forms => First.Forms.Concat(Second.Forms);
}
