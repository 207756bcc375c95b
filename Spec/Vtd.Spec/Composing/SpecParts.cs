using Vtd.Spec.Declarations;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Source;
using Vtd.Spec.Yaml;

namespace Vtd.Spec.Composing;

/// <summary>What declarations take from other places than where they stand: templates, and the changes of overlays.</summary>
public sealed record SpecParts
{
    /// <summary>There is nothing to take.</summary>
    public static SpecParts None { get; } = new();

    /// <summary>By spec, kind and name.</summary>
    internal EquatableArray<Template> Templates { get; init; }

    /// <summary>By spec, kind and name.</summary>
    internal EquatableArray<Patch> Patches { get; init; }

    /// <summary>What is wrong with the parts as such, for instance that two overlays contradict each other.</summary>
    public EquatableArray<Finding> Findings { get; init; }

    /// <summary>What the templates and changes of one declaration are found by.</summary>
    internal static string KeyOf(string spec, UnitKind kind, string name) => $"{spec} {kind} {name}";
}

/// <summary>A template with everything that it takes from other templates.</summary>
/// <param name="Name">Of spec, kind and name.</param>
/// <param name="Source">What it says.</param>
/// <param name="Size">Number of nodes in it.</param>
internal sealed record Template(string Name, YamlMapping Source, int Size) : INamed;

/// <summary>What all overlays together change in a declaration.</summary>
/// <param name="Name">Of spec, kind and name.</param>
/// <param name="Source">What they say; null if it was reported.</param>
/// <param name="Span">Where the last one says so.</param>
internal sealed record Patch(string Name, YamlMapping? Source, SourceSpan Span) : INamed;
