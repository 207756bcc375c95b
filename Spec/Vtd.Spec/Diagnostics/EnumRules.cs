namespace Vtd.Spec.Diagnostics;

/// <summary>Enums: VTD06xx.</summary>
internal static class EnumRules
{
    public static readonly Rule SameCode = new("VTD0601", "Two names for one code");

    public static readonly Rule AliasOfOther = new("VTD0602", "Alias with another code");
    public static readonly Rule SameMember = new("VTD0603", "Two codes with one name in C#");

    public static readonly Rule[] All = [SameCode, AliasOfOther, SameMember];
}
