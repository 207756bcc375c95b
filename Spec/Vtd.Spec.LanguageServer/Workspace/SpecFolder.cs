using Vtd.Spec.Tools.Specs;

namespace Vtd.Spec.LanguageServer.Workspace;

/// <summary>The files that a document is checked with.</summary>
public static class SpecFolder
{
    private const string Extension = ".vtd.yaml";
    private const string Pattern = "*" + Extension;

    /// <summary>Whether a path or an address is that of a spec file.</summary>
    public static bool IsSpec(string path) => path.EndsWith(Extension, StringComparison.Ordinal);

    /// <summary>The paths, as <c>vtd check</c> takes them, that hold a document and the rest of its specs: the highest folder of the workspace that is
    /// reached from the document by way of folders with spec files; outside of the workspace the files beside the document.</summary>
    /// <param name="path">The document.</param>
    /// <param name="workspace">The folders of the workspace.</param>
    public static IReadOnlyList<string> PathsFor(string path, IReadOnlyCollection<string> workspace)
    {
        if (Path.GetDirectoryName(path) is not { Length: > 0 } folder || !HasSpecs(folder))
            return [];
        if (!workspace.Any(root => IsIn(folder, root)))
            return [.. Directory.EnumerateFiles(folder, Pattern)];
        while (Path.GetDirectoryName(folder) is { } parent && workspace.Any(root => IsIn(parent, root)) && HasSpecs(parent))
            folder = parent;
        return [folder];
    }

    /// <summary>Reads the files of some paths.</summary>
    /// <param name="paths">Files, folders and projects.</param>
    /// <param name="problem">The reason if they cannot be read; null if they can.</param>
    public static IReadOnlyList<SpecText> Read(IReadOnlyList<string> paths, out string? problem)
    {
        try
        {
            problem = null;
            return paths.Count == 0 ? [] : SpecText.Read(paths);
        }
        catch (UnusableSpecException failure)
        {
            problem = failure.Message;
            return [];
        }
    }

    private static bool HasSpecs(string folder)
    {
        try
        {
            return Directory.EnumerateFiles(folder, Pattern).Any();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static bool IsIn(string folder, string root) =>
        folder == root || folder.StartsWith(Path.TrimEndingDirectorySeparator(root) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
