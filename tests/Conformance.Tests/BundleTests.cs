using Vtd.Conformance.Deviations;

namespace Vtd.Conformance.Tests;

/// <summary>Bundles: every scenario is a machine of its own.</summary>
public sealed class BundleTests : IDisposable
{
    private const string Header = "# vtdtrace 1 qemu 10.2.2 cap=80d2008c222f0606 ecap=f00f4a aw=48";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void EachScenarioStartsAtPowerOn()
    {
        // FEDATA keeps what is written, but not into the next machine.
        var path = _folder.Write(
            "bundle.trace",
            ["# scenario one | device | 1", Header, "RS 1", "RW 3c 4 21", "RR 3c 4 21", "# scenario two, again | device | \"x | y\"", Header, "RS 1", "RR 3c 4 0"]);

        var run = VtdRun.Of("replay", path, "--json");

        Assert.Equal(0, run.ExitCode);
        var recordings = run.Json.GetProperty("recordings").EnumerateArray().ToList();
        Assert.Equal(["one", "two, again"], recordings.Select(one => one.GetProperty("scenario").GetString()));
        Assert.Equal([3, 2], recordings.Select(one => one.GetProperty("events").GetInt32()));
        Assert.Equal(5, run.Json.GetProperty("total").GetProperty("events").GetInt32());
    }

    [Fact]
    public void AScenarioThatKilledTheMachineHasNothingToReplay()
    {
        var path = _folder.Write("bundle.trace", ["# scenario one | device | died", "# scenario two | device | 1", Header, "RS 1", "RR 0 4 10"]);

        var run = VtdRun.Of("replay", path, "--json");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal("two", Assert.Single(run.Json.GetProperty("recordings").EnumerateArray()).GetProperty("scenario").GetString());
    }

    [Fact]
    public void RecordedBundleIsSplit()
    {
        var path = SharedRecordings.PathOf("qtest-intr-remap");
        var lines = SharedRecordings.LinesOf(path);

        var run = VtdRun.Of("replay", path, "--json", "--max-mismatches", "0");

        Assert.Equal("", run.Error);
        Assert.Equal(
            lines.Where(line => line.StartsWith("# scenario ", StringComparison.Ordinal)).Select(line => line["# scenario ".Length..].Split(" | ")[0]),
            run.Json.GetProperty("recordings").EnumerateArray().Select(one => one.GetProperty("scenario").GetString()));
        Assert.Equal(lines.Count(line => !line.StartsWith('#')), run.Json.GetProperty("total").GetProperty("events").GetInt32());
    }

    [Fact]
    public void OnlyACutRecordingExcusesEffectsBeyondItsEnd()
    {
        // The recorder saw the tail move, but no longer what the unit did: a wait descriptor with a status write.
        string[] lines =
        [
            Header, "RS 1", "RW 90 8 1000", "RW 18 4 4000000", "RW 88 4 10", "MR qd 1000 16 25000000020000000020000000000000",
        ];

        var cut = VtdRun.Of("replay", _folder.Write("cut.trace", [.. lines, "# stop: 1500 events after reset"]));
        var whole = VtdRun.Of("replay", _folder.Write("whole.trace", lines));

        Assert.Equal((0, "replayed 5 events, compared 1, mismatches 0"), (cut.ExitCode, cut.LastLine));
        Assert.Contains("1 effects of the last trigger lie beyond the end", cut.Output);
        Assert.Equal((1, "replayed 5 events, compared 2, mismatches 1"), (whole.ExitCode, whole.LastLine));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ReplaysWithEveryDifferenceExplained(string name)
    {
        var recordings = SharedRecordings.Recordings(name).ToList();

        Assert.All(recordings, recording => Assert.Equal(0, recording.GetProperty("mismatches").GetInt32()));
        Assert.All(recordings, recording => Assert.Equal(
            recording.GetProperty("explained").GetInt32(),
            recording.GetProperty("deviations").EnumerateArray().Sum(deviation => deviation.GetProperty("count").GetInt32())));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void WithTheQuirksOnlyBugsAreLeft(string name)
    {
        var run = VtdRun.Of("replay", SharedRecordings.PathOf(name), "--quirks", "qemu", "--json");

        Assert.Equal(0, run.ExitCode);
        var left = run.Json.GetProperty("recordings").EnumerateArray()
            .SelectMany(recording => recording.GetProperty("deviations").EnumerateArray())
            .Select(deviation => deviation.GetProperty("name").GetString());
        Assert.All(left, deviation => Assert.Contains(deviation, KnownDeviations.Bugs.Select(bug => bug.Name)));
    }

    public static TheoryData<string> Names => [.. SharedRecordings.BundleNames()];
}
