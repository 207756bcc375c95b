using Deque.AxeCore.Playwright;

namespace Docs.Tests;

/// <summary>Names, roles, headings, contrast: what axe knows to check, on a page of each kind, in both colours.</summary>
[Collection(VtdSiteCollection.Name)]
public sealed class AccessibilityTests(VtdSite site)
{
    private static readonly string[] s_pages =
    [
        "index.html", "register-gsts.html#v=0xc0000032", "register-ecap.html", "entry-pasid-entry.html#v=0x41", "descriptor-iotlb-invalidate.html",
        "queue-invalidationqueue.html", "enum-faultreason.html",
    ];

    [ChromiumFact]
    public Task NothingIsWrongInLightColours() => Check(ColorScheme.Light);

    [ChromiumFact]
    public Task NothingIsWrongInDarkColours() => Check(ColorScheme.Dark);

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

    private async Task Check(ColorScheme colours)
    {
        var window = await site.Open("index.html", new BrowserNewContextOptions { ColorScheme = colours });
        var problems = new List<string>();
        foreach (var page in s_pages)
        {
            await window.GotoAsync(site.Url(page));
            var result = await window.RunAxe();
            problems.AddRange(result.Violations.SelectMany(rule => rule.Nodes, (rule, node) => $"{page}: {rule.Id}: {node.Html}"));
        }

        await window.FillAsync("#search", "pasid");
        await window.Locator("#found-0").WaitForAsync();
        problems.AddRange((await window.RunAxe()).Violations.SelectMany(rule => rule.Nodes, (rule, node) => $"search: {rule.Id}: {node.Html}"));

        Assert.Empty(problems);
    }
}
