namespace Vtd.Spec.Tools.Decode;

/// <summary>Values on one line.</summary>
public static class ShortText
{
    /// <summary>The name of the layout, and the fields that are not 0 except the type of a descriptor, which the name says.</summary>
    public static string Of(Decoded decoded) =>
        $"{decoded.Layout.Name} {string.Join("  ", decoded.Fields.Where(static field => !field.Raw.IsZero && field.Field.Name != "TYPE").Select(Of))}".TrimEnd();

    /// <summary><c>TES</c> for a bit that is set, else <c>TTM=Scalable</c> or <c>RTA=0x1000</c>.</summary>
    public static string Of(DecodedField field) =>
        field.Codes.Count > 0 ? $"{field.Field.Name}={string.Join("|", field.Codes.Select(static code => code.Name))}"
        : field.Field.Width == 1 ? field.Field.Name
        : $"{field.Field.Name}={Bits.Hex(field.Scaled)}";
}
