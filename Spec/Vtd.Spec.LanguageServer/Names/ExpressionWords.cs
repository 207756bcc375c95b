using System.Text.RegularExpressions;
using Vtd.Spec.Language;
using Vtd.Spec.LanguageServer.Text;
using Vtd.Spec.Model;

namespace Vtd.Spec.LanguageServer.Names;

/// <summary>The names in an expression, which may be unfinished.</summary>
public static partial class ExpressionWords
{
    /// <summary>Names with the parts between their dots. Words of the language and numbers are left out.</summary>
    public static IEnumerable<IReadOnlyList<Stretch>> In(string expression)
    {
        foreach (Match match in DottedName().Matches(expression))
        {
            var parts = Parts(expression, match.Index, match.Index + match.Length).ToList();
            if (parts.Count > 1 || !Words.Contains(match.Value))
                yield return parts;
        }
    }

    /// <summary>The words that are no names.</summary>
    public static IReadOnlyList<string> Words { get; } = ["and", "or", "not", "min", "max", IndexExpression.Word];

    /// <summary>The field that a word is compared with, whose codes the word can be one of; null if there is none.</summary>
    /// <param name="expression">The expression.</param>
    /// <param name="start">The first character of the word.</param>
    public static FieldExpression? ComparedWith(string expression, int start) =>
        ExpressionParser.Parse(expression, out _) is { } root ? ComparedWith(root, start) : null;

    private static FieldExpression? ComparedWith(Expression expression, int start) => expression switch
    {
        BinaryExpression { Left: FieldExpression field, Right: FieldExpression { Register: null } word } when word.Start == start => field,
        BinaryExpression { Left: FieldExpression { Register: null } word, Right: FieldExpression field } when word.Start == start => field,
        BinaryExpression binary => ComparedWith(binary.Left, start) ?? ComparedWith(binary.Right, start),
        NotExpression not => ComparedWith(not.Operand, start),
        _ => null,
    };

    private static IEnumerable<Stretch> Parts(string expression, int start, int end)
    {
        for (var at = start; at <= end; at++)
        {
            if (at < end && expression[at] != '.')
                continue;
            yield return new Stretch(start, at);
            start = at + 1;
        }
    }

    // A word that begins with a digit is a number; only its first letter tells.
    [GeneratedRegex(@"(?<![A-Za-z0-9_.])[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*){0,2}", RegexOptions.CultureInvariant)]
    private static partial Regex DottedName();
}
