using System.Text;

namespace Vtd.Spec.Tools.Docs;

/// <summary>The folder of a site. A list of the files in it tells that it is one, and what a later run may remove.</summary>
public static class SiteFolder
{
    public const string List = "vtd-docs.txt";

    /// <summary>Writes the files and removes those of an earlier run; returns false if the folder holds something else.</summary>
    public static bool Write(string folder, IReadOnlyList<SiteFile> files)
    {
        var list = Path.Combine(folder, List);
        string[] earlier = [];
        if (File.Exists(list))
            earlier = File.ReadAllLines(list);
        else if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
            return false;

        foreach (var stale in earlier.Except(files.Select(file => file.Path), StringComparer.Ordinal).Where(IsOurs))
            File.Delete(Path.Combine(folder, stale));

        Directory.CreateDirectory(folder);
        // The list comes first: a run that is cut short leaves a folder that the next run takes for a site.
        WriteText(list, string.Concat(files.Select(file => file.Path + "\n")));
        foreach (var file in files)
        {
            var path = Path.Combine(folder, file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            WriteText(path, file.Text);
        }

        return true;
    }

    /// <summary>Whether a line of the list can be from us: it must not lead out of the folder.</summary>
    private static bool IsOurs(string path) =>
        path.Length > 0 && char.IsAsciiLetterLower(path[0]) && !path.Contains("..", StringComparison.Ordinal)
        && path.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character is '-' or '/' or '.');

    private static void WriteText(string path, string text) => File.WriteAllText(path, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
}
