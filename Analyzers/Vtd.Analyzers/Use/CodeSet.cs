using Microsoft.CodeAnalysis;
using Vtd.Analyzers.Contract;

namespace Vtd.Analyzers.Use;

/// <summary>The codes of a generated enum.</summary>
public static class CodeSet
{
    /// <summary>Name and value of each code, in order of the declaration.</summary>
    public static IEnumerable<(string Name, ulong Value)> Of(INamedTypeSymbol type)
    {
        foreach (var member in type.GetMembers())
        {
            if (member is IFieldSymbol { HasConstantValue: true } code && Bits.Of(code.ConstantValue) is { } value)
                yield return (code.Name, value);
        }
    }

    /// <summary>Whether every value that the bits of a field can have has a name: codes from 0 up to all bits set.</summary>
    public static bool HasAllValues(INamedTypeSymbol type)
    {
        var values = new HashSet<ulong>(Of(type).Select(static code => code.Value));
        var count = (ulong)values.Count;
        return count > 1 && (count & (count - 1)) == 0 && values.All(value => value < count);
    }
}
