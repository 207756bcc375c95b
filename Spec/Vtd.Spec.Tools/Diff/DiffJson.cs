using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vtd.Spec.Tools.Diff;

/// <summary>Changes as one JSON object. The names are documented and stay as they are.</summary>
[JsonSerializable(typeof(ComparedSpecs))]
public sealed partial class DiffJson : JsonSerializerContext
{
    private static readonly DiffJson s_readable = new(new JsonSerializerOptions(ReadableJson.Options));

    public static string Write(IReadOnlyList<Change> changes) =>
        JsonSerializer.Serialize(new ComparedSpecs(changes.Count, changes.Count(change => change.Breaks is not null), changes), s_readable.ComparedSpecs);
}

/// <summary>The whole output.</summary>
public sealed record ComparedSpecs(int Changed, int Breaking, IReadOnlyList<Change> Changes);
