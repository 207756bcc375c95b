using System.Globalization;

namespace Vtd.Machine.CommandLine;

/// <summary>The value of an option: a first word and properties, as in `edu,addr=3`.</summary>
/// <remarks>Properties are taken one by one; those left over in the end are unknown.</remarks>
internal sealed class OptionProperties
{
    private readonly Dictionary<string, string> _properties = new(StringComparer.Ordinal);
    private readonly string _option;

    private OptionProperties(string option, string first)
    {
        _option = option;
        First = first;
    }

    /// <summary>The value before the properties.</summary>
    public string First { get; }

    /// <summary>Splits a value at its commas; two commas are one that belongs to a value.</summary>
    /// <param name="option">The option, for messages.</param>
    /// <param name="value">The text after the option.</param>
    /// <param name="firstName">Name of the property that the first word is the value of.</param>
    public static OptionProperties Of(string option, string value, string firstName)
    {
        var parts = value.Replace(",,", "\0", StringComparison.Ordinal).Split(',').Select(part => part.Replace('\0', ',')).ToList();
        var firstPrefix = firstName + "=";
        var first = parts[0].StartsWith(firstPrefix, StringComparison.Ordinal) ? parts[0][firstPrefix.Length..] : parts[0];
        var isProperty = first == parts[0] && first.Contains('=', StringComparison.Ordinal);
        var properties = new OptionProperties(isProperty ? option : $"{option} {first}", isProperty ? "" : first);
        foreach (var part in parts.Skip(isProperty ? 0 : 1).Where(part => part.Length > 0))
        {
            var (name, text) = part.Split('=', 2) is [var left, var right] ? (left, right) : (part, "on");
            properties._properties[name] = text;
        }

        return properties;
    }

    /// <summary>Whether a property was given and not taken yet.</summary>
    public bool Has(string name) => _properties.ContainsKey(name);

    /// <summary>Takes a property of any kind. None if it was not given.</summary>
    public string? Text(string name) => _properties.Remove(name, out var text) ? text : null;

    /// <summary>Takes properties that mean nothing here.</summary>
    public void Ignore(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            _properties.Remove(name);
    }

    /// <summary>Takes a property that is on or off.</summary>
    /// <param name="otherwise">The value without the property, or with `auto`.</param>
    public bool Flag(string name, bool otherwise) => Text(name) switch
    {
        null or "auto" => otherwise,
        "on" or "yes" or "true" or "y" => true,
        "off" or "no" or "false" or "n" => false,
        var text => throw Wrong(name, text, "on or off"),
    };

    /// <summary>Takes a property that is a number, decimal or hexadecimal after 0x.</summary>
    public ulong? Number(string name)
    {
        if (Text(name) is not { } text)
            return null;
        return TryNumber(text, out var number) ? number : throw Wrong(name, text, "a number");
    }

    /// <summary>Takes a property that is a number from 0 to a largest one.</summary>
    public int? Number(string name, int largest) => Number(name) switch
    {
        null => null,
        { } number when number <= (ulong)largest => (int)number,
        { } number => throw Wrong(name, number.ToString(CultureInfo.InvariantCulture), $"at most {largest}"),
    };

    /// <summary>Says that nothing may be left.</summary>
    /// <exception cref="UnusableOptionException">Something is.</exception>
    public void End()
    {
        if (_properties.Count > 0)
            throw new UnusableOptionException($"{_option}: there is no property '{_properties.Keys.Order(StringComparer.Ordinal).First()}'");
    }

    /// <summary>A property has a value that it cannot have.</summary>
    public UnusableOptionException Wrong(string name, string text, string expected) => new($"{_option}: {name} is '{text}', but has to be {expected}");

    /// <summary>Something about the whole is wrong.</summary>
    public UnusableOptionException Wrong(string what) => new($"{_option}: {what}");

    private static bool TryNumber(string text, out ulong number) => text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
        ? ulong.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number)
        : ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
