using System.Collections.Immutable;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Source;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Vtd.Spec.Yaml;

/// <summary>Reads YAML text into nodes: the subset of YAML that the language uses, each node with its exact place.</summary>
/// <remarks>YamlDotNet's events only: its object layer is slower and loses the places.</remarks>
internal sealed class YamlTree
{
    public const int MaxLength = 4 * 1024 * 1024;
    public const int MaxDepth = 16;

    private readonly string _text;
    private readonly SourceLines _lines;
    private readonly Parser _events;
    private readonly CancellationToken _cancellation;

    // Where the lists and mappings in brackets start that are not closed yet.
    private readonly Stack<int> _open = new();

    private YamlTree(string text, SourceLines lines, CancellationToken cancellation)
    {
        _text = text;
        _lines = lines;
        _cancellation = cancellation;
        _events = new Parser(new StringReader(text));
    }

    /// <summary>The top node; null if the text was reported or is empty.</summary>
    public static YamlNode? Read(string text, Findings findings, CancellationToken cancellation)
    {
        if (text.Length > MaxLength)
        {
            findings.Report(YamlRules.TooLong, Start,
                $"The file has {text.Length} characters; at most {MaxLength} are read. Split it: files with the same 'spec' form one spec.");
            return null;
        }

        var lines = new SourceLines(findings.Path, text);
        if (ForbiddenCharacter.Find(text) is { } forbidden)
        {
            findings.Report(forbidden.Rule, lines.Span(forbidden.Position, forbidden.Position + 1), forbidden.Message);
            return null;
        }

        var tree = new YamlTree(text, lines, cancellation);
        try
        {
            return tree.ReadDocument();
        }
        catch (Refused refused)
        {
            findings.Report(refused.Rule, refused.Span, refused.Message);
        }
        catch (OperationCanceledException)
        {
            throw;
        }
        catch (Exception problem)
        {
            // Not only YamlException: some wrong inputs end in other exceptions inside the parser.
            var place = tree.PlaceOf(problem);
            findings.Report(YamlRules.NotYaml, place, $"This is not YAML: {problem.Message}{tree.HintAt(place)}");
        }

        return null;
    }

    /// <summary>The empty place at the start of a text.</summary>
    public static SourceSpan Start => new(0, 0, 1, 1, 1, 1);

    private YamlNode? ReadDocument()
    {
        Next();
        Next();
        if (_events.Current is StreamEnd)
            return null;

        Next();
        var root = ReadNode(1);
        Next();
        if (_events.Current is DocumentStart second)
            throw new Refused(YamlRules.Feature, SpanOf(second), "A second document starts here. One file is one document; write a second file.");
        return root;
    }

    /// <summary>Reads the node that starts at the current event and moves behind it.</summary>
    private YamlNode ReadNode(int depth)
    {
        _cancellation.ThrowIfCancellationRequested();
        var start = Current;
        Refuse(start);
        if (depth > MaxDepth)
            throw new Refused(YamlRules.TooDeep, SpanOf(start), $"Lists and mappings are nested more than {MaxDepth} levels deep; the language never needs that. Remove the extra brackets or levels.");
        switch (start)
        {
            case Scalar scalar:
                Next();
                return ScalarNode(scalar);
            case SequenceStart sequence:
            {
                Open(sequence.Style == SequenceStyle.Flow, sequence);
                Next();
                var items = ImmutableArray.CreateBuilder<YamlNode>();
                while (Current is not SequenceEnd)
                    items.Add(ReadNode(depth + 1));
                var span = CollectionSpan(start, Current, items.Count == 0 ? null : items[items.Count - 1], sequence.Style == SequenceStyle.Flow);
                Next();
                return new YamlSequence(items.ToImmutable(), span);
            }
            case MappingStart mapping:
            {
                Open(mapping.Style == MappingStyle.Flow, mapping);
                Next();
                var entries = ImmutableArray.CreateBuilder<YamlEntry>();
                while (Current is not MappingEnd)
                    entries.Add(ReadEntry(depth));
                var span = CollectionSpan(start, Current, entries.Count == 0 ? null : entries[entries.Count - 1].Value, mapping.Style == MappingStyle.Flow);
                Next();
                return new YamlMapping(entries.ToImmutable(), mapping.Style == MappingStyle.Flow, span);
            }
            default:
                throw new Refused(YamlRules.NotYaml, SpanOf(start), "This is not YAML: a value was expected here.");
        }
    }

