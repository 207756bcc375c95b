using System.Globalization;
using Vtd.Spec.Source;
using Vtd.Spec.Tools.Import.Xml;

namespace Vtd.Spec.Tools.Import.Svd;

/// <summary>The elements that an element of an SVD file stands for (<c>dim</c>).</summary>
/// <param name="Names">Names of the elements, in order.</param>
/// <param name="Increment">Bytes, or bits of fields, from one element to the next.</param>
/// <param name="ArrayName">Name of the whole if an array can stand for the elements: they are numbered from 0, or have names of their own behind it; otherwise null.</param>
internal sealed record SvdDimension(IReadOnlyList<string> Names, ulong Increment, string? ArrayName)
{
    private const string Placeholder = "%s";
    private const string NamedElement = "_" + Placeholder;

    private const int MostElements = ImportedRegisters.MostElements;

    /// <summary>The array; null if none can stand for the elements.</summary>
    public ImportedArray? Array => Names.Count > 1 && ArrayName is not null ? new(Names.Count, Increment) { Names = ElementNames } : null;

    /// <summary>Names of the elements of the array; empty if they are numbered.</summary>
    private EquatableArray<string> ElementNames { get; init; }

    /// <summary>The elements of an element of the file: one, if it has no <c>dim</c>.</summary>
    public static SvdDimension Of(XmlNode node)
    {
        var name = node.Name;
        if (node.Number("dim") is not { } count)
            return new([name], 0, null);
        if (count is 0 or > MostElements)
            throw node.Invalid($"{name} has {count} elements, and 1 to {MostElements} are possible.");
        if (node.Number("dimIncrement") is not { } increment)
            throw node.Invalid($"{name} has <dim> and no <dimIncrement>.");

        var indexes = Indexes(node, (int)count);
        var pattern = name.Contains(Placeholder, StringComparison.Ordinal) ? name.Replace("[%s]", Placeholder, StringComparison.Ordinal) : name + Placeholder;
        var names = indexes.Select(index => pattern.Replace(Placeholder, index, StringComparison.Ordinal)).ToList();
        var isNumbered = indexes.Select(static (index, at) => index == at.ToString(CultureInfo.InvariantCulture)).All(static isSame => isSame);
        if (isNumbered)
            return new(names, increment, pattern.Replace(Placeholder, "", StringComparison.Ordinal));
        return AreNames(pattern, indexes) ? new(names, increment, pattern[..^NamedElement.Length]) { ElementNames = indexes.ToEquatableArray() } : new(names, increment, null);
    }

    // The names of the elements in the language are those of the file then: PORT_%s with A and B.
    private static bool AreNames(string pattern, List<string> indexes) =>
        pattern.Length > NamedElement.Length && pattern.IndexOf(Placeholder, StringComparison.Ordinal) == pattern.Length - Placeholder.Length && pattern.EndsWith(NamedElement, StringComparison.Ordinal)
        && indexes.TrueForAll(static index => ImportNames.Mnemonic(index, 'E') == index) && indexes.Distinct(StringComparer.Ordinal).Count() == indexes.Count;

    // 0,1,2 or A,B,C or 3-6 or A-D; without any, the numbers from 0.
    private static List<string> Indexes(XmlNode node, int count)
    {
        if (node.Text("dimIndex") is not { } text)
            return [.. Enumerable.Range(0, count).Select(static index => index.ToString(CultureInfo.InvariantCulture))];

        var list = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var indexes = list is [var range] ? Range(range) : [.. list];
        return indexes.Count == count ? indexes : throw node.Invalid($"<dimIndex> has {indexes.Count} names for the {count} elements of {node.Name}.");
    }

    private static List<string> Range(string text)
    {
        if (text.Split('-') is not [var first, var last])
            return [text];
        if (int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var from) && int.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var to))
            return [.. Enumerable.Range(from, Math.Clamp(to - from + 1, 0, MostElements + 1)).Select(static index => index.ToString(CultureInfo.InvariantCulture))];
        return first.Length == 1 && last.Length == 1 && first[0] <= last[0]
            ? [.. Enumerable.Range(first[0], last[0] - first[0] + 1).Select(static letter => ((char)letter).ToString())]
            : [text];
    }
}
