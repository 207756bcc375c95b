using Vtd.Spec.Model;

namespace Vtd.Spec.Tools.Docs.Markup;

/// <summary>The pages of a spec, and those of the specs that it has to do with.</summary>
/// <param name="Own">The pages of the spec.</param>
/// <param name="Others">The pages of specs that it imports and of those that import it, by name of the spec.</param>
internal sealed record SiteMaps(SiteMap Own, IReadOnlyDictionary<string, (LinkedSpec Spec, SiteMap Map)> Others)
{
    /// <summary>The pages of the spec that a name refers to.</summary>
    public SiteMap this[SpecReference? reference] => reference is null ? Own : Others[reference.Name].Map;
}
