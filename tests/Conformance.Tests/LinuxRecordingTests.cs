using System.Text.Json;

namespace Vtd.Conformance.Tests;

/// <summary>What real kernels did to a unit gets the answers that they got.</summary>
public class LinuxRecordingTests
{
    public static TheoryData<string> Names => [.. SharedRecordings.LinuxNames()];

    [Fact]
    public void AllTenAreHere() => Assert.Equal(10, SharedRecordings.LinuxNames().Count());

    [Theory]
    [MemberData(nameof(Names))]
    public void ReplaysWithoutMismatch(string name)
    {
        var recording = SharedRecordings.Summary(name);

        Assert.Equal(0, recording.GetProperty("mismatches").GetInt32());
        var lines = SharedRecordings.LinesOf(SharedRecordings.PathOf(name));
        Assert.Equal(lines.Count(line => !line.StartsWith('#')), recording.GetProperty("events").GetInt32());
        Assert.Equal(
            lines.Count(line => line.StartsWith("RR ", StringComparison.Ordinal)),
            recording.GetProperty("compared").GetProperty("registerReads").GetInt32());
        Assert.Equal(
            lines.Count(line => line.StartsWith("MW qs ", StringComparison.Ordinal)),
            recording.GetProperty("compared").GetProperty("memoryWrites").GetInt32());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryResetLeavesNothingBehind(string name)
    {
        var resets = SharedRecordings.Summary(name).GetProperty("resets").EnumerateArray().ToList();
        Assert.Equal(3, resets.Count);
        Assert.All(resets, reset => Assert.Equal(0, Entries(reset.GetProperty("after"))));
        // The machine resets the unit twice: the second time there is nothing left to do.
        Assert.Equal(0, Entries(resets[2].GetProperty("before")));
        Assert.Equal(0, resets[2].GetProperty("pasidsRemoved").GetInt32());
    }

    [Fact]
    public void BothKernelsUsePassThroughPasids()
    {
        var removed = SharedRecordings.LinuxNames().ToDictionary(
            name => name,
            name => SharedRecordings.Summary(name).GetProperty("devices").EnumerateArray().Sum(device => device.GetProperty("removed").GetInt32()));

        // First-stage tables only: the others have nothing that a host could attach.
        Assert.Equal(
            ["linux61-sm-fl-cm", "linux72-sm-fl", "linux72-sm-fl-sysrq-reset"],
            removed.Where(one => one.Value > 0).Select(one => one.Key));
    }

    [Fact]
    public void SeveralRecordingsHaveATotal()
    {
        var names = SharedRecordings.LinuxNames().Where(name => name.Contains("-legacy-", StringComparison.Ordinal)).ToList();

        var run = VtdRun.Of(["replay", .. names.Select(SharedRecordings.PathOf)]);

        var events = names.Sum(name => SharedRecordings.LinesOf(SharedRecordings.PathOf(name)).Count(line => !line.StartsWith('#')));
        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith($"replayed {events} events, compared ", run.LastLine);
        Assert.EndsWith(", mismatches 0", run.LastLine);
        Assert.Equal(names.Count + 1, run.Output.Split('\n').Count(line => line.StartsWith("replayed ", StringComparison.Ordinal)));
    }

    private static int Entries(JsonElement contents) => contents.EnumerateObject().Sum(cache => cache.Value.GetInt32());
}
