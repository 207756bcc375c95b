using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace Vtd.Analyzers.Contract;

/// <summary>The generated types that a compilation uses. All analyzers share what one of them has found out.</summary>
public sealed class GeneratedTypes
{
    private static readonly ConditionalWeakTable<Compilation, GeneratedTypes> s_known = new();

    private readonly ConcurrentDictionary<INamedTypeSymbol, GeneratedType?> _types = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<INamedTypeSymbol, RegisterPlaces> _places = new(SymbolEqualityComparer.Default);

    /// <summary>Gets the generated types of a compilation.</summary>
    public static GeneratedTypes Of(Compilation compilation) => s_known.GetValue(compilation, static _ => new());

    /// <summary>The type, if the generator made it.</summary>
    public GeneratedType? Find(ITypeSymbol? type) =>
        type is INamedTypeSymbol { IsGenericType: false, SpecialType: SpecialType.None } named ? _types.GetOrAdd(named, GeneratedType.From) : null;

    /// <summary>The registers of a register file.</summary>
    public RegisterPlaces RegistersOf(GeneratedType file) => _places.GetOrAdd(file.Symbol, _ => RegisterPlaces.Of(file, this));

    /// <summary>The type, if the generator made it for this.</summary>
    public GeneratedType? Find(ITypeSymbol? type, TypeRole role) => Find(type) is { } found && found.Role == role ? found : null;
}
