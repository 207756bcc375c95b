using System.Globalization;

namespace Vtd.Spec.Tests.Facts;

/// <summary>What one side says: of each property of each thing at most one value.</summary>
internal sealed class Statements
{
    private readonly SortedDictionary<(string Thing, string Property), string> _values = [];

    /// <summary>Properties that have two values on this side.</summary>
    public List<string> Contradictions { get; } = [];

    public IEnumerable<(string Thing, string Property)> Keys => _values.Keys;

    public void Say(string thing, string property, string value)
    {
        if (!_values.TryAdd((thing, property), value) && _values[(thing, property)] != value)
            Contradictions.Add($"{thing}, {property}: both '{_values[(thing, property)]}' and '{value}'");
    }

    /// <summary>The value of a property; empty if nothing is said of it.</summary>
    public string Of((string Thing, string Property) key) => _values.GetValueOrDefault(key, "");

    /// <summary>Says whose bits they are.</summary>
    public void SayBits(string thing, int msb, int lsb, string owner) =>
        Say(thing, msb == lsb ? $"bit {lsb}" : $"bits {msb}:{lsb}", owner);

    /// <summary>Says what a code is called.</summary>
    public void SayCode(string thing, ulong code, string name) => Say(thing, CodeProperty(code, "name"), name);

    public static string CodeProperty(ulong code, string property) => $"0x{code:x} {property}";

    /// <summary>A name without what its spelling adds: BUS_RANGE, BusRange and bus range are one.</summary>
    public static string Plain(string name) =>
        string.Concat(name.Where(char.IsAsciiLetterOrDigit)).ToLower(CultureInfo.InvariantCulture);
}
