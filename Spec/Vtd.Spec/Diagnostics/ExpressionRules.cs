namespace Vtd.Spec.Diagnostics;

/// <summary>Conditions and computed numbers: VTD05xx.</summary>
internal static class ExpressionRules
{
    public static readonly Rule Syntax = new("VTD0501", "Expression that cannot be read");
    public static readonly Rule TooComplex = new("VTD0502", "Expression too long or too deep");
    public static readonly Rule NotGiven = new("VTD0503", "Register that is not given");
    public static readonly Rule OwnField = new("VTD0504", "Field of the declaration itself");
    public static readonly Rule NotACondition = new("VTD0505", "Number where a condition is needed");
    public static readonly Rule NotANumber = new("VTD0506", "Condition where a number is needed");
    public static readonly Rule BitPastField = new("VTD0507", "Bit past the field");
    public static readonly Rule NeverChanges = new("VTD0508", "Condition that never changes");
    public static readonly Rule ArrayRegister = new("VTD0509", "Register array in an expression");
    public static readonly Rule WideField = new("VTD0510", "Field wider than 64 bits in an expression");
    public static readonly Rule NoIndex = new("VTD0511", "Index outside of an array");
    public static readonly Rule CanWrap = new("VTD0512", "Number that can wrap around");
    public static readonly Rule DividesByZero = new("VTD0513", "Division by a number that can be 0");
    public static readonly Rule Revision = new("VTD0514", "Revision that cannot be compared");

    public static readonly Rule[] All =
        [Syntax, TooComplex, NotGiven, OwnField, NotACondition, NotANumber, BitPastField, NeverChanges, ArrayRegister, WideField, NoIndex, CanWrap, DividesByZero, Revision];
}
