using Vtd.Spec.Checks;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Source;

namespace Vtd.Spec.Linking;

/// <summary>Specs whose types cannot stand beside those of another spec, where a project puts them into namespaces that meet.</summary>
internal static class NamespaceConflicts
{
    private const string WayOut = "Put one of the two specs into another namespace, with VtdNamespace for its files or without VtdCodegenNamespace for the project";

    /// <summary>A spec, and the declarations that need its types.</summary>
    /// <param name="Table">Names of the spec.</param>
    /// <param name="Path">The first file of the spec.</param>
    /// <param name="Types">Declarations by the name of the type, in order of declaration.</param>
    public sealed record PlacedSpec(SymbolTable Table, string Path, IReadOnlyDictionary<string, TypeClaim> Types);

    /// <summary>Adds to each spec its conflict with another one, if there is one.</summary>
    /// <param name="specs">In order of name.</param>
    public static List<SymbolTable> AddTo(List<PlacedSpec> specs)
    {
        var tables = new List<SymbolTable>(specs.Count);
        for (var i = 0; i < specs.Count; i++)
        {
            var spec = specs[i];
            tables.Add(spec.Table.Header.Namespace is not null && (WithTypes(spec, specs.Take(i)) ?? WithNamespace(spec, specs)) is { } conflict
                ? spec.Table with { Conflicts = spec.Table.Conflicts.Append(conflict).ToEquatableArray(), IsMisplaced = true }
                : spec.Table);
        }

        return tables;
    }

    /// <summary>The conflict of a spec with an earlier one that has a type of the same name in the same namespace.</summary>
    private static Conflict? WithTypes(PlacedSpec spec, IEnumerable<PlacedSpec> earlier)
    {
        foreach (var other in earlier)
        {
            if (other.Table.Header.Namespace != spec.Table.Header.Namespace)
                continue;
            var clashes = spec.Types.Where(type => other.Types.ContainsKey(type.Key) && !ReservedNames.CommonTypes.Contains(type.Key)).ToList();
            if (clashes.Count == 0)
                continue;
            var (type, claim) = (clashes[0].Key, clashes[0].Value);
            var owner = other.Types[type];
            var more = clashes.Count == 1 ? "" : $", {clashes.Count - 1} more of their types clash";
            return At(spec, claim,
                $"'{claim.Name}' gives the type {type}, and so does {owner.Name} of the spec {other.Table.Name} in {FileNames.Of(PathOf(other, owner), PathOf(spec, claim))}. "
                + $"Both specs are in the namespace {spec.Table.Header.Namespace}{more}. {WayOut}.");
        }

        return null;
    }

    /// <summary>The conflict of a spec with another one whose namespace is called as a type of the spec.</summary>
    private static Conflict? WithNamespace(PlacedSpec spec, List<PlacedSpec> all)
    {
        var start = spec.Table.Header.Namespace + ".";
        foreach (var other in all)
        {
            if (other.Table.Header.Namespace is not { } inner || !inner.StartsWith(start, StringComparison.Ordinal))
                continue;
            var part = inner.Substring(start.Length).Split('.')[0];
            if (spec.Types.TryGetValue(part, out var claim))
                return At(spec, claim, $"'{claim.Name}' gives the type {start}{part}, and the spec {other.Table.Name} is in the namespace {inner}. {WayOut}, or rename one of them.");
        }

        return null;
    }

    private static string PathOf(PlacedSpec spec, TypeClaim claim) => claim.Path.Length > 0 ? claim.Path : spec.Path;

    private static Conflict At(PlacedSpec spec, TypeClaim claim, string message) =>
        new(PathOf(spec, claim), claim.Kind, claim.Kind is null ? "" : claim.Name, ConflictSite.Name, NameRules.SharedNamespace, message);
}
