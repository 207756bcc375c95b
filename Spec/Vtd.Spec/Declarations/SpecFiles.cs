namespace Vtd.Spec.Declarations;

/// <summary>Files that are compiled together.</summary>
internal static class SpecFiles
{
    /// <summary>Sorts files by path; of several with one path, the first counts.</summary>
    public static List<SpecFile> InOrder(IEnumerable<SpecFile> files)
    {
        var paths = new HashSet<string>(StringComparer.Ordinal);
        var sorted = new List<SpecFile>();
        foreach (var file in files)
        {
            if (paths.Add(file.Path))
                sorted.Add(file);
        }

        sorted.Sort(static (left, right) => string.CompareOrdinal(left.Path, right.Path));
        return sorted;
    }
}
