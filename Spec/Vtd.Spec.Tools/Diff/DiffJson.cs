
namespace Vtd.Spec.Tools.Diff;

/// <summary>Changes as one JSON object. The names are documented and stay as they are.</summary>
public static class DiffJson
{
    public static string Write(IReadOnlyList<Change> changes) =>
        ReadableJson.Write(new ComparedSpecs(changes.Count, changes.Count(change => change.Breaks is not null), changes));
}

/// <summary>The whole output.</summary>
public sealed record ComparedSpecs(int Changed, int Breaking, IReadOnlyList<Change> Changes);
