using Vtd.Tool;

namespace Docs.Tests;

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

        using var output = new StringWriter();
        Assert.Equal(0, VtdCommand.Run(["docs", "-o", _folder], new Terminal(output, output, outputIsScreen: false, errorIsScreen: false)));
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
        var context = await _browser!.NewContextAsync(options);
        context.SetDefaultTimeout(Patience);
        var window = await context.NewPageAsync();
        await window.GotoAsync(Url(page));
        return window;
    }
}

[CollectionDefinition(Name)]
public sealed class VtdSiteCollection : ICollectionFixture<VtdSite>
{
    public const string Name = "the site of VT-d";
}
