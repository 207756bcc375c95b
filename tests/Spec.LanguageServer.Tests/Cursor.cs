using Vtd.Spec.LanguageServer.Features;
using Vtd.Spec.LanguageServer.Protocol;
using Vtd.Spec.LanguageServer.Text;
using Vtd.Spec.LanguageServer.Workspace;
using Vtd.Spec.Tools.Specs;

namespace Vtd.Spec.LanguageServer.Tests;

/// <summary>A cursor in one of several files.</summary>
internal sealed record Cursor(SpecSnapshot Snapshot, string Path, int Offset)
{
    /// <summary>The character that marks the cursor in the text of a test.</summary>
    public const string Mark = "‸";

    /// <summary>A cursor at the mark of one of some files.</summary>
    public static Cursor In(params (string Path, string Text)[] files)
    {
        var marked = Array.Find(files, static file => file.Text.Contains(Mark, StringComparison.Ordinal));
        return new Cursor(SnapshotOf(files), marked.Path, marked.Text.IndexOf(Mark, StringComparison.Ordinal));
    }

    /// <summary>A cursor at the mark of a file.</summary>
    public static Cursor In(string text) => In(("a.vtd.yaml", text));

    /// <summary>The cursor in a text that is not YAML, after another text of the file was.</summary>
    public Cursor After(string text)
    {
        var before = new SourceFile(new SpecText(Path, text));
        return this with { Snapshot = new SpecSnapshot(Snapshot.Files.ToDictionary(static file => file.Key, file => file.Key == Path ? new SourceFile(file.Value.Text, before) : file.Value)) };
    }

    public IReadOnlyList<CompletionItem> Completions(bool hasSnippets = false) => Features.Completions.At(Snapshot, Path, Offset, hasSnippets).Items;

    public IReadOnlyList<string> Labels => [.. Completions().OrderBy(static item => item.SortText ?? item.Label, StringComparer.Ordinal).Select(static item => item.Label)];

    /// <summary>The text after the choice of a completion.</summary>
    public string After(string label, bool hasSnippets)
    {
        var edit = Completions(hasSnippets).Single(item => item.Label == label).TextEdit;
        var (lines, text) = (Snapshot.Files[Path].Lines, Snapshot.Files[Path].Text.Text);
        return text[..lines.OffsetOf(edit.Range.Start)] + edit.NewText + text[lines.OffsetOf(edit.Range.End)..];
    }

    public string? Hover => Hovers.At(Snapshot, Path, Offset)?.Contents.Value;

    /// <summary>The declaration as the line and the characters that it points at.</summary>
    public string? Definition => Navigation.Definition(Snapshot, Path, Offset) is { } found ? Shown(found.Path, found.Range) : null;

    public IReadOnlyList<string> References => [.. Navigation.References(Snapshot, Path, Offset, withDeclaration: true).Select(found => Shown(found.Path, Snapshot.Files[found.Path].Lines.RangeOf(found.Place)))];

    /// <summary>The texts of all files after a rename.</summary>
    public IReadOnlyDictionary<string, string> Renamed(string name, out string? problem) =>
        Renaming.Rename(Snapshot, Path, Offset, name, out problem).ToDictionary(
            static file => file.Key, file => file.Value.Reverse().Aggregate(Snapshot.Files[file.Key].Text.Text, (text, place) => text[..place.Start] + name + text[place.End..]));

    public static SpecSnapshot SnapshotOf(params (string Path, string Text)[] files) => new(files.ToDictionary(
        static file => file.Path, static file => new SourceFile(new SpecText(file.Path, file.Text.Replace(Mark, "", StringComparison.Ordinal))), StringComparer.Ordinal));

    private string Shown(string path, TextRange range)
    {
        var file = Snapshot.Files[path];
        var place = new Stretch(file.Lines.OffsetOf(range.Start), file.Lines.OffsetOf(range.End));
        return $"{path}:{range.Start.Line + 1} {file.Outline.TextOf(place)}";
    }
}
