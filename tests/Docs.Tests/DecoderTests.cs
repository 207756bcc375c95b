namespace Vtd.Docs.Tests;

[Collection(VtdSiteCollection.Name)]
public sealed class DecoderTests(VtdSite site)
{
    /// <summary>A PASID table entry as Linux makes one: first stage only, domain 2, table at 0x1B4F0000.</summary>
    private static readonly string[] s_words =
        ["0000000000000041", "0000000000800002", "000000001b4f0001", "0000000000000000", "0", "0", "0", "0"];

    [ChromiumFact]
    public async Task WordsOfA512BitEntryFillTheFields()
    {
        var window = await site.Open("entry-pasid-entry.html");
        await window.FillAsync("#value", string.Join(' ', s_words));

        Assert.Equal("0x1B4F0000", await Value(window, "FSPTPTR"));
        Assert.Equal("0x2", await Value(window, "DID"));
        Assert.Equal("0x1", await Value(window, "PGTT"));
        Assert.True(await window.IsCheckedAsync("#edit-P"));
        Assert.True(await window.IsCheckedAsync("#edit-PWSNP"));
        Assert.True(await window.IsCheckedAsync("#edit-SRE"));
        Assert.Equal("first stage only", await window.InnerTextAsync("#note-PGTT"));
        Assert.Contains("Read as 8 words of 64 bits, lowest first.", await window.InnerTextAsync("#report"));
        Assert.Equal(128, (await Hash(window)).PadLeft(128, '0').Length);
    }

    [ChromiumFact]
    public async Task AValueHasACodeThatWasReadAndOneToWrite()
    {
        var window = await site.Open($"{WriteCodes.Folder}/register-ctl.html");
        foreach (var (value, job, events) in new[] { ("0x5", "a job runs; written: Erase, starts a job", "Done; written: Clear"), ("0x2", "written: Abort", ""), ("0xb", "", "Error; written: Forget") })
        {
            await window.FillAsync("#value", value);

            Assert.Equal(job, await window.InnerTextAsync("#note-JOB"));
            Assert.Equal(events, await window.InnerTextAsync("#note-EVENTS"));
            Assert.DoesNotContain("no code", await window.InnerTextAsync("#report"));
        }
    }

    [ChromiumFact]
    public async Task EveryWayToWriteAValueMeansTheSame()
    {
        var window = await site.Open("entry-pasid-entry.html");
        var lowestFirst = s_words.Select(word => word.PadLeft(16, '0')).ToList();
        var highestFirst = lowestFirst.AsEnumerable().Reverse().ToList();
        var bytes = lowestFirst.SelectMany(word => Enumerable.Range(0, 8).Select(at => word.Substring(14 - (2 * at), 2)));
        var halves = lowestFirst.SelectMany(word => new[] { word[8..], word[..8] });
        var hashes = new List<string>();
        foreach (var text in new[]
        {
            string.Join(' ', lowestFirst), string.Join(",\n", lowestFirst.Select(word => "0x" + word)), string.Join(':', highestFirst.Select(word => "0x" + word)),
            "0x" + string.Concat(highestFirst), string.Join('_', highestFirst), string.Join(' ', bytes), string.Join(' ', halves),
        })
        {
            await window.FillAsync("#value", text);
            hashes.Add(await Hash(window));
        }

        Assert.Single(hashes.Distinct());
    }

    [ChromiumFact]
    public async Task ReservedBitsThatAreSetAreCalledOut()
    {
        var window = await site.Open("register-gsts.html#v=0xc0000032");

        Assert.Contains("Reserved bits that must be 0 are set: 5:4, 1.", await window.InnerTextAsync("#report"));
        Assert.Contains("wrong", await window.Locator("#f-RSVD_22_0").GetAttributeAsync("class"));
        Assert.Equal(1, await window.Locator(".diagram .reserved.set").CountAsync());

        await window.ClickAsync("#clear");
        Assert.Equal(0, await window.Locator(".diagram .set").CountAsync());
        Assert.Equal(0, await window.Locator("tr.wrong").CountAsync());
    }

