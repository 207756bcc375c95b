using Vtd.Spec.Diagnostics;

namespace Vtd.Spec.Tools.Decode;

/// <summary>Names as people write them.</summary>
public static class ItemNames
{
    /// <summary>"Did you mean" as the end of a sentence.</summary>
    public static string Suggestion(string word, IEnumerable<string> candidates) =>
        Spelling.Nearest(word, candidates) is { } nearest ? $"; did you mean '{nearest}'?" : ".";

    /// <summary>The key by which names are compared.</summary>
    public static string Key(string name) =>
        name.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();
}
