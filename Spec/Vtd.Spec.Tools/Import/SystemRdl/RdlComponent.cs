using System.Collections.Immutable;
using System.Collections.ObjectModel;
using System.Numerics;
using Superpower.Model;

namespace Vtd.Spec.Tools.Import.SystemRdl;

/// <summary>A property of a component.</summary>
/// <param name="Value">The value.</param>
/// <param name="Place">Where it is given.</param>
/// <param name="Owner">The component that names in the value are seen from.</param>
internal sealed record RdlProperty(RdlValue Value, Token<RdlToken> Place, RdlComponent? Owner)
{
    /// <summary>The enum that the value names.</summary>
    public DescribedEnum? Enum { get; init; }
}

/// <summary>A component with values for its parameters: what one instance or the elements of an array are.</summary>
/// <param name="type">The definition.</param>
internal sealed class RdlComponent(RdlType type)
{
    /// <summary>The definition.</summary>
    public RdlType Type => type;

    /// <summary>The kind of component, such as <c>reg</c>.</summary>
    public string Kind { get; } = type.Syntax.Place.ToStringValue();

    /// <summary>Properties that the component has itself.</summary>
    public Dictionary<string, RdlProperty> Own { get; } = new(StringComparer.Ordinal);

    /// <summary>Instances in it, in the order of the file.</summary>
    public RdlInstances Instances { get; } = [];

    /// <summary>Statements that say nothing about registers.</summary>
    public List<Loss> Losses { get; } = [];

    /// <summary>Properties that hold unless the component has its own.</summary>
    public ImmutableDictionary<string, RdlProperty> Defaults => type.Defaults;

    /// <summary>The first of some properties that the component has, before those that it has by default; null if it has none.</summary>
    public RdlProperty? Find(params ReadOnlySpan<string> names)
    {
        foreach (var properties in new IReadOnlyDictionary<string, RdlProperty>[] { Own, Defaults })
        {
            foreach (var name in names)
            {
                if (properties.TryGetValue(name, out var property))
                    return property;
            }
        }

        return null;
    }

    /// <summary>Whether a property is there and true.</summary>
    public bool Is(string name) => Find(name)?.Value is RdlNumber { Value.IsZero: false };

    /// <summary>The word that a property has, such as <c>rw</c>; null if it has none.</summary>
    public string? Word(string name) => (Find(name)?.Value as RdlReference)?.Word;

    /// <summary>The text of a property on one line; null if it has none.</summary>
    public string? Text(string name) => Find(name)?.Value is RdlText text ? ImportTexts.OneLine(text.Value) : null;
}

/// <summary>Instances by name, in the order of the file.</summary>
internal sealed class RdlInstances() : KeyedCollection<string, RdlInstance>(StringComparer.Ordinal)
{
    /// <inheritdoc/>
    protected override string GetKeyForItem(RdlInstance item) => item.Name;
}

/// <summary>An instance, or an array of instances.</summary>
/// <param name="syntax">The statement.</param>
/// <param name="component">The component of all elements.</param>
internal sealed class RdlInstance(RdlInstanceSyntax syntax, RdlComponent component)
{
    /// <summary>Statement that declares the instance.</summary>
    public RdlInstanceSyntax Syntax => syntax;

    /// <summary>Name.</summary>
    public string Name { get; } = syntax.Name.Value();

    /// <summary>The component of all elements; of the first if they differ.</summary>
    public RdlComponent Component => Elements is { } elements ? elements[0] : component;

    /// <summary>The components of elements that differ, because a property of one was set; null if they do not.</summary>
    public IReadOnlyList<RdlComponent>? Elements { get; set; }

    /// <summary>Elements of each dimension; none for a single instance.</summary>
    public IReadOnlyList<int> Dimensions { get; init; } = [];

    /// <summary>The bits of a field in brackets: one number is a width.</summary>
    public (int First, int? Second)? Bits { get; init; }

    /// <summary>Address in the component around.</summary>
    public BigInteger? Address { get; set; }

    /// <summary>Bytes from one element to the next.</summary>
    public BigInteger? Stride { get; set; }

    /// <summary>Alignment.</summary>
    public BigInteger? Alignment { get; init; }

    /// <summary>Whether it is outside of the generated logic.</summary>
    public bool IsExternal { get; init; }

    /// <summary>The register that it is another address of.</summary>
    public string? AliasOf { get; init; }

    /// <summary>Number of elements.</summary>
    public int Count => Dimensions.Aggregate(1, static (product, count) => product * count);

    /// <summary>The component of an element.</summary>
    public RdlComponent At(int index) => Elements?[index] ?? component;
}