    [ChromiumFact]
    public async Task AnEditedFieldChangesTheValueAndTheAddressSharesIt()
    {
        var window = await site.Open("register-rtaddr.html");
        await window.FillAsync("#edit-RTA", "0x12345000");
        await window.Keyboard.PressAsync("Tab");
        await window.SelectOptionAsync("#edit-TTM", new SelectOptionValue { Label = "0x1 Scalable" });

        Assert.Equal("0x0000000012345400", await window.InputValueAsync("#value"));
        await Assertions.Expect(window).ToHaveURLAsync(site.Url("register-rtaddr.html#v=0x12345400"));

        var other = await site.Open("register-rtaddr.html" + new Uri(window.Url).Fragment);
        Assert.Equal("0x12345000", await Value(other, "RTA"));
        Assert.Equal("0x1", await Value(other, "TTM"));

        await other.EvaluateAsync("location.hash = 'v=0x7000'");
        await Assertions.Expect(other.Locator("#edit-RTA")).ToHaveValueAsync("0x7000");
    }

    [ChromiumFact]
    public async Task WhatDoesNotFitIsRefusedWithAReason()
    {
        var window = await site.Open("register-rtaddr.html");
        await Refuses(window, "#edit-RTA", "0x123", "Not a multiple of 0x1000.");
        await Refuses(window, "#edit-RTA", "0x10000000000000000", "At most 0xFFFFFFFFFFFFF000.");
        await Refuses(window, "#edit-RTA", "many", "Not a number.");

        await window.FillAsync("#value", "0x10000000000000000");
        Assert.Contains("That has 65 bits; RTADDR has 64.", await window.InnerTextAsync("#report"));
        await window.FillAsync("#value", "hello");
        Assert.Contains("“hello” is not hexadecimal.", await window.InnerTextAsync("#report"));
        Assert.Equal("true", await window.Locator("#value").GetAttributeAsync("aria-invalid"));
    }

    [ChromiumFact]
    public async Task ADescriptorStartsWithItsTypeAndTakesBothSizes()
    {
        var window = await site.Open("descriptor-iotlb-invalidate.html");
        Assert.Equal("0x2", await Value(window, "TYPE"));
        Assert.Equal("", await window.InnerTextAsync("#note-G"));

        await window.FillAsync("#value", "0x2 0 0 0x8000000000000000");
        Assert.Contains("Reserved bits that must be 0 are set: 255.", await window.InnerTextAsync("#report"));
        Assert.Contains("G is 0x0: not legal.", await window.InnerTextAsync("#report"));
    }

    [ChromiumFact]
    public async Task TheDiagramLeadsToTheFieldAndKeepsTheValue()
    {
        var window = await site.Open("register-gsts.html#v=0x80000000");

        await window.ClickAsync(".cell[data-msb='31']");

        Assert.Equal("edit-TES", await window.EvaluateAsync<string>("document.activeElement.id"));
        await window.Keyboard.PressAsync("Space");
        await Assertions.Expect(window).ToHaveURLAsync(site.Url("register-gsts.html#v=0x0"));
        Assert.Equal(32, await window.Locator(".digit").CountAsync());
    }

    private static async Task Refuses(IPage window, string editor, string text, string reason)
    {
        await window.FillAsync(editor, text);
        await window.Locator(editor).BlurAsync();
        Assert.Equal("true", await window.Locator(editor).GetAttributeAsync("aria-invalid"));
        Assert.Equal(reason, await window.InnerTextAsync(editor.Replace("edit", "note", StringComparison.Ordinal)));
    }

    private static Task<string> Value(IPage window, string field) => window.InputValueAsync("#edit-" + field);

    private static Task<string> Hash(IPage window) => window.EvaluateAsync<string>("location.hash.slice('#v=0x'.length)");
}
