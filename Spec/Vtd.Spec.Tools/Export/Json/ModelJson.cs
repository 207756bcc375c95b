using System.Text.Json;
using System.Text.Json.Serialization;
using Vtd.Spec.Model;

namespace Vtd.Spec.Tools.Export.Json;

/// <summary>Writes specs as one JSON object. The names are documented and stay as they are; Spec/schema has its schema.</summary>
public static partial class ModelJson
{
    /// <summary>Counts up when something that was there is gone or means something else; what is added does not count.</summary>
    public const int Format = 3;

    private static readonly ModelContext s_readable = new(new JsonSerializerOptions(ReadableJson.Options));

    /// <summary>Writes specs.</summary>
    public static string Write(IReadOnlyList<LinkedSpec> specs) =>
        JsonSerializer.Serialize(new ExportedModel(Format, [.. specs.Select(spec => Json.ExportedSpec.Of(spec))]), s_readable.ExportedModel) + "\n";

    [JsonSerializable(typeof(ExportedModel))]
    private sealed partial class ModelContext : JsonSerializerContext;
}

/// <summary>The whole output.</summary>
internal sealed record ExportedModel(int Format, IReadOnlyList<ExportedSpec> Specs);
