using System.Numerics;
using Vtd.Spec.Model;

namespace Vtd.Spec.Linking;

/// <summary>The values that a computed number can have, whatever the fields in it hold.</summary>
internal readonly record struct NumberRange(BigInteger Least, BigInteger Most)
{
    private const int LargestShift = 63;

    // A negative number is far above every block as a number of 64 bits, so the register file refuses it. One that is too large can come out small.
    private static readonly BigInteger s_least = long.MinValue;
    private static readonly BigInteger s_most = ulong.MaxValue;

    /// <summary>Every number of 64 bits.</summary>
    public static NumberRange All { get; } = new(0, ulong.MaxValue);

    /// <summary>The range of an operator's result; null if the result can differ from that of the generated code, which computes in 64 bits.</summary>
    public static NumberRange? Of(BinaryOperator operation, NumberRange left, NumberRange right)
    {
        if (operation >= BinaryOperator.ShiftLeft && (left.Least < 0 || right.Least < 0))
            return null;
        if (operation is BinaryOperator.ShiftLeft or BinaryOperator.ShiftRight && right.Most > LargestShift)
            return null;
        if (operation is BinaryOperator.Divide or BinaryOperator.Remainder && right.Least == 0)
            return null;
        var range = operation switch
        {
            BinaryOperator.Add => new(left.Least + right.Least, left.Most + right.Most),
            BinaryOperator.Subtract => new(left.Least - right.Most, left.Most - right.Least),
            BinaryOperator.Multiply => Product(left, right),
            BinaryOperator.ShiftLeft => new(left.Least << (int)right.Least, left.Most << (int)right.Most),
            BinaryOperator.ShiftRight => new(left.Least >> (int)right.Most, left.Most >> (int)right.Least),
            BinaryOperator.Divide => new(left.Least / right.Most, left.Most / right.Least),
            BinaryOperator.Remainder => new(0, BigInteger.Min(left.Most, right.Most - 1)),
            BinaryOperator.Minimum => new(BigInteger.Min(left.Least, right.Least), BigInteger.Min(left.Most, right.Most)),
            _ => new NumberRange(BigInteger.Max(left.Least, right.Least), BigInteger.Max(left.Most, right.Most)),
        };
        return range.Least >= s_least && range.Most <= s_most ? range : null;
    }

    private static NumberRange Product(NumberRange left, NumberRange right)
    {
        BigInteger[] products = [left.Least * right.Least, left.Least * right.Most, left.Most * right.Least, left.Most * right.Most];
        return new(products.Min(), products.Max());
    }
}
