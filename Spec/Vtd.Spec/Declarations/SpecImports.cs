using Vtd.Spec.Source;

namespace Vtd.Spec.Declarations;

/// <summary>The specs that a spec imports.</summary>
/// <param name="Name">The spec that imports.</param>
/// <param name="Specs">The imported ones, in order of name; those that no file belongs to are left out.</param>
public sealed record SpecImports(string Name, EquatableArray<string> Specs) : INamed
{
    /// <summary>Collects from files of any number of specs; a spec imports what any of its files does.</summary>
    internal static EquatableArray<SpecImports> Of(IReadOnlyCollection<SpecFile> files)
    {
        var specs = new HashSet<string>(files.Select(static file => file.Spec?.Value ?? ""), StringComparer.Ordinal);
        return files
            .Where(static file => file.Spec is not null && file.Imports.Count > 0)
            .GroupBy(static file => file.Spec!.Value.Value, static file => file.Imports, StringComparer.Ordinal)
            .OrderBy(static spec => spec.Key, StringComparer.Ordinal)
            .Select(spec => new SpecImports(spec.Key, spec
                .SelectMany(static imports => imports.Values())
                .Where(name => name != spec.Key && specs.Contains(name))
                .Distinct(StringComparer.Ordinal)
                .OrderBy(static name => name, StringComparer.Ordinal)
                .ToEquatableArray()))
            .ToEquatableArray();
    }

    /// <summary>The specs that a spec imports.</summary>
    internal static EquatableArray<string> Of(EquatableArray<SpecImports> all, string spec) => NamedItems.Find(all, spec)?.Specs ?? default;
}
