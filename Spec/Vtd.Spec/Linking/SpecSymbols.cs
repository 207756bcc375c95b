using Vtd.Spec.Declarations;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Model;
using Vtd.Spec.Source;

namespace Vtd.Spec.Linking;

/// <summary>Names of all specs that files may refer to in each other. Without positions, so that an edit which leaves names, bits
/// and codes alone gives equal symbols, and only the edited file is linked again.</summary>
/// <param name="Specs">In order of name.</param>
public sealed record SpecSymbols(EquatableArray<SymbolTable> Specs)
{
    /// <summary>Files with templates, in order of path.</summary>
    internal EquatableArray<TemplateFile> TemplateFiles { get; init; }

    /// <summary>The names that the files of one spec may refer to: its own, those of the specs that it imports, and so on.</summary>
    public SpecSymbols VisibleTo(string spec)
    {
        var visible = new HashSet<string>(StringComparer.Ordinal) { spec };
        var rest = new Queue<string>(visible);
        while (rest.Count > 0)
        {
            foreach (var import in Find(rest.Dequeue())?.Imports ?? default)
            {
                if (visible.Add(import))
                    rest.Enqueue(import);
            }
        }

        return new SpecSymbols(Specs.Where(table => visible.Contains(table.Name)).ToEquatableArray())
        {
            TemplateFiles = TemplateFiles.Where(file => visible.Contains(file.Spec)).ToEquatableArray(),
        };
    }

    internal SymbolTable? Find(string spec) => NamedItems.Find(Specs, spec);

    /// <summary>The spec in whose templates something is written; null if it is written in no file with templates.</summary>
    internal string? HomeOf(SourceSpan span) => span.Path is { } path ? NamedItems.Find(TemplateFiles, path)?.Spec : null;

    /// <summary>The fields of a thing as its own expressions see them, by name. Those without readable bits are left out.</summary>
    /// <param name="spec">The spec that has the thing.</param>
    /// <param name="fields">The fields.</param>
    internal EquatableArray<FieldSymbol> FieldsOf(string spec, EquatableArray<FieldDeclaration> fields)
    {
        var symbols = new List<FieldSymbol>(fields.Count);
        foreach (var field in fields)
        {
            if (field.Bits is { } bits)
                symbols.Add(new FieldSymbol(field.Name.Value, bits.Width, field.Scale?.Value ?? 1, field is { Count: null, Enum: { } name } ? EnumName(spec, name) : null));
        }

        return NamedItems.Sorted(symbols);
    }

    /// <summary>The name of an enum as it is written in a file of a spec; with its own spec if a template of another spec has it.</summary>
    private string EnumName(string spec, Located<string> name) =>
        HomeOf(name.Span) is { } home && home != spec && QualifiedName.Of(name.Value).Spec is null ? new QualifiedName(home, name.Value).ToString() : name.Value;
}

/// <summary>A file with templates.</summary>
/// <param name="Name">Path of the file.</param>
/// <param name="Spec">The spec that it belongs to.</param>
public sealed record TemplateFile(string Name, string Spec) : INamed;

/// <summary>Names of one spec that its files may refer to in each other. All lists are sorted by name.</summary>
/// <param name="Header">Of the spec.</param>
/// <param name="Enums">Enums.</param>
/// <param name="Registers">Registers.</param>
/// <param name="Queues">Queues.</param>
/// <param name="Conflicts">Declarations that conflict with others in the spec.</param>
/// <param name="IsComplete">False if some file could not be read in full: then an unknown name may be fine.</param>
/// <param name="IsMisplaced">A conflict with another spec in its namespace was reported, so nothing is generated.</param>
public sealed record SymbolTable(
    SpecHeader Header,
    EquatableArray<EnumSymbol> Enums,
    EquatableArray<RegisterSymbol> Registers,
    EquatableArray<QueueSymbol> Queues,
    EquatableArray<Conflict> Conflicts,
    bool IsComplete,
    bool IsMisplaced = false) : INamed
{
    /// <inheritdoc/>
    public string Name => Header.Name;

    /// <summary>Whether its types are in a referenced assembly.</summary>
    public bool IsReferenced { get; init; }

    /// <summary>The register blocks.</summary>
    public EquatableArray<BlockSymbol> Blocks { get; init; }

    /// <summary>The specs that it imports.</summary>
    public EquatableArray<string> Imports { get; init; }

    /// <summary>The fields that tell the revision of a device, the most significant first; null if there are none, empty if one of them cannot be used.</summary>
    public EquatableArray<RevisionField>? Revision { get; init; }
}

