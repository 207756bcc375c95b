using Vtd.Spec.Declarations;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Language;
using Vtd.Spec.Language.Keys;
using Vtd.Spec.Yaml;

namespace Vtd.Spec.Reading;

/// <summary>Text in, model and findings out.</summary>
public static class SpecReader
{
    /// <summary>Reads one file. Whatever the text is, this ends soon and throws nothing but a cancellation.</summary>
    /// <param name="path">Path of the file, for findings; never opened.</param>
    /// <param name="text">The text of the file.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public static ReadResult Read(string path, string text, CancellationToken cancellationToken = default)
    {
        var findings = new Findings(path);
        var file = new SpecFile(path);
        var before = findings.Count;
        if (text.Length > 0 && text[0] == '\uFEFF')
            text = text.Substring(1);

        var root = YamlTree.Read(text, findings, cancellationToken);
        if (root is YamlMapping mapping && mapping[OverlayReader.Key] is not null)
            file = OverlayReader.Read(mapping, file, findings);
        else if (root is not null)
            file = new ValueReader(findings, KeyTables.All).Table(root, SpecKeys.Spec, file, YamlTree.Start);
        else if (findings.Count == before)
            findings.Report(KeyRules.Missing, YamlTree.Start, "The file is empty. Start with 'spec:' and the name of the spec that it belongs to.");

        var isComplete = file.IsComplete && file.Spec is not null && IsEveryKeyRead(root);
        return new ReadResult(file with { IsComplete = isComplete }, findings.ToArray());
    }

    /// <summary>Whether no declarations may hide under a key that is misspelled or written twice.</summary>
    private static bool IsEveryKeyRead(YamlNode? root)
    {
        if (root is not YamlMapping { Entries: var entries })
            return false;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            if (SpecKeys.Spec.IndexOf(entry.Key.Text) < 0 || !seen.Add(entry.Key.Text))
                return false;
        }

        return true;
    }
}
