using System.Diagnostics;
using System.Net.Sockets;

namespace Vtd.Machine.Tests;

/// <summary>Clients that do not read or ask for too much lose their own session and no other.</summary>
public sealed class HostileClientTests : ServedMachine
{
    /// <summary>A request whose reply is far larger than what a socket holds.</summary>
    private const string Large = "read 0 0x1000000\n";

    [Fact]
    public async Task AQtestClientThatDoesNotReadStopsNoOther()
    {
        var run = Start($"-M q35 -accel qtest -qtest unix:{Folder.PathOf("stuck")},server=on -qtest unix:{Folder.PathOf("other")},server=on -qmp unix:{Folder.PathOf("qmp")},server=on");
        using var stuck = await Stuck("stuck");
        using var other = await Connect("other");
        Assert.Equal("OK little", await Ask(other, "endianness"));

        using var commands = await Negotiated("qmp");
        Assert.Contains("SHUTDOWN", await Ask(commands, "{\"execute\":\"quit\"}"), StringComparison.Ordinal);
        Assert.Equal("{\"return\":{}}", await commands.ReadLineAsync());
        Assert.Equal((0, ""), await run);
    }

    [Fact]
    public async Task AQmpClientThatDoesNotReadItsEventsLosesItsSessionOnly()
    {
        const int Events = 8000;
        var run = Start($"-M q35 -accel qtest -qmp unix:{Folder.PathOf("stuck")},server=on -qmp unix:{Folder.PathOf("other")},server=on");
        using var stuck = await Negotiated("stuck");
        using var other = await Negotiated("other");
        for (var count = 0; count < Events / 2; count++)
        {
            Assert.Contains("STOP", await Ask(other, "{\"execute\":\"stop\"}"), StringComparison.Ordinal);
            await other.ReadLineAsync();
            Assert.Contains("RESUME", await Ask(other, "{\"execute\":\"cont\"}"), StringComparison.Ordinal);
            await other.ReadLineAsync();
        }

        var received = 0;
        while (await stuck.ReadLineAsync() is not null)
            received++;
        Assert.InRange(received, 1, Events - 1);

        using (var next = await Negotiated("stuck"))
            Assert.Contains("running", await Ask(next, "{\"execute\":\"query-status\"}"), StringComparison.Ordinal);
        await Ask(other, "{\"execute\":\"quit\"}");
        Assert.Equal((0, ""), await run);
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task SignalsEndItWhileAClientDoesNotRead(string signal)
    {
        // A runner in the background ignores SIGINT, and its children would do so as well.
        using var process = Process.Start(
            "env",
            ["--default-signal=INT", "dotnet", Path.Combine(AppContext.BaseDirectory, "vtd.dll"), "serve", "-M", "q35", "-accel", "qtest", "-qtest", $"unix:{Folder.PathOf("stuck")},server=on"]);
        using var stuck = await Stuck("stuck");
        using var kill = Process.Start("sh", ["-c", $"kill -s {signal} {process.Id}"]);
        await process.WaitForExitAsync().WaitAsync(ForEver);

        Assert.Equal(0, process.ExitCode);
        Assert.False(File.Exists(Folder.PathOf("stuck")));
    }

    [Fact]
    public async Task ALongRequestEndsInTheMiddleWhenTheMachineEnds()
    {
        var run = Start($"-M q35 -accel qtest -qtest unix:{Folder.PathOf("qtest")},server=on -qmp unix:{Folder.PathOf("qmp")},server=on");
        using var requests = await Connect("qtest");
        using var commands = await Negotiated("qmp");
        await requests.Stream.WriteAsync("endianness\nmemset 0x10000000 0x40000000 1\n"u8.ToArray());
        Assert.Equal("OK little", await requests.ReadLineAsync());
        await Ask(commands, "{\"execute\":\"quit\"}");

        Assert.Equal((0, ""), await run);
        Assert.Null(await requests.ReadLineAsync());
    }

    [Fact]
    public async Task AFileInThePlaceOfTheSocketStays()
    {
        var path = Folder.Write("precious", ["my thesis"]);
        var (exitCode, error) = await Start($"-M q35 -qtest unix:{path},server=on");
        Assert.Equal((1, $"vtd serve: unix:{path}: there is something that is not a socket, and it stays\n"), (exitCode, error));
        Assert.Equal("my thesis\n", File.ReadAllText(path));
    }

    [Fact]
    public async Task ASecondServerDoesNotTakeThePlaceOfTheFirst()
    {
        var path = Folder.PathOf("qtest");
        var first = Start($"-M q35 -accel qtest -qtest unix:{path},server=on -qmp unix:{Folder.PathOf("qmp")},server=on");
        using var commands = await Negotiated("qmp");
        var (exitCode, error) = await Start($"-M q35 -accel qtest -qtest unix:{path},server=on");
        Assert.Equal((1, $"vtd serve: unix:{path}: another program listens there\n"), (exitCode, error));

        using (var requests = await Connect("qtest"))
            Assert.Equal("OK little", await Ask(requests, "endianness"));
        await Ask(commands, "{\"execute\":\"quit\"}");
        Assert.Equal((0, ""), await first);
    }

    [Fact]
    public async Task ASocketThatAnEarlierRunLeftMakesWay()
    {
        using (Listen("earlier"))
            File.Move(Folder.PathOf("earlier"), Folder.PathOf("qmp"));
        Assert.Throws<SocketException>(() => new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified).Connect(new UnixDomainSocketEndPoint(Folder.PathOf("qmp"))));

        var run = Start($"-M q35 -qmp unix:{Folder.PathOf("qmp")},server=on");
        using var commands = await Negotiated("qmp");
        await Ask(commands, "{\"execute\":\"quit\"}");
        Assert.Equal((0, ""), await run);
    }

    [Theory]
    [InlineData("-qtest-log /dev/full")]
    [InlineData("--record /dev/full")]
    public async Task WhatCannotBeWrittenIsOneLineAndExitCode2(string option)
    {
        using var qtest = Listen("qtest");
        var run = Start($"-M q35 -device intel-iommu -accel qtest -qtest unix:{Folder.PathOf("qtest")} {option}");
        using (var requests = Lines(await qtest.AcceptAsync().WaitAsync(ForEver)))
            await requests.Stream.WriteAsync("readl 0xfed90000\n"u8.ToArray());

        var (exitCode, error) = await run;
        Assert.Equal(2, exitCode);
        Assert.StartsWith("vtd serve: No space left on device", error, StringComparison.Ordinal);
        Assert.Equal(1, error.Count(one => one == '\n'));
    }

    /// <summary>A client that reads the first byte of a long reply and no more.</summary>
    private async Task<LineStream> Stuck(string name)
    {
        var requests = await Connect(name);
        await requests.Stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(Large));
        Assert.Equal(1, await requests.Stream.ReadAsync(new byte[1]).AsTask().WaitAsync(ForEver));
        return requests;
    }

    private async Task<LineStream> Negotiated(string name)
    {
        var commands = await Connect(name);
        await commands.ReadLineAsync();
        await Ask(commands, "{\"execute\":\"qmp_capabilities\"}");
        return commands;
    }
}
