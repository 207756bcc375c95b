using System.Text.Json.Serialization;

namespace Vtd.Spec.Tools.Diff;

/// <summary>One difference between two versions of a spec.</summary>
/// <param name="Spec">The spec.</param>
/// <param name="Kind">The kind of declaration: <c>register</c>, <c>descriptor</c> and so on; <c>spec</c> for the spec itself.</param>
/// <param name="Name">The name of the declaration.</param>
/// <param name="Part">The field or code of it; null if it is about the declaration itself.</param>
/// <param name="Difference">The kind of change.</param>
/// <param name="Aspect">The changed aspect, for instance <c>bits</c>; null if it was added, removed or renamed.</param>
/// <param name="Before">The text of the old version.</param>
/// <param name="After">The text of the new version.</param>
/// <param name="Breaks">Why users of the generated types are affected; null if they are not.</param>
public sealed record Change(
    string Spec, string Kind, string Name, string? Part, Difference Difference, [property: JsonPropertyName("facet")] string? Aspect, string? Before, string? After, string? Breaks)
{
    /// <summary>Declaration and part.</summary>
    [JsonIgnore]
    public string Place => Part is null ? Name : $"{Name}.{Part}";

    /// <summary>The change in words.</summary>
    [JsonIgnore]
    public string Text => Difference switch
    {
        Difference.Added => "added",
        Difference.Removed => "removed",
        Difference.Renamed => $"renamed from {Before}",
        _ => $"{Aspect}: {Before ?? "none"} -> {After ?? "none"}",
    };
}

/// <summary>The kind of change of a spec, a declaration, a field or a code.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Difference>))]
public enum Difference
{
    [JsonStringEnumMemberName("added")]
    Added,

    [JsonStringEnumMemberName("removed")]
    Removed,

    [JsonStringEnumMemberName("renamed")]
    Renamed,

    [JsonStringEnumMemberName("changed")]
    Changed,
}
