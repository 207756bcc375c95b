using System.Xml;
using System.Xml.Linq;
using Vtd.Spec.Tools.Docs;
using Vtd.Spec.Tools.Specs;

namespace Vtd.Spec.Tools.Tests.Docs;

/// <summary>A page of a site. Pages are also well-formed XML, so that a text which is not escaped cannot stay unnoticed.</summary>
internal sealed class SitePage
{
    private SitePage(SiteFile file)
    {
        Path = file.Path;
        using var reader = XmlReader.Create(new StringReader(file.Text), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        Root = XDocument.Load(reader).Root!;
    }

    public string Path { get; }

    public XElement Root { get; }

    public string Text => Root.Value;

    public IReadOnlyList<string> Ids => [.. Root.Descendants().Attributes("id").Select(id => id.Value)];

    public static IReadOnlyList<SiteFile> FilesOf(params string[] texts) => FilesOf([.. texts.Select((text, at) => new SpecText($"{at}.vtd.yaml", text))]);

    public static IReadOnlyList<SiteFile> FilesOf(IReadOnlyList<SpecText> texts)
    {
        var loaded = LoadedSpecs.Load(texts);
        Assert.Empty(loaded.Findings);
        return Site.Of(loaded.Specs);
    }

    public static IReadOnlyDictionary<string, SitePage> Of(IEnumerable<SiteFile> files) =>
        files.Where(file => file.Path.EndsWith(".html", StringComparison.Ordinal)).Select(file => new SitePage(file)).ToDictionary(page => page.Path);

    public IEnumerable<XElement> All(string element, string? className = null) =>
        Root.Descendants(element).Where(one => className is null || ((string?)one.Attribute("class") ?? "").Split(' ').Contains(className));
}
