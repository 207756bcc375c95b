using Vtd.Spec.Model;
using Vtd.Spec.Tools.Docs.Markup;
using Vtd.Spec.Tools.Docs.Views;

namespace Vtd.Spec.Tools.Docs;

/// <summary>The whole site: one spec in its folder, or a folder below it for each of several.</summary>
public static class Site
{
    private const string AssetPrefix = "docs/assets/";

    public static IReadOnlyList<SiteFile> Of(IReadOnlyList<LinkedSpec> specs)
    {
        if (specs is [var single])
            return [.. Assets(), .. new SpecPages(single, hasParent: false).Files()];

        var files = new List<SiteFile>();
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var lines = new List<SpecLine>();
        foreach (var spec in specs)
        {
            var folder = SiteMap.FreeName("spec-", spec.Header.Name, taken);
            lines.Add(new SpecLine(folder, spec.Header.Name, spec.Header.Document));
            SiteFile[] own = [.. Assets(), .. new SpecPages(spec, hasParent: true).Files()];
            files.AddRange(own.Select(file => file with { Path = $"{folder}/{file.Path}" }));
        }

        files.Add(new SiteFile("index.html", HtmlTemplate.Specs.Render(new SpecsView(lines)).Text));
        return files;
    }

    private static IEnumerable<SiteFile> Assets()
    {
        var assembly = typeof(Site).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(AssetPrefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            yield return new SiteFile("assets/" + name[AssetPrefix.Length..], reader.ReadToEnd());
        }
    }
}
