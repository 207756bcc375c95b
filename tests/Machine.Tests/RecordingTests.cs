namespace Vtd.Machine.Tests;

/// <summary>What a session did to the unit becomes a recording that replay agrees with.</summary>
public sealed class RecordingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("session.trace", "")]
    [InlineData("session.trace.gz", "")]
    [InlineData("session.trace", "--qemu 10.2.2 --quirks qemu", "--quirks", "qemu")]
    public void ASessionIsReplayedWithoutMismatches(string name, string options, params string[] replayOptions)
    {
        var path = Record(name, options);
        var replay = VtdRun.Of(["replay", path, "--json", .. replayOptions]);

        Assert.Equal((0, ""), (replay.ExitCode, replay.Error));
        var recording = replay.Json.GetProperty("recordings")[0];
        Assert.All<string>(
            ["registerReads", "memoryWrites", "interrupts", "faults", "queueErrors", "translations", "remappedInterrupts"],
            what => Assert.True(recording.GetProperty("compared").GetProperty(what).GetInt32() > 0, what));
        Assert.Equal(3, recording.GetProperty("resets").GetArrayLength());
    }

    [Theory]
    [InlineData("RR 1c 4 c0000000", "RR 1c 4 40000000")]
    [InlineData("FL 18 1 5000 r 0 0", "FL 18 2 5000 r 0 0")]
    [InlineData("IM fee00000 41", "IM fee00000 42")]
    [InlineData("IR fee01000 4041", "IX")]
    [InlineData("TR 33000 fff 3", "TX fff")]
    [InlineData("MW qs 30000 4 34120000", "MW qs 30000 4 35120000")]
    [InlineData("NI 1 0 0", "NI 0 0 0")]
    public void OneThatWasTamperedWithIsNot(string line, string other)
    {
        var lines = File.ReadAllLines(Record("session.trace", ""));
        Assert.Contains(line, lines);
        var tampered = _folder.Write("tampered.trace", lines.Select(one => one == line ? other : one));
        Assert.Equal(1, VtdRun.Of("replay", tampered).ExitCode);
    }

    private string Record(string name, string options)
    {
        var path = _folder.PathOf(name);
        using var machine = Live($"-M q35 -m 64 -accel qtest -device intel-iommu -device edu,addr=3 --record {path} {options}").Machine;
        return path;
    }

    /// <summary>A fault with its message, translations, a queue that stops, remapped and blocked interrupts, and a reset in the middle.</summary>
    private static QtestClient Live(string options)
    {
        var client = new QtestClient(options);
        for (var boot = 0; boot < 2; boot++)
        {
            client.Enable(0x18);
            client.Do("writel 0xfed9003c 0x41");
            client.Do("writel 0xfed90040 0xfee00000");
            client.Do("writel 0xfed90038 0");
            client.Do("memset 0x10000 4096 0");
            client.Do("writeq 0xfed90020 0x10000");
            client.Do("writel 0xfed90018 0x40000000");
            client.Do("writel 0xfed90018 0x80000000");
            client.Number("readl 0xfed9001c");
            Copy(client, 0x5000);

            client.Do("writeq 0x10000 0x11001");
            client.Do("writeq 0x11180 0x12001");
            client.Do("writeq 0x11188 0x102");
            for (var level = 0; level < 4; level++)
                client.Do($"writeq 0x{0x12000 + level * 0x1000 + (level == 3 ? 0x28 : 0):x} 0x{(level == 3 ? 0x33003 : 0x13003 + level * 0x1000):x}");
            Copy(client, 0x5000);
            client.Number("readq 0xfed90228");

            client.Do("writeq 0xfed90090 0x20000");
            client.Do("writel 0xfed90018 0x84000000");
            client.Do("write 0x20000 48 0x110000000000000000000000000000001200000000000000000000000000000025000000341200000000030000000000");
            client.Do("writeq 0x20030 0xf");
            client.Do("writeq 0xfed90088 0x40");
            client.Number("readl 0xfed90034");

            client.Do("writeq 0x100000 0x0000010000410001");
            client.Do("writeq 0x100008 0x0000000000040018");
            client.Do("writeq 0xfed900b8 0x100007");
            client.Do("writel 0xfed90018 0x85000000");
            client.Do("writel 0xfed90018 0x86000000");
            Interrupt(client, 0xFEE0_0010);
            Interrupt(client, 0xFEE0_0050);
            client.Machine.Reset();
        }

        return client;
    }

    private static void Copy(QtestClient client, ulong from)
    {
        client.Do($"writeq 0xe0000080 0x{from:x}");
        client.Do("writeq 0xe0000088 0x40000");
        client.Do("writeq 0xe0000090 8");
        client.Do("writeq 0xe0000098 1");
        client.Ask("clock_step");
    }

    private static void Interrupt(QtestClient client, uint address)
    {
        client.SetConfig(0x18, 0x44, address);
        client.SetConfig(0x18, 0x40, 0x0081_0005);
        client.Do("writel 0xe0000060 1");
    }
}
