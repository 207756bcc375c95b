using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Vtd.Analyzers.Contract;

/// <summary>Constants as bits.</summary>
public static class Bits
{
    /// <summary>The bits of an integer, a <c>bool</c> or an enum's value; null for anything else. Negative numbers are extended to 64 bits.</summary>
    public static ulong? Of(object? constant) => constant switch
    {
        bool value => value ? 1UL : 0,
        byte value => value,
        sbyte value => unchecked((ulong)value),
        ushort value => value,
        short value => unchecked((ulong)value),
        uint value => value,
        int value => unchecked((ulong)value),
        ulong value => value,
        long value => unchecked((ulong)value),
        _ => null,
    };

    /// <summary>The bits of an expression that is constant.</summary>
    public static ulong? Of(IOperation operation) => operation.ConstantValue is { HasValue: true, Value: var value } ? Of(value) : null;

    /// <summary>The expression inside conversions and parentheses.</summary>
    public static IOperation Core(IOperation operation)
    {
        while (true)
        {
            switch (operation)
            {
                case IConversionOperation { OperatorMethod: null } conversion:
                    operation = conversion.Operand;
                    break;
                case IParenthesizedOperation inner:
                    operation = inner.Operand;
                    break;
                default:
                    return operation;
            }
        }
    }
}
