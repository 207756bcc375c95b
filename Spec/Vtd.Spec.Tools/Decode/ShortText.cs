namespace Vtd.Spec.Tools.Decode;

/// <summary>A field on one line with others.</summary>
public static class ShortText
{
    /// <summary><c>TES</c> for a bit that is set, else <c>TTM=Scalable</c> or <c>RTA=0x1000</c>.</summary>
    public static string Of(DecodedField field) =>
        field.Codes.Count > 0 ? $"{field.Field.Name}={string.Join("|", field.Codes.Select(static code => code.Name))}"
        : field.Field.Width == 1 ? field.Field.Name
        : $"{field.Field.Name}={Bits.Hex(field.Scaled)}";
}
