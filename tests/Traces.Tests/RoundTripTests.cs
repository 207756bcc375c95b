using System.IO.Compression;

namespace Vtd.Traces.Tests;

/// <summary>What the writer writes is what the reader reads.</summary>
public sealed class RoundTripTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Recordings => [.. Repository.Files("tests/Recordings", "*.trace.gz").Select(path => Path.GetFileName(path))];

    public void Dispose() => _folder.Dispose();

    /// <summary>Fields that mean nothing and another spelling of the same notice aside, every line comes back as it was.</summary>
    [Theory]
    [MemberData(nameof(Recordings))]
    public void EveryLineOfARecordingComesBack(string name)
    {
        var path = Repository.PathOf($"tests/Recordings/{name}");
        var lines = LinesOf(path);
        var events = RecordingReader.Read(path).Scenarios.SelectMany(scenario => scenario.Steps).SelectMany(step => step.Effects.Prepend(step.Trigger)).ToList();

        Assert.NotEmpty(events);
        Assert.All(events, one =>
        {
            var written = EventText.Of(one);
            if (one is Notified told)
                Assert.Equal(told with { Text = written }, EventText.Parse(written, told.Line));
            else
                Assert.Equal(Plain(lines[one.Line - 1]), Plain(written));
        });
    }

    [Theory]
    [InlineData("own.trace")]
    [InlineData("own.trace.gz")]
    public void AWrittenFileIsReadAsItWasMeant(string name)
    {
        TraceEvent[] events =
        [
            new SystemReset(1),
            new RegisterWrite(0x18, 4, 0x80000000),
            new QueueStopped(2, 3),
            new TranslationRequest(0x18, 5, 0x5000, IsWrite: true),
            FaultMet.Of(FaultKind.Dma, 5, 0x18, 5, pasid: 5) with { IsWrite = true },
            new FaultEnded(FaultEnding.Recorded) { Index = 1, High = 2, Low = 3 },
            new TranslationBlocked(0xFFF),
        ];
        var path = _folder.PathOf(name);
        using (var writer = new TraceWriter(path, "test", 0x12, 0x34, 48))
        {
            foreach (var one in events)
                writer.Write(one);
        }

        var scenario = Assert.Single(RecordingReader.Read(path).Scenarios);

        Assert.Equal((0x12UL, 0x34UL, 48, events.Length), (scenario.Cap, scenario.Ecap, scenario.AddressWidth, scenario.EventCount));
        Assert.Equal(
            events.Select((one, index) => one with { Line = index + 2, Text = EventText.Of(one) }),
            scenario.Steps.SelectMany(step => step.Effects.Prepend(step.Trigger)));
    }

    /// <summary>A line without leading zeros of numbers, and without the PASID of a fault that has none (PP = 0).</summary>
    private static string Plain(string line)
    {
        var words = line.Split(' ');
        if (words[0] == "FL" && words[^2] == "0")
            words = words[..^1];
        return string.Join(' ', words.Select(word => word.Length > 1 ? word.TrimStart('0') : word));
    }

    private static List<string> LinesOf(string path)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        var lines = new List<string>();
        while (reader.ReadLine() is { } line)
            lines.Add(line);
        return lines;
    }
}
