using System.Collections.Immutable;

namespace Vtd.Spec.Tools.Import.SystemRdl;

/// <summary>A component that was defined, with what its definition sees.</summary>
/// <param name="Syntax">The definition.</param>
/// <param name="Scope">The enclosing scope.</param>
/// <param name="Defaults">Properties that components have here by default.</param>
internal sealed record RdlType(RdlDefinition Syntax, RdlScope Scope, ImmutableDictionary<string, RdlProperty> Defaults);

/// <summary>The names that statements can use.</summary>
/// <param name="outer">The enclosing scope.</param>
/// <param name="defaults">Properties that components have by default.</param>
internal sealed class RdlScope(RdlScope? outer, ImmutableDictionary<string, RdlProperty> defaults)
{
    private readonly Dictionary<string, RdlType> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DescribedEnum> _enums = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RdlValue> _parameters = new(StringComparer.Ordinal);

    /// <summary>Properties that components have by default from here on.</summary>
    public ImmutableDictionary<string, RdlProperty> Defaults { get; private set; } = defaults;

    /// <summary>Adds a component.</summary>
    public void Add(string name, RdlType type) => _types[name] = type;

    /// <summary>Adds an enum.</summary>
    public void Add(string name, DescribedEnum codes) => _enums[name] = codes;

    /// <summary>Adds a parameter.</summary>
    public void Add(string name, RdlValue value) => _parameters[name] = value;

    /// <summary>Changes a default from here on.</summary>
    public void AddDefault(string name, RdlProperty property) => Defaults = Defaults.SetItem(name, property);

    /// <summary>The component of a name; null if there is none.</summary>
    public RdlType? TypeOf(string name) => _types.GetValueOrDefault(name) ?? outer?.TypeOf(name);

    /// <summary>The enum of a name; null if there is none.</summary>
    public DescribedEnum? EnumOf(string name) => _enums.GetValueOrDefault(name) ?? outer?.EnumOf(name);

    /// <summary>The value of a parameter; null if there is none.</summary>
    public RdlValue? ParameterOf(string name) => _parameters.GetValueOrDefault(name) ?? outer?.ParameterOf(name);
}
