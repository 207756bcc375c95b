using Vtd.Spec.Declarations;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Linking;
using Vtd.Spec.Source;

namespace Vtd.Spec.Linting;

/// <summary>Finds what is allowed but seldom meant. What was reported as an error is left alone: nothing is concluded from what
/// a broken declaration lacks.</summary>
public static class SpecLinter
{
    private static readonly Action<LintScope>[] s_checks =
    [
        Naming.Check, Titles.Check, Meanings.Check, Holes.Check, ReservedFields.Check, OffsetOrder.Check, Gates.Check, UnusedEnums.Check, UnusedTemplates.Check,
    ];

    /// <summary>Lints one file, for instance the one that is open in an editor.</summary>
    /// <param name="file">Composed.</param>
    /// <param name="symbols">Of all files.</param>
    /// <param name="uses">Of all files.</param>
    /// <returns>Some may be about a template in another file.</returns>
    public static EquatableArray<Finding> Lint(SpecFile file, SpecSymbols symbols, EquatableArray<SpecUses> uses)
    {
        if (file.Spec is not { } spec || symbols.Find(spec.Value) is not { } table || SpecUses.Find(uses, spec.Value) is not { } used)
            return default;
        var findings = new Findings(file.Path);
        var scope = new LintScope(file, table, used, findings);
        foreach (var check in s_checks)
            check(scope);
        return findings.ToArray();
    }
}
