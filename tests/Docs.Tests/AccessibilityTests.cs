using System.Collections.Concurrent;
using Deque.AxeCore.Commons;

namespace Vtd.Docs.Tests;

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
        var problems = new ConcurrentQueue<string>();
        await site.Visit(s_pages, static _ => { }, CheckAsync);

        Assert.Empty(problems);

        async Task CheckAsync(IPage window)
        {
            foreach (var problem in await Check(window))
                problems.Enqueue(problem);
        }
    }

    [ChromiumFact]
    public async Task ContrastIsEnoughInTheDarkAlsoWhereThereIsSomethingWrongOrFound()
    {
        var window = await site.Open("register-gsts.html#v=0xc0000032", new BrowserNewContextOptions { ColorScheme = ColorScheme.Dark });
        await window.FillAsync("#search", "pasid");
        await window.Locator("#found-0").WaitForAsync();

        Assert.Empty(await Check(window, "color-contrast", "link-in-text-block"));
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

    /// <param name="window">The page to check.</param>
    /// <param name="rules">The rules to check; all if there are none.</param>
    private static async Task<string[]> Check(IPage window, params string[] rules)
    {
        await window.EvaluateAsync(new BundledAxeScriptProvider().GetScript());
        return await window.EvaluateAsync<string[]>(
            """
            async rules => {
              const found = await axe.run({ resultTypes: ['violations'], ...(rules.length ? { runOnly: rules } : {}) });
              return found.violations.flatMap(rule => rule.nodes.map(node => `${location.href}: ${rule.id}: ${node.html}`));
            }
            """,
            rules);
    }
}
