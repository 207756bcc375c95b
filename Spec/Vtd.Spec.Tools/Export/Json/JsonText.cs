using Vtd.Spec.Model;
using Vtd.Spec.Source;
using Vtd.Spec.Tools.Decode;

namespace Vtd.Spec.Tools.Export.Json;

/// <summary>The text of values: wide ones are hexadecimal, for JSON numbers are exact up to 53 bits only.</summary>
internal static class JsonText
{
    /// <summary>Words with all digits, those of a thing of less than 64 bits with as many as it has.</summary>
    public static IReadOnlyList<string> Words(IEnumerable<ulong> words, int width) =>
        [.. words.Select(word => Bits.Hex(word, Math.Min(width, FieldPart.WordBits)))];

    /// <summary>By word of access, in order of that word.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Masks(int width, EquatableArray<LinkedField> fields)
    {
        var masks = new SortedDictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var (access, words) in BitWords.MasksByAccess(width, fields))
            masks.Add(access.Word(), Words(words, width));

        return masks;
    }

    public static string? Text(Expression? expression) => expression is null ? null : ExpressionProse.Of(expression);

    /// <summary>The expression of a number that is not fixed.</summary>
    public static string? Computed(Expression expression) => Constant.Of(expression) is null ? ExpressionProse.Of(expression) : null;

    public static string Word(Confidence confidence) => ConfidenceText.Word(confidence);
}
