using System.Globalization;

namespace Vtd.Spec.Tools.Import;

/// <summary>Counts what hardware can do to fields, which the language does not say.</summary>
internal sealed class HardwareAccess
{
    private readonly SortedDictionary<string, int> _fields = new(StringComparer.Ordinal);

    /// <summary>Counts a field.</summary>
    /// <param name="word">The access of the hardware.</param>
    public void Count(string word) => _fields[word] = _fields.GetValueOrDefault(word) + 1;

    /// <summary>The loss, if there are any fields.</summary>
    public IEnumerable<Loss> Losses => _fields.Count == 0 ? [] :
        [new("access of the hardware", string.Join(", ", _fields.Select(static pair => string.Create(CultureInfo.InvariantCulture, $"{ImportTexts.OneLine(pair.Key)} {pair.Value}"))) + " fields")];
}
