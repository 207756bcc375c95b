using System.Collections.Concurrent;

namespace Vtd.Docs.Tests;

/// <summary>What holds of every page.</summary>
[Collection(VtdSiteCollection.Name)]
public sealed class PageTests(VtdSite site)
{
    /// <summary>The width of a small telephone, in pixels of CSS.</summary>
    private const int NarrowScreen = 380;

    [ChromiumFact]
    public async Task NoPageComplainsAndNoneIsWiderThanANarrowScreen()
    {
        var complaints = new ConcurrentQueue<string>();
        await site.Visit(site.Pages, Listen, MeasureAsync, new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = NarrowScreen, Height = 800 } });

        Assert.Empty(complaints);

        void Listen(IPage window)
        {
            window.Console += (_, message) => complaints.Enqueue($"{window.Url}: {message.Type} {message.Text}");
            window.PageError += (_, error) => complaints.Enqueue($"{window.Url}: {error}");
            window.RequestFailed += (_, request) => complaints.Enqueue($"{window.Url}: no {request.Url}");
        }

        async Task MeasureAsync(IPage window)
        {
            if (await window.EvaluateAsync<int>("document.documentElement.scrollWidth") > NarrowScreen)
                complaints.Enqueue($"{window.Url}: wider than the screen");
        }
    }

    [ChromiumFact]
    public async Task ColoursFollowTheSystemUntilSomebodyChooses()
    {
        var window = await site.Open("register-gsts.html", new BrowserNewContextOptions { ColorScheme = ColorScheme.Dark });
        Assert.Equal("rgb(20, 23, 27)", await Background(window));
        Assert.Equal("true", await window.Locator("#theme").GetAttributeAsync("aria-pressed"));

        await window.ClickAsync("#theme");
        Assert.Equal("rgb(255, 255, 255)", await Background(window));

        await window.GotoAsync(site.Url("register-cap.html"));
        Assert.Equal("rgb(255, 255, 255)", await Background(window));
        Assert.Equal("false", await window.Locator("#theme").GetAttributeAsync("aria-pressed"));
    }

    [ChromiumFact]
    public async Task PaperShowsDiagramAndFieldsAndNothingToClick()
    {
        var window = await site.Open("register-rtaddr.html", new BrowserNewContextOptions { ColorScheme = ColorScheme.Dark });
        await window.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print, ColorScheme = ColorScheme.Light });

        foreach (var hidden in new[] { ".top", ".side", ".turn", ".decoder", "td.value" })
            Assert.False(await window.Locator(hidden).First.IsVisibleAsync(), hidden);
        foreach (var shown in new[] { "h1", ".diagram svg", ".fields" })
            Assert.True(await window.Locator(shown).First.IsVisibleAsync(), shown);

        await window.EvaluateAsync("dispatchEvent(new Event('beforeprint'))");
        Assert.True(await window.Locator(".codes").First.IsVisibleAsync());
        await window.EvaluateAsync("dispatchEvent(new Event('afterprint'))");
        Assert.Equal(0, await window.Locator("details[open]").CountAsync());
    }

    [ChromiumFact]
    public async Task WithoutScriptsPagesAreStillReadable()
    {
        var window = await site.Open("register-gsts.html", new BrowserNewContextOptions { JavaScriptEnabled = false });

        Assert.True(await window.Locator(".diagram svg").IsVisibleAsync());
        Assert.True(await window.Locator("#f-TES").IsVisibleAsync());
        Assert.False(await window.Locator("#decoder").IsVisibleAsync());
        Assert.False(await window.Locator("td.value").First.IsVisibleAsync());
    }

    [ChromiumFact]
    public async Task PagesCanBeTurned()
    {
        var window = await site.Open("register-gcmd.html");

        await window.ClickAsync("a[rel=next]");
        await Assertions.Expect(window).ToHaveURLAsync(site.Url("register-gsts.html"));
        await window.ClickAsync("a[rel=prev]");
        await Assertions.Expect(window).ToHaveURLAsync(site.Url("register-gcmd.html"));
    }

    private static Task<string> Background(IPage window) => window.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");
}
