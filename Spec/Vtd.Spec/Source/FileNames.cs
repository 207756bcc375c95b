namespace Vtd.Spec.Source;

/// <summary>Files in messages.</summary>
internal static class FileNames
{
    private static readonly char[] s_separators = ['/', '\\'];

    /// <summary>A path as seen from the folder of another file; the whole path if they have no folder in common.</summary>
    public static string Of(string? path, string from)
    {
        if (path is null)
            return "";
        var (target, origin) = (path.Split(s_separators), from.Split(s_separators));
        var common = 0;
        while (common < target.Length - 1 && common < origin.Length - 1 && target[common] == origin[common])
            common++;
        var isWhole = path.IndexOfAny(s_separators) == 0 || path.IndexOf(':') > 0;
        if (isWhole && common <= 1 && origin.Length - 1 > common)
            return path;
        return string.Concat(Enumerable.Repeat("../", origin.Length - 1 - common)) + string.Join("/", target.Skip(common));
    }
}
