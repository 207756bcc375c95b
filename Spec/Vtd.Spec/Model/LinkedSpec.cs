using Vtd.Spec.Source;

namespace Vtd.Spec.Model;

// The linked model: names resolved, defaults filled in, every bit accounted for, and no source positions, so that an
// edit that changes no meaning (a comment, a moved line) gives an equal model and nothing is rendered again.

/// <summary>Name and source of a spec.</summary>
/// <param name="Name">The <c>spec:</c> name, an identifier: prefix of the types that exist once per spec.</param>
/// <param name="Document">The document that the spec was written from.</param>
public sealed record SpecHeader(string Name, string? Document)
{
    /// <summary>The namespace of the types; null unless a project decides.</summary>
    public string? Namespace { get; init; }

    /// <summary>Whether the types are public; null unless a project decides.</summary>
    public bool? IsPublic { get; init; }

    /// <summary>The parts that are generated of the spec; null unless a project decides.</summary>
    public GeneratedParts? Parts { get; init; }
}

/// <summary>A declaration of a spec, linked.</summary>
public abstract record LinkedDeclaration
{
    /// <summary>The reliability of the declaration.</summary>
    public Confidence Confidence { get; init; }

    /// <summary>Notes for documentation: deliberate differences, older layouts, doubts.</summary>
    public string? Note { get; init; }
}

/// <summary>A named group of bits, a reserved one included: the fields of a thing cover each of its bits exactly once, but fields whose conditions exclude each
/// other may share bits.</summary>
/// <param name="Name">The mnemonic; for bits without one (reserved, ignored) <c>RSVD_msb_lsb</c> or <c>IGN_msb_lsb</c>.</param>
/// <param name="Bits">Bits, the most significant part of the value first.</param>
/// <param name="Access">The effects of software's accesses. In descriptors and entries <see cref="Access.ReadWrite"/> for a real field.</param>
/// <param name="Enum">The enum of the values that reads give; null if the field has none.</param>
/// <param name="Reset">Value after reset; null in descriptors and entries, where the whole register is given or undefined, and where it is computed.</param>
/// <param name="Scale">The property's value is the bits times this: 1, or 4096 for a page address.</param>
/// <param name="When">The condition under which the field exists; its bits are reserved otherwise.</param>
/// <param name="Legal">ValueReader that a descriptor may hold; empty if all.</param>
/// <param name="Meaning">For documentation.</param>
public sealed record LinkedField(
    string Name,
    EquatableArray<BitRange> Bits,
    Access Access,
    LinkedEnumReference? Enum,
    ulong? Reset,
    ulong Scale,
    Expression? When,
    EquatableArray<LegalRange> Legal,
    string? Meaning) : LinkedDeclaration
{
    /// <summary>The elements that its bits are divided into; null if it is not an array.</summary>
    public LinkedElements? Elements { get; init; }

    /// <summary>The enum of the values that software writes; null if they have the codes of those that reads give.</summary>
    public LinkedEnumReference? WriteEnum { get; init; }

    /// <summary>The enums of its values, or of its elements.</summary>
    public IEnumerable<LinkedEnumReference> Enums => new[] { Enum ?? Elements?.Enum, WriteEnum }.OfType<LinkedEnumReference>();

    /// <summary>Elements of the field as fields, the lowest first; the field itself if it is not an array.</summary>
    public IEnumerable<LinkedField> Split()
    {
        if (Elements is not { } elements)
            return [this];
        var bits = Bits.Reverse().SelectMany(static range => Enumerable.Range(range.Lsb, range.Width)).ToArray();
        var width = bits.Length / elements.Count;
        return Enumerable.Range(0, elements.Count).Select(at => this with
        {
            Name = $"{Name}[{at}]",
            Bits = BitRange.Of(bits.Skip(at * width).Take(width)).ToEquatableArray(),
            Enum = elements.Enum,
            Reset = Reset is { } reset ? (reset >> (at * width)) & (ulong.MaxValue >> (64 - width)) : null,
            ComputedReset = ComputedReset is { } computed ? ExpressionParts.BitsOf(computed, at * width, width) : null,
            Elements = null,
        });
    }

    /// <summary>The part of <see cref="When"/> that is known before the first access: of a register's field the conditions over given registers. Null if there are none.</summary>
    public Expression? Gate { get; init; } = When;

    /// <summary>Value after reset as computed from given registers; null if it is fixed.</summary>
    public Expression? ComputedReset { get; init; }

    /// <summary>Whether the property drops bits of a value that do not fit; otherwise it throws.</summary>
    public bool Wraps { get; init; }

    /// <summary>Condition over registers with which writes of software have no effect; null if they always have.</summary>
    public Expression? Locked { get; init; }

    /// <summary>Name of the field of the register that a write must set for this one to be written: one bit, or one for each bit. Null if every write counts.</summary>
    public string? EnabledBy { get; init; }

    /// <summary>Number of bits, all parts together.</summary>
    public int Width
    {
        get
        {
            var width = 0;
            foreach (var range in Bits)
                width += range.Width;
            return width;
        }
    }

    /// <summary>Whether it has a bit in common with another field.</summary>
    public bool SharesBitsWith(LinkedField other) => Bits.Any(range => other.Bits.Any(range.Overlaps));

    /// <summary>Whether these are bits without a meaning of their own.</summary>
    public bool IsReserved => Access.Reserved != ReservedKind.None;
}

