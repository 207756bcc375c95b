using System.Text;
using System.Text.RegularExpressions;

namespace Vtd.Spec.Tools.Export.CHeader;

/// <summary>Names of the language as words of macro names: upper case with _ between words.</summary>
/// <remarks>Macro names begin with the prefix, a letter; all are upper case, and no word of C or C++ is.</remarks>
public static partial class CName
{
    /// <summary>Whether macro names can begin with it. One that begins with _ or has two in a row is the compiler's.</summary>
    public static bool IsPrefix(string text) => Prefix().IsMatch(text);

    /// <summary><c>pasid-entry</c> gives <c>PASID_ENTRY</c>, <c>MTRR_FIX64K</c> stays as it is.</summary>
    public static string OfMnemonic(string name) => name.ToUpperInvariant().Replace('-', '_');

    /// <summary><c>FaultReason</c> gives <c>FAULT_REASON</c>, <c>IOTLBHit</c> gives <c>IOTLB_HIT</c>.</summary>
    public static string OfPascal(string name)
    {
        var words = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            var startsWord = i > 0 && char.IsAsciiLetterUpper(name[i]) && name[i - 1] != '_'
                && (!char.IsAsciiLetterUpper(name[i - 1]) || (i + 1 < name.Length && char.IsAsciiLetterLower(name[i + 1])));
            words.Append(startsWord ? "_" : "").Append(char.ToUpperInvariant(name[i]));
        }

        return words.ToString();
    }

    [GeneratedRegex(@"^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Prefix();
}
