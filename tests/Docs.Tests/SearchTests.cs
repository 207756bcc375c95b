namespace Vtd.Docs.Tests;

[Collection(VtdSiteCollection.Name)]
public sealed class SearchTests(VtdSite site)
{
    /// <summary>A busy machine opens a page in many seconds, and an address that is there already is as good as one to come.</summary>
    private static readonly PageAssertionsToHaveURLOptions s_patient = new() { Timeout = 60_000 };

    [ChromiumFact]
    public async Task KeysFindAndOpen()
    {
        var window = await site.Open("index.html");
        await window.Keyboard.PressAsync("/");
        await window.Keyboard.TypeAsync("gsts");
        await window.Locator("#found-0[aria-selected=true]").WaitForAsync();
        Assert.Contains("Global Status", await window.Locator("#found-0").InnerTextAsync());

        await window.Keyboard.PressAsync("ArrowDown");
        Assert.Equal("found-1", await window.Locator("#search").GetAttributeAsync("aria-activedescendant"));
        Assert.Equal("false", await window.Locator("#found-0").GetAttributeAsync("aria-selected"));
        await window.Keyboard.PressAsync("ArrowUp");
        await window.Locator("#found-0[aria-selected=true]").WaitForAsync();
        await window.Keyboard.PressAsync("Enter");
        await Assertions.Expect(window).ToHaveURLAsync(site.Url("register-gsts.html"), s_patient);
    }

    [ChromiumFact]
    public async Task FieldsCodesMeaningsAndOffsetsAreFound()
    {
        var window = await site.Open("register-cap.html");
        foreach (var (text, first, target) in new[]
        {
            ("0x1c", "GSTS", "register-gsts.html"),
            ("ECAP.PASID", "ECAP.PASID", "register-ecap.html#f-PASID"),
            ("sagaw", "CAP.SAGAW", "register-cap.html#f-SAGAW"),
            ("SCT.8", "FaultReason.PageRequestBlocked", "enum-faultreason.html#f-PageRequestBlocked"),
            ("write request", "RequestType.Write", "enum-requesttype.html#f-Write"),
        })
        {
            await window.FillAsync("#search", text);
            await window.Locator("#found-0 .name", new PageLocatorOptions { HasTextString = first }).WaitForAsync();
            Assert.Equal(target, await window.Locator("#found-0").GetAttributeAsync("data-href"));
        }

        await window.ClickAsync("#found-0");
        await Assertions.Expect(window).ToHaveURLAsync(site.Url("enum-requesttype.html") + "#f-Write", s_patient);
    }

    [ChromiumFact]
    public async Task WhatIsNotThereIsSaidAndEscapeCloses()
    {
        var window = await site.Open("index.html");
        await window.FillAsync("#search", "zzzz <b>");
        await window.GetByText("Nothing found").WaitForAsync();
        await window.Keyboard.PressAsync("Enter");
        await window.Keyboard.PressAsync("Escape");
        Assert.False(await window.Locator("#found").IsVisibleAsync());
        Assert.Equal("", await window.InputValueAsync("#search"));
        Assert.Equal(site.Url("index.html"), window.Url);
    }
}
