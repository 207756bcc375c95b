using Vtd.Spec.Declarations;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Model;
using Vtd.Spec.Source;

namespace Vtd.Spec.Linking;

/// <summary>Finds what the names in a file refer to: declarations of its spec, otherwise those of the specs that this one imports.</summary>
/// <remarks>A name in a template means what it means in the spec of the template, wherever the template is used.</remarks>
/// <param name="own">Names of the spec.</param>
/// <param name="symbols">Names of all specs.</param>
/// <param name="findings">Receives names that refer to nothing, or to several things.</param>
internal sealed class NameScope(SymbolTable own, SpecSymbols symbols, Findings findings)
{
    private static readonly Kind<EnumSymbol> s_enum = new("enum", NameRules.UnknownEnum, static table => table.Enums);
    private static readonly Kind<RegisterSymbol> s_register = new("register", NameRules.UnknownRegister, static table => table.Registers);

    private sealed record Kind<T>(string Word, Rule Unknown, Func<SymbolTable, EquatableArray<T>> ItemsOf)
        where T : class, INamed, IEquatable<T>;

    private readonly HashSet<string> _hidden = new(StringComparer.Ordinal);

    /// <summary>Names of the spec itself.</summary>
    public SymbolTable Own => own;

    /// <summary>Whether types of an imported spec are needed that the types of this one cannot use.</summary>
    public bool NeedsHidden => _hidden.Count > 0;

    /// <summary>Finds the enum of a field.</summary>
    public Found<EnumSymbol>? Enum(Located<string> name) => Find(QualifiedName.Of(name.Value), name.Span, s_enum);

    /// <summary>Finds a register.</summary>
    /// <param name="name">The name.</param>
    /// <param name="span">Where it is written.</param>
    public Found<RegisterSymbol>? Register(QualifiedName name, SourceSpan span) => Find(name, span, s_register);

    /// <summary>Finds the enum of a field that was read before.</summary>
    /// <param name="owner">Names of the spec that has the field.</param>
    /// <param name="field">The field.</param>
    public Found<EnumSymbol>? EnumOf(SymbolTable owner, FieldSymbol field)
    {
        if (field.Enum is not { } text)
            return null;
        var name = QualifiedName.Of(text);
        return (name.Spec is null ? owner : symbols.Find(name.Spec)) is { } table && Candidates(table, name.Name, s_enum) is [var one] ? one : null;
    }

    /// <summary>The fields of a thing as its own expressions see them, by name. Those without readable bits are left out.</summary>
    public EquatableArray<FieldSymbol> Symbols(EquatableArray<FieldDeclaration> fields) => symbols.FieldsOf(own.Name, fields);

    /// <summary>Whether something is written in a template of another spec, where names have other meanings.</summary>
    public bool IsForeign(SourceSpan span) => symbols.HomeOf(span) is { } home && home != own.Name;

    /// <summary>The reference of a linked declaration to a spec; null for the spec itself. The first use of each spec whose types cannot be used is reported.</summary>
    /// <param name="table">Names of the spec.</param>
    /// <param name="span">Where a name of it is written.</param>
    public SpecReference? ReferenceTo(SymbolTable table, SourceSpan span)
    {
        if (table.Name == own.Name)
            return null;
        if (table.Header.IsPublic == false && (table.IsReferenced || own.Header.IsPublic == true) && _hidden.Add(table.Name))
        {
            findings.Report(NameRules.HiddenImport, span, table.IsReferenced
                ? $"The types of {table.Name} are internal to the project that has them. Set VtdCodegenVisibility to public there."
                : $"The types of {own.Name} are public and have a member of a type of {table.Name}, which is internal. Set VtdVisibility to public for the files of {table.Name}, or to internal for those of {own.Name}.");
        }

        return new SpecReference(table.Name, table.Header.Namespace);
    }

    private Found<T>? Find<T>(QualifiedName name, SourceSpan span, Kind<T> kind)
        where T : class, INamed, IEquatable<T>
    {
        var home = (symbols.HomeOf(span) is { } writer ? symbols.Find(writer) : null) ?? own;
        if (name.Spec is { } spec)
            return FindIn(home, spec, name.Name, span, kind);

        var candidates = Candidates(home, name.Name, kind);
        if (candidates.Count > 1)
        {
            var qualified = candidates.Select(found => $"'{found.Table.Name}.{name.Name}'").ToList();
            findings.Report(NameRules.AmbiguousName, span, $"Several imported specs have the {kind.Word} '{name.Name}'. Write {string.Join(" or ", qualified)}.");
        }
        else if (candidates.Count == 0 && IsComplete(home))
        {
            var possible = ImportsOf(home).Prepend(home).SelectMany(table => NamedItems.Names(kind.ItemsOf(table)));
            ReportUnknown(name.Name, span, kind, "", possible);
        }

        return candidates.Count == 1 ? candidates[0] : null;
    }

    private Found<T>? FindIn<T>(SymbolTable home, string spec, string name, SourceSpan span, Kind<T> kind)
        where T : class, INamed, IEquatable<T>
    {
        if (spec != home.Name && !home.Imports.Contains(spec))
        {
            if (home.IsComplete)
                findings.ReportUnknown(NameRules.UnknownSpec, new Located<string>(spec, span), $"{home.Name} does not import a spec '{spec}'. Add it to the list under 'import'.", home.Imports);
            return null;
        }

        var table = symbols.Find(spec)!;
        if (NamedItems.Find(kind.ItemsOf(table), name) is { } item)
            return new(table, item);
        if (table.IsComplete)
            ReportUnknown(name, span, kind, $" in {spec}", NamedItems.Names(kind.ItemsOf(table)));
        return null;
    }

    private void ReportUnknown<T>(string name, SourceSpan span, Kind<T> kind, string where, IEnumerable<string> possible)
        where T : class, INamed, IEquatable<T> =>
        findings.ReportUnknown(kind.Unknown, new Located<string>(name, span), $"Unknown {kind.Word} '{name}'{where}.", possible);

    /// <summary>The declaration of the spec itself, otherwise those of the specs that it imports.</summary>
    private List<Found<T>> Candidates<T>(SymbolTable table, string name, Kind<T> kind)
        where T : class, INamed, IEquatable<T>
    {
        if (NamedItems.Find(kind.ItemsOf(table), name) is { } item)
            return [new(table, item)];
        var found = new List<Found<T>>();
        foreach (var import in ImportsOf(table))
        {
            if (NamedItems.Find(kind.ItemsOf(import), name) is { } imported)
                found.Add(new(import, imported));
        }

        return found;
    }

    private bool IsComplete(SymbolTable table) => table.IsComplete && ImportsOf(table).All(static import => import.IsComplete);

    private IEnumerable<SymbolTable> ImportsOf(SymbolTable table)
    {
        foreach (var name in table.Imports)
        {
            if (symbols.Find(name) is { } import)
                yield return import;
        }
    }
}

/// <summary>A declaration, and the names of the spec that has it.</summary>
internal sealed record Found<T>(SymbolTable Table, T Item);
