using System.Text;
using System.Text.RegularExpressions;
using Vtd.Spec.Checks;
using Vtd.Spec.Language;

namespace Vtd.Spec.Tools.Import;

/// <summary>Makes names of the language from names of other formats.</summary>
internal static partial class ImportNames
{
    /// <summary>Leaves room for a number, and for the words of generated types.</summary>
    private const int Longest = Names.Longest - 20;

    /// <summary>A mnemonic of a register or a field: letters, digits and <c>_</c>, a letter first, and no word that generated code needs.</summary>
    /// <param name="name">Name in the source file.</param>
    /// <param name="letter">First character of names that do not start with a letter.</param>
    public static string Mnemonic(string name, char letter)
    {
        var result = new StringBuilder(name.Length);
        foreach (var character in name)
            result.Append(char.IsAsciiLetterOrDigit(character) ? character : '_');
        var mnemonic = result.ToString().Trim('_');
        if (mnemonic.Length == 0 || !char.IsAsciiLetter(mnemonic[0]))
            mnemonic = letter + mnemonic;
        if (ReservedStart.IsMatch(mnemonic))
            mnemonic = letter + "_" + mnemonic;
        if (mnemonic.Length > Longest)
            mnemonic = mnemonic[..Longest];
        return IsReserved(mnemonic) ? mnemonic + "_" : mnemonic;
    }

    /// <summary>A name in PascalCase: words of letters and digits, a letter first.</summary>
    /// <param name="name">Name in the source file.</param>
    /// <param name="letter">First character of names that do not start with a letter.</param>
    public static string Pascal(string name, char letter)
    {
        var result = new StringBuilder(name.Length);
        foreach (var word in Word.Matches(name).Select(static match => match.Value))
            result.Append(char.ToUpperInvariant(word[0])).Append(word.Any(char.IsAsciiLetterLower) ? word[1..] : word[1..].ToLowerInvariant());

        if (result.Length == 0 || !char.IsAsciiLetter(result[0]))
            result.Insert(0, letter);
        if (result.Length > Longest)
            result.Length = Longest;
        return result.ToString();
    }

    /// <summary>Lower-case words with <c>-</c> between them.</summary>
    public static string Kebab(string mnemonic)
    {
        var words = mnemonic.ToLowerInvariant().Split('_', StringSplitOptions.RemoveEmptyEntries);
        return string.Join('-', words);
    }

    private static bool IsReserved(string mnemonic) =>
        Names.IsKeyword(mnemonic) || RenamedMembers.NameOf(mnemonic) is not null
        || ReservedNames.FieldMembers.Contains(mnemonic) || ReservedNames.RegisterFileMembers.Contains(mnemonic) || ReservedNames.TypesUsedByValues.Contains(mnemonic);

    // Reserved bits and accessors of properties have such names.
    [GeneratedRegex("^(RSVD|IGN|get|set)_")]
    private static partial Regex ReservedStart { get; }

    [GeneratedRegex("[A-Za-z0-9]+")]
    private static partial Regex Word { get; }
}
