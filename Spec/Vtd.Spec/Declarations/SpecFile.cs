using Vtd.Spec.Model;
using Vtd.Spec.Source;
using Vtd.Spec.Yaml;

namespace Vtd.Spec.Declarations;

// What one file says, names not yet resolved. Everything that a finding may have to point at keeps its span.

/// <summary>A file, read.</summary>
/// <param name="Path">As given by the caller; also decides which of two duplicates is the later one.</param>
public sealed record SpecFile(string Path)
{
    /// <summary>The spec that the file belongs to; null if that could not be read.</summary>
    public Located<string>? Spec { get; init; }

    /// <summary>The namespace of the types of the file; null unless a project decides.</summary>
    public string? Namespace { get; init; }

    /// <summary>Whether the types of the file are public; null unless a project decides.</summary>
    public bool? IsPublic { get; init; }

    /// <summary>The parts that a project asks for; null unless a project decides.</summary>
    public GeneratedParts? Parts { get; init; }

    /// <summary>Whether the types of the file are in a referenced assembly.</summary>
    public bool IsReferenced { get; init; }

    /// <summary>The specs whose names the files of the spec may use.</summary>
    public EquatableArray<Located<string>> Imports { get; init; }

    /// <summary>The document that the spec was written from.</summary>
    public string? Document { get; init; }

    /// <summary>Text about the thing, for documentation.</summary>
    public string? About { get; init; }

    /// <summary>The fields that tell the revision of a device, the most significant first; empty if the file does not say.</summary>
    public EquatableArray<ExpressionText> Revision { get; init; }

    /// <summary>Register blocks, in the order of the file; the name of the only block of a spec is empty.</summary>
    public EquatableArray<BlockDeclaration> Blocks { get; init; }

    /// <summary>Block of the registers that name none.</summary>
    public Located<string>? BlockName { get; init; }

    /// <summary>Queue of the descriptors that name none.</summary>
    public Located<string>? Queue { get; init; }

    /// <summary>Enums, in the order of the file.</summary>
    public EquatableArray<EnumDeclaration> Enums { get; init; }

    /// <summary>Registers, in the order of the file.</summary>
    public EquatableArray<RegisterDeclaration> Registers { get; init; }

    /// <summary>Queues, in the order of the file.</summary>
    public EquatableArray<QueueDeclaration> Queues { get; init; }

    /// <summary>Descriptors, in the order of the file.</summary>
    public EquatableArray<DescriptorDeclaration> Descriptors { get; init; }

    /// <summary>Entries, in the order of the file.</summary>
    public EquatableArray<EntryDeclaration> Entries { get; init; }

    /// <summary>Templates for declarations in any file of the spec.</summary>
    public EquatableArray<Part> Templates { get; init; }

    /// <summary>Title of an overlay; null for other files. An overlay declares nothing, it has <see cref="Patches"/>.</summary>
    public Located<string>? Overlay { get; init; }

    /// <summary>Changes of an overlay to declarations of other files.</summary>
    public EquatableArray<Part> Patches { get; init; }

    /// <summary>Whether every name that the file declares is known. If not, a reference to an undeclared name may
    /// be fine, and is not reported.</summary>
    public bool IsComplete { get; init; } = true;

    /// <summary>Whether the file has declarations that composing must complete before they are linked.</summary>
    internal bool IsPartial => Any(Registers) || Any(Descriptors) || Any(Entries);

    private static bool Any<T>(EquatableArray<T> items)
        where T : Declaration, IEquatable<T>
    {
        foreach (var item in items)
        {
            if (item.IsPartial)
                return true;
        }

        return false;
    }
}

/// <summary>A named thing that a spec declares.</summary>
/// <param name="Name">The name and where it is written.</param>
public abstract record Declaration(Located<string> Name)
{
    /// <summary>Whether an error was reported in the declaration. It is then not generated, and nothing is concluded from what it lacks.</summary>
    public bool IsBroken { get; init; }

