using Vtd.Spec.Declarations;
using Vtd.Spec.Source;

namespace Vtd.Spec.Composing;

/// <summary>Resolves the names of templates.</summary>
internal static class TemplateNames
{
    /// <summary>The specs whose template of that name is meant: the spec itself if it has one, otherwise those that it imports.</summary>
    /// <param name="name">The name.</param>
    /// <param name="spec">The spec that says it.</param>
    /// <param name="imports">The imports of the specs.</param>
    /// <param name="has">Whether a spec has the template.</param>
    public static List<string> SpecsOf(QualifiedName name, string spec, EquatableArray<SpecImports> imports, Func<string, bool> has)
    {
        if (name.Spec is { } qualifier)
            return has(qualifier) ? [qualifier] : [];
        return has(spec) ? [spec] : [.. SpecImports.Of(imports, spec).Where(has)];
    }
}
