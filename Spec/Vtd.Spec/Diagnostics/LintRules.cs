namespace Vtd.Spec.Diagnostics;

/// <summary>Rules about things that are allowed but seldom meant: VTD10xx.</summary>
internal static class LintRules
{
    public static readonly Rule Naming = new("VTD1001", "Name against the conventions", Severity.Warning);
    public static readonly Rule NoName = new("VTD1002", "No name in the architecture", Severity.Warning);
    public static readonly Rule NoSection = new("VTD1003", "No section", Severity.Warning);
    public static readonly Rule FieldMeaning = new("VTD1004", "Field without a meaning", Severity.Warning);
    public static readonly Rule CodeMeaning = new("VTD1005", "Code without a meaning", Severity.Warning);
    public static readonly Rule CodeHole = new("VTD1006", "Codes left out", Severity.Warning);
    public static readonly Rule FlagHole = new("VTD1007", "Bits of a bitmap left out", Severity.Warning);
    public static readonly Rule ReservedField = new("VTD1008", "Reserved bits as a field", Severity.Warning);
    public static readonly Rule OffsetOrder = new("VTD1009", "Registers not in order of offset", Severity.Warning);
    public static readonly Rule NeverHolds = new("VTD1010", "Condition that can never hold", Severity.Warning);
    public static readonly Rule UnusedEnum = new("VTD1011", "Enum that nothing uses", Severity.Warning);
    public static readonly Rule UnusedTemplate = new("VTD1012", "Template that nothing is like", Severity.Warning);
    public static readonly Rule BothVariants = new("VTD1013", "Variants whose conditions can hold together", Severity.Warning);

    public static readonly Rule[] All =
    [
        Naming, NoName, NoSection, FieldMeaning, CodeMeaning, CodeHole, FlagHole, ReservedField, OffsetOrder, NeverHolds, UnusedEnum,
        UnusedTemplate, BothVariants,
    ];
}
