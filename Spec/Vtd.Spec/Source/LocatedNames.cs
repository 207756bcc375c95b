namespace Vtd.Spec.Source;

/// <summary>Short lists of names in a file.</summary>
internal static class LocatedNames
{
    public static bool Contains(this EquatableArray<Located<string>> names, string name)
    {
        foreach (var item in names)
        {
            if (string.Equals(item.Value, name, StringComparison.Ordinal))
                return true;
        }

        return false;
    }

    public static IEnumerable<string> Values(this EquatableArray<Located<string>> names)
    {
        foreach (var item in names)
            yield return item.Value;
    }
}
