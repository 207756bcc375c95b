using System.Globalization;
using Vtd.Spec.Model;

namespace Vtd.Spec.Tools.Decode;

/// <summary>Names of elements of register arrays.</summary>
public static class ElementName
{
    /// <summary>2 of <c>FRCD2</c> and <c>FRCD[2]</c>; null if the name is none of an element of this register.</summary>
    public static int? IndexOf(LinkedRegister register, string name)
    {
        var (key, start) = (ItemNames.Key(name), ItemNames.Key(register.Mnemonic));
        return register.IsArray && key.Length > start.Length && key.StartsWith(start, StringComparison.Ordinal)
            && int.TryParse(key[start.Length..].Trim('[', ']'), NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : null;
    }
}
