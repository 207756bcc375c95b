using Vtd.Spec.Declarations;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Source;
using Vtd.Spec.Yaml;

namespace Vtd.Spec.Composing;

/// <summary>Templates and overlays, from which declarations take what they do not say themselves.</summary>
public sealed record SpecParts
{
    /// <summary>There is nothing to take.</summary>
    public static SpecParts None { get; } = new();

    /// <summary>The specs that each spec imports.</summary>
    internal EquatableArray<SpecImports> Imports { get; init; }

    /// <summary>Templates, by spec, kind and name.</summary>
    internal EquatableArray<Template> Templates { get; init; }

    /// <summary>Changes of overlays, by spec, kind and name.</summary>
    internal EquatableArray<Patch> Patches { get; init; }

    /// <summary>Errors in templates and overlays, for instance two overlays that contradict each other.</summary>
    public EquatableArray<Finding> Findings { get; init; }

    /// <summary>Finds the template that a declaration of a spec is like; null if there is none, or more than one.</summary>
    internal Template? FindTemplate(string spec, UnitKind kind, string like)
    {
        var name = QualifiedName.Of(like);
        return TemplateNames.SpecsOf(name, spec, Imports, candidate => InSpec(candidate) is not null) is [var one] ? InSpec(one) : null;

        Template? InSpec(string candidate) => NamedItems.Find(Templates, KeyOf(candidate, kind, name.Name));
    }

    /// <summary>The key of the templates and changes of one declaration.</summary>
    internal static string KeyOf(string spec, UnitKind kind, string name) => $"{spec} {kind} {name}";
}

/// <summary>A template with everything that it takes from other templates.</summary>
/// <param name="Name">Of spec, kind and name.</param>
/// <param name="Source">The keys of the template.</param>
/// <param name="Size">Number of nodes in it.</param>
internal sealed record Template(string Name, YamlMapping Source, int Size) : INamed;

/// <summary>The changes of all overlays to one declaration.</summary>
/// <param name="Name">Of spec, kind and name.</param>
/// <param name="Source">The patched keys; null if a fault in them was reported.</param>
/// <param name="Span">Where the last one says so.</param>
internal sealed record Patch(string Name, YamlMapping? Source, SourceSpan Span) : INamed;