/// <summary>The elements of a field array.</summary>
/// <param name="Count">Number of elements, all of one width; element 0 has the lowest bits.</param>
/// <param name="Enum">The enum of each, if it has one.</param>
public sealed record LinkedElements(int Count, LinkedEnumReference? Enum);

/// <summary>The enum of a field.</summary>
/// <param name="Name">Type name.</param>
/// <param name="UnderlyingBits">Width of the C# type under it: 8, 16, 32 or 64.</param>
public sealed record LinkedEnumReference(string Name, int UnderlyingBits)
{
    /// <summary>The spec of the enum; null for an enum of the same spec.</summary>
    public SpecReference? Spec { get; init; }

    /// <summary>The name as the language writes it.</summary>
    public string QualifiedName => Spec is null ? Name : $"{Spec.Name}.{Name}";
}

/// <summary>Raw field values from <paramref name="First"/> to <paramref name="Last"/>, both included.</summary>
public readonly record struct LegalRange(ulong First, ulong Last);

/// <summary>An enum or a table of codes.</summary>
/// <param name="Name">Type name.</param>
/// <param name="Title">The name in the architecture.</param>
/// <param name="Section">Section of the architecture.</param>
/// <param name="Width">Bits that a value takes.</param>
/// <param name="UnderlyingBits">Width of the C# type: 8, 16, 32 or 64.</param>
/// <param name="IsFlags">The codes are bit numbers of a bitmap.</param>
/// <param name="Traits">Names of the yes/no properties that codes can have, for instance <c>qualified</c>.</param>
/// <param name="Codes">In order of value, aliases behind the codes that they name.</param>
/// <param name="About">For documentation.</param>
public sealed record LinkedEnum(
    string Name,
    string? Title,
    string? Section,
    int Width,
    int UnderlyingBits,
    bool IsFlags,
    EquatableArray<string> Traits,
    EquatableArray<LinkedCode> Codes,
    string? About) : LinkedDeclaration
{
    /// <summary>Whether values without a name are legal as well.</summary>
    public bool IsOpen { get; init; }
}

/// <summary>One code of an enum.</summary>
/// <param name="Name">The name in the architecture: letters, digits and <c>_</c>.</param>
/// <param name="Value">The code; for flags the bit number.</param>
/// <param name="Mnemonic">The name in the architecture, for instance <c>LRT.2</c>.</param>
/// <param name="Meaning">For documentation.</param>
/// <param name="Traits">The traits of the enum that the code has.</param>
public sealed record LinkedCode(string Name, ulong Value, string? Mnemonic, string? Meaning, EquatableArray<string> Traits) : LinkedDeclaration
{
    /// <summary>The name in C#.</summary>
    public string Member { get; init; } = Name;

    /// <summary>The C# name of the code that this is another name of; null if it is a code of its own.</summary>
    public string? AliasOf { get; init; }

    /// <summary>The condition over given registers of the spec under which the value has this meaning; null if it always has.</summary>
    public Expression? When { get; init; }
}