/// <summary>A register block.</summary>
/// <param name="Name">The name; empty for the only block of a spec.</param>
/// <param name="Order">The order of the bytes in registers that do not have their own.</param>
/// <param name="Aliases">The aliases of each register of the block.</param>
public sealed record BlockSymbol(string Name, ByteOrder Order, EquatableArray<LinkedAlias> Aliases) : INamed
{
    /// <summary>The name of the block of a register; null if there are several and it names none.</summary>
    /// <param name="blocks">The blocks of the spec.</param>
    /// <param name="register">The register.</param>
    /// <param name="ofFile">The block that the file of the register names.</param>
    internal static string? NameOf(EquatableArray<BlockSymbol> blocks, RegisterDeclaration register, Located<string>? ofFile) =>
        (register.BlockName ?? ofFile)?.Value ?? (blocks.Count <= 1 ? blocks.FirstOrDefault()?.Name ?? "" : null);
}

/// <summary>An enum.</summary>
/// <param name="Name">Type name.</param>
/// <param name="Width">Bits that a value takes.</param>
/// <param name="IsFlags">The codes are bit numbers.</param>
/// <param name="Codes">By name.</param>
/// <param name="IsBroken">Reported; references to it are taken for right.</param>
public sealed record EnumSymbol(string Name, int Width, bool IsFlags, EquatableArray<CodeSymbol> Codes, bool IsBroken) : INamed;

/// <summary>A code of an enum, by its name or by that in C#.</summary>
/// <param name="Name">The name.</param>
/// <param name="Value">The value.</param>
/// <param name="Member">The name in C#.</param>
public sealed record CodeSymbol(string Name, ulong Value, string Member) : INamed;

/// <summary>A register.</summary>
/// <param name="Name">Mnemonic.</param>
/// <param name="IsGiven">The value is known before the register file is made.</param>
/// <param name="Dimensions">Number of dimensions; 0 for a single register.</param>
/// <param name="Fields">By name.</param>
/// <param name="IsBroken">Reported; references to it are taken for right.</param>
/// <param name="IsLeftOut">Whether the register is valid by itself but cannot be linked; references to it are checked, and not linked either.</param>
public sealed record RegisterSymbol(string Name, bool IsGiven, int Dimensions, EquatableArray<FieldSymbol> Fields, bool IsBroken, bool IsLeftOut = false) : INamed
{
    /// <summary>Whether there are several.</summary>
    public bool IsArray => Dimensions > 0;

    /// <summary>Name of its group; null for none.</summary>
    public string? Group { get; init; }

    /// <summary>Name of the block that it or its file names; null for the only block.</summary>
    public string? Block { get; init; }
}

/// <summary>A field.</summary>
/// <param name="Name">Mnemonic.</param>
/// <param name="Width">Bits.</param>
/// <param name="Scale">The property's value is the bits times this.</param>
/// <param name="Enum">Name of its enum, with the spec if it is written so or comes from a template of another spec.</param>
public sealed record FieldSymbol(string Name, int Width, ulong Scale, string? Enum) : INamed;

/// <summary>A queue.</summary>
/// <param name="Name">Identifier.</param>
/// <param name="Sizes">Bits, ascending.</param>
/// <param name="Type">The bits of the type code.</param>
/// <param name="IsBroken">Reported; references to it are taken for right.</param>
public sealed record QueueSymbol(string Name, EquatableArray<int> Sizes, EquatableArray<BitRange> Type, bool IsBroken) : INamed;

/// <summary>A declaration that cannot stand beside another one. It is the later of the two, by path and then by place in the file.</summary>
/// <param name="Path">File of the declaration.</param>
/// <param name="Kind">The kind of declaration; null for the name of the spec, or of an imported one.</param>
/// <param name="Name">Name of the declaration or the imported spec; empty for the spec itself.</param>
/// <param name="Site">The part of the declaration to point at.</param>
/// <param name="Rule">The rule that is broken.</param>
/// <param name="Message">The fault and the way out.</param>
public sealed record Conflict(string Path, UnitKind? Kind, string Name, ConflictSite Site, Rule Rule, string Message);

/// <summary>A part of a declaration.</summary>
public enum ConflictSite
{
    /// <summary>The name of the declaration.</summary>
    Name,

    /// <summary>The offset of a register.</summary>
    Offset,

    /// <summary>The aliases of a register; its offset if they are those of the block.</summary>
    Aliases,

    /// <summary>The stride of a register array.</summary>
    Stride,

    /// <summary>The type code of a descriptor.</summary>
    Type,

    /// <summary>The condition of a variant.</summary>
    Condition,
}
