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
            return [.. Assets(), .. new SpecPages(single, others: null).Files()];

        var files = new List<SiteFile>();
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var folders = specs.ToDictionary(spec => spec.Header.Name, spec => SiteMap.FreeName("spec-", spec.Header.Name, taken), StringComparer.Ordinal);
        var lines = new List<SpecLine>();
        foreach (var spec in specs)
        {
            var folder = folders[spec.Header.Name];
            var others = specs.Where(other => Imports(spec, other) || Imports(other, spec))
                .ToDictionary(other => other.Header.Name, other => (other, new SiteMap(other, $"../{folders[other.Header.Name]}/")), StringComparer.Ordinal);
            lines.Add(new SpecLine(folder, spec.Header.Name, spec.Header.Document));
            SiteFile[] own = [.. Assets(), .. new SpecPages(spec, others).Files()];
            files.AddRange(own.Select(file => file with { Path = $"{folder}/{file.Path}" }));
        }

        files.Add(new SiteFile("index.html", HtmlTemplate.Specs.Render(new SpecsView(lines)).Text));
        return files;
    }

    private static bool Imports(LinkedSpec spec, LinkedSpec other) => spec.Imported.Any(imported => imported.Header.Name == other.Header.Name);

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
