using System.Text;
using System.Text.RegularExpressions;

namespace Vtd.Spec.Tools.Import;

/// <summary>Scalars of YAML.</summary>
internal static partial class Yaml
{
    /// <summary>A text as a scalar on one line that means the same everywhere, also between braces.</summary>
    public static string Scalar(string text) => Plain.IsMatch(text) ? text : Quoted(text);

    private static string Quoted(string text)
    {
        var result = new StringBuilder("\"");
        foreach (var character in text)
            result.Append(character is '"' or '\\' ? "\\" : "").Append(character);
        return result.Append('"').ToString();
    }

    // Two words at least: one alone can be a number, a truth value or null.
    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_./()+;'-]*( [A-Za-z0-9_./()+;'-]+)+\z")]
    private static partial Regex Plain { get; }
}
