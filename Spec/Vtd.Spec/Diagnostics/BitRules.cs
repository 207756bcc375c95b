namespace Vtd.Spec.Diagnostics;

/// <summary>Bits and the values in them: VTD03xx.</summary>
internal static class BitRules
{
    public static readonly Rule Malformed = new("VTD0301", "Not a bit range");
    public static readonly Rule PastWidth = new("VTD0302", "Bits past the width");
    public static readonly Rule Overlap = new("VTD0303", "Bits used twice");
    public static readonly Rule Gap = new("VTD0304", "Bits not covered");
    public static readonly Rule TypeCodeTooWide = new("VTD0305", "Type code wider than 32 bits");
    public static readonly Rule DoesNotFit = new("VTD0306", "Value does not fit");
    public static readonly Rule EnumWidth = new("VTD0307", "Enum of another width");
    public static readonly Rule LegalRange = new("VTD0308", "Range of legal values reversed");
    public static readonly Rule WideField = new("VTD0309", "Not for a field wider than 64 bits");
    public static readonly Rule FieldArray = new("VTD0310", "Not for a field array");

    public static readonly Rule[] All = [Malformed, PastWidth, Overlap, Gap, TypeCodeTooWide, DoesNotFit, EnumWidth, LegalRange, WideField, FieldArray];
}
