using Vtd.Spec.LanguageServer.Text;
using Vtd.Spec.Reading;
using Vtd.Spec.Tools.Specs;

namespace Vtd.Spec.LanguageServer.Workspace;

/// <summary>A text of a file, and what was read of it. Everything is read once, when it is first needed.</summary>
public sealed class SourceFile
{
    /// <summary>The language reads no longer texts, and neither is there anything to see in them.</summary>
    private const int MostCharacters = 4 * 1024 * 1024;

    private readonly Lazy<ReadResult> _read;
    private readonly Lazy<Outline> _outline;
    private readonly Lazy<TextLines> _lines;
    private readonly ReadResult? _before;

    /// <param name="text">The text.</param>
    /// <param name="before">The file before the change that gave it this text; null if there was none.</param>
    public SourceFile(SpecText text, SourceFile? before = null)
    {
        Text = text;
        _before = before?.Readable;
        _read = new(() => LoadedSpecs.Read(text));
        _outline = new(() => Outline.Read(text.Text.Length <= MostCharacters ? text.Text : ""));
        _lines = new(() => new TextLines(text.Text));
    }

    /// <summary>The text, its path and the choices of a project for it.</summary>
    public SpecText Text { get; }

    /// <summary>The declarations and findings.</summary>
    public ReadResult Read => _read.Value;

    /// <summary>The declarations of the last text that was YAML: while an author types, the text often is not.</summary>
    public ReadResult Readable => Read.File.Spec is null && _before is not null ? _before : Read;

    /// <summary>The keys and values.</summary>
    public Outline Outline => _outline.Value;

    /// <summary>The lines.</summary>
    public TextLines Lines => _lines.Value;
}
