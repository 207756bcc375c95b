using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Floors.Tests;

/// <summary>Finds the arrows between the files of a project. Symbols decide, not names; documentation comments have none.</summary>
/// <param name="compilation">The project.</param>
/// <param name="paths">Paths of its files. Other trees are generated: they are below every floor, so no arrow from or to them is told.</param>
internal sealed class Arrows(Compilation compilation, IReadOnlyDictionary<SyntaxTree, string> paths)
{
    private readonly Dictionary<ISymbol, string?> _files = new(SymbolEqualityComparer.Default);

    /// <summary>All arrows, each once.</summary>
    public IReadOnlyList<Arrow> Find() =>
    [
        .. paths.AsParallel().SelectMany(file => In(file.Key, file.Value)).Distinct()
            .OrderBy(arrow => arrow.From, StringComparer.Ordinal).ThenBy(arrow => arrow.To, StringComparer.Ordinal).ThenBy(arrow => arrow.Type, StringComparer.Ordinal),
    ];

    private List<Arrow> In(SyntaxTree tree, string from)
    {
        var model = compilation.GetSemanticModel(tree);
        var arrows = new List<Arrow>();
        foreach (var node in tree.GetRoot().DescendantNodes(static node => node is not UsingDirectiveSyntax))
        {
            if (node is not (SimpleNameSyntax or ImplicitObjectCreationExpressionSyntax or ElementAccessExpressionSyntax or ConstructorInitializerSyntax))
                continue;
            if (model.GetSymbolInfo(node) is var found && (found.Symbol ?? found.CandidateSymbols.FirstOrDefault()) is { } symbol
                && TypeOf(symbol) is { } type && FileOf(symbol, type) is { } to && to != from && !IsPartOf(type, tree))
                arrows.Add(new Arrow(from, to, type.Name));
        }

        return arrows;
    }

    /// <summary>The outermost type that a symbol is or belongs to.</summary>
    private static INamedTypeSymbol? TypeOf(ISymbol symbol)
    {
        var type = symbol is ILocalSymbol or IParameterSymbol or ITypeParameterSymbol or IRangeVariableSymbol or ILabelSymbol ? null : symbol as INamedTypeSymbol ?? symbol.ContainingType;
        while (type?.ContainingType is { } outer)
            type = outer;
        return type?.OriginalDefinition;
    }

    /// <summary>The file that declares a symbol; null if it belongs to another project or is generated.</summary>
    private string? FileOf(ISymbol symbol, INamedTypeSymbol type)
    {
        if (!SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, compilation.Assembly))
            return null;
        var declared = symbol is INamedTypeSymbol || symbol.DeclaringSyntaxReferences.IsEmpty ? type : symbol.OriginalDefinition;
        lock (_files)
        {
            if (!_files.TryGetValue(declared, out var file))
                _files.Add(declared, file = Declares(declared));
            return file;
        }
    }

    /// <summary>The file that declares a symbol; of the parts of a type, the one with the shortest name.</summary>
    private string? Declares(ISymbol symbol)
    {
        var trees = symbol.DeclaringSyntaxReferences.Select(static part => part.SyntaxTree).ToList();
        return trees.TrueForAll(paths.ContainsKey) ? trees.Select(tree => paths[tree]).OrderBy(static path => path.Length).FirstOrDefault() : null;
    }

    private static bool IsPartOf(INamedTypeSymbol type, SyntaxTree tree) => type.DeclaringSyntaxReferences.Any(part => part.SyntaxTree == tree);
}
