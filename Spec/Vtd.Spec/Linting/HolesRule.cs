using Vtd.Spec.Declarations;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Source;

namespace Vtd.Spec.Linting;

/// <summary>VTD1006 and VTD1007: codes between others, and bits of a bitmap, that no word is said about.</summary>
internal static class HolesRule
{
    /// <summary>Wider enums are tables, in which the architecture leaves ranges free.</summary>
    private const int WidestEnum = 4;

    public static void Check(LintScope scope)
    {
        foreach (var item in scope.Enums)
        {
            // Whoever wrote 'about' had a place to say it.
            if (item.About is not null || item.IsOpen || item.Width is not { } width)
                continue;
            if (item.IsFlags)
                CheckFlags(scope, item, (int)width.Value);
            else if (width.Value <= WidestEnum && !IsRestricted(scope, item))
                CheckCodes(scope, item);
        }
    }

    private static void CheckFlags(LintScope scope, EnumDeclaration item, int width)
    {
        var missing = Missing(CodesOf(item), width);
        if (IsForgotten(item, missing))
            scope.Findings.Report(LintRules.FlagHole, item.Name.Span, $"{Numbered("Bit", missing)} of {item.Name.Value} {Have(missing)} no name. Add what is missing, or state in 'about:' that it is reserved.");
    }

    private static void CheckCodes(LintScope scope, EnumDeclaration item)
    {
        var codes = CodesOf(item);
        var missing = Missing(codes, (int)codes.Max());
        if (!IsOneHot(codes) && IsForgotten(item, missing))
            scope.Findings.Report(LintRules.CodeHole, item.Name.Span, $"{Numbered("Code", missing)} of {item.Name.Value} {Have(missing)} no name. Add what is missing, or state in 'about:' that it is reserved.");
    }

    /// <summary>Every field that uses it lists its legal values: the others are said to be illegal.</summary>
    private static bool IsRestricted(LintScope scope, EnumDeclaration item) =>
        scope.Uses.Enums.Contains(item.Name.Value) && !scope.Uses.OpenEnums.Contains(item.Name.Value);

    /// <summary>Few are missing. If most are, the author chose some of many.</summary>
    private static bool IsForgotten(EnumDeclaration item, List<int> missing) => missing.Count > 0 && missing.Count <= item.Codes.Count;

    /// <summary>One bit each, with or without a code for none of them.</summary>
    private static bool IsOneHot(HashSet<ulong> codes) => codes.Max() >= 4 && codes.All(static code => (code & (code - 1)) == 0);

    private static HashSet<ulong> CodesOf(EnumDeclaration item) => [.. item.Codes.Select(static code => code.Code!.Value.Value)];

    private static List<int> Missing(HashSet<ulong> codes, int end) =>
        [.. Enumerable.Range(0, end).Where(number => !codes.Contains((ulong)number))];

    private static string Numbered(string what, List<int> numbers) =>
        numbers.Count == 1 ? $"{what} {numbers[0]}" : $"{what}s {string.Join(", ", numbers.Take(numbers.Count - 1))} and {numbers[numbers.Count - 1]}";

    private static string Have(List<int> numbers) => numbers.Count == 1 ? "has" : "have";
}
