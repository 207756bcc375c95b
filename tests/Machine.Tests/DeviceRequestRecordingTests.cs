using System.Buffers.Binary;
using System.Globalization;
using Vtd.Machine.Recording;
using Vtd.Runtime;

namespace Vtd.Machine.Tests;

/// <summary>Requests with a PASID, translation requests and page requests are recorded, and the replay agrees with them.</summary>
public sealed class DeviceRequestRecordingTests : IDisposable
{
    private const ushort Device = 0x18;
    private const uint Pasid = 5;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private sealed class NoMessages : IMessageSink
    {
        public void Send(ulong address, uint data)
        {
        }
    }

    private static readonly VtdUnitOptions Options = new()
    {
        Capabilities = new VtdFeatures
        {
            ScalableMode = true,
            FirstStage = true,
            PasidWidth = 20,
            DeviceTlbs = true,
            QueuedInvalidation = true,
            PageRequests = true,
        },
        CollapseFaults = true,
        RunsInBackground = false,
    };

    private string Record()
    {
        var path = _folder.PathOf("session.trace");
        var memory = new SparseGuestMemory();
        using var recorder = new UnitRecorder(path, Options);
        var unit = new VtdUnit(Options, memory, new NoMessages(), recorder);
        Write(memory, 0x10000, 0x11001);
        Write(memory, 0x11300, 0x1200D | 0x10);
        Write(memory, 0x12000, 0x13001);
        Write(memory, 0x13000 + Pasid * 64, 0x41);
        Write(memory, 0x13008 + Pasid * 64, 0x1);
        Write(memory, 0x13010 + Pasid * 64, 0x14000);
        Write(memory, 0x14000, 0x15007);
        Write(memory, 0x15000, 0x16007);
        Write(memory, 0x16000, 0x17007);
        Write(memory, 0x17028, 0x9007);
        unit.WriteRegister(0x20, 8, 0x10400);
        unit.WriteRegister(0x18, 4, 0x4000_0000);
        unit.WriteRegister(0x18, 4, 0x8000_0000);
        unit.WriteRegister(0xD0, 8, 0x20000);
        unit.Translate(new(Device, 0x5000, DmaAccess.Read) { Pasid = Pasid });
        unit.Translate(new(Device, 0x6000, DmaAccess.Write) { Pasid = Pasid });
        unit.TranslateForDevice(new(Device, 0x5000) { Pasid = Pasid });
        unit.TranslateForDevice(new(Device, 0x5000) { Pasid = Pasid, NoWrite = true });
        unit.TranslateForDevice(new(Device, 0x6000) { Pasid = Pasid });
        unit.RequestPage(new(Device, 0x6000, 3) { Pasid = Pasid, Write = true, IsLast = true });
        unit.RequestPage(new(0x20, 0x6000, 3) { Pasid = Pasid, Read = true });
        unit.ReadRegister(0xC8, 8);
        unit.ReadRegister(0xDC, 4);
        return path;
    }

    private static void Write(SparseGuestMemory memory, ulong address, ulong value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        memory.TryWrite(address, bytes);
    }

    [Fact]
    public void TheyAreReplayedWithoutMismatches()
    {
        var replay = VtdRun.Of("replay", Record(), "--json");

        Assert.Equal((0, ""), (replay.ExitCode, replay.Error));
        var recording = replay.Json.GetProperty("recordings")[0];
        Assert.Equal(5, recording.GetProperty("fed").GetProperty("deviceRequests").GetInt32());
        Assert.Equal(5, recording.GetProperty("compared").GetProperty("deviceRequests").GetInt32());
        Assert.Equal(2, recording.GetProperty("compared").GetProperty("translations").GetInt32());
    }

    [Theory]
    [InlineData("TQ 00:18 5 5000 r", "TQ 00:18 6 5000 r")]
    [InlineData("AT 00:18 5 5000 1000 rw", "AT 00:18 6 5000 1000 rw")]
    [InlineData("AR 5000 fff 9000 3", "AR 5000 fff 9000 1")]
    [InlineData("AR 5000 fff 9000 3", "AR 5000 fff a000 3")]
    [InlineData("AR 0 fff 0 0", "AR 6000 fff 9000 3")]
    [InlineData("XR 0 -", "XR -28 -")]
    [InlineData("XR -1 -", "XR 0 -")]
    public void OneThatWasTamperedWithIsNot(string line, string other)
    {
        var lines = File.ReadAllLines(Record());
        Assert.True(lines.Contains(line), string.Join("\n", lines));
        var tampered = _folder.Write("tampered.trace", lines.Select(one => one == line ? other : one));
        Assert.Equal(1, VtdRun.Of("replay", tampered).ExitCode);
    }

    [Fact]
    public void ReadsHaveTheirPurpose()
    {
        var lines = File.ReadAllLines(Record());

        Assert.Equal(
            ["MR re 10000 16", "MR ce 11300 32", "MR pde 12000 8", "MR pe 13140 64", "MR pte 14000 8"],
            lines.SkipWhile(static line => line != "TQ 00:18 5 5000 r").Skip(1).Take(5).Select(static line => line[..line.LastIndexOf(' ')]));
    }

    [Fact]
    public void WorkThatAWriteLeftIsRecordedBehindTheWrite()
    {
        var path = _folder.PathOf("sliced.trace");
        var memory = new SparseGuestMemory();
        var options = Options with { WorkPerCall = 256 };
        using (var recorder = new UnitRecorder(path, options))
        {
            var unit = new VtdUnit(options, memory, new NoMessages(), recorder);
            for (var at = 0UL; at < 399; at++)
                Write(memory, 0x40000 + 16 * at, 0x12);
            Write(memory, 0x40000 + 16 * 399, 0x1_0000_0025);
            Write(memory, 0x40008 + 16 * 399, 0x50000);
            unit.WriteRegister(0x90, 8, 0x40001);
            unit.WriteRegister(0x18, 4, 0x0400_0000);
            unit.WriteRegister(0x88, 8, 16 * 400);
            Assert.NotEqual(16UL * 400, unit.ReadRegister(0x80, 8));
            while (unit.Run())
            {
            }
            Assert.Equal(16UL * 400, unit.ReadRegister(0x80, 8));
        }

        var lines = File.ReadAllLines(path);
        var write = Array.FindIndex(lines, static line => line.StartsWith("RW 88 ", StringComparison.Ordinal));
        Assert.True(write > 0, string.Join("\n", lines));
        // Descriptors that were fetched and not executed in a slice are fetched again.
        var fetched = lines[write..].Where(static line => line.StartsWith("MR qd ", StringComparison.Ordinal)).Select(static line => line.Split(' ')[2]).Distinct();
        Assert.Equal(Enumerable.Range(0, 400).Select(static at => (0x40000 + 16 * at).ToString("x", CultureInfo.InvariantCulture)), fetched);
        Assert.Contains(lines[write..], static line => line.StartsWith("MW qs 50000 ", StringComparison.Ordinal));
    }

    [Fact]
    public void AUnitWithAWorkerIsNotRecorded() =>
        Assert.Throws<ArgumentException>(() => new UnitRecorder(_folder.PathOf("worker.trace"), Options with { RunsInBackground = true }));

    [Fact]
    public void ATamperedDescriptorOfAPageRequestIsSeen()
    {
        var lines = File.ReadAllLines(Record());
        var line = Assert.Single(lines, one => one.StartsWith("MW pr ", StringComparison.Ordinal));
        var tampered = _folder.Write("tampered.trace", lines.Select(one => one == line ? line[..^1] + "1" : one));
        Assert.Equal(1, VtdRun.Of("replay", tampered).ExitCode);
    }
}
