using System.Collections.Immutable;
using Vtd.Spec.Source;

namespace Vtd.Spec.Yaml;

/// <summary>A node of a YAML document and the text it was read from.</summary>
internal abstract class YamlNode(SourceSpan span) : IEquatable<YamlNode>
{
    public SourceSpan Span { get; } = span;

    /// <summary>Compares text and place.</summary>
    public bool Equals(YamlNode? other) => other is not null && (ReferenceEquals(this, other) || IsSame(other, wherever: false));

    public override bool Equals(object? obj) => Equals(obj as YamlNode);

    public override int GetHashCode() => Span.GetHashCode();

    /// <summary>Compares keys and values, not layout.</summary>
    public bool SaysTheSameAs(YamlNode other) => IsSame(other, wherever: true);

    private bool IsSame(YamlNode other, bool wherever)
    {
        if (!wherever && Span != other.Span)
            return false;
        switch (this, other)
        {
            case (YamlScalar left, YamlScalar right):
                return left.Text == right.Text && (wherever || left.IsPlain == right.IsPlain);
            case (YamlSequence { Items: var left }, YamlSequence { Items: var right }):
            {
                var isSame = left.Length == right.Length;
                for (var i = 0; isSame && i < left.Length; i++)
                    isSame = left[i].IsSame(right[i], wherever);
                return isSame;
            }
            case (YamlMapping { Entries: var left }, YamlMapping { Entries: var right }):
            {
                var isSame = left.Length == right.Length;
                for (var i = 0; isSame && i < left.Length; i++)
                    isSame = left[i].Key.IsSame(right[i].Key, wherever) && left[i].Value.IsSame(right[i].Value, wherever);
                return isSame;
            }
            default:
                return false;
        }
    }
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
    public static YamlMapping Empty { get; } = new(ImmutableArray<YamlEntry>.Empty, isFlow: false, default);

    public bool IsFlow { get; } = isFlow;

    public ImmutableArray<YamlEntry> Entries { get; } = entries;

    /// <summary>The value of a key; null if the key is missing.</summary>
    public YamlNode? this[string key]
    {
        get
        {
            foreach (var entry in Entries)
            {
                if (string.Equals(entry.Key.Text, key, StringComparison.Ordinal))
                    return entry.Value;
            }

            return null;
        }
    }
}

/// <summary>A key and its value.</summary>
internal sealed class YamlEntry(YamlScalar key, YamlNode value)
{
    public YamlScalar Key { get; } = key;

    public YamlNode Value { get; } = value;
}
