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
    internal SymbolTable? Find(string spec) => NamedItems.Find(Specs, spec);
}

/// <summary>Names of one spec that its files may refer to in each other. All lists are sorted by name.</summary>
/// <param name="Header">Of the spec.</param>
/// <param name="Enums">Enums.</param>
/// <param name="Registers">Registers.</param>
/// <param name="Queues">Queues.</param>
/// <param name="Conflicts">What cannot stand beside something in another place of the spec.</param>
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
}

/// <summary>An enum.</summary>
/// <param name="Name">Type name.</param>
/// <param name="Width">Bits that a value takes.</param>
/// <param name="IsFlags">The codes are bit numbers.</param>
/// <param name="Codes">By name.</param>
/// <param name="IsBroken">Reported; references to it are taken for right.</param>
public sealed record EnumSymbol(string Name, int Width, bool IsFlags, EquatableArray<CodeSymbol> Codes, bool IsBroken) : INamed;

/// <summary>A code of an enum.</summary>
public sealed record CodeSymbol(string Name, ulong Value) : INamed;

/// <summary>A register.</summary>
/// <param name="Name">Mnemonic.</param>
/// <param name="IsGiven">Its value is known before the register file is made.</param>
/// <param name="IsArray">There are several.</param>
/// <param name="Fields">By name.</param>
/// <param name="IsBroken">Reported; references to it are taken for right.</param>
/// <param name="IsLeftOut">It is what it says, but cannot be linked: references to it are checked, and not linked either.</param>
public sealed record RegisterSymbol(string Name, bool IsGiven, bool IsArray, EquatableArray<FieldSymbol> Fields, bool IsBroken, bool IsLeftOut = false) : INamed;

/// <summary>A field.</summary>
/// <param name="Name">Mnemonic.</param>
/// <param name="Width">Bits.</param>
/// <param name="Scale">The property's value is the bits times this.</param>
/// <param name="Enum">Type name of its enum.</param>
public sealed record FieldSymbol(string Name, int Width, ulong Scale, string? Enum) : INamed;

/// <summary>A queue.</summary>
/// <param name="Name">Identifier.</param>
/// <param name="Sizes">Bits, ascending.</param>
/// <param name="Type">The bits of the type code.</param>
/// <param name="IsBroken">Reported; references to it are taken for right.</param>
public sealed record QueueSymbol(string Name, EquatableArray<int> Sizes, EquatableArray<BitRange> Type, bool IsBroken) : INamed;

/// <summary>A declaration that cannot stand beside another one. It is the later of the two, by path and then by place in the file.</summary>
/// <param name="Path">File of the declaration.</param>
/// <param name="Kind">What is declared; null for the name of the spec.</param>
/// <param name="Name">Name of the declaration.</param>
/// <param name="Site">Which part of it to point at.</param>
/// <param name="Rule">The rule that is broken.</param>
/// <param name="Message">What is wrong and the way out.</param>
public sealed record Conflict(string Path, UnitKind? Kind, string Name, ConflictSite Site, Rule Rule, string Message);

/// <summary>A part of a declaration.</summary>
public enum ConflictSite
{
    /// <summary>The name of the declaration.</summary>
    Name,

    /// <summary>The offset of a register.</summary>
    Offset,

    /// <summary>The type code of a descriptor.</summary>
    Type,

    /// <summary>The condition of a variant.</summary>
    Condition,
}
