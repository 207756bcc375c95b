using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Floors.Tests;

/// <summary>The members of a project that calls from some of them reach. What initializes fields and properties runs once and is not among them.</summary>
internal sealed class ReachableMembers
{
    private readonly Compilation _compilation;
    private readonly ILookup<ISymbol, ISymbol> _implementations;
    private readonly HashSet<ISymbol> _reached = new(SymbolEqualityComparer.Default);
    private readonly List<(ISymbol Member, ISymbol Used)> _uses = [];

    /// <param name="compilation">The project.</param>
    /// <param name="entries">Where calls begin, each as type and member. All overloads count.</param>
    public ReachableMembers(Compilation compilation, IEnumerable<string> entries)
    {
        _compilation = compilation;
        var types = TypesOf(compilation.Assembly.GlobalNamespace).ToList();
        _implementations = types.SelectMany(Implementations)
            .ToLookup(static pair => pair.Of, static pair => pair.By, (IEqualityComparer<ISymbol>)SymbolEqualityComparer.Default);
        foreach (var entry in entries)
        {
            var (type, member) = (entry.Split('.')[0], entry.Split('.')[1]);
            var found = types.Where(one => one.Name == type).SelectMany(one => one.GetMembers(member)).ToList();
            Assert.NotEmpty(found);
            found.ForEach(Reach);
        }
    }

    /// <summary>How many members are reached.</summary>
    public int Count => _reached.Count;

    /// <summary>The uses of members of namespaces and types, a line each.</summary>
    public IReadOnlyList<string> Uses(IReadOnlyCollection<string> forbidden) =>
    [
        .. _uses.Where(use => Owners(use.Used).Any(owner => forbidden.Contains(owner.ToDisplayString())))
            .Select(static use => $"{NameOf(use.Member)} uses {use.Used.ContainingType?.ToDisplayString()}.{use.Used.Name}").Distinct().Order(StringComparer.Ordinal),
    ];

    private static string NameOf(ISymbol member) => member.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat.WithParameterOptions(SymbolDisplayParameterOptions.None).WithMemberOptions(SymbolDisplayMemberOptions.IncludeContainingType));

    private static IEnumerable<ISymbol> Owners(ISymbol symbol)
    {
        for (var owner = symbol.ContainingSymbol; owner is INamespaceOrTypeSymbol; owner = owner.ContainingSymbol)
            yield return owner;
    }

    private void Reach(ISymbol member)
    {
        if (!_reached.Add(member))
            return;
        foreach (var implementation in _implementations[member])
            Reach(implementation);
        if (member.IsImplicitlyDeclared)
            return; // what the compiler writes for records, and declares with them
        foreach (var part in member.DeclaringSyntaxReferences)
            Read(member, part.GetSyntax());
    }

    private void Read(ISymbol member, SyntaxNode declaration)
    {
        var model = _compilation.GetSemanticModel(declaration.SyntaxTree);
        foreach (var node in declaration.DescendantNodes(static node => !RunsOnce(node)).Where(static node => node is ExpressionSyntax))
        {
            if (model.GetSymbolInfo(node).Symbol?.OriginalDefinition is not (IMethodSymbol or IPropertySymbol or IFieldSymbol) || model.GetSymbolInfo(node).Symbol is not { } symbol)
                continue;
            var used = (symbol as IMethodSymbol)?.ReducedFrom ?? symbol;
            used = used.OriginalDefinition;
            _uses.Add((member, used));
            if (used is IMethodSymbol { MethodKind: not MethodKind.Constructor } or IPropertySymbol && SymbolEqualityComparer.Default.Equals(used.ContainingAssembly, _compilation.Assembly))
                Reach(used);
        }
    }

    /// <summary>Whether a node is the initializer of a property.</summary>
    private static bool RunsOnce(SyntaxNode node) => node is EqualsValueClauseSyntax { Parent: PropertyDeclarationSyntax };

    private static IEnumerable<(ISymbol Of, ISymbol By)> Implementations(INamedTypeSymbol type)
    {
        foreach (var member in type.GetMembers())
        {
            var overridden = (ISymbol?)(member as IMethodSymbol)?.OverriddenMethod ?? (member as IPropertySymbol)?.OverriddenProperty;
            if (overridden is not null)
                yield return (overridden.OriginalDefinition, member);
        }
        foreach (var member in type.AllInterfaces.SelectMany(static one => one.GetMembers()))
        {
            if (type.FindImplementationForInterfaceMember(member) is { } implementation)
                yield return (member.OriginalDefinition, implementation.OriginalDefinition);
        }
    }

    private static IEnumerable<INamedTypeSymbol> TypesOf(INamespaceOrTypeSymbol container) =>
        container.GetMembers().OfType<INamespaceOrTypeSymbol>().SelectMany(static one => one is INamedTypeSymbol type ? TypesOf(type).Prepend(type) : TypesOf(one));
}
