using System.Collections.Immutable;
using Vtd.Spec.Model;

namespace Vtd.Spec.Reading;

/// <summary>A node of a YAML document and the text it was read from.</summary>
internal abstract class YamlNode(SourceSpan span)
{
    public SourceSpan Span { get; } = span;
}

/// <summary>A single value.</summary>
/// <param name="text">The value, quotes and escapes resolved.</param>
/// <param name="isPlain">Written without quotes.</param>
/// <param name="span">Quotes included.</param>
internal sealed class YamlScalar(string text, bool isPlain, SourceSpan span) : YamlNode(span)
{
    public string Text { get; } = text;

    public bool IsPlain { get; } = isPlain;

    /// <summary>The characters of the value as written, if the file has them one by one on one line.</summary>
    public SourceSpan? Content
    {
        get
        {
            var quotes = IsPlain ? 0 : 1;
            var isVerbatim = Span.Line == Span.EndLine && Span.Length == Text.Length + (2 * quotes);
            return isVerbatim ? Span.Slice(quotes, Text.Length) : null;
        }
    }

    public Located<string> Located => new(Text, Span);
}

/// <summary>A list.</summary>
internal sealed class YamlSequence(ImmutableArray<YamlNode> items, SourceSpan span) : YamlNode(span)
{
    public ImmutableArray<YamlNode> Items { get; } = items;
}

/// <summary>Keys and values in the order of the file; a key may occur twice.</summary>
/// <param name="entries">The keys and values.</param>
/// <param name="isFlow">Written between { and }.</param>
/// <param name="span">Brackets included.</param>
internal sealed class YamlMapping(ImmutableArray<YamlEntry> entries, bool isFlow, SourceSpan span) : YamlNode(span)
{
    public bool IsFlow { get; } = isFlow;

    public ImmutableArray<YamlEntry> Entries { get; } = entries;
}

/// <summary>A key and its value.</summary>
internal sealed class YamlEntry(YamlScalar key, YamlNode value)
{
    public YamlScalar Key { get; } = key;

    public YamlNode Value { get; } = value;
}
