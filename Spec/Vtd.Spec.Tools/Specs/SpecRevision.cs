using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Vtd.Spec.Tools.Specs;

/// <summary>Spec files as they are in a revision of a git repository.</summary>
public static class SpecRevision
{
    /// <summary>Reads a spec file, or all spec files below a folder.</summary>
    /// <param name="revision">The revision as git names it: <c>HEAD~1</c>, a tag, a commit.</param>
    /// <param name="path">The path in the working tree. It need not exist there.</param>
    /// <exception cref="UnusableSpecException">The revision does not exist, has no spec files at the path, or git cannot be started.</exception>
    public static IReadOnlyList<SpecText> Read(string revision, string path)
    {
        var (folder, name) = Directory.Exists(path) ? (path, ".") : (ExistingFolderOf(path, out var rest), rest);
        if (Run(folder, ["rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}"]) is not { } commit)
            throw new UnusableSpecException($"{revision}: no such file, folder or git revision");
        var listed = Run(folder, ["ls-tree", "-r", "-z", commit.Trim(), "--", name]) ?? "";
        SpecText[] texts = [.. listed.Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(Entry.Parse).Where(static entry => entry.IsSpec)
            .OrderBy(static entry => entry.Path, StringComparer.Ordinal)
            .Select(entry => new SpecText($"{revision}:{(name == "." ? Path.Combine(path, entry.Path) : path)}", Contents(folder, entry)))];
        return texts.Length > 0 ? texts : throw new UnusableSpecException($"{revision}:{path}: no spec files at this path in the revision");
    }

    /// <summary>The nearest folder above a path that exists, and the rest of the path.</summary>
    private static string ExistingFolderOf(string path, out string rest)
    {
        var full = Path.GetFullPath(path);
        var folder = Path.GetDirectoryName(full);
        while (folder is not null && !Directory.Exists(folder))
            folder = Path.GetDirectoryName(folder);
        folder ??= Path.GetPathRoot(full)!;
        rest = Path.GetRelativePath(folder, full).Replace('\\', '/');
        return folder;
    }

    private static string Contents(string folder, Entry entry) =>
        Run(folder, ["cat-file", "blob", entry.Object]) ?? throw new UnusableSpecException($"{entry.Path}: git cannot read this file of the revision");

    /// <summary>Runs git.</summary>
    /// <returns>The output; null if git fails.</returns>
    private static string? Run(string folder, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("git", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        try
        {
            using var git = Process.Start(start)!;
            git.ErrorDataReceived += static (_, _) => { };
            git.BeginErrorReadLine();
            var output = git.StandardOutput.ReadToEnd();
            git.WaitForExit();
            return git.ExitCode == 0 ? output : null;
        }
        catch (Win32Exception failure)
        {
            throw new UnusableSpecException(string.Create(CultureInfo.InvariantCulture, $"git reads revisions, and cannot be started: {failure.Message}"));
        }
    }

    /// <summary>A line of <c>git ls-tree</c>: mode, type and object, then the path.</summary>
    private sealed record Entry(bool IsFile, string Object, string Path)
    {
        private const string FileMode = "100";

        public bool IsSpec => IsFile && Path.EndsWith(".vtd.yaml", StringComparison.Ordinal);

        public static Entry Parse(string line)
        {
            var tab = line.IndexOf('\t', StringComparison.Ordinal);
            var words = line[..tab].Split(' ');
            return new(words[0].StartsWith(FileMode, StringComparison.Ordinal), words[2], line[(tab + 1)..]);
        }
    }
}
