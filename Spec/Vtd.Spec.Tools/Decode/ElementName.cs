using System.Globalization;
using Vtd.Spec.Model;
using Vtd.Spec.Source;

namespace Vtd.Spec.Tools.Decode;

/// <summary>Names of elements of register arrays.</summary>
public static class ElementName
{
    /// <summary>The name of an element: <c>FRCD[2]</c>, or <c>PORT[TX]</c> if it has one.</summary>
    public static string Of(LinkedRegister register, int index) =>
        $"{register.Mnemonic}[{(NamesOf(register) is var names && index < names.Count ? names[index] : index.ToString(CultureInfo.InvariantCulture))}]";

    private static EquatableArray<string> NamesOf(LinkedRegister register) => register.Dimensions is [var only] ? only.Names : default;

    /// <summary>2 of <c>FRCD2</c> and <c>FRCD[2]</c>, and of <c>PORT[TX]</c> and <c>PORT_TX</c> the number of the element; null if the name is none of an element of this register.</summary>
    public static int? IndexOf(LinkedRegister register, string name)
    {
        var (key, start) = (ItemNames.Key(name), ItemNames.Key(register.Mnemonic));
        if (!register.IsArray || key.Length <= start.Length || !key.StartsWith(start, StringComparison.Ordinal))
            return null;
        var element = key[start.Length..].Trim('[', ']');
        var named = NamesOf(register).Select(ItemNames.Key).ToList().IndexOf(element);
        return named >= 0 ? named : int.TryParse(element, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : null;
    }
}
