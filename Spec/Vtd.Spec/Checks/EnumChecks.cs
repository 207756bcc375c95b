using Vtd.Spec.Declarations;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Source;

namespace Vtd.Spec.Checks;

/// <summary>Checks an enum by itself.</summary>
internal static class EnumChecks
{
    public static void Check(EnumDeclaration item, Findings findings)
    {
        TypeNameChecks.CheckEnum(item, findings);
        var owners = new Dictionary<ulong, string>();
        var members = new HashSet<string>(StringComparer.Ordinal);
        foreach (var code in item.Codes)
        {
            CheckTraits(item, code, findings);
            CheckMember(item, code, members, findings);
            if (code.Code is not { } value)
                continue;
            if (code.AliasOf is { } other)
                CheckAlias(item, other, value, findings);
            else if (owners.TryGetValue(value.Value, out var owner))
                findings.Report(EnumRules.SameCode, value.Span, $"{value.Value} is already the code of {owner}. Change one of the two codes, or make one an alias: 'alias-of: {owner}'.");
            else if (item.Width is { } width && CheckFits(item, value, (int)width.Value, findings))
                owners.Add(value.Value, code.Name.Value);
        }
    }

    /// <summary>No other code has the name in C#.</summary>
    private static void CheckMember(EnumDeclaration item, CodeDeclaration code, HashSet<string> members, Findings findings)
    {
        var member = code.Member ?? code.Name;
        if (!members.Add(member.Value))
            findings.Report(EnumRules.SameMember, member.Span, $"Another code of {item.Name.Value} has the name '{member.Value}' in C#. Change one of the two, with 'as'.");
    }

    private static void CheckAlias(EnumDeclaration item, Located<string> alias, Located<ulong> value, Findings findings)
    {
        var others = item.Codes.Where(static code => code.AliasOf is null).ToList();
        if (others.Find(code => code.Name.Value == alias.Value) is not { } other)
            findings.ReportUnknown(NameRules.UnknownCode, alias, $"{item.Name.Value} has no code '{alias.Value}' that is not an alias itself.", others.Select(static code => code.Name.Value));
        else if (other.Code is { } code && code.Value != value.Value)
            findings.Report(EnumRules.AliasOfOther, value.Span, $"The code of {alias.Value} is {code.Value}; an alias must have the same code.");
    }

    private static bool CheckFits(EnumDeclaration item, Located<ulong> value, int width, Findings findings)
    {
        if (!item.IsFlags)
            return FieldChecks.CheckFits(value, width, item.Name.Value, findings);
        if (value.Value < (ulong)width)
            return true;
        findings.Report(BitRules.DoesNotFit, value.Span, $"{item.Name.Value} has bits 0 to {width - 1}; bit {value.Value} does not exist.");
        return false;
    }

    private static void CheckTraits(EnumDeclaration item, CodeDeclaration code, Findings findings)
    {
        foreach (var trait in code.Traits)
        {
            if (!item.Traits.Contains(trait.Value))
                findings.ReportUnknown(NameRules.UnknownTrait, trait, $"'{trait.Value}' is not one of the traits of {item.Name.Value}.", item.Traits.Values());
        }
    }
}
