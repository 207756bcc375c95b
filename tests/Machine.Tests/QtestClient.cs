using System.Globalization;
using Vtd.Machine.CommandLine;
using Vtd.Machine.Qtest;

namespace Vtd.Machine.Tests;

/// <summary>Drives a machine of its own by qtest requests, as test programs do.</summary>
internal sealed class QtestClient
{
    public const ulong UnitBase = 0xFED9_0000;
    public const ulong BarBase = 0xE000_0000;

    private readonly QtestSession _session;

    /// <param name="options">As on a command line.</param>
    public QtestClient(string options)
    {
        Machine = new(QemuCommandLine.Parse(options.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Machine);
        _session = new(Machine, Unasked.Add);
    }

    public Q35Machine Machine { get; }

    public List<string> Unasked { get; } = [];

    public string Ask(string line) => _session.Answer(line);

    public IEnumerable<Reply?> Begin(string line) => _session.Begin(line);

    public ulong Number(string line)
    {
        var reply = Ask(line);
        Assert.StartsWith("OK 0x", reply, StringComparison.Ordinal);
        return ulong.Parse(reply.AsSpan(5), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
    }

    public void Do(string line) => Assert.Equal("OK", Ask(line));

    public uint Config(int sourceId, int offset)
    {
        Do($"outl 0xcf8 0x{0x8000_0000U | (uint)sourceId << 8 | (uint)offset:x}");
        return (uint)Number("inl 0xcfc");
    }

    public void SetConfig(int sourceId, int offset, uint value)
    {
        Do($"outl 0xcf8 0x{0x8000_0000U | (uint)sourceId << 8 | (uint)offset:x}");
        Do($"outl 0xcfc 0x{value:x}");
    }

    /// <summary>Places a function's memory region and lets it be a bus master.</summary>
    public void Enable(int sourceId)
    {
        SetConfig(sourceId, 0x10, (uint)BarBase);
        SetConfig(sourceId, 0x04, 6);
    }
}
