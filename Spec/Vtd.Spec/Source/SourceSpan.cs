namespace Vtd.Spec.Source;

/// <summary>A stretch of a file's text. Lines and columns count from 1, <see cref="Start"/> in characters from 0.</summary>
/// <param name="Start">First character.</param>
/// <param name="Length">Number of characters; 0 points between two characters.</param>
/// <param name="Line">Line of the first character.</param>
/// <param name="Column">Column of the first character.</param>
/// <param name="EndLine">Line after the last character.</param>
/// <param name="EndColumn">Column after the last character.</param>
public readonly record struct SourceSpan(int Start, int Length, int Line, int Column, int EndLine, int EndColumn)
{
    /// <summary>The file; null for the one at hand. A declaration can have parts from several.</summary>
    public string? Path { get; init; }

    /// <summary>The part of a span that lies on one line: <paramref name="offset"/> characters in, <paramref name="length"/> long.</summary>
    public SourceSpan Slice(int offset, int length) =>
        new(Start + offset, length, Line, Column + offset, Line, Column + offset + length) { Path = Path };
}

/// <summary>A value and the text it was read from.</summary>
public readonly record struct Located<T>(T Value, SourceSpan Span);