    private YamlEntry ReadEntry(int depth)
    {
        var place = SpanOf(Current);
        if (ReadNode(depth + 1) is not YamlScalar key)
            throw new Refused(YamlRules.Feature, place, "A key must be a single word, not a list or a mapping.");
        return new YamlEntry(key, ReadNode(depth + 1));
    }

    private YamlScalar ScalarNode(Scalar scalar)
    {
        var start = (int)scalar.Start.Index;
        var end = Math.Min((int)scalar.End.Index, _text.Length);
        while (end > start && char.IsWhiteSpace(_text[end - 1]))
            end--;
        var span = _lines.Span(start, end);
        if (ForbiddenCharacter.FindInValue(scalar.Value) is { } message)
            throw new Refused(YamlRules.Character, span, message);

        return new YamlScalar(scalar.Value, scalar.Style == ScalarStyle.Plain, span);
    }

    private void Open(bool isFlow, ParsingEvent start)
    {
        if (isFlow)
            _open.Push((int)start.Start.Index);
    }

    /// <summary>Closes a collection that ends at the current event.</summary>
    private SourceSpan CollectionSpan(ParsingEvent start, ParsingEvent end, YamlNode? last, bool isFlow)
    {
        var from = (int)start.Start.Index;
        if (!isFlow)
            return _lines.Span(from, last is null ? from : last.Span.Start + last.Span.Length);
        _open.Pop();
        return _lines.Span(from, (int)end.Start.Index + 1);
    }

    private void Refuse(ParsingEvent value)
    {
        if (value is AnchorAlias)
            throw new Refused(YamlRules.Feature, SpanOf(value), "Aliases are not part of the language: write the value out.");
        if (value is not NodeEvent node)
            return;
        if (!node.Anchor.IsEmpty)
            throw new Refused(YamlRules.Feature, SpanOf(value), "Anchors are not part of the language: remove the '&' and the word after it.");
        if (!node.Tag.IsEmpty)
            throw new Refused(YamlRules.Feature, SpanOf(value), "Tags are not part of the language: remove the '!' and the word after it.");
    }

    private ParsingEvent Current => _events.Current ?? throw new EndOfStreamException("it ends too early");

    private void Next() => _events.MoveNext();

    private SourceSpan SpanOf(ParsingEvent value) =>
        value.End.Index > value.Start.Index ? _lines.Span((int)value.Start.Index, (int)value.End.Index) : At((int)value.Start.Index);

    /// <summary>A bracket that is never closed shows only at the end of the text; the bracket is what the author looks for.</summary>
    private SourceSpan PlaceOf(Exception problem)
    {
        var mark = problem is YamlException yaml ? yaml.End : _events.Current?.End ?? default;
        var at = (int)Math.Min(mark.Index, _text.Length);
        return at == _text.Length && _open.Count > 0 ? At(_open.Peek()) : At(at);
    }

    /// <summary>The probable intention of the author.</summary>
    private string HintAt(SourceSpan place) => CharacterAt(place) switch
    {
        '[' => " Between { and }, write an expression with [ ] in quotes: when: \"CAP.SPS[3]\".",
        ':' => " Write a text that has a colon in quotes.",
        _ => "",
    };

    /// <summary>The character that is the mistake: a colon is seen only behind it.</summary>
    private char CharacterAt(SourceSpan place) =>
        place.Length > 0 ? _text[place.Start] : place.Start > 0 && _text[place.Start - 1] == ':' ? ':' : '\0';

    private SourceSpan At(int position) =>
        _lines.Span(position, position < _text.Length && !char.IsWhiteSpace(_text[position]) ? position + 1 : position);

    /// <summary>Reading cannot go on; carries the one finding that says why.</summary>
    private sealed class Refused(Rule rule, SourceSpan span, string message) : Exception(message)
    {
        public Rule Rule { get; } = rule;

        public SourceSpan Span { get; } = span;
    }
}
