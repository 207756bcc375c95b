using Vtd.Spec.Declarations;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Linking;
using Vtd.Spec.Source;

namespace Vtd.Spec.Linting;

/// <summary>One file and what the rules need to know of the others.</summary>
internal sealed class LintScope(SpecFile file, SpecSymbols symbols, SpecUses uses, Findings findings)
{
    public SymbolTable Table { get; } = symbols.Find(uses.Spec)!;

    public SpecUses Uses { get; } = uses;

    public Findings Findings { get; } = findings;

    public IEnumerable<EnumDeclaration> Enums => Standing(file.Enums);

    public IEnumerable<RegisterDeclaration> Registers => Standing(file.Registers);

    public IEnumerable<QueueDeclaration> Queues => Standing(file.Queues);

    public IEnumerable<DescriptorDeclaration> Descriptors => Standing(file.Descriptors);

    public IEnumerable<EntryDeclaration> Entries => Standing(file.Entries);

    public EquatableArray<Part> Templates => file.Templates;

    /// <summary>Fields of everything that has some.</summary>
    public IEnumerable<FieldDeclaration> Fields =>
        Registers.SelectMany(static item => item.Fields)
            .Concat(Descriptors.SelectMany(static item => item.Fields))
            .Concat(Entries.SelectMany(static item => item.Fields));

    /// <summary>The fields of a thing as its own conditions see them, by name.</summary>
    public EquatableArray<FieldSymbol> SymbolsOf(EquatableArray<FieldDeclaration> fields) => symbols.FieldsOf(Uses.Spec, fields);

    /// <summary>Whether something is written in a template of another spec, where names have other meanings.</summary>
    public bool IsForeign(SourceSpan span) => symbols.HomeOf(span) is { } home && home != Uses.Spec;

    /// <summary>Whether something is a habit, so that the rest is forgotten rather than left out.</summary>
    public static bool AreMost<T>(IReadOnlyCollection<T> items, Func<T, bool> does) => 2 * items.Count(does) > items.Count;

    private static IEnumerable<T> Standing<T>(EquatableArray<T> items)
        where T : Declaration, IEquatable<T>
    {
        foreach (var item in items)
        {
            if (!item.IsBroken)
                yield return item;
        }
    }
}
