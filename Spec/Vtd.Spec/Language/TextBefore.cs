using Vtd.Spec.Yaml;

namespace Vtd.Spec.Language;

/// <summary>Recognizes what a comma cut off from a text between { and }: <c>{ bits: 3, meaning: red, green }</c> has, for YAML, a key
/// <c>green</c> without a value.</summary>
internal struct TextBefore
{
    private int _parts;

    /// <summary>The key of the text; null if what came before is no text, or is in quotes.</summary>
    public string? Key { get; private init; }

    /// <summary>Whether the last part recognized was the first that the text lost: one finding is enough.</summary>
    public readonly bool IsFirstPart => _parts == 1;

    /// <summary>The way out; empty if there is no text before.</summary>
    public string Hint => Key is null ? "" : $" If it is the rest of '{Key}', write the whole text in quotes.";

    public static TextBefore After(Key key, YamlEntry entry) =>
        key.Shape is TextShape && entry.Value is YamlScalar { IsPlain: true, Text.Length: > 0 } ? new() { Key = key.Name } : default;

    /// <summary>Whether the entry is a word with nothing behind it that follows a text.</summary>
    public bool IsCutOff(YamlEntry entry)
    {
        var isCutOff = Key is not null && entry.Value is YamlScalar { IsPlain: true, Text.Length: 0 };
        _parts += isCutOff ? 1 : 0;
        return isCutOff;
    }
}
