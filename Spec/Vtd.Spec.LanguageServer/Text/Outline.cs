namespace Vtd.Spec.LanguageServer.Text;

/// <summary>The keys and values of a text that may be unfinished: what an author sees in it while typing.</summary>
/// <remarks>The reader of the language stops at the first mistake in the YAML, which is where the author is. This reads on, and concludes nothing.</remarks>
public sealed class Outline
{
    private readonly string _text;
    private readonly IReadOnlyList<OutlineNode> _nodes;

    private Outline(string text, OutlineNode root, IReadOnlyList<OutlineNode> nodes)
    {
        _text = text;
        Root = root;
        _nodes = nodes;
    }

    /// <summary>The mapping of the whole file.</summary>
    public OutlineNode Root { get; }

    /// <summary>All keys and items, in the order of the text.</summary>
    public IReadOnlyList<OutlineNode> Nodes => _nodes;

    /// <summary>Reads a text.</summary>
    public static Outline Read(string text)
    {
        var reader = new OutlineReader(text);
        reader.Read();
        return new Outline(text, reader.Root, reader.Nodes);
    }

    /// <summary>The characters of a stretch.</summary>
    public string TextOf(Stretch stretch) => _text[stretch.Start..stretch.End];

    /// <summary>The part of the text that a cursor is in.</summary>
    public CursorPlace At(int offset)
    {
        offset = Math.Min(offset, _text.Length);
        if (LastBefore(offset) is not { } node)
            return NewLine(Root, offset);
        if (node.Key is not null && node.Name.Touches(offset))
            return new CursorPlace(node, CursorPart.Key, node.Name);
        if (node.Value is { } value && (value.Touches(offset) || IsBehind(value, offset)))
            return new CursorPlace(node, CursorPart.Value, value with { End = Math.Max(value.End, offset) });
        if (node.Around.FirstOrDefault(around => around.Brackets is { } brackets && brackets.Inside.Touches(offset)) is { Brackets: { } inside } owner)
        {
            var isValue = node.Parent == owner && IsValueOf(node, offset) && !TextOf(new Stretch(node.Name.End, offset)).Contains(',', StringComparison.Ordinal);
            return isValue ? Empty(node, CursorPart.Value, offset) : Empty(owner, inside.IsMapping ? CursorPart.NewKey : CursorPart.NewItem, offset);
        }

        if (!TextOf(new Stretch(node.Name.Start, offset)).Contains('\n', StringComparison.Ordinal))
            return Empty(node, IsValueOf(node, offset) ? CursorPart.Value : CursorPart.None, offset);
        return NewLine(node, offset);
    }

    private static bool IsValueOf(OutlineNode node, int offset) => node is { IsComplete: true, IsEmpty: true } && offset > node.Name.End;

    /// <summary>Whether only blanks are between a value and a place: an expression can go on there.</summary>
    private bool IsBehind(Stretch value, int offset) => offset > value.End && _text.AsSpan(value.End, offset - value.End).Trim(' ').IsEmpty;

    private static CursorPlace Empty(OutlineNode node, CursorPart part, int offset) => new(node, part, new Stretch(offset, offset));

    /// <summary>A line without a key: the column tells the mapping that a key there belongs to.</summary>
    private CursorPlace NewLine(OutlineNode before, int offset)
    {
        var start = offset == 0 ? 0 : _text.LastIndexOf('\n', offset - 1) + 1;
        if (!string.IsNullOrWhiteSpace(_text[start..offset]))
            return Empty(before, CursorPart.None, offset);
        var container = before.Around.FirstOrDefault(node => node.Indent < offset - start && node is { IsInBrackets: false, Value: null, Brackets: null }) ?? Root;
        return Empty(container, CursorPart.NewKey, offset);
    }

    private OutlineNode? LastBefore(int offset)
    {
        var (low, high) = (0, _nodes.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_nodes[middle].Name.Start <= offset)
                low = middle + 1;
            else
                high = middle;
        }

        return low == 0 ? null : _nodes[low - 1];
    }
}

/// <summary>The part of a text that a cursor is in.</summary>
/// <param name="Node">The key or item; for a new one the key or item whose value it would belong to.</param>
/// <param name="Part">The part of it.</param>
/// <param name="Word">The characters that a completion replaces.</param>
public sealed record CursorPlace(OutlineNode Node, CursorPart Part, Stretch Word);

/// <summary>A part of a key and its value.</summary>
public enum CursorPart
{
    /// <summary>A place where nothing can be written.</summary>
    None,

    /// <summary>The key.</summary>
    Key,

    /// <summary>The single value.</summary>
    Value,

    /// <summary>A place for a new key.</summary>
    NewKey,

    /// <summary>A place for a new item.</summary>
    NewItem,
}
