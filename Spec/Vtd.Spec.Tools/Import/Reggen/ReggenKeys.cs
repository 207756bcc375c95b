namespace Vtd.Spec.Tools.Import.Reggen;

/// <summary>Keys that the language has nothing for.</summary>
internal static class ReggenKeys
{
    /// <summary>The losses of an object: its keys that are not read.</summary>
    /// <param name="value">The object.</param>
    /// <param name="read">The keys that are read.</param>
    public static List<Loss> Lost(HjsonObject value, IEnumerable<string> read) =>
        [.. value.Members.Where(member => !read.Contains(member.Key)).Select(static member => new Loss($"reggen's {ImportTexts.OneLine(member.Key)}", Fact(member.Value)))];

    private static string Fact(HjsonValue value) => value switch
    {
        HjsonText text => ImportTexts.OneLine(text.Value) ?? "empty",
        HjsonList list when list.Items.All(static item => item is HjsonText) => string.Join(", ", list.Items.Select(Fact)),
        _ => value.Kind,
    };
}