    /// <summary>The reliability of the declaration; null if it states none.</summary>
    public Confidence? Confidence { get; init; }

    /// <summary>Prose: deliberate differences, older layouts, doubts.</summary>
    public string? Note { get; init; }

    /// <summary>The first revision of the architecture that has it; null for all before <see cref="Until"/>.</summary>
    public Revision? Since { get; init; }

    /// <summary>The last revision of the architecture that has it; null for all from <see cref="Since"/>.</summary>
    public Revision? Until { get; init; }

    /// <summary>The template that says what it does not say itself.</summary>
    public Located<string>? Like { get; init; }

    /// <summary>Whether the declaration is one part of several. The rest may stand elsewhere, so nothing was concluded from what it lacks.</summary>
    public bool IsPartial { get; init; }

    /// <summary>The YAML of the declaration.</summary>
    internal YamlMapping? Source { get; init; }

    /// <summary>Where to point for something that it lacks: the overlay that changed it, otherwise its name.</summary>
    internal SourceSpan LackSpan => ChangedAt ?? Name.Span;

    /// <summary>The overlay that changed it last.</summary>
    internal SourceSpan? ChangedAt { get; init; }
}

/// <summary>A declaration that is completed by others, or completes others: a template, or a change of an overlay.</summary>
/// <param name="Kind">The kind of declaration.</param>
/// <param name="Item">As far as it is said.</param>
public sealed record Part(UnitKind Kind, Declaration Item);

/// <summary>A declaration that the architecture has a chapter on.</summary>
/// <param name="Name">The name and where it is written.</param>
public abstract record TitledDeclaration(Located<string> Name) : Declaration(Name)
{
    /// <summary>Name in the architecture.</summary>
    public string? Title { get; init; }

    /// <summary>Section of the architecture.</summary>
    public string? Section { get; init; }

    /// <summary>Text about the thing, for documentation.</summary>
    public string? About { get; init; }
}

/// <summary>A register block.</summary>
/// <param name="Name">The name; empty for the only block of a spec.</param>
public sealed record BlockDeclaration(Located<string> Name) : TitledDeclaration(Name)
{
    /// <summary>Bytes.</summary>
    public Located<ulong>? Size { get; init; }

    /// <summary>Bytes that one access may have.</summary>
    public EquatableArray<Located<ulong>> Access { get; init; }

    /// <summary>The order of the bytes in registers that do not have their own; null for little-endian.</summary>
    public ByteOrder? Order { get; init; }

    /// <summary>The distance from each register to its aliases; null for none.</summary>
    public AliasesDeclaration? Aliases { get; init; }

    /// <summary>The instances of the block in the system, in the order of the file.</summary>
    public EquatableArray<InstanceDeclaration> Instances { get; init; }
}

/// <summary>The aliases of a register, at which writes change single bits, or of all registers of a block.</summary>
public sealed record AliasesDeclaration
{
    /// <summary>The place of the alias that sets bits, in bytes; null for none.</summary>
    public Located<ulong>? Set { get; init; }

    /// <summary>The place of the alias that clears bits.</summary>
    public Located<ulong>? Clear { get; init; }

    /// <summary>The place of the alias that toggles bits.</summary>
    public Located<ulong>? Toggle { get; init; }

    /// <summary>The aliases that are declared.</summary>
    public IEnumerable<(AliasKind Kind, Located<ulong> Place)> All =>
        new (AliasKind Kind, Located<ulong>? Place)[] { (AliasKind.Set, Set), (AliasKind.Clear, Clear), (AliasKind.Toggle, Toggle) }
            .Where(static alias => alias.Place is not null).Select(static alias => (alias.Kind, alias.Place!.Value));
}

/// <summary>An instance of a register block.</summary>
/// <param name="Name">The name.</param>
public sealed record InstanceDeclaration(Located<string> Name) : Declaration(Name)
{
    /// <summary>The address of its first byte.</summary>
    public Located<ulong>? Address { get; init; }
}

