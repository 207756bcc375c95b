using Vtd.Spec.Model;

namespace Vtd.Spec.Tools.Export.Json;

/// <summary>Writes specs as one JSON object. The names are documented and stay as they are; Spec/schema has its schema.</summary>
public static class ModelJson
{
    /// <summary>Counts up when something that was there is gone or means something else; what is added does not count.</summary>
    public const int Format = 3;

    /// <summary>Writes specs.</summary>
    public static string Write(IReadOnlyList<LinkedSpec> specs) =>
        ReadableJson.Write(new ExportedModel(Format, [.. specs.Select(ExportedSpec.Of)])) + "\n";
}

/// <summary>The whole output.</summary>
internal sealed record ExportedModel(int Format, IReadOnlyList<ExportedSpec> Specs);
