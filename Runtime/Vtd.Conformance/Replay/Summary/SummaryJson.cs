using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vtd.Conformance.Replay.Summary;

/// <summary>The summary as one JSON object.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    NewLine = "\n")]
[JsonSerializable(typeof(ReplaySummary))]
public sealed partial class SummaryJson : JsonSerializerContext
{
    public static string Write(ReplaySummary summary) => JsonSerializer.Serialize(summary, Default.ReplaySummary);
}