/// <summary>An enum or a table of codes.</summary>
/// <param name="Name">Type name.</param>
public sealed record EnumDeclaration(Located<string> Name) : TitledDeclaration(Name)
{
    /// <summary>Bits that a value takes.</summary>
    public Located<ulong>? Width { get; init; }

    /// <summary>The codes are bit numbers of a bitmap.</summary>
    public bool IsFlags { get; init; }

    /// <summary>Values without a name are legal as well.</summary>
    public bool IsOpen { get; init; }

    /// <summary>Names of the yes/no properties that codes can have.</summary>
    public EquatableArray<Located<string>> Traits { get; init; }

    /// <summary>Codes, in the order of the file.</summary>
    public EquatableArray<CodeDeclaration> Codes { get; init; }
}

/// <summary>A code of an enum.</summary>
/// <param name="Name">The name in the architecture: letters, digits and <c>_</c>.</param>
public sealed record CodeDeclaration(Located<string> Name) : Declaration(Name)
{
    /// <summary>The code; for flags the bit number.</summary>
    public Located<ulong>? Code { get; init; }

    /// <summary>The name in C#, if it is another.</summary>
    public Located<string>? Member { get; init; }

    /// <summary>The code that this is another name of.</summary>
    public Located<string>? AliasOf { get; init; }

    /// <summary>Name in the architecture, for instance <c>LRT.2</c>.</summary>
    public string? Mnemonic { get; init; }

    /// <summary>Meaning, for documentation.</summary>
    public string? Meaning { get; init; }

    /// <summary>The traits that it has.</summary>
    public EquatableArray<Located<string>> Traits { get; init; }
}

/// <summary>A register or an array of equal ones.</summary>
/// <param name="Name">Mnemonic.</param>
public sealed record RegisterDeclaration(Located<string> Name) : TitledDeclaration(Name)
{
    /// <summary>The block that it lies in; null for that of its group, of the file, or the only one.</summary>
    public Located<string>? Block { get; init; }

    /// <summary>Bytes from the start of the block, or from <see cref="Base"/>.</summary>
    public Located<ulong>? Offset { get; init; }

    /// <summary>Bytes from the start of the block, computed.</summary>
    public ExpressionText? Base { get; init; }

    /// <summary>The offsets of its own aliases; null for none.</summary>
    public AliasesDeclaration? Aliases { get; init; }

    /// <summary>Number of array elements in each dimension of its own, the outermost first; empty for a register that is not an array.</summary>
    public EquatableArray<ExpressionText> Counts { get; init; }

    /// <summary>Bytes from one element to the next, in each dimension.</summary>
    public EquatableArray<ExpressionText> Strides { get; init; }

    /// <summary>Names of the elements, the first one first; empty if they have none.</summary>
    public EquatableArray<Located<string>> Names { get; init; }

    /// <summary>The group that it belongs to; null for none.</summary>
    public GroupDeclaration? Group { get; init; }

    /// <summary>Bits.</summary>
    public Located<ulong>? Width { get; init; }

    /// <summary>The order of the bytes; null for that of the block.</summary>
    public ByteOrder? Order { get; init; }

    /// <summary>Access of the fields that say none.</summary>
    public Located<Access>? Access { get; init; }

    /// <summary>Value after reset.</summary>
    public ResetDeclaration? Reset { get; init; }

    /// <summary>Condition with which it exists; null if it always does.</summary>
    public ExpressionText? When { get; init; }

    /// <summary>Condition with which writes have no effect.</summary>
    public ExpressionText? Locked { get; init; }

    /// <summary>The writes that reach the device.</summary>
    public HookDeclaration? Hook { get; init; }

    /// <summary>The reads that reach the device.</summary>
    public HookDeclaration? ReadHook { get; init; }

    /// <summary>Fields, in the order of the file.</summary>
    public EquatableArray<FieldDeclaration> Fields { get; init; }

