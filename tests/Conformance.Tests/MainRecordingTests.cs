using Vtd.Conformance.Deviations;
using Vtd.Conformance.Replay;
using Vtd.Conformance.Replay.Summary;
using Vtd.Runtime;
using Vtd.Traces;

namespace Vtd.Conformance.Tests;

/// <summary>First-stage scalable mode under Linux 7.2, reset while translation is on: what the unit did, in numbers.</summary>
public class MainRecordingTests
{
    private readonly ScenarioSummary _summary =
        new DeviationAnalysis(SharedRecordings.Main, RecordingReader.Read(SharedRecordings.Main).Scenarios[0], KnownDeviations.QuirksOf(KnownDeviations.Recorded), KnownDeviations.BugsOf(KnownDeviations.Recorded))
            .Of(UnitQuirks.None, 0, _ => { });

    [Fact]
    public void EverythingIsCompared()
    {
        Assert.Equal((0, 5), (_summary.Mismatches, _summary.Explained));
        Assert.Equal("NoInterruptNoticeOfSwitches", Assert.Single(_summary.Deviations).Name);
        Assert.Equal(
            new ComparedCounts(RegisterReads: 32, Translations: 6943, RemappedInterrupts: 3412, Notifications: 80, MemoryWrites: 918),
            _summary.Compared);
        Assert.Equal(new FedCounts(950, 6944, 3412, 3), _summary.Fed); // the recording stops before the last answer
    }

    [Fact]
    public void DescriptorsAreThoseOfTheRecording() => Assert.Equal(
        [
            new("InterruptEntryCacheInvalidate", "Global", 2),
            new("InterruptEntryCacheInvalidate", "Index", 53),
            new("Wait", null, 918),
            new("PasidIotlbInvalidate", "Page", 863),
        ],
        _summary.Descriptors);

    [Fact]
    public void TheResetDropsCachesAndPasidsOnce()
    {
        Assert.Equal([(4, 1), (104940, 2), (104947, 3)], _summary.Resets.Select(reset => (reset.Line, reset.Number)));
        Assert.Equal([0, 2, 0], _summary.Resets.Select(reset => reset.PasidsRemoved));
        Assert.Equal((2, 2), (_summary.Resets[1].Before["context"], _summary.Resets[1].Before["pasid"]));
        Assert.True(_summary.Resets[1].Before["iotlb"] > 0);
        Assert.All(_summary.Resets[2].Before.Values, entries => Assert.Equal(0, entries));
        Assert.All(_summary.Resets, reset => Assert.Equal([0, 0, 0, 0], reset.After.Values));
    }

    [Theory]
    [InlineData(0, "00:03.0", "nvme", "0x245a000")]
    [InlineData(1, "00:04.0", "virtio", "0x245d000")]
    public void EachDeviceGetsAndLosesItsTable(int index, string function, string name, string table)
    {
        var device = _summary.Devices[index];

        Assert.Equal((function, name), (device.Function, device.Name));
        Assert.Equal((2, 0, 1), (device.Attached, device.Replaced, device.Removed));
        Assert.Equal(
            [
                new(547, "attached", null, $"first-stage table at {table}, 48-bit addresses"),
                new(104940, "removed", null, "back on the device's default table"),
                new(105658, "attached", null, $"first-stage table at {table}, 48-bit addresses"),
            ],
            device.History);
    }

    [Fact]
    public void FollowersCauseNoReadThatTheRecordedUnitNeverMade() => Assert.Equal(0, _summary.MemoryReads.NotInTheRecording);

    [Fact]
    public void WithoutFollowersTheUnitReadsOnlyWhatTheRecordedOneReadAtThatMoment()
    {
        var scenario = RecordingReader.Read(SharedRecordings.Main).Scenarios[0];
        var reads = new ScenarioReplay(SharedRecordings.Main, scenario, UnitQuirks.None, isFollowed: false).Run(_ => { }).MemoryReads;

        Assert.Equal((0, 0, 0), (reads.FromLaterLines, reads.FromEarlierLines, reads.NotInTheRecording));
    }

    [Fact]
    public void LinesAreEitherUsedOrCounted()
    {
        var lines = SharedRecordings.LinesOf(SharedRecordings.Main).Where(line => !line.StartsWith('#')).Select(line => line[..2]).ToList();

        string[] used = ["RR", "RW", "RS", "MR", "MW", "IM", "TQ", "TR", "TX", "IQ", "IR", "IX", "FL", "FS", "FI", "FO", "QE", "NT", "NU", "NI", "AS"];
        Assert.Equal(lines.Count, _summary.Events);
        Assert.Equal(lines.Count(operation => !used.Contains(operation)), _summary.OnlyCounted.Sum(counted => counted.Lines));
    }
}
