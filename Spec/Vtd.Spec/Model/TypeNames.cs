namespace Vtd.Spec.Model;

/// <summary>Names of the generated types.</summary>
public static class TypeNames
{
    /// <summary><c>MTRR_FIX64K_00000</c> gives <c>MtrrFix64k00000</c>.</summary>
    public static string OfMnemonic(string mnemonic)
    {
        var result = new char[mnemonic.Length];
        var length = 0;
        var isFirst = true;
        foreach (var character in mnemonic)
        {
            if (character == '_')
            {
                isFirst = true;
                continue;
            }

            result[length++] = isFirst ? char.ToUpperInvariant(character) : char.ToLowerInvariant(character);
            isFirst = false;
        }

        return new string(result, 0, length);
    }

    /// <summary><c>TIMER</c> gives <c>TimerGroup</c>.</summary>
    public static string OfGroup(string name) => OfMnemonic(name) + "Group";

    /// <summary><c>pasid-entry</c> gives <c>PasidEntry</c>.</summary>
    public static string OfKebab(string name)
    {
        var result = new char[name.Length];
        var length = 0;
        var isFirst = true;
        foreach (var character in name)
        {
            if (character == '-')
            {
                isFirst = true;
                continue;
            }

            result[length++] = isFirst ? char.ToUpperInvariant(character) : character;
            isFirst = false;
        }

        return new string(result, 0, length);
    }
}
