using System.Collections.Concurrent;
using Vtd.Spec.Tools.Docs;
using Vtd.Spec.Tools.Specs;

namespace Vtd.Docs.Tests;

/// <summary>The site of the built-in spec on disk, and a browser to look at it.</summary>
public sealed class VtdSite : IAsyncLifetime
{
    /// <summary>Milliseconds; only a machine that is very busy needs more than a few.</summary>
    private const int Patience = 60_000;

    private readonly string _folder = Path.Combine(Directory.CreateTempSubdirectory("vtd-docs-").FullName, "site");
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public IReadOnlyList<string> Pages => [.. Directory.EnumerateFiles(_folder, "*.html").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    public string Url(string page) => new Uri(Path.Combine(_folder, page.Split('#')[0])).AbsoluteUri + (page.Contains('#') ? page[page.IndexOf('#')..] : "");

    public async Task InitializeAsync()
    {
        if (Chromium.Path is null)
            return;

        Assert.True(SiteFolder.Write(_folder, Site.Of(LoadedSpecs.Load(SpecText.Shipped).Specs)));
        Assert.True(SiteFolder.Write(Path.Combine(_folder, WriteCodes.Folder), Site.Of(LoadedSpecs.Load([new SpecText("flash.vtd.yaml", WriteCodes.Spec)]).Specs)));
        Assertions.SetDefaultExpectTimeout(Patience);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Chromium.Path });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        Directory.Delete(Path.GetDirectoryName(_folder)!, recursive: true);
    }

    /// <summary>A window with nothing remembered from others.</summary>
    public async Task<IPage> Open(string page, BrowserNewContextOptions? options = null)
    {
        var window = await Window(options);
        await window.GotoAsync(Url(page));
        return window;
    }

    /// <summary>Opens pages one after another, in as many windows as there are processors.</summary>
    /// <param name="pages">The pages.</param>
    /// <param name="prepare">Called once for each window, before it opens the first page.</param>
    /// <param name="look">Called for each page that has loaded; at the same time for different windows.</param>
    /// <param name="options">What the windows are like.</param>
    public async Task Visit(IEnumerable<string> pages, Action<IPage> prepare, Func<IPage, Task> look, BrowserNewContextOptions? options = null)
    {
        var left = new ConcurrentQueue<string>(pages);
        await Task.WhenAll(Enumerable.Range(0, Environment.ProcessorCount).Select(async _ =>
        {
            var window = await Window(options);
            prepare(window);
            while (left.TryDequeue(out var page))
            {
                await window.GotoAsync(Url(page));
                await look(window);
            }
        }));
    }

    private async Task<IPage> Window(BrowserNewContextOptions? options)
    {
        var context = await _browser!.NewContextAsync(options);
        context.SetDefaultTimeout(Patience);
        return await context.NewPageAsync();
    }
}

[CollectionDefinition(Name)]
public sealed class VtdSiteCollection : ICollectionFixture<VtdSite>
{
    public const string Name = "the site of VT-d";
}
