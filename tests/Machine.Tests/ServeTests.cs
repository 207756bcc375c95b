using System.Diagnostics;

namespace Vtd.Machine.Tests;

/// <summary>The command as programs meet it: sockets, standard input, signals, exit codes.</summary>
public sealed class ServeTests : ServedMachine
{
    [Fact]
    public async Task AsQEMUsTestLibraryStartsItItConnectsToBothSockets()
    {
        using var qtest = Listen("qtest");
        using var qmp = Listen("qmp");
        var run = Start(
            $"-qtest unix:{Folder.PathOf("qtest")} -qtest-log /dev/null -chardev socket,path={Folder.PathOf("qmp")},id=char0 "
            + "-mon chardev=char0,mode=control -M q35 -device intel-iommu -accel qtest");
        using var requests = Lines(await qtest.AcceptAsync().WaitAsync(ForEver));
        using var commands = Lines(await qmp.AcceptAsync().WaitAsync(ForEver));

        Assert.StartsWith("{\"QMP\"", await commands.ReadLineAsync(), StringComparison.Ordinal);
        Assert.Equal("OK 0x0000000000000010", await Ask(requests, "readl 0xfed90000"));
        Assert.Equal("{\"return\":{}}", await Ask(commands, "{\"execute\":\"qmp_capabilities\"}"));
        Assert.Contains("RESET", await Ask(commands, "{\"execute\":\"system_reset\"}"), StringComparison.Ordinal);
        await commands.ReadLineAsync();
        await Ask(commands, "{\"execute\":\"quit\"}");

        Assert.Equal((0, ""), await run);
    }

    [Fact]
    public async Task AsAServerItTakesOneClientAfterTheOtherAndTheMachineStays()
    {
        var run = Start($"-M q35 -accel qtest -qtest unix:{Folder.PathOf("qtest")},server=on,wait=off -qmp unix:{Folder.PathOf("qmp")},server,nowait");
        using (var first = await Connect("qtest"))
            Assert.Equal("OK", await Ask(first, "writeq 0x1000 0x55"));
        using (var second = await Connect("qtest"))
            Assert.Equal("OK 0x0000000000000055", await Ask(second, "readq 0x1000"));
        using var commands = await Connect("qmp");
        await commands.ReadLineAsync();
        await Ask(commands, "{\"execute\":\"qmp_capabilities\"}");
        await Ask(commands, "{\"execute\":\"quit\"}");

        Assert.Equal((0, ""), await run);
        Assert.False(File.Exists(Folder.PathOf("qtest")));
    }

    [Fact]
    public async Task ItEndsWhenItsOnlyClientIsGone()
    {
        using var qtest = Listen("qtest");
        var run = Start($"-M none -qtest unix:{Folder.PathOf("qtest")}");
        using (var requests = Lines(await qtest.AcceptAsync().WaitAsync(ForEver)))
            Assert.Equal("OK 0xffff", await Ask(requests, "inw 0xcfc"));
        Assert.Equal((0, ""), await run);
    }

    [Fact]
    public async Task RequestsAreCutAtLineEndsWhereverTheyAreCutOnTheWay()
    {
        using var qtest = Listen("qtest");
        var run = Start($"-M q35 -accel qtest -qtest unix:{Folder.PathOf("qtest")} -qtest-log {Folder.PathOf("log")}");
        using (var requests = Lines(await qtest.AcceptAsync().WaitAsync(ForEver)))
        {
            await requests.Stream.WriteAsync("read"u8.ToArray());
            await requests.Stream.WriteAsync("b 0\r\nendianness\nfo"u8.ToArray());
            await requests.Stream.WriteAsync("o\n"u8.ToArray());
            Assert.Equal("OK 0x0000000000000000", await requests.ReadLineAsync());
            Assert.Equal("OK little", await requests.ReadLineAsync());
            Assert.Equal("FAIL Unknown command 'foo'", await requests.ReadLineAsync());
        }

        await run;
        Assert.Equal(["[R] readb 0", "[S] OK 0x0000000000000000"], File.ReadAllLines(Folder.PathOf("log")).Take(2));
    }

    [Theory]
    [InlineData("-M q35 -foo", "vtd serve: -foo: there is no such option\n")]
    [InlineData("-M q35", "vtd serve: no input: give -qtest or -qmp\n")]
    [InlineData("-M q35 -qtest unix:/nowhere/at/all", "vtd serve: unix:/nowhere/at/all: ")]
    [InlineData("-M q35 -qtest stdio -device intel-iommu --record /nowhere/at/all", "vtd serve: Could not find a part of the path '/nowhere/at/all'.\n")]
    public async Task WhatCannotBeServedIsOneLineAndExitCode1(string options, string start)
    {
        var (exitCode, error) = await Start(options);
        Assert.Equal(1, exitCode);
        Assert.StartsWith(start, error, StringComparison.Ordinal);
        Assert.Equal(1, error.Count(one => one == '\n'));
    }

    [Fact]
    public async Task OverStandardInputUntilSIGTERMWhichIsExitCode0()
    {
        var recording = Folder.PathOf("session.trace.gz");
        using var process = Process.Start(new ProcessStartInfo(
            "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "vtd.dll"), "record", recording, "-M", "q35", "-device", "intel-iommu", "-accel", "qtest", "-qtest", "stdio"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        await process.StandardInput.WriteLineAsync("readl 0xfed90000");
        Assert.Equal("OK 0x0000000000000010", await process.StandardOutput.ReadLineAsync().WaitAsync(ForEver));
        using var kill = Process.Start("sh", ["-c", $"kill {process.Id}"]);
        await process.WaitForExitAsync().WaitAsync(ForEver);

        Assert.Equal(0, process.ExitCode);
        Assert.Equal(0, VtdRun.Of("replay", recording).ExitCode);
    }
}
