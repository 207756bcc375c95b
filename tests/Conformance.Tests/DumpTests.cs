using System.Text.Json;
using System.Text.RegularExpressions;
using Vtd.Runtime;
using Vtd.Runtime.Inspection;

namespace Vtd.Conformance.Tests;

/// <summary>`vtd replay --dump-at`: what the unit holds, checked against what the recording says.</summary>
public sealed partial class DumpTests : IDisposable
{
    private const string Header = "# vtdtrace 1 qemu 10.2.2 cap=80d2008c222f0606 ecap=f00f4a aw=48";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void CachesHoldTheEntriesThatTheRecordedUnitRead()
    {
        var lines = SharedRecordings.LinesOf(SharedRecordings.Main);
        var dump = VtdRun.Of("replay", SharedRecordings.Main, "--dump-at", "104939", "--json").Json;

        Assert.Equal((1, JsonValueKind.Null), (dump.GetProperty("boot").GetInt32(), dump.GetProperty("scenario").ValueKind));
        Assert.Equal(["00:03.0", "00:04.0"], Cached(dump, "context").Select(one => one.GetProperty("sourceId").GetString()));
        Assert.All(Cached(dump, "context"), one => Assert.Contains(lines, line => line.StartsWith("MR ce ", StringComparison.Ordinal) && line.EndsWith(Bytes(one), StringComparison.Ordinal)));
        Assert.Equal(["00:03.0 PASID 0", "00:04.0 PASID 0"], Cached(dump, "pasid").Select(one => $"{one.GetProperty("sourceId").GetString()} PASID {one.GetProperty("pasid").GetInt32()}"));
        Assert.All(Cached(dump, "pasid"), one => Assert.Contains(lines, line => line.StartsWith("MR pe ", StringComparison.Ordinal) && line.EndsWith(Bytes(one), StringComparison.Ordinal)));
        Assert.NotEmpty(Cached(dump, "iotlb"));
        Assert.InRange(dump.GetProperty("caches").GetProperty("iotlb").GetProperty("total").GetInt32(), Cached(dump, "iotlb").Count, int.MaxValue);
        Assert.True(dump.GetProperty("queue").GetProperty("isOn").GetBoolean());
        Assert.Equal(0, dump.GetProperty("queue").GetProperty("next").GetProperty("total").GetInt32());
    }

    [Fact]
    public void RegistersHoldWhatWasWrittenLast()
    {
        var dump = VtdRun.Of("replay", SharedRecordings.Main, "--dump-at", "546", "--json").Json;
        var line = SharedRecordings.LinesOf(SharedRecordings.Main).Take(546).Last(one => one.StartsWith("RW 20 8 ", StringComparison.Ordinal));

        Assert.Equal(Convert.ToUInt64(line.Split(' ')[3], 16), Convert.ToUInt64(Register(dump, "RTADDR").GetProperty("value").GetString(), 16));
        Assert.Contains(Register(dump, "GSTS").GetProperty("fields").EnumerateArray(), field => field.GetProperty("name").GetString() == "QIES" && field.GetProperty("raw").GetString() == "0x1");
    }

    [Fact]
    public void DevicesHaveTheirTablesFromTheLineThatSwitchesTranslationOn()
    {
        var before = VtdRun.Of("replay", SharedRecordings.Main, "--dump-at", "546", "--json").Json;
        var after = VtdRun.Of("replay", SharedRecordings.Main, "--dump-at", "547", "--json").Json;
        var reset = VtdRun.Of("replay", SharedRecordings.Main, "--dump-at", "104940", "--json").Json;

        Assert.Empty(Shown(before, "attachments"));
        Assert.Equal(
            ["00:03.0 first-stage table at 0x245a000, 48-bit addresses", "00:04.0 first-stage table at 0x245d000, 48-bit addresses"],
            Shown(after, "attachments").Select(one => $"{one.GetProperty("function").GetString()} {one.GetProperty("table").GetString()}"));
        Assert.Empty(Shown(reset, "attachments"));
        Assert.Equal(2, reset.GetProperty("boot").GetInt32());
        Assert.Empty(Cached(reset, "context"));
    }

    [Fact]
    public void TextSaysTheSame()
    {
        var run = VtdRun.Of("replay", SharedRecordings.Main, "--dump-at", "104939");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("after line 104937, boot 1", run.Output);
        Assert.Contains("context cache: 2\n", run.Output);
        Assert.Contains("TTM=Scalable", run.Output);
        Assert.Contains("first-stage table at 0x245a000", run.Output);
        Assert.DoesNotContain('\u001b', run.Output);
    }