    /// <summary>Bits without a meaning of their own.</summary>
    public EquatableArray<ReservedDeclaration> Reserved { get; init; }

    /// <summary>Name of the register in its group; the mnemonic if it is in none.</summary>
    public string Member => Group is null ? Name.Value : Name.Value.Substring(Group.Name.Value.Length + 1);

    /// <summary>Whether the register is an array, by itself or by a repeated group.</summary>
    public bool IsArray => Counts.Count > 0 || GroupDeclaration.Around(Group).Any(static group => group.Count is not null);

    /// <summary>The dimensions of the array, the outermost first: those of the groups around it, then its own.</summary>
    public IEnumerable<DimensionDeclaration> Dimensions
    {
        get
        {
            foreach (var group in GroupDeclaration.Around(Group).Reverse())
            {
                if (group.Count is { } count)
                    yield return new DimensionDeclaration(count, group.Stride) { Names = group.Names };
            }

            for (var at = 0; at < Counts.Count; at++)
                yield return new DimensionDeclaration(Counts[at], at < Strides.Count ? Strides[at] : null) { Names = Names };
        }
    }

    /// <summary>The block that it names, itself or by the outermost group around it; null for that of the file, or the only one.</summary>
    public Located<string>? BlockName => Group is null ? Block : GroupDeclaration.Around(Group).Last().Block;

    /// <summary>Bytes from the start of the block, or from <see cref="StartBase"/>, to the register or its first element.</summary>
    public ulong Start => (Offset?.Value ?? 0) + GroupDeclaration.Around(Group).Aggregate(0UL, static (sum, group) => sum + (group.Offset?.Value ?? 0));

    /// <summary>The aliases of the register: its own, and of other kinds those of its block.</summary>
    /// <param name="ofBlock">The aliases of all registers of the block.</param>
    internal IEnumerable<LinkedAlias> AliasesWith(EquatableArray<LinkedAlias> ofBlock) =>
        (Aliases?.All ?? []).Select(alias => new LinkedAlias(alias.Kind, (int)alias.Place.Value - (int)(Offset?.Value ?? 0))).Concat(ofBlock)
            .GroupBy(static alias => alias.Kind, static (_, alias) => alias.First()).OrderBy(static alias => alias.Kind);

    /// <summary>The computed place that <see cref="Start"/> counts from, its own or that of a group around it; null for the block.</summary>
    public ExpressionText? StartBase => Base ?? GroupDeclaration.Around(Group).Select(static group => group.Base).FirstOrDefault(static place => place is not null);

    /// <summary>The conditions with which it exists: its own, and those of the groups around it.</summary>
    public IEnumerable<ExpressionText> Conditions =>
        new[] { When }.Concat(GroupDeclaration.Around(Group).Select(static group => group.When)).Where(static condition => condition is not null)!;
}

/// <summary>A dimension of an array of registers.</summary>
/// <param name="Count">Number of elements.</param>
/// <param name="Stride">Bytes from one element to the next; null if it is missing.</param>
public sealed record DimensionDeclaration(ExpressionText Count, ExpressionText? Stride)
{
    /// <summary>Names of the elements, the first one first; empty if they have none.</summary>
    public EquatableArray<Located<string>> Names { get; init; }
}

/// <summary>A group of registers that lie together, once or repeated at equal distances.</summary>
/// <param name="Name">The name, behind the names of the groups around it.</param>
public sealed record GroupDeclaration(Located<string> Name) : TitledDeclaration(Name)
{
    /// <summary>The group around it; null for none.</summary>
    public GroupDeclaration? Parent { get; init; }

    /// <summary>Name of the group in the group around it.</summary>
    public string Member => Parent is null ? Name.Value : Name.Value.Substring(Parent.Name.Value.Length + 1);

    /// <summary>The block that its registers lie in; null for that of the file, or the only one.</summary>
    public Located<string>? Block { get; init; }

