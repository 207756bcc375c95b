namespace Vtd.Spec.LanguageServer.Workspace;

/// <summary>The open documents, and the files that each is checked with.</summary>
/// <param name="given">Files, folders and projects that are one set, whatever the folders of the workspace are.</param>
public sealed class SpecWorkspace(IReadOnlyList<string> given)
{
    private readonly Dictionary<string, OpenDocument> _documents = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SpecSet> _sets = new(StringComparer.Ordinal);
    private SpecSet? _given;

    /// <summary>The folders of the workspace.</summary>
    public IReadOnlyCollection<string> Folders { get; set; } = [];

    /// <summary>The sets that open documents belong to.</summary>
    public IEnumerable<SpecSet> Sets => _sets.Values.Distinct();

    /// <summary>The paths of open documents.</summary>
    public IEnumerable<string> OpenPaths => _documents.Keys;

    /// <summary>The reasons why files cannot be read.</summary>
    public IEnumerable<string> Problems => Sets.Append(_given).Select(static set => set?.Problem).OfType<string>().Distinct();

    /// <summary>The open document of a path; null if it is not open.</summary>
    public OpenDocument? Document(string path) => _documents.GetValueOrDefault(path);

    /// <summary>The set of an open document; null if it is not open.</summary>
    public SpecSet? SetOf(string path) => _sets.GetValueOrDefault(path);

    /// <summary>Opens a document.</summary>
    public void Open(OpenDocument document)
    {
        _documents[document.Path] = document;
        var set = SetFor(document.Path);
        _sets[document.Path] = set;
        Refresh(set);
    }

    /// <summary>Takes the new text of an open document.</summary>
    public void Change(string path, int version, string text)
    {
        if (Document(path) is not { } document || SetOf(path) is not { } set)
            return;
        _documents[path] = document with { Version = version, Text = text };
        Refresh(set);
    }

    /// <summary>Closes a document.</summary>
    /// <returns>The set that it belonged to; null if it was not open.</returns>
    public SpecSet? Close(string path)
    {
        _documents.Remove(path);
        if (!_sets.Remove(path, out var set))
            return null;
        set.Reread();
        Refresh(set);
        return set;
    }

    /// <summary>Reads the files again that are on disk.</summary>
    public void Reread() => ForEach(static set => set.Reread());

    /// <summary>Reads the files that are on disk now, added ones included.</summary>
    public void List() => ForEach(static set => set.List());

    private SpecSet SetFor(string path)
    {
        if (given.Count > 0 && (_given ??= Listed(given)).Has(path))
            return _given;
        var paths = SpecFolder.PathsFor(path, Folders);
        return Sets.FirstOrDefault(set => paths.Count > 0 && set.Paths.SequenceEqual(paths)) ?? Listed(paths);
    }

    private static SpecSet Listed(IReadOnlyList<string> paths)
    {
        var set = new SpecSet(paths);
        set.List();
        return set;
    }

    private void ForEach(Action<SpecSet> read)
    {
        foreach (var set in Sets.ToList())
        {
            read(set);
            Refresh(set);
        }
    }

    private void Refresh(SpecSet set) => set.Take(_documents.Values.Where(document => SetOf(document.Path) == set));
}
