using System.Text.Json;
using System.Xml.Linq;

namespace Vtd.Spec.Tools.Tests.Docs;

/// <summary>Texts that would like to be more than text.</summary>
public sealed class HostileSpecTests
{
    private const string Text = "</script><script>alert(1)</script><img src=x onerror='a()'/>\\\"'&amp;]]>{{ it }}é😀";

    private const string Spec = $$"""
        spec: Demo
        document: "D{{Text}}"
        block: { size: 0x100, access: [4] }
        enums:
          Mode:
            name: "N{{Text}}"
            section: "S{{Text}}"
            about: "A{{Text}}"
            note: "O{{Text}}"
            width: 1
            codes:
              Off: { code: 0, mnemonic: "K{{Text}}", meaning: "M{{Text}}", note: "O{{Text}}" }
        registers:
          AUX:
            name: "N{{Text}}"
            section: "1.2{{Text}}"
            about: "A{{Text}}"
            note: "O{{Text}}"
            offset: 0
            width: 32
            reset: 0
            fields:
              F: { bits: 0, access: rw, enum: Mode, meaning: "M{{Text}}", note: "O{{Text}}" }
            reserved: [{ bits: "31:1", meaning: "R{{Text}}" }]
        groups:
          GROUP:
            name: "N{{Text}}"
            section: "S{{Text}}"
            about: "A{{Text}}"
            offset: 0x40
            registers:
              MEMBER: { offset: 0, width: 32, access: rw, reset: 0, fields: { F: { bits: "31:0", meaning: "M{{Text}}" } } }
        queues:
          Queue: { name: "N{{Text}}", section: "S{{Text}}", about: "A{{Text}}", note: "O{{Text}}", sizes: [64], type: ["3:0"] }
        descriptors:
          one:
            name: "N{{Text}}"
            section: "S{{Text}}"
            about: "A{{Text}}"
            note: "O{{Text}}"
            queue: Queue
            type: 1
            fields:
              F: { bits: 4, meaning: "M{{Text}}" }
            reserved: ["63:5"]
        entries:
          one:
            name: "N{{Text}}"
            section: "S{{Text}}"
            about: "A{{Text}}"
            note: "O{{Text}}"
            size: 64
            fields:
              F: { bits: 0, meaning: "M{{Text}}" }
            ignored: ["63:1"]
        """;

    [Fact]
    public void NoTextOfASpecBecomesMarkup()
    {
        var files = SitePage.FilesOf(Spec);

        // Reading the pages proves that they are well formed; these prove that the texts are still texts.
        foreach (var page in SitePage.Of(files).Values)
        {
            Assert.Empty(page.All("img"));
            Assert.All(page.All("script"), script => Assert.True(script.Attribute("src") is not null || (string?)script.Attribute("id") == "layout"));
            Assert.DoesNotContain(page.Root.DescendantsAndSelf().Attributes(), one => one.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
            Assert.DoesNotContain(page.All("script"), script => script.Value.Contains("</", StringComparison.Ordinal));
        }

        var script = files.Single(file => file.Path == "search-index.js").Text;
        Assert.DoesNotContain('<', script);
        Assert.NotNull(JsonSerializer.Deserialize<string[][]>(script["window.searchIndex = ".Length..].TrimEnd('\n', ';')));
    }

    [Fact]
    public void EveryTextIsShown()
    {
        var pages = SitePage.Of(SitePage.FilesOf(Spec));

        foreach (var (path, starts) in new[]
        {
            ("index.html", "DN"), ("enum-mode.html", "NSAOKM"), ("register-aux.html", "N1AOMR"), ("register-group-member.html", "NSAM"), ("queue-queue.html", "NSAO"),
            ("descriptor-one.html", "NSAOM"), ("entry-one.html", "NSAOM"),
        })
        {
            foreach (var start in starts)
                Assert.Contains((start == '1' ? "1.2" : start) + "</script><script>alert(1)</script><img src=x", pages[path].Text);
        }
    }

    [Fact]
    public void SectionsOfTwoSpecsAndNamesThatDifferInCaseStayApart()
    {
        const string Case = "entries:\n  a: { size: 64, fields: { F: { bits: \"63:0\" } } }\nenums:\n  Mode: { width: 1, codes: { A: 0 } }\n  MODE: { width: 1, codes: { A: 0 } }\n";

        var paths = SitePage.FilesOf("spec: Demo\n" + Case, "spec: DEMO\n" + Case).Select(file => file.Path).ToList();

        Assert.Equal(paths.Count, paths.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Contains("spec-demo/enum-mode.html", paths);
        Assert.Contains("spec-demo-2/enum-mode-2.html", paths);
        Assert.Contains("index.html", paths);
    }
}
