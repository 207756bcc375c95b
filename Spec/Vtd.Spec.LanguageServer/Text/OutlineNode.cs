namespace Vtd.Spec.LanguageServer.Text;

/// <summary>A key of a mapping, or an item of a list, in a text that may be unfinished.</summary>
/// <param name="parent">The key or item whose value it belongs to; null for the top.</param>
/// <param name="key">The key; null for an item.</param>
/// <param name="name">The characters of the key, or the hyphen of an item.</param>
/// <param name="indent">The column of the first character; between brackets that of the key around them.</param>
public sealed class OutlineNode(OutlineNode? parent, string? key, Stretch name, int indent)
{
    /// <summary>The key or item whose value it belongs to; null for the top.</summary>
    public OutlineNode? Parent { get; } = parent;

    /// <summary>The key; null for an item.</summary>
    public string? Key { get; } = key;

    /// <summary>The characters of the key, or the hyphen of an item.</summary>
    public Stretch Name { get; } = name;

    /// <summary>The column of the first character; between brackets that of the key around them.</summary>
    public int Indent { get; } = indent;

    /// <summary>The number of keys and items around it, itself included; 0 for the top.</summary>
    public int Level { get; } = parent is null ? 0 : parent.Level + 1;

    /// <summary>Whether it stands between brackets.</summary>
    public bool IsInBrackets { get; init; }

    /// <summary>Whether a value can follow: the key has its colon, or it is an item.</summary>
    public bool IsComplete { get; set; }

    /// <summary>The characters of a single value, without quotes; null if there is none.</summary>
    public Stretch? Value { get; set; }

    /// <summary>The text between brackets; null if the value has none.</summary>
    public Brackets? Brackets { get; set; }

    /// <summary>Keys or items of the value, in the order of the text.</summary>
    public List<OutlineNode> Children { get; } = [];

    /// <summary>Whether nothing is known of the value yet.</summary>
    public bool IsEmpty => Value is null && Brackets is null && Children.Count == 0;

    /// <summary>The value of a key in it; null if the key is missing.</summary>
    public OutlineNode? this[string name] => Children.Find(child => child.Key == name);

    /// <summary>The node and everything around it, the innermost first; the top is left out.</summary>
    public IEnumerable<OutlineNode> Around
    {
        get
        {
            for (var node = this; node.Parent is not null; node = node.Parent)
                yield return node;
        }
    }
}

/// <summary>The text between brackets.</summary>
/// <param name="IsMapping">Whether the brackets are <c>{</c> and <c>}</c>.</param>
/// <param name="Inside">The characters between them, to where they should have been closed.</param>
public sealed record Brackets(bool IsMapping, Stretch Inside);