    /// <summary>Bytes from the start of the block, from <see cref="Base"/>, or from the start of the group around it.</summary>
    public Located<ulong>? Offset { get; init; }

    /// <summary>Bytes from the start of the block, computed.</summary>
    public ExpressionText? Base { get; init; }

    /// <summary>Number of repetitions.</summary>
    public ExpressionText? Count { get; init; }

    /// <summary>Bytes from one repetition to the next.</summary>
    public ExpressionText? Stride { get; init; }

    /// <summary>Names of the repetitions, the first one first; empty if they have none.</summary>
    public EquatableArray<Located<string>> Names { get; init; }

    /// <summary>Condition with which its registers exist.</summary>
    public ExpressionText? When { get; init; }

    /// <summary>Name of the type that has the registers of the group as members.</summary>
    public string TypeName => TypeNames.OfGroup(Name.Value);

    /// <summary>Lists a group and the groups around it, the innermost first.</summary>
    internal static IEnumerable<GroupDeclaration> Around(GroupDeclaration? group)
    {
        for (; group is not null; group = group.Parent)
            yield return group;
    }
}

/// <summary>Where the value after reset comes from, and the value if the spec says it.</summary>
public sealed record ResetDeclaration(ResetSource Source, ulong Value, SourceSpan Span)
{
    /// <summary>The values of the elements of an array, the last index the fastest; empty if all have <see cref="Value"/>.</summary>
    public EquatableArray<Located<ulong>> Elements { get; init; }

    /// <summary>The value as computed from given registers; null if it is fixed.</summary>
    public ExpressionText? Computed { get; init; }
}

/// <summary>The writes or the reads that reach the device.</summary>
/// <param name="Fields">Fields of which an access covers a bit; empty for every access.</param>
/// <param name="PassesBytes">Whether the handler gets the bytes that were written.</param>
/// <param name="Span">The value of the key.</param>
public sealed record HookDeclaration(EquatableArray<Located<string>> Fields, bool PassesBytes, SourceSpan Span);

/// <summary>A field of a register, a descriptor or an entry.</summary>
/// <param name="Name">Mnemonic.</param>
public sealed record FieldDeclaration(Located<string> Name) : Declaration(Name)
{
    /// <summary>Bits of the field; null if they could not be read.</summary>
    public BitsDeclaration? Bits { get; init; }

    /// <summary>Number of elements that its bits are divided into; null if it is not an array.</summary>
    public Located<ulong>? Count { get; init; }

    /// <summary>Bits of the field, or of each element.</summary>
    public int ElementWidth => Bits is not { } bits ? 0 : Count is { Value: var count } && bits.Width % (int)count == 0 ? bits.Width / (int)count : bits.Width;

    /// <summary>Access of software; null to take that of the register.</summary>
    public Located<Access>? Access { get; init; }

    /// <summary>Name of its enum.</summary>
    public Located<string>? Enum { get; init; }

    /// <summary>Name of the enum of the values that software writes; null if they have the codes of those that reads give.</summary>
    public Located<string>? WriteEnum { get; init; }

    /// <summary>Value after reset, if it is fixed.</summary>
    public Located<ulong>? Reset { get; init; }

    /// <summary>Value after reset, if it is computed from given registers.</summary>
    public ExpressionText? ComputedReset { get; init; }

    /// <summary>The place of the value after reset; null if the field has none of its own.</summary>
    public SourceSpan? ResetSpan => Reset?.Span ?? ComputedReset?.Content;

    /// <summary>The property's value is the bits times this.</summary>
    public Located<ulong>? Scale { get; init; }

    /// <summary>Whether the property drops bits that do not fit; null if left out.</summary>
    public Located<bool>? Wraps { get; init; }

    /// <summary>Condition with which writes have no effect; null for that of the register.</summary>
    public ExpressionText? Locked { get; init; }

    /// <summary>The field that a write must set for this one to be written.</summary>
    public Located<string>? EnabledBy { get; init; }

    /// <summary>Condition with which it exists; null if it always does.</summary>
    public ExpressionText? When { get; init; }

