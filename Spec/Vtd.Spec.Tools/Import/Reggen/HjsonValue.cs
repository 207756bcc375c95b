using System.Globalization;
using Vtd.Spec.Tools.Import.Text;
using Vtd.Spec.Tools.Specs;

namespace Vtd.Spec.Tools.Import.Reggen;

/// <summary>A value of an Hjson file, and its place.</summary>
/// <param name="Source">The file.</param>
/// <param name="Offset">The first character.</param>
internal abstract record HjsonValue(TextSource Source, int Offset)
{
    /// <summary>The kind of value, for messages.</summary>
    public abstract string Kind { get; }

    /// <summary>The value as a list.</summary>
    public HjsonList List => this as HjsonList ?? throw Invalid($"a list is expected here, and this is {Kind}.");

    /// <summary>The value as an object.</summary>
    public HjsonObject Object => this as HjsonObject ?? throw Invalid($"an object in braces is expected here, and this is {Kind}.");

    /// <summary>The value as a text; numbers and truth values are texts as well.</summary>
    public string Text => (this as HjsonText)?.Value ?? throw Invalid($"a text is expected here, and this is {Kind}.");

    /// <summary>The value as a truth value.</summary>
    public bool Truth => Text.ToLowerInvariant() switch
    {
        "true" or "1" => true,
        "false" or "0" => false,
        var other => throw Invalid($"'{other}' is neither true nor false."),
    };

    /// <summary>The value as a number.</summary>
    public ulong Number => TryParse(Text, out var value) ? value : throw Invalid($"'{Text}' is not a number, such as 12 or 0x1C.");

    /// <summary>Reads a number: decimal, <c>0x1C</c>, <c>0o17</c> or <c>0b101</c>, with <c>_</c> between digits.</summary>
    public static bool TryParse(string text, out ulong value)
    {
        var digits = text.Trim().Replace("_", "", StringComparison.Ordinal);
        return digits switch
        {
            ['0', 'x' or 'X', .. var hex] => ulong.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value),
            ['0', 'b' or 'B', .. var binary] => ulong.TryParse(binary, NumberStyles.AllowBinarySpecifier, CultureInfo.InvariantCulture, out value),
            _ => ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out value),
        };
    }

    /// <summary>The exception for a value that cannot be used.</summary>
    public UnusableSpecException Invalid(string message) => Source.Invalid(Offset, message);
}

/// <summary>A text, a number, a truth value or null: reggen reads them alike.</summary>
/// <param name="Source">The file.</param>
/// <param name="Offset">The first character.</param>
/// <param name="Value">The characters.</param>
internal sealed record HjsonText(TextSource Source, int Offset, string Value) : HjsonValue(Source, Offset)
{
    /// <inheritdoc/>
    public override string Kind => "a text";
}

/// <summary>A list.</summary>
/// <param name="Source">The file.</param>
/// <param name="Offset">The bracket.</param>
/// <param name="Items">The values in it.</param>
internal sealed record HjsonList(TextSource Source, int Offset, IReadOnlyList<HjsonValue> Items) : HjsonValue(Source, Offset)
{
    /// <inheritdoc/>
    public override string Kind => "a list";
}

/// <summary>An object: values by name.</summary>
/// <param name="Source">The file.</param>
/// <param name="Offset">The brace.</param>
/// <param name="Members">The members, in the order of the file.</param>
internal sealed record HjsonObject(TextSource Source, int Offset, IReadOnlyList<KeyValuePair<string, HjsonValue>> Members) : HjsonValue(Source, Offset)
{
    private readonly Dictionary<string, HjsonValue> _byName = Members.ToDictionary(StringComparer.Ordinal);

    /// <inheritdoc/>
    public override string Kind => "an object";

    /// <summary>A member; null if it is missing.</summary>
    public HjsonValue? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>A member.</summary>
    /// <exception cref="UnusableSpecException">The member is missing.</exception>
    public HjsonValue Get(string name) => Find(name) ?? throw Invalid($"'{name}' is missing here.");

    /// <summary>The items of a member that is a list; none if it is missing.</summary>
    public IReadOnlyList<HjsonValue> Items(string name) => Find(name)?.List.Items ?? [];

    /// <summary>Whether a member is there and true.</summary>
    public bool Is(string name) => Find(name)?.Truth ?? false;

    /// <summary>The text of a member on one line; null if it is missing or empty.</summary>
    public string? Line(string name) => Find(name) is { } value ? ImportTexts.OneLine(value.Text) : null;
}
