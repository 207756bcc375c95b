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
        foreach (var code in item.Codes)
        {
            CheckTraits(item, code, findings);
            if (code.Code is not { } value)
                continue;
            if (owners.TryGetValue(value.Value, out var owner))
                findings.Report(EnumRules.SameCode, value.Span, $"{value.Value} is already the code of {owner}. Give one of the two another code, or remove it.");
            else if (item.Width is { } width && CheckFits(item, value, (int)width.Value, findings))
                owners.Add(value.Value, code.Name.Value);
        }
    }

    private static bool CheckFits(EnumDeclaration item, Located<ulong> value, int width, Findings findings)
    {
        if (!item.IsFlags)
            return FieldChecks.CheckFits(value, width, item.Name.Value, findings);
        if (value.Value < (ulong)width)
            return true;
        findings.Report(BitRules.DoesNotFit, value.Span, $"{item.Name.Value} has bits 0 to {width - 1}; there is no bit {value.Value}.");
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
