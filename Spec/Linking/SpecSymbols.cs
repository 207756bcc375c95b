using System.Collections.Immutable;
using Vtd.Spec.Model;

namespace Vtd.Spec.Linking;

/// <summary>What the files of all specs may refer to in each other. Without positions, so that an edit which leaves names, bits
/// and codes alone gives equal symbols, and only the edited file is linked again.</summary>
/// <param name="Specs">In order of name.</param>
public sealed record SpecSymbols(EquatableArray<SymbolTable> Specs)
{
    internal SymbolTable? Find(string spec) => Symbol.Find(Specs, spec);
}

/// <summary>What the files of one spec may refer to in each other. All lists are sorted by name.</summary>
/// <param name="Header">Of the spec.</param>
/// <param name="Enums">Enums.</param>
/// <param name="Registers">Registers.</param>
/// <param name="Queues">Queues.</param>
/// <param name="Conflicts">What cannot stand beside something in another place of the spec.</param>
/// <param name="IsComplete">False if some file could not be read in full: then an unknown name may be fine.</param>
public sealed record SymbolTable(
    SpecHeader Header,
    EquatableArray<EnumSymbol> Enums,
    EquatableArray<RegisterSymbol> Registers,
    EquatableArray<QueueSymbol> Queues,
    EquatableArray<Conflict> Conflicts,
    bool IsComplete) : ISymbol
{
    /// <inheritdoc/>
    public string Name => Header.Name;
}

/// <summary>Something that can be referred to.</summary>
public interface ISymbol
{
    /// <summary>What a reference says.</summary>
    string Name { get; }
}

/// <summary>An enum.</summary>
/// <param name="Name">Type name.</param>
/// <param name="Width">Bits that a value takes.</param>
/// <param name="IsFlags">The codes are bit numbers.</param>
/// <param name="Codes">By name.</param>
/// <param name="IsBroken">Reported; references to it are taken for right.</param>
public sealed record EnumSymbol(string Name, int Width, bool IsFlags, EquatableArray<CodeSymbol> Codes, bool IsBroken) : ISymbol;

/// <summary>A code of an enum.</summary>
public sealed record CodeSymbol(string Name, ulong Value) : ISymbol;

/// <summary>A register.</summary>
/// <param name="Name">Mnemonic.</param>
/// <param name="IsGiven">Its value is known before the register file is made.</param>
/// <param name="IsArray">There are several.</param>
/// <param name="Fields">By name.</param>
/// <param name="IsBroken">Reported; references to it are taken for right.</param>
/// <param name="IsLeftOut">It is what it says, but cannot be linked: references to it are checked, and not linked either.</param>
public sealed record RegisterSymbol(string Name, bool IsGiven, bool IsArray, EquatableArray<FieldSymbol> Fields, bool IsBroken, bool IsLeftOut = false) : ISymbol;

/// <summary>A field.</summary>
/// <param name="Name">Mnemonic.</param>
/// <param name="Width">Bits.</param>
/// <param name="Scale">The property's value is the bits times this.</param>
/// <param name="Enum">Type name of its enum.</param>
public sealed record FieldSymbol(string Name, int Width, ulong Scale, string? Enum) : ISymbol;

/// <summary>A queue.</summary>
/// <param name="Name">Identifier.</param>
/// <param name="Sizes">Bits, ascending.</param>
/// <param name="Type">The bits of the type code.</param>
/// <param name="IsBroken">Reported; references to it are taken for right.</param>
public sealed record QueueSymbol(string Name, EquatableArray<int> Sizes, EquatableArray<BitRange> Type, bool IsBroken) : ISymbol;

/// <summary>A declaration that cannot stand beside another one. It is the later of the two, by path and then by place in the file.</summary>
/// <param name="Path">File of the declaration.</param>
/// <param name="Kind">What is declared.</param>
/// <param name="Name">Its name.</param>
/// <param name="Site">Which part of it to point at.</param>
/// <param name="Rule">The rule that is broken.</param>
/// <param name="Message">What is wrong and the way out.</param>
public sealed record Conflict(string Path, UnitKind Kind, string Name, ConflictSite Site, Rule Rule, string Message);

/// <summary>What a file can declare.</summary>
public enum UnitKind
{
    /// <summary>The register block.</summary>
    Block,

    /// <summary>An enum.</summary>
    Enum,

    /// <summary>A register.</summary>
    Register,

    /// <summary>A queue.</summary>
    Queue,

    /// <summary>A descriptor.</summary>
    Descriptor,

    /// <summary>An entry.</summary>
    Entry,
}

/// <summary>A part of a declaration.</summary>
public enum ConflictSite
{
    /// <summary>Its name.</summary>
    Name,

    /// <summary>The offset of a register.</summary>
    Offset,

    /// <summary>The type code of a descriptor.</summary>
    Type,

    /// <summary>The condition of a variant.</summary>
    Condition,
}

/// <summary>Lists of symbols, sorted by name.</summary>
internal static class Symbol
{
    public static T? Find<T>(EquatableArray<T> sorted, string name)
        where T : class, ISymbol, IEquatable<T>
    {
        var low = 0;
        var high = sorted.Count - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var order = string.CompareOrdinal(sorted[middle].Name, name);
            if (order == 0)
                return sorted[middle];
            if (order < 0)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return null;
    }

    public static EquatableArray<T> Sorted<T>(List<T> symbols)
        where T : class, ISymbol, IEquatable<T>
    {
        symbols.Sort(static (left, right) => string.CompareOrdinal(left.Name, right.Name));
        return new EquatableArray<T>(symbols.ToImmutableArray());
    }

    public static IEnumerable<string> Names<T>(EquatableArray<T> symbols)
        where T : class, ISymbol, IEquatable<T>
    {
        foreach (var symbol in symbols)
            yield return symbol.Name;
    }
}