/// <summary>Where a register's value after reset comes from.</summary>
public enum ResetSource
{
    /// <summary>The spec says the value.</summary>
    Value,

    /// <summary>The creator of the register file supplies the value, a capability of the implementation. It is constant afterwards.</summary>
    Given,

    /// <summary>The architecture leaves it undefined; the register file starts with 0.</summary>
    Undefined,
}

/// <summary>A register, or an array of equal ones.</summary>
/// <param name="Mnemonic">For instance <c>GSTS</c>.</param>
/// <param name="TypeName">For instance <c>Gsts</c>.</param>
/// <param name="Title">Name in the architecture.</param>
/// <param name="Section">Section of the architecture.</param>
/// <param name="Offset">Byte offset in the block, or from <paramref name="Base"/>.</param>
/// <param name="Base">Byte offset computed from given registers; null if fixed.</param>
/// <param name="Width">Bits, a multiple of 8 from 8 to 1,024.</param>
/// <param name="Dimensions">The dimensions of an array, the outermost first; empty for a single register.</param>
/// <param name="Reset">Where the reset value comes from.</param>
/// <param name="When">The condition over given registers with which it exists; otherwise it reads 0 and ignores writes.</param>
/// <param name="Hook">The writes that call the handler; null for none.</param>
/// <param name="Fields">From the highest bit down; together they cover every bit exactly once.</param>
/// <param name="About">For documentation.</param>
public sealed record LinkedRegister(
    string Mnemonic,
    string TypeName,
    string? Title,
    string? Section,
    int Offset,
    Expression? Base,
    int Width,
    EquatableArray<LinkedDimension> Dimensions,
    ResetSource Reset,
    Expression? When,
    WriteHook? Hook,
    EquatableArray<LinkedField> Fields,
    string? About) : LinkedDeclaration
{
    /// <summary>Name of the block that it lies in; empty for the only block of a spec.</summary>
    public string Block { get; init; } = "";

    /// <summary>Whether the register is an array.</summary>
    public bool IsArray => Dimensions.Count > 0;

    /// <summary>The numbers that its place is computed from, fixed ones included.</summary>
    public IEnumerable<Expression> Place =>
        Dimensions.SelectMany(static dimension => new[] { dimension.Count, dimension.Stride }).Concat(Base is null ? [] : [Base]);

    /// <summary>The values of the elements of an array after reset, the last index the fastest; empty if all have the one that the fields have.</summary>
    public EquatableArray<ulong> ElementResets { get; init; }

    /// <summary>Whether the spec gives one value after reset as a number, for all elements of an array.</summary>
    public bool HasFixedReset => Reset == ResetSource.Value && ElementResets.Count == 0 && !HasComputedReset;

    /// <summary>Whether the value after reset is computed, of some field at least.</summary>
    public bool HasComputedReset => Fields.Any(static it => it.ComputedReset is not null);

    /// <summary>The group that it belongs to; null for none. The group's dimensions come first.</summary>
    public LinkedGroup? Group { get; init; }

    /// <summary>Name of the register in its group; the mnemonic if it is in none.</summary>
    public string Member => Group is null ? Mnemonic : Mnemonic.Substring(Group.Name.Length + 1);

    /// <summary>The other places of the register, at which writes change single bits.</summary>
    public EquatableArray<LinkedAlias> Aliases { get; init; }

    /// <summary>The reads that call the handler; null for none.</summary>
    public AccessHook? ReadHook { get; init; }

    /// <summary>The order of the bytes.</summary>
    public ByteOrder Order { get; init; }

    /// <summary>The condition over registers that change, with which it is at its place; otherwise accesses there reach another register, or none. Null if it always is.</summary>
    public Expression? Bank { get; init; }

    /// <summary>The condition under which software reaches the register: <see cref="When"/> and <see cref="Bank"/>.</summary>
    public Expression? Condition => ExpressionParts.All([When, Bank]);
}

/// <summary>A dimension of an array of registers.</summary>
/// <param name="Count">Number of elements.</param>
/// <param name="Stride">Bytes from one element to the next.</param>
public sealed record LinkedDimension(Expression Count, Expression Stride)
{
    /// <summary>Names of the elements, the first one first; empty if they have none. If the number of elements is computed, there can be more or fewer names.</summary>
    public EquatableArray<string> Names { get; init; }
}

