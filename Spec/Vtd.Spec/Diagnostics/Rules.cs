namespace Vtd.Spec.Diagnostics;

/// <summary>Every rule of the language.</summary>
public static class Rules
{
    /// <summary>All rules, in order of ID.</summary>
    public static IReadOnlyList<Rule> All { get; } =
    [
        .. YamlRules.All, .. KeyRules.All, .. NameRules.All, .. BitRules.All, .. RegisterRules.All, .. ExpressionRules.All,
        .. EnumRules.All, .. DescriptorRules.All, .. PartRules.All, .. LintRules.All,
    ];
}