    /// <summary>Whether it exists under conditions only: its own, or those of revisions.</summary>
    public bool IsConditional => When is not null || Since is not null || Until is not null;

    /// <summary>ValueReader that it may hold; empty if all.</summary>
    public EquatableArray<LegalDeclaration> Legal { get; init; }

    /// <summary>Meaning, for documentation.</summary>
    public string? Meaning { get; init; }
}

/// <summary>Bits, the most significant part of the value first.</summary>
public sealed record BitsDeclaration(EquatableArray<Located<BitRange>> Ranges, SourceSpan Span)
{
    /// <summary>Number of bits, all parts together.</summary>
    public int Width
    {
        get
        {
            var width = 0;
            foreach (var range in Ranges)
                width += range.Value.Width;
            return width;
        }
    }
}

/// <summary>Legal values: the code of an enum by name, or the numbers from <paramref name="First"/> to <paramref name="Last"/>.</summary>
public sealed record LegalDeclaration(string? Code, ulong First, ulong Last, SourceSpan Span);

/// <summary>Bits without a meaning of their own; each range is one item.</summary>
/// <param name="Bits">The bits.</param>
/// <param name="Access">The kind of bits: reserved, preserved or ignored.</param>
/// <param name="Meaning">For documentation.</param>
public sealed record ReservedDeclaration(BitsDeclaration Bits, Access Access, string? Meaning);

/// <summary>A queue of descriptors.</summary>
/// <param name="Name">Identifier.</param>
public sealed record QueueDeclaration(Located<string> Name) : TitledDeclaration(Name)
{
    /// <summary>Descriptor sizes in bits.</summary>
    public EquatableArray<Located<ulong>> Sizes { get; init; }

    /// <summary>Bits of the type code.</summary>
    public BitsDeclaration? Type { get; init; }
}

/// <summary>A descriptor.</summary>
/// <param name="Name">Kebab-case.</param>
public sealed record DescriptorDeclaration(Located<string> Name) : TitledDeclaration(Name)
{
    /// <summary>The queues it is legal in; empty for the queue of the file.</summary>
    public EquatableArray<Located<string>> Queues { get; init; }

    /// <summary>Type code.</summary>
    public Located<ulong>? Type { get; init; }

    /// <summary>Sizes in bits that it is legal in; empty for all of the queue's.</summary>
    public EquatableArray<Located<ulong>> Sizes { get; init; }

    /// <summary>Fields, in the order of the file.</summary>
    public EquatableArray<FieldDeclaration> Fields { get; init; }

    /// <summary>Bits without a meaning of their own.</summary>
    public EquatableArray<ReservedDeclaration> Reserved { get; init; }

    /// <summary>Conditions that must all hold.</summary>
    public EquatableArray<ExpressionText> Require { get; init; }
}

/// <summary>An entry of an in-memory table.</summary>
/// <param name="Name">Kebab-case.</param>
public sealed record EntryDeclaration(Located<string> Name) : TitledDeclaration(Name)
{
    /// <summary>Bits.</summary>
    public Located<ulong>? Size { get; init; }

    /// <summary>The entry that this one is a variant of, and its condition.</summary>
    public VariantDeclaration? Variant { get; init; }

    /// <summary>Conditions that must all hold.</summary>
    public EquatableArray<ExpressionText> Require { get; init; }

    /// <summary>Fields, in the order of the file.</summary>
    public EquatableArray<FieldDeclaration> Fields { get; init; }

    /// <summary>Bits without a meaning of their own.</summary>
    public EquatableArray<ReservedDeclaration> Reserved { get; init; }
}

/// <summary>One of several layouts of the same entry.</summary>
public sealed record VariantDeclaration
{
    /// <summary>The group, kebab-case.</summary>
    public Located<string>? Of { get; init; }

    /// <summary>Condition that selects the variant.</summary>
    public ExpressionText? When { get; init; }
}
