using System.Text.RegularExpressions;

namespace Vtd.Package.Tests;

/// <summary>The page with complete projects, written to disk as it is.</summary>
/// <remarks>The fence of a file has its path beside the language. The fence of a command has its output.</remarks>
internal sealed partial class UsingPage
{
    private static readonly string s_text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "using.md"));

    /// <param name="folder">A folder for all files of the page.</param>
    /// <param name="version">The version of the package that projects reference instead of the one on the page.</param>
    public UsingPage(string folder, string version)
    {
        Folder = folder;
        foreach (Match file in Files().Matches(s_text))
        {
            var path = Path.Combine(folder, file.Groups["path"].Value);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, file.Groups["text"].Value.Replace("Include=\"Vtd.Codegen\" Version=\"0.1.0\"", $"Include=\"Vtd.Codegen\" Version=\"{version}\"", StringComparison.Ordinal));
        }
    }

    public string Folder { get; }

    public OutsideProject Project(string subfolder) => new(Path.Combine(Folder, subfolder));

    /// <summary>The output that the page shows below a command.</summary>
    public static string OutputOf(string command) =>
        Commands().Matches(s_text).Single(match => match.Groups["command"].Value == command).Groups["output"].Value;

    [GeneratedRegex(@"^```\w+ (?<path>\S+)\n(?<text>.*?)^```\n", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Files();

    [GeneratedRegex(@"^```console\n\$ (?<command>[^\n]*)\n(?<output>.*?)^```\n", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Commands();
}
