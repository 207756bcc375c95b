namespace Vtd.Spec.Diagnostics;

/// <summary>Names and what they refer to: VTD02xx.</summary>
internal static class NameRules
{
    public static readonly Rule Duplicate = new("VTD0201", "Name declared in two files");
    public static readonly Rule SameType = new("VTD0202", "Two names give the same type");
    public static readonly Rule ClashesWithMember = new("VTD0203", "Name of a generated member");
    public static readonly Rule UnknownRegister = new("VTD0204", "Unknown register");
    public static readonly Rule UnknownField = new("VTD0205", "Unknown field");
    public static readonly Rule UnknownEnum = new("VTD0206", "Unknown enum");
    public static readonly Rule UnknownCode = new("VTD0207", "Unknown code");
    public static readonly Rule UnknownQueue = new("VTD0208", "Unknown queue");
    public static readonly Rule UnknownTrait = new("VTD0209", "Unknown trait");

    public static readonly Rule TwoNamespaces = new("VTD0210", "One spec in two namespaces");
    public static readonly Rule SharedNamespace = new("VTD0211", "Two specs give the same type");

    public static readonly Rule UnknownSpec = new("VTD0212", "Unknown spec");
    public static readonly Rule SelfImport = new("VTD0213", "Spec that imports itself");
    public static readonly Rule ImportCircle = new("VTD0214", "Specs that import each other");
    public static readonly Rule AmbiguousName = new("VTD0215", "Name of several imported specs");
    public static readonly Rule HiddenImport = new("VTD0216", "Types of an imported spec that cannot be used");

    public static readonly Rule UnknownBlock = new("VTD0217", "Unknown block");

    public static readonly Rule[] All =
    [
        Duplicate, SameType, ClashesWithMember, UnknownRegister, UnknownField, UnknownEnum, UnknownCode, UnknownQueue, UnknownTrait, TwoNamespaces,
        SharedNamespace, UnknownSpec, SelfImport, ImportCircle, AmbiguousName, HiddenImport, UnknownBlock,
    ];
}
