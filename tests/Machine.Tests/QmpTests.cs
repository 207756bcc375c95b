using System.Text;
using System.Text.Json;
using Vtd.Machine.CommandLine;
using Vtd.Machine.Qmp;

namespace Vtd.Machine.Tests;

public sealed class QmpTests
{
    private readonly List<string> _sent = [];
    private readonly Q35Machine _machine;
    private readonly QmpSession _session;
    private readonly JsonSplitter _splitter = new();
    private bool _hasQuit;

    public QmpTests()
    {
        var options = QemuCommandLine.Parse("-M q35 -accel qtest -device intel-iommu --qemu 10.2.2".Split(' ')).Machine;
        _machine = new(options);
        _session = new(_machine, options, bytes => _sent.Add(Encoding.UTF8.GetString(bytes)), tell => tell(_session!), () => _hasQuit = true);
    }

    [Fact]
    public void ItGreetsAndWantsToNegotiate()
    {
        _session.Greet();
        Assert.Equal("{\"QMP\":{\"version\":{\"qemu\":{\"micro\":2,\"minor\":2,\"major\":10},\"package\":\"Vtd.Codegen\"},\"capabilities\":[\"oob\"]}}\r\n", Assert.Single(_sent));
        Assert.Equal("Expecting capabilities negotiation with 'qmp_capabilities'", Error("{'execute':'query-status'}", "CommandNotFound"));
        Assert.Equal("{\"return\":{}}\r\n", Ask("{'execute':'qmp_capabilities','arguments':{'enable':['oob']}}"));
        Assert.Equal("Capabilities negotiation is already complete, command ignored", Error("{'execute':'qmp_capabilities'}", "CommandNotFound"));
    }

    [Fact]
    public void AResetIsToldBeforeItIsAnswered()
    {
        Negotiate();
        _machine.Bus.Write(0xFED9_0020, [0, 0, 0x10, 0, 0, 0, 0, 0]);
        Take("{\"execute\":\"system_reset\",\"id\":[1]}\n"u8);

        using var told = JsonDocument.Parse(_sent[0]);
        Assert.Equal("RESET", told.RootElement.GetProperty("event").GetString());
        Assert.Equal("{\"guest\":false,\"reason\":\"host-qmp-system-reset\"}", told.RootElement.GetProperty("data").GetRawText());
        Assert.True(told.RootElement.GetProperty("timestamp").GetProperty("seconds").GetInt64() > 0);
        Assert.Equal("{\"return\":{},\"id\":[1]}\r\n", _sent[1]);
        Span<byte> pointer = stackalloc byte[8];
        _machine.Bus.Read(0xFED9_0020, pointer);
        Assert.True(pointer.IndexOfAnyExcept((byte)0) < 0);
    }

    [Fact]
    public void ItSaysWhatThereIs()
    {
        Negotiate();
        Assert.Equal("{\"return\":{\"status\":\"running\",\"running\":true}}\r\n", Ask("{'execute':'query-status'}"));
        Assert.Equal(["none", "q35"], Names("query-machines"));
        Assert.Contains("system_reset", Names("query-commands"));
        Assert.Contains("iommu-testdev", Names("qom-list-types"));
        Assert.Contains("\"major\":10", Ask("{'execute':'query-version'}"), StringComparison.Ordinal);
    }

    [Fact]
    public void ItStopsAndContinues()
    {
        Negotiate();
        Take("{\"execute\":\"stop\"}{\"execute\":\"stop\"}"u8);
        Assert.Contains("\"event\":\"STOP\"", _sent[0], StringComparison.Ordinal);
        Assert.Equal(["{\"return\":{}}\r\n", "{\"return\":{}}\r\n"], _sent[1..]);
        Assert.Equal("{\"return\":{\"status\":\"paused\",\"running\":false}}\r\n", Ask("{'execute':'query-status'}"));

        _machine.Reset();
        Assert.Equal("{\"return\":{\"status\":\"prelaunch\",\"running\":false}}\r\n", Ask("{'execute':'query-status'}"));

        _sent.Clear();
        Take("{\"execute\":\"cont\"}{\"execute\":\"cont\"}"u8);
        Assert.Contains("\"event\":\"RESUME\"", _sent[0], StringComparison.Ordinal);
        Assert.Equal(3, _sent.Count);
        Assert.Equal("{\"return\":{\"status\":\"running\",\"running\":true}}\r\n", Ask("{'execute':'query-status'}"));
    }

