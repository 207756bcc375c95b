using System.Text.Json;

namespace Vtd.Conformance.Tests;

/// <summary>What programs read of the output stays as it is.</summary>
public class OutputTests
{
    [Fact]
    public void ProcessSaysTheSameAsTheCommand()
    {
        var process = VtdRun.OfProcess("replay", SharedRecordings.Main);
        var command = VtdRun.Of("replay", SharedRecordings.Main);

        Assert.Equal(("", 0), (process.Error, process.ExitCode));
        Assert.Equal(Timeless(command.Output), Timeless(process.Output.ReplaceLineEndings("\n")));
        Assert.Matches("^replayed 106445 events, compared [0-9]+, mismatches 0$", process.LastLine);
        Assert.Contains("\nexplained 5\n", process.Output);
        Assert.DoesNotContain('\u001b', process.Output);
    }

    [Fact]
    public void ProcessOfABrokenFileExitsWithTwo()
    {
        var run = VtdRun.OfProcess("replay", Path.Combine(AppContext.BaseDirectory, "none.trace.gz"));

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public void JsonAgreesWithTheReport()
    {
        var total = VtdRun.Of("replay", "--json", SharedRecordings.Main, SharedRecordings.PathOf("linux61-legacy-pt")).Json.GetProperty("total");
        var report = VtdRun.Of("replay", SharedRecordings.Main, SharedRecordings.PathOf("linux61-legacy-pt"));

        Assert.Equal(
            $"replayed {total.GetProperty("events")} events, compared {total.GetProperty("compared")}, mismatches {total.GetProperty("mismatches")}",
            report.LastLine);
    }

    [Fact]
    public void JsonKeepsItsNames()
    {
        var json = VtdRun.Of("replay", "--json", SharedRecordings.Main).Json;

        Assert.Equal(["recordings", "total"], Names(json));
        Assert.Equal(["events", "compared", "mismatches", "explained"], Names(json.GetProperty("total")));
        var recording = json.GetProperty("recordings")[0];
        Assert.Equal(
            [
                "file", "scenario", "events", "compared", "mismatches", "explained", "fed", "descriptors", "resets", "devices", "onlyCounted",
                "memoryReads", "beyondTheEnd", "shownMismatches", "deviations", "seconds", "eventsPerSecond",
            ],
            Names(recording));
        Assert.Equal(["registerReads", "translations", "remappedInterrupts", "faults", "queueErrors", "notifications", "memoryWrites", "interrupts", "deviceRequests", "total"], Names(recording.GetProperty("compared")));
        Assert.Equal(["registerWrites", "translations", "interrupts", "resets", "deviceRequests"], Names(recording.GetProperty("fed")));
        Assert.Equal(["type", "granularity", "count"], Names(recording.GetProperty("descriptors")[0]));
        Assert.Equal(["line", "number", "before", "after", "pasidsRemoved"], Names(recording.GetProperty("resets")[0]));
        Assert.Equal(["context", "pasid", "iotlb", "interrupt"], Names(recording.GetProperty("resets")[0].GetProperty("before")));
        Assert.Equal(["function", "name", "attached", "replaced", "removed", "invalidations", "history"], Names(recording.GetProperty("devices")[0]));
        Assert.Equal(["line", "change", "pasid", "table"], Names(recording.GetProperty("devices")[0].GetProperty("history")[0]));
        Assert.Equal(["subject", "operations", "lines"], Names(recording.GetProperty("onlyCounted")[0]));
        Assert.Equal(["sameMoment", "fromLaterLines", "fromEarlierLines", "notInTheRecording"], Names(recording.GetProperty("memoryReads")));
    }

    private static IEnumerable<string> Names(JsonElement one) => one.EnumerateObject().Select(property => property.Name);

    private static string Timeless(string output) =>
        string.Join('\n', output.Split('\n').Where(line => !line.EndsWith("events per second", StringComparison.Ordinal)));
}
