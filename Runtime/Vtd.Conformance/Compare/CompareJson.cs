using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vtd.Conformance.Compare;

/// <summary>The summary as one JSON object.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    NewLine = "\n")]
[JsonSerializable(typeof(CompareSummary))]
public sealed partial class CompareJson : JsonSerializerContext
{
    public static string Write(CompareSummary summary) => JsonSerializer.Serialize(summary, Default.CompareSummary);
}
