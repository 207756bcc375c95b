using Vtd.Spec.Declarations;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Linking;
using Vtd.Spec.Source;

namespace Vtd.Spec.Linting;

/// <summary>Finds things that are allowed but seldom meant. Declarations with errors are skipped: nothing is concluded from what they
/// lack.</summary>
public static class SpecLinter
{
    private static readonly Action<LintScope>[] s_checks =
    [
        NamingRule.Check, TitlesRule.Check, MeaningsRule.Check, HolesRule.Check, ReservedFieldsRule.Check, OffsetOrderRule.Check, GatesRule.Check, VariantsRule.Check, UnusedEnumsRule.Check, UnusedTemplatesRule.Check,
    ];

    /// <summary>Lints one file, for instance the one that is open in an editor.</summary>
    /// <param name="file">Composed.</param>
    /// <param name="symbols">Of all files.</param>
    /// <param name="uses">Of all files.</param>
    /// <returns>Some may be about a template in another file.</returns>
    public static EquatableArray<Finding> Lint(SpecFile file, SpecSymbols symbols, EquatableArray<SpecUses> uses)
    {
        if (file.Spec is not { } spec || symbols.Find(spec.Value) is null || SpecUses.Find(uses, spec.Value) is not { } used)
            return default;
        var findings = new Findings(file.Path);
        var scope = new LintScope(file, symbols, used, findings);
        foreach (var check in s_checks)
            check(scope);
        return findings.ToArray();
    }
}
