using System.Text.Json;
using System.Xml.Linq;
using Vtd.Spec.Model;
using Vtd.Spec.Tools.Docs;
using Vtd.Spec.Tools.Docs.Markup;
using Vtd.Spec.Tools.Specs;

namespace Vtd.Spec.Tools.Tests.Docs;

/// <summary>The site of the built-in spec.</summary>
public sealed class VtdSiteTests
{
    private static readonly IReadOnlyList<SiteFile> s_files = SitePage.FilesOf(SpecText.Shipped);
    private static readonly IReadOnlyDictionary<string, SitePage> s_pages = SitePage.Of(s_files);
    private static readonly LinkedSpec s_spec = LoadedSpecs.Load(SpecText.Shipped).Specs[0];

    [Theory]
    [InlineData("cap", "rsvdp")] // what other revisions of the architecture have there
    [InlineData("gsts", "rsvdz")]
    public void ReservedBitsOfCapabilitiesAreNoMistake(string register, string access)
    {
        var layout = JsonDocument.Parse(s_pages[$"register-{register}.html"].All("script").Single(one => (string?)one.Attribute("id") == "layout").Value).RootElement;

        Assert.Equal([access], layout.GetProperty("fields").EnumerateArray().Select(static field => field.TryGetProperty("reserved", out var word) ? word.GetString() : null).OfType<string>().Distinct());
    }

    [Fact]
    public void EveryLinkLeadsToAPlaceThatIsThere()
    {
        var files = s_files.Select(file => file.Path).ToHashSet();
        foreach (var page in s_pages.Values)
        {
            var links = page.Root.DescendantsAndSelf().Attributes().Where(one => one.Name.LocalName is "href" or "src").Select(one => one.Value);
            foreach (var link in links.Where(link => link != "data:," && !link.StartsWith("#v=", StringComparison.Ordinal)))
            {
                var parts = link.Split('#');
                var target = parts[0].Length == 0 ? page.Path : parts[0];
                Assert.True(files.Contains(target), $"{page.Path} links to {link}");
                Assert.True(parts.Length == 1 || s_pages[target].Ids.Contains(parts[1]), $"{page.Path} links to {link}");
            }
        }
    }

    [Fact]
    public void EverythingThatIsFoundIsThere()
    {
        var script = s_files.Single(file => file.Path == "search-index.js").Text;
        var json = script["window.searchIndex = ".Length..].TrimEnd('\n', ';');
        var items = JsonSerializer.Deserialize<string[][]>(json)!;

        Assert.All(items, item => Assert.Equal(4, item.Length));
        foreach (var href in items.Select(item => item[3].Split('#')))
            Assert.True(href.Length == 1 || s_pages[href[0]].Ids.Contains(href[1]), string.Join('#', href));
        Assert.Equal(s_spec.Registers.Count, items.Count(item => item[0] == "register"));
        Assert.Equal(s_spec.Enums.Sum(one => one.Codes.Count), items.Count(item => item[0] == "code"));
        Assert.Contains(items, item => item is ["field", "GSTS.TES", "DMA remapping is on", "register-gsts.html#f-TES"]);
    }

    [Fact]
    public void EveryFieldIsOnItsPageWithBitsAccessAndMeaning()
    {
        var map = new SiteMap(s_spec);
        foreach (var register in s_spec.Registers)
            CheckFields(map[SubjectKind.Register, register.Mnemonic], register.Fields, hasAccess: true);
        foreach (var descriptor in s_spec.Descriptors)
            CheckFields(map[SubjectKind.Descriptor, descriptor.Name], descriptor.Fields, hasAccess: false);
        foreach (var entry in s_spec.Entries)
            CheckFields(map[SubjectKind.Entry, entry.Name], entry.Fields, hasAccess: false);
    }

    private static void CheckFields(Subject subject, IEnumerable<LinkedField> fields, bool hasAccess)
    {
        var rows = s_pages[subject.File].All("tr").Where(row => row.Attribute("id") is not null).ToDictionary(row => row.Attribute("id")!.Value);
        foreach (var field in fields)
        {
            var texts = rows[Subject.FieldId(field.Name)].Elements().Select(cell => cell.Value.Trim()).ToList();
            Assert.Equal(string.Join(", ", field.Bits), texts[0]);
            if (!field.IsReserved)
                Assert.StartsWith(field.Name, texts[1]);
            if (hasAccess)
                Assert.Equal(field.Access.Word(), texts[2]);
            Assert.Contains(field.Meaning ?? "", texts[hasAccess ? 4 : 2]);
        }
    }

    [Fact]
    public void EveryCodeIsOnItsPage()
    {
        var map = new SiteMap(s_spec);
        foreach (var one in s_spec.Enums)
        {
            var page = s_pages[map[SubjectKind.Enum, one.Name].File];
            foreach (var code in one.Codes)
                Assert.Contains(code.Meaning ?? code.Name, page.All("tr").Single(row => (string?)row.Attribute("id") == Subject.FieldId(code.Name)).Value);
        }
    }

    [Fact]
    public void EveryBitOfAPageIsDrawnOnce()
    {
        foreach (var page in s_pages.Values.Where(page => page.All("svg").Any()))
        {
            var layout = JsonDocument.Parse(page.All("script").Single(one => (string?)one.Attribute("id") == "layout").Value).RootElement;
            var drawn = page.All("a", "cell").Select(cell => (Msb: (int)cell.Attribute("data-msb")!, Lsb: (int)cell.Attribute("data-lsb")!)).ToList();
            var next = layout.GetProperty("width").GetInt32() - 1;
            foreach (var (msb, lsb) in drawn)
            {
                Assert.True(msb == next, $"{page.Path}: bit {next}");
                next = lsb - 1;
            }

            Assert.Equal(-1, next);
        }
    }

    [Fact]
    public void PagesHaveOneHeadingDistinctIdsAndNames()
    {
        foreach (var page in s_pages.Values)
        {
            Assert.Single(page.All("h1"));
            Assert.Equal(page.Ids.Count, page.Ids.Distinct().Count());
            Assert.Equal("en", (string?)page.Root.Attribute("lang"));
        }

        Assert.Equal(s_pages.Count, s_pages.Values.Select(page => page.All("title").First().Value).Distinct().Count());
    }

    [Fact]
    public void NothingIsLoadedFromElsewhere() =>
        Assert.DoesNotContain(s_files, file => file.Text.Contains("://", StringComparison.Ordinal) && !file.Text.Contains("http://www.w3.org/2000/svg", StringComparison.Ordinal));

    [Fact]
    public void TheSameSpecGivesTheSameSite() => Assert.Equal(s_files, SitePage.FilesOf([.. SpecText.Shipped.Reverse()]));

    [Fact]
    public void AFieldSaysWhatDependsOnIt()
    {
        var row = s_pages["register-cap.html"].All("tr").Single(row => (string?)row.Attribute("id") == "f-FRO");

        Assert.Contains("FRCD (place)", row.Value);
    }

    [Fact]
    public void NamesInTextsAreLinks()
    {
        var row = s_pages["register-gsts.html"].All("tr").Single(row => (string?)row.Attribute("id") == "f-RTPS");

        Assert.Contains(row.Descendants("a"), link => (string?)link.Attribute("href") == "register-rtaddr.html");
    }
}