/// <summary>A group of registers that lie together, once or repeated.</summary>
/// <param name="Name">The name, behind those of the groups around it: for instance <c>CHANNEL_QUEUE</c>.</param>
/// <param name="Parent">The group around it; null for none.</param>
/// <param name="IsRepeated">Whether it is one of the dimensions of its registers.</param>
/// <param name="Title">Name in the architecture.</param>
/// <param name="Section">Section of the architecture.</param>
/// <param name="About">For documentation.</param>
public sealed record LinkedGroup(string Name, LinkedGroup? Parent, bool IsRepeated, string? Title, string? Section, string? About)
{
    /// <summary>The condition over given registers with which it exists, beside those of the groups around it; null if it always does.</summary>
    public Expression? When { get; init; }

    /// <summary>The group and the groups around it, the innermost first.</summary>
    public IEnumerable<LinkedGroup> Around => Parent is null ? [this] : Parent.Around.Prepend(this);

    /// <summary>Name of the group in the group around it.</summary>
    public string Member => Parent is null ? Name : Name.Substring(Parent.Name.Length + 1);

    /// <summary>Name of the type that has the registers of the group as members.</summary>
    public string TypeName => TypeNames.OfGroup(Name);

    /// <summary>The number of dimensions that it and the groups around it give their registers.</summary>
    public int Depth => (Parent?.Depth ?? 0) + (IsRepeated ? 1 : 0);
}

/// <summary>The accesses to a register that call the handler.</summary>
/// <param name="Fields">Fields of which an access covers a bit; empty for every access.</param>
public record AccessHook(EquatableArray<string> Fields)
{
    /// <summary>Whether an access that covers bits of a field calls the handler.</summary>
    public bool Has(LinkedField field) => Fields.Count == 0 || Fields.Contains(field.Name);
}

/// <summary>The writes to a register that call the handler.</summary>
/// <param name="Fields">Fields of which a write covers a bit; empty for every write.</param>
/// <param name="PassesBytes">Whether the handler gets the bytes that were written, beside the value before and after.</param>
public sealed record WriteHook(EquatableArray<string> Fields, bool PassesBytes) : AccessHook(Fields);

/// <summary>A register block.</summary>
/// <param name="Name">The name; empty for the only block of a spec.</param>
/// <param name="Title">Name in the architecture.</param>
/// <param name="Section">Section of the architecture.</param>
/// <param name="Size">Bytes.</param>
/// <param name="AccessSizes">Bytes that one access may have, ascending: some of 1, 2, 4, 8.</param>
/// <param name="About">For documentation.</param>
public sealed record LinkedBlock(string Name, string? Title, string? Section, int Size, EquatableArray<int> AccessSizes, string? About) : INamed
{
    /// <summary>The part of names of types that stands for the block; empty for the only block of a spec.</summary>
    public string TypeName => TypeNames.OfMnemonic(Name);

    /// <summary>The order of the bytes in registers that do not have their own.</summary>
    public ByteOrder Order { get; init; }

    /// <summary>The aliases that each register of the block has.</summary>
    public EquatableArray<LinkedAlias> Aliases { get; init; }

    /// <summary>The instances of the block in the system, by address.</summary>
    public EquatableArray<LinkedInstance> Instances { get; init; }

    /// <summary>The number of bytes of which a register starts at a multiple: the largest power of two that divides its size, but no more than one access has.</summary>
    /// <param name="bytes">Size of the register in bytes.</param>
    public int AlignmentOf(int bytes) => Math.Min(bytes & -bytes, AccessSizes.Max());
}

/// <summary>An instance of a register block.</summary>
/// <param name="Name">Identifier, for instance <c>UART0</c>.</param>
/// <param name="Address">The address of its first byte.</param>
public sealed record LinkedInstance(string Name, ulong Address);

