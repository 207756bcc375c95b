using Vtd.Spec.Tools.Specs;

namespace Vtd.Spec.LanguageServer.Workspace;

/// <summary>Files that are compiled together: as they are on disk, with the texts of open documents in place of theirs.</summary>
/// <param name="paths">The files, folders and projects that hold them.</param>
public sealed class SpecSet(IReadOnlyList<string> paths)
{
    private IReadOnlyList<SpecText> _onDisk = [];
    private SpecSnapshot _current = new(new Dictionary<string, SourceFile>(StringComparer.Ordinal));

    /// <summary>The files, folders and projects.</summary>
    public IReadOnlyList<string> Paths => paths;

    /// <summary>The reason why files cannot be read; null if they can.</summary>
    public string? Problem { get; private set; }

    /// <summary>The current texts.</summary>
    public SpecSnapshot Current => _current;

    /// <summary>Whether a file on disk belongs to the set.</summary>
    public bool Has(string path) => _onDisk.Any(text => text.Path == path);

    /// <summary>Reads the files that the paths hold now.</summary>
    public void List()
    {
        _onDisk = [.. SpecFolder.Read(paths, out var problem).Select(static text => text with { Path = Path.GetFullPath(text.Path) })];
        Problem = problem;
    }

    /// <summary>Reads the same files again, without evaluating a project.</summary>
    public void Reread()
    {
        var choices = _onDisk.ToDictionary(static text => text.Path, static text => text.Choice, StringComparer.Ordinal);
        _onDisk = [.. SpecFolder.Read([.. choices.Keys.Where(File.Exists)], out var problem).Select(text => text with { Choice = choices[text.Path] })];
        Problem = problem;
    }

    /// <summary>Takes the texts of open documents. What did not change is not read again.</summary>
    public void Take(IEnumerable<OpenDocument> documents)
    {
        var texts = _onDisk.ToDictionary(static text => text.Path, StringComparer.Ordinal);
        foreach (var document in documents)
            texts[document.Path] = (texts.GetValueOrDefault(document.Path) ?? new SpecText(document.Path, "")) with { Text = document.Text };
        var files = texts.OrderBy(static text => text.Key, StringComparer.Ordinal);
        _current = new SpecSnapshot(files.ToDictionary(static text => text.Key, text => FileOf(text.Value), StringComparer.Ordinal));
    }

    private SourceFile FileOf(SpecText text)
    {
        var before = _current.Files.GetValueOrDefault(text.Path);
        return before is not null && before.Text == text ? before : new SourceFile(text, before);
    }
}
