namespace Vtd.Spec.Diagnostics;

/// <summary>Enums: VTD06xx.</summary>
internal static class EnumRules
{
    public static readonly Rule SameCode = new("VTD0601", "Two names for one code");

    public static readonly Rule[] All = [SameCode];
}
