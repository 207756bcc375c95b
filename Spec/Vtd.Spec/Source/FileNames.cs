namespace Vtd.Spec.Source;

/// <summary>Files in messages.</summary>
internal static class FileNames
{
    /// <summary>The last part of a path.</summary>
    public static string Of(string? path) => path is null ? "" : path.Substring(path.LastIndexOfAny(['/', '\\']) + 1);
}
