using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;

namespace Docs.Tests;

/// <summary>Names, roles, headings, contrast: what axe knows to check, on a page of each kind.</summary>
[Collection(VtdSiteCollection.Name)]
public sealed class AccessibilityTests(VtdSite site)
{
    private static readonly string[] s_pages =
    [
        "index.html", "register-gsts.html#v=0xc0000032", "entry-pasid-entry.html#v=0x41", "descriptor-iotlb-invalidate.html",
        "queue-invalidationqueue.html", "enum-faultreason.html",
    ];

    [ChromiumFact]
    public async Task NothingIsWrong()
    {
        var window = await site.Open("index.html");
        var problems = new List<string>();
        foreach (var page in s_pages)
        {
            await window.GotoAsync(site.Url(page));
            problems.AddRange(await Check(window, new AxeRunOptions()));
        }

        Assert.Empty(problems);
    }

    [ChromiumFact]
    public async Task ContrastIsEnoughInTheDarkAlsoWhereThereIsSomethingWrongOrFound()
    {
        var window = await site.Open("register-gsts.html#v=0xc0000032", new BrowserNewContextOptions { ColorScheme = ColorScheme.Dark });
        await window.FillAsync("#search", "pasid");
        await window.Locator("#found-0").WaitForAsync();

        Assert.Empty(await Check(window, new AxeRunOptions { RunOnly = new RunOnlyOptions { Type = "rule", Values = ["color-contrast", "link-in-text-block"] } }));
    }

    [ChromiumFact]
    public async Task ATabLeadsToTheContentAndFocusIsSeen()
    {
        var window = await site.Open("register-gsts.html");
        await window.Keyboard.PressAsync("Tab");
        Assert.True(await window.Locator(".skip").EvaluateAsync<bool>("one => one === document.activeElement && one.getBoundingClientRect().left >= 0"));

        await window.Keyboard.PressAsync("Enter");
        Assert.Equal("content", await window.EvaluateAsync<string>("document.activeElement.id"));
        for (var tab = 0; tab < 3; tab++)
        {
            await window.Keyboard.PressAsync("Tab");
            Assert.NotEqual("none", await window.EvaluateAsync<string>("getComputedStyle(document.activeElement).outlineStyle"));
        }
    }

    private static async Task<IReadOnlyList<string>> Check(IPage window, AxeRunOptions options) =>
        [.. (await window.RunAxe(options)).Violations.SelectMany(rule => rule.Nodes, (rule, node) => $"{window.Url}: {rule.Id}: {node.Html}")];
}
