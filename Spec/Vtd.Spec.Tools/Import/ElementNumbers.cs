using System.Globalization;

namespace Vtd.Spec.Tools.Import;

/// <summary>Numbers of elements that are registers of their own.</summary>
internal static class ElementNumbers
{
    /// <summary>The suffix of an element's name, such as <c>_1_0</c>; nothing if there are no dimensions.</summary>
    /// <param name="dimensions">Elements of each dimension, the last of which counts first.</param>
    /// <param name="index">Number among all elements.</param>
    public static string Suffix(IReadOnlyList<int> dimensions, int index)
    {
        var result = "";
        foreach (var count in dimensions.Reverse())
        {
            result = string.Create(CultureInfo.InvariantCulture, $"_{index % count}{result}");
            index /= count;
        }

        return result;
    }
}