    [Fact]
    public void ItQuits()
    {
        Negotiate();
        Take("{\"execute\":\"quit\"}"u8);
        Assert.Contains("\"event\":\"SHUTDOWN\"", _sent[0], StringComparison.Ordinal);
        Assert.True(_hasQuit);
    }

    [Theory]
    [InlineData("{'execute':'foo'}", "CommandNotFound", "The command foo has not been found")]
    [InlineData("{'execute':'foo','arguments':{'a':1}}", "CommandNotFound", "The command foo has not been found")]
    [InlineData("{'foo':5}", "GenericError", "QMP input member 'foo' is unexpected")]
    [InlineData("{'execute':5}", "GenericError", "QMP input member 'execute' must be a string")]
    [InlineData("{'execute':'quit','arguments':[]}", "GenericError", "QMP input member 'arguments' must be an object")]
    [InlineData("{'execute':'quit','arguments':{'x':1}}", "GenericError", "Parameter 'x' is unexpected")]
    [InlineData("{}", "GenericError", "QMP input lacks member 'execute'")]
    [InlineData("[1]", "GenericError", "QMP input must be a JSON object")]
    [InlineData("5\n", "GenericError", "QMP input must be a JSON object")]
    [InlineData("}", "GenericError", "JSON parse error, invalid value")]
    [InlineData("{'execute':]\n", "GenericError", "JSON parse error, invalid value")]
    [InlineData("{'execute':'\\ud800'}", "GenericError", "JSON parse error, invalid value")]
    [InlineData("{'\\udc00':5}", "GenericError", "JSON parse error, invalid value")]
    [InlineData("{'execute':'foo','id':['\\ud800']}", "GenericError", "JSON parse error, invalid value")]
    public void WhatMakesNoSenseIsAnErrorAndTheNextCommandIsNot(string command, string kind, string text)
    {
        Negotiate();
        Assert.Equal(text, Error(command, kind));
        _sent.Clear();
        Assert.StartsWith("{\"return\"", Ask("{'execute':'query-status'}"), StringComparison.Ordinal);
        Assert.False(_hasQuit);
    }

    [Fact]
    public void CommandsEndWhereTheirBracesDo()
    {
        Negotiate();
        Take("  {\"execute\"\n :\n\"query-status\", \"id\":\"}{\\\"\"}{\"execute\":\"query-st"u8);
        Take("atus\"}"u8);
        Assert.Equal(2, _sent.Count);
        Assert.All(_sent, sent => Assert.StartsWith("{\"return\"", sent, StringComparison.Ordinal));
    }

    [Fact]
    public void WhatNeverEndsIsGivenUp()
    {
        Negotiate();
        for (var piece = 0; piece < JsonSplitter.MostCharacters / 1024; piece++)
            Take(Encoding.ASCII.GetBytes(new string('[', 1024)));
        Assert.Equal("JSON parse error, invalid value", ErrorOf(Assert.Single(_sent), "GenericError"));
    }

    private void Negotiate()
    {
        Take("{\"execute\":\"qmp_capabilities\"}"u8);
        _sent.Clear();
    }

    private void Take(ReadOnlySpan<byte> bytes) => _splitter.Take(bytes, _session.Answer);

    private string Ask(string command)
    {
        _sent.Clear();
        Take(Encoding.UTF8.GetBytes(command.Replace('\'', '"')));
        return Assert.Single(_sent);
    }

    private string Error(string command, string kind) => ErrorOf(Ask(command), kind);

    private static string ErrorOf(string response, string kind)
    {
        using var json = JsonDocument.Parse(response);
        var error = json.RootElement.GetProperty("error");
        Assert.Equal(kind, error.GetProperty("class").GetString());
        return error.GetProperty("desc").GetString()!;
    }

    private string[] Names(string command)
    {
        using var json = JsonDocument.Parse(Ask($"{{'execute':'{command}'}}"));
        return [.. json.RootElement.GetProperty("return").EnumerateArray().Select(one => one.GetProperty("name").GetString()!)];
    }
}