/// <summary>A queue of descriptors that are told apart by a type code.</summary>
/// <param name="Name">Identifier, for instance <c>InvalidationQueue</c>.</param>
/// <param name="Title">Name in the architecture.</param>
/// <param name="Section">Section of the architecture.</param>
/// <param name="Sizes">Descriptor sizes in bits, ascending: whole bytes, at most 4096 bits.</param>
/// <param name="Type">The bits of the type code, the same in every descriptor.</param>
/// <param name="About">For documentation.</param>
public sealed record LinkedQueue(
    string Name,
    string? Title,
    string? Section,
    EquatableArray<int> Sizes,
    EquatableArray<BitRange> Type,
    string? About) : LinkedDeclaration;

/// <summary>A descriptor.</summary>
/// <param name="Name">As written, for instance <c>pasid-cache-invalidate</c>.</param>
/// <param name="TypeName">For instance <c>PasidCacheInvalidateDescriptor</c>.</param>
/// <param name="Title">Name in the architecture.</param>
/// <param name="Section">Section of the architecture.</param>
/// <param name="Queue">The queue it is legal in, the first if there are several.</param>
/// <param name="Code">The type code.</param>
/// <param name="Sizes">Sizes in bits that it is legal in. The fields fit the smallest; bits above are reserved.</param>
/// <param name="Fields">From the highest bit of the smallest size down, type code included as <see cref="TypeField"/>.</param>
/// <param name="Require">Conditions over its own fields and given registers that must all hold.</param>
/// <param name="About">For documentation.</param>
public sealed record LinkedDescriptor(
    string Name,
    string TypeName,
    string? Title,
    string? Section,
    string Queue,
    ulong Code,
    EquatableArray<int> Sizes,
    EquatableArray<LinkedField> Fields,
    EquatableArray<Expression> Require,
    string? About) : LinkedDeclaration
{
    /// <summary>The name that its type code has as a field, unless it has a field of its own of that name.</summary>
    public const string UsualTypeField = "TYPE";

    /// <summary>All queues that it is legal in.</summary>
    public EquatableArray<string> Queues { get; init; }

    /// <summary>Name of the field that holds its type code.</summary>
    public string TypeField { get; init; } = UsualTypeField;
}

/// <summary>An entry of an in-memory table.</summary>
/// <param name="Name">As written, for instance <c>pasid-entry</c>.</param>
/// <param name="TypeName">For instance <c>PasidEntry</c>.</param>
/// <param name="Title">Name in the architecture.</param>
/// <param name="Section">Section of the architecture.</param>
/// <param name="Size">Bits: whole bytes, at most 4096 bits.</param>
/// <param name="VariantOf">Type name of the group that it is a variant of, if any.</param>
/// <param name="VariantWhen">The condition that selects this variant, over registers or its own fields.</param>
/// <param name="Fields">From the highest bit down; together they cover every bit exactly once.</param>
/// <param name="About">For documentation.</param>
public sealed record LinkedEntry(
    string Name,
    string TypeName,
    string? Title,
    string? Section,
    int Size,
    string? VariantOf,
    Expression? VariantWhen,
    EquatableArray<LinkedField> Fields,
    string? About) : LinkedDeclaration
{
    /// <summary>Conditions over its own fields and given registers that must all hold.</summary>
    public EquatableArray<Expression> Require { get; init; }

    /// <summary>Place among the variants of its group, which are tried in this order: as files are by path, and variants in a file.</summary>
    public int VariantPlace { get; init; }
}

/// <summary>Everything of one spec that was free of errors.</summary>
public sealed record LinkedSpec(
    SpecHeader Header,
    EquatableArray<LinkedBlock> Blocks,
    EquatableArray<LinkedEnum> Enums,
    EquatableArray<LinkedRegister> Registers,
    EquatableArray<LinkedQueue> Queues,
    EquatableArray<LinkedDescriptor> Descriptors,
    EquatableArray<LinkedEntry> Entries)
{
    /// <summary>The specs whose names it uses: those that it imports, and those that they import.</summary>
    public EquatableArray<LinkedSpec> Imported { get; init; }

    /// <summary>The spec that a name refers to.</summary>
    /// <param name="reference">The reference; null for the spec itself.</param>
    public LinkedSpec Referred(SpecReference? reference) => reference is null ? this : Imported.First(spec => spec.Header.Name == reference.Name);
}
