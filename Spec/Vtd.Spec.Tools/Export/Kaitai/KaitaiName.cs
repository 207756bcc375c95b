using System.Text;

namespace Vtd.Spec.Tools.Export.Kaitai;

/// <summary>Names of Kaitai Struct: lower case with _ between words.</summary>
internal static class KaitaiName
{
    private static readonly HashSet<string> s_operators = new(StringComparer.Ordinal) { "and", "or", "not", "true", "false", "sizeof", "bitsizeof", "as" };

    /// <summary><c>pasid-entry</c> gives <c>pasid_entry</c>, <c>AddressType</c> gives <c>address_type</c>.</summary>
    public static string Of(string name)
    {
        var result = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            var startsWord = i > 0 && char.IsAsciiLetterUpper(name[i]) && (char.IsAsciiLetterLower(name[i - 1]) || char.IsAsciiDigit(name[i - 1]));
            result.Append(startsWord ? "_" : "").Append(char.IsAsciiLetterOrDigit(name[i]) ? char.ToLowerInvariant(name[i]) : '_');
        }

        var text = result.ToString();
        return s_operators.Contains(text) ? text + "_" : text;
    }
}
