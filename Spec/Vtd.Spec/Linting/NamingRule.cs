using System.Text;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Source;

namespace Vtd.Spec.Linting;

/// <summary>VTD1001: names turn into members of C#, which begin with a capital; mnemonics keep the architecture's own spelling otherwise.</summary>
internal static class NamingRule
{
    public static void Check(LintScope scope)
    {
        foreach (var register in scope.Registers)
            CheckMnemonic(scope, register.Name);
        foreach (var field in scope.Fields)
            CheckMnemonic(scope, field.Name);
        foreach (var item in scope.Enums)
        {
            foreach (var code in item.Codes)
                CheckCode(scope, code.Member ?? code.Name);
        }
    }

    private static void CheckMnemonic(LintScope scope, Located<string> name)
    {
        if (IsLower(name.Value[0]))
            Report(scope, name, HasUpper(name.Value) ? Capitalized(name.Value) : name.Value.ToUpperInvariant());
    }

    private static void CheckCode(LintScope scope, Located<string> name)
    {
        // A single word in capitals may well be an abbreviation; several can only be another language's style.
        var isShouted = name.Value.IndexOf('_') > 0 && !HasLower(name.Value) && HasUpper(name.Value);
        if (isShouted || IsLower(name.Value[0]))
            Report(scope, name, PascalCase(name.Value, isShouted));
    }

    private static void Report(LintScope scope, Located<string> name, string better) =>
        scope.Findings.Report(LintRules.Naming, name.Span, $"'{name.Value}' becomes a member in C#; write it as '{better}'.");

    private static string Capitalized(string name) => char.ToUpperInvariant(name[0]) + name.Substring(1);

    private static string PascalCase(string name, bool isShouted)
    {
        var result = new StringBuilder(name.Length);
        foreach (var word in name.Split('_'))
        {
            if (word.Length > 0)
                result.Append(Capitalized(isShouted ? word.ToLowerInvariant() : word));
        }

        return result.ToString();
    }

    private static bool HasUpper(string name) => name.Any(static character => character is >= 'A' and <= 'Z');

    private static bool HasLower(string name) => name.Any(IsLower);

    private static bool IsLower(char character) => character is >= 'a' and <= 'z';
}