    [Fact]
    public void EveryListOfADumpIsInBothOutputs()
    {
        var lists = typeof(UnitDump).GetProperties()
            .Where(property => property.PropertyType is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(DumpedList<>))
            .Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name))
            .ToList();
        var json = VtdRun.Of("replay", SharedRecordings.Main, "--dump-at", "104939", "--json").Json;
        var text = VtdRun.Of("replay", SharedRecordings.Main, "--dump-at", "104939").Output;

        Assert.Equal(lists.Order(), json.EnumerateObject().Where(one => IsList(one.Value)).Select(one => one.Name).Order());
        var caches = Enum.GetNames<CacheKind>();
        Assert.Equal(caches.Select(JsonNamingPolicy.CamelCase.ConvertName), json.GetProperty("caches").EnumerateObject().Select(one => one.Name));
        Assert.Equal(lists.Count + caches.Length + 1, text.Split('\n').Count(line => ListHeading().IsMatch(line))); // and the descriptors of the queue
    }

    private static bool IsList(JsonElement value) => value.ValueKind == JsonValueKind.Object && value.TryGetProperty("total", out _);

    /// <summary>The heading of a list, with the number of its items.</summary>
    [GeneratedRegex("^[a-zA-Z][^:]*: [0-9]+$")]
    private static partial Regex ListHeading();

    [Fact]
    public void AStoppedQueueShowsItsDescriptor()
    {
        var path = _folder.Write("stopped.trace", [Header, "RS 1", "RW 90 8 1000", "RW 18 4 4000000", "RW 88 4 20", "MR qd 1000 16 0f000000000000000000000000000000"]);

        var queue = VtdRun.Of("replay", path, "--dump-at", "6", "--json").Json.GetProperty("queue");

        Assert.True(queue.GetProperty("isStopped").GetBoolean());
        Assert.Equal("0x000000000000000f", queue.GetProperty("next").GetProperty("shown")[0].GetProperty("words")[0].GetString());
        Assert.Equal(JsonValueKind.Null, queue.GetProperty("next").GetProperty("shown")[0].GetProperty("decoded").ValueKind);
    }

    [Theory]
    [InlineData(1, "nothing has happened yet at line 1; scenario 'one' starts at line 3")]
    [InlineData(5, "line 5 is in no scenario; scenario 'one' ends at line 4, scenario 'two' starts at line 7")]
    [InlineData(9, "there is no line 9 in it; scenario 'two' ends at line 8")]
    public void ALineInNoScenarioIsAnError(int line, string message)
    {
        var run = VtdRun.Of("replay", Bundle(), "--dump-at", $"{line}");

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.EndsWith($": {message}\n", run.Error);
    }

    [Fact]
    public void TheLineSaysWhichScenario()
    {
        var dump = VtdRun.Of("replay", Bundle(), "--dump-at", "8", "--json").Json;

        Assert.Equal("two", dump.GetProperty("scenario").GetString());
        Assert.Equal("0x00000042", Register(dump, "FEDATA").GetProperty("value").GetString());
    }

    [Fact]
    public void SeveralFilesHaveNoCommonLines()
    {
        var run = VtdRun.Of("replay", Bundle(), Bundle(), "--dump-at", "3");

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains("one recording", run.Error);
    }

    private string Bundle() => _folder.Write(
        "bundle.trace", ["# scenario one | device | 1", Header, "RS 1", "RW 3c 4 21", "# scenario two | device | 1", Header, "RS 1", "RW 3c 4 42"]);

    private static List<JsonElement> Shown(JsonElement dump, string list) => [.. dump.GetProperty(list).GetProperty("shown").EnumerateArray()];

    private static List<JsonElement> Cached(JsonElement dump, string cache) => Shown(dump.GetProperty("caches"), cache);

    private static JsonElement Register(JsonElement dump, string name) =>
        dump.GetProperty("registers").EnumerateArray().Single(one => one.GetProperty("name").GetString() == name).GetProperty("decoded");

    /// <summary>The words as the recording writes them: bytes, the lowest first.</summary>
    private static string Bytes(JsonElement one) => string.Concat(one.GetProperty("words").EnumerateArray()
        .SelectMany(word => BitConverter.GetBytes(Convert.ToUInt64(word.GetString(), 16))).Select(value => $"{value:x2}"));
}
