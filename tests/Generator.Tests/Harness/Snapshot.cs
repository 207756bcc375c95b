using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.CodeAnalysis;

namespace Vtd.Codegen.Tests.Harness;

/// <summary>Compares generated files with reviewed ones.</summary>
/// <remarks>Names and first lines follow Verify: <c>Class.Method#Hint.g.verified.cs</c>, beside it <c>.received.cs</c> after a
/// mismatch. <c>VTD_ACCEPT_SNAPSHOTS=1</c> accepts what is received.</remarks>
internal static class Snapshot
{
    private const int HashLength = 16;

    private static readonly bool s_accepts = Environment.GetEnvironmentVariable("VTD_ACCEPT_SNAPSHOTS") == "1";

    /// <summary>The folder of all snapshots.</summary>
    public static string Folder { get; } = Path.Combine(SpecFolders.Project, "Snapshots");

    /// <summary>Compares every file in full.</summary>
    public static void Verify(string test, IEnumerable<GeneratedSourceResult> sources)
    {
        var complaints = new StringBuilder();
        var current = new HashSet<string>(StringComparer.Ordinal);
        foreach (var source in sources)
        {
            var name = $"{test}#{Path.ChangeExtension(source.HintName, null)}";
            current.Add($"{name}.verified.cs");
            Compare(name, ".cs", FullText(source), complaints);
        }

        foreach (var file in Directory.EnumerateFiles(Folder, $"{test}#*.verified.cs").Where(file => !current.Contains(Path.GetFileName(file))).Order(StringComparer.Ordinal))
        {
            if (s_accepts)
                File.Delete(file);
            else
                complaints.AppendLine(CultureInfo.InvariantCulture, $"no longer generated: {Path.GetFileName(file)}");
        }

        Assert.True(complaints.Length == 0, $"{complaints}VTD_ACCEPT_SNAPSHOTS=1 accepts.");
    }

    /// <summary>Compares some files in full, and of every file its number of lines and its hash.</summary>
    /// <remarks>Every file with another hash is written in full as a received file, for a reviewer to look at.</remarks>
    /// <param name="test">The name of the test.</param>
    /// <param name="sources">The generated files.</param>
    /// <param name="isShown">Whether a file, by its hint name, is compared in full.</param>
    public static void Verify(string test, IReadOnlyCollection<GeneratedSourceResult> sources, Func<string, bool> isShown)
    {
        var rows = sources.OrderBy(source => source.HintName, StringComparer.Ordinal).Select(source => (Source: source, Row: RowOf(source))).ToList();
        var list = Path.Combine(Folder, $"{test}.hashes.verified.txt");
        var known = File.Exists(list) ? File.ReadAllLines(list).ToHashSet(StringComparer.Ordinal) : [];
        foreach (var (source, row) in rows)
        {
            var received = Path.Combine(Folder, $"{test}#{Path.ChangeExtension(source.HintName, ".received.cs")}");
            if (s_accepts || known.Contains(row))
                File.Delete(received);
            else
                File.WriteAllText(received, FullText(source));
        }

        var complaints = new StringBuilder();
        Compare($"{test}.hashes", ".txt", string.Concat(rows.Select(row => $"{row.Row}\n")), complaints);
        Assert.True(complaints.Length == 0, $"{complaints}The received files beside it show the files that changed. VTD_ACCEPT_SNAPSHOTS=1 accepts.");
        Verify(test, sources.Where(source => isShown(source.HintName)));
    }

    private static void Compare(string name, string extension, string text, StringBuilder complaints)
    {
        var (verified, received) = (Path.Combine(Folder, $"{name}.verified{extension}"), Path.Combine(Folder, $"{name}.received{extension}"));
        if (File.Exists(verified) && File.ReadAllText(verified) == text)
        {
            File.Delete(received);
            return;
        }

        File.WriteAllText(s_accepts ? verified : received, text);
        if (!s_accepts)
            complaints.AppendLine(CultureInfo.InvariantCulture, $"differs: {name}.received{extension}");
    }

    private static string FullText(GeneratedSourceResult source) => $"//HintName: {source.HintName}\n{source.SourceText}";

    private static string RowOf(GeneratedSourceResult source)
    {
        var text = source.SourceText.ToString();
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        return string.Create(CultureInfo.InvariantCulture, $"{hash[..HashLength]} {text.Count(letter => letter == '\n')} {source.HintName}");
    }
}
