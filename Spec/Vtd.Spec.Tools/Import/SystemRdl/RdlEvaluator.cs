using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using Superpower.Model;

namespace Vtd.Spec.Tools.Import.SystemRdl;

/// <summary>Computes the values of expressions.</summary>
/// <param name="sources">The files, for messages.</param>
internal sealed partial class RdlEvaluator(RdlSources sources)
{
    /// <summary>Bits of the largest number.</summary>
    private const int MostBits = 4096;

    /// <summary>The value of an expression.</summary>
    /// <param name="expression">The expression.</param>
    /// <param name="scope">The names that it can use.</param>
    public RdlValue Value(RdlExpression expression, RdlScope scope) => expression switch
    {
        RdlLiteral { Place.Kind: RdlToken.Text } text => new RdlText(TextOf(text.Place)),
        RdlLiteral number => Literal(number.Place),
        RdlName name => new RdlReference(name) is { Word: { } word } reference ? Word(word, reference, scope) : new RdlReference(name),
        RdlCode code => Code(code, scope),
        RdlOperation operation => Operation(operation, scope),
        RdlConcatenation concatenation => Concatenation(concatenation, scope),
        RdlCast cast => Cast(cast, scope),
        _ => new RdlUnknown(expression.Place),
    };

    /// <summary>The number that an expression gives.</summary>
    public BigInteger Number(RdlExpression expression, RdlScope scope) =>
        Value(expression, scope) is RdlNumber number ? number.Value : throw sources.Invalid(expression.Place, $"'{expression.Place.ToStringValue()}' is not a number here.");

    /// <summary>The number that an expression gives, in a range.</summary>
    public int Number(RdlExpression expression, RdlScope scope, int least, int most) =>
        Number(expression, scope) is var number && number >= least && number <= most ? (int)number : throw sources.Invalid(expression.Place, $"{number} is not in the range from {least} to {most}.");

    private static RdlValue Word(string word, RdlReference reference, RdlScope scope) => word switch
    {
        "true" => RdlNumber.True,
        "false" => new RdlNumber(BigInteger.Zero, 1),
        _ => scope.ParameterOf(word) ?? reference,
    };

    private static string TextOf(Token<RdlToken> token) => Escaped.Replace(token.ToStringValue()[1..^1], "$1");

    private RdlNumber Literal(Token<RdlToken> token)
    {
        var text = token.ToStringValue().Replace("_", "", StringComparison.Ordinal);
        if (text.Length > MostBits / 4)
            throw sources.Invalid(token, "the number is too long.");
        var (width, digits, radix) = text.IndexOf('\'', StringComparison.Ordinal) switch
        {
            < 0 when text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) => ((int?)null, text[2..], 16),
            < 0 => (null, text, 10),
            var quote => (Width(text[..quote]), text[(quote + 2)..], char.ToLowerInvariant(text[quote + 1]) switch { 'b' => 2, 'o' => 8, 'd' => 10, _ => 16 }),
        };
        var value = BigInteger.Zero;
        foreach (var digit in digits.Select(static character => int.Parse(character.ToString(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)))
            value = digit < radix ? value * radix + digit : throw sources.Invalid(token, $"'{text}' has a digit that its base does not have.");
        return width is null || value >> width.Value == 0 ? new(value, width) : throw sources.Invalid(token, $"'{text}' does not fit {width} bits.");

        int Width(string number) => int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var bits) && bits is > 0 and <= MostBits
            ? bits
            : throw sources.Invalid(token, $"a number has 1 to {MostBits} bits.");
    }

    private RdlNumber Code(RdlCode code, RdlScope scope) =>
        scope.EnumOf(code.Place.Value())?.Codes.FirstOrDefault(item => item.Name == code.Code.Value()) is { } found
            ? new(found.Value, null)
            : throw sources.Invalid(code.Place, $"there is no code {code.Place.Value()}::{code.Code.Value()}.");

    private RdlNumber Operation(RdlOperation operation, RdlScope scope)
    {
        var sign = operation.Place.ToStringValue();
        var first = Operand(operation.Operands[0], scope);
        if (sign == "?")
            return Operand(operation.Operands[first.Value.IsZero ? 2 : 1], scope);
        return operation.Operands.Count == 1 ? Unary(operation, sign, first) : Binary(operation, sign, first, Operand(operation.Operands[1], scope));
    }

    private RdlNumber Operand(RdlExpression expression, RdlScope scope) =>
        Value(expression, scope) as RdlNumber ?? throw sources.Invalid(expression.Place, $"'{expression.Place.ToStringValue()}' is not a number here.");

    private RdlNumber Unary(RdlOperation operation, string sign, RdlNumber value)
    {
        var all = (BigInteger.One << (value.Width ?? 64)) - 1;
        return sign switch
        {
            "!" => Truth(value.Value.IsZero),
            "~" => new(all & ~value.Value, value.Width),
            "+" => value,
            "-" => new(-value.Value, value.Width),
            "|" => Truth(!value.Value.IsZero),
            "~|" => Truth(value.Value.IsZero),
            "&" => Truth(value.Value == all),
            "~&" => Truth(value.Value != all),
            "^" => Truth(Ones(value) % 2 == 1),
            "~^" or "^~" => Truth(Ones(value) % 2 == 0),
            _ => throw sources.Invalid(operation.Place, $"'{sign}' needs two values."),
        };
    }

    private RdlNumber Binary(RdlOperation operation, string sign, RdlNumber left, RdlNumber right)
    {
        var (a, b) = (left.Value, right.Value);
        var value = sign switch
        {
            "+" => a + b,
            "-" => a - b,
            "*" => a * b,
            "/" or "%" when b.IsZero => throw sources.Invalid(operation.Place, "this divides by 0."),
            "/" => a / b,
            "%" => a % b,
            "<<" or ">>" or "**" when b < 0 || b > MostBits || (sign == "**" && a.GetBitLength() * b > MostBits) =>
                throw sources.Invalid(operation.Place, $"the number would have more than {MostBits} bits."),
            "<<" => a << (int)b,
            ">>" => a >> (int)b,
            "**" => BigInteger.Pow(a, (int)b),
            "&" => a & b,
            "|" => a | b,
            "^" => a ^ b,
            "~^" or "^~" => ~(a ^ b) & ((BigInteger.One << (left.Width ?? 64)) - 1),
            "==" => Truth(a == b).Value,
            "!=" => Truth(a != b).Value,
            "<" => Truth(a < b).Value,
            ">" => Truth(a > b).Value,
            "<=" => Truth(a <= b).Value,
            ">=" => Truth(a >= b).Value,
            "&&" => Truth(!a.IsZero && !b.IsZero).Value,
            "||" => Truth(!a.IsZero || !b.IsZero).Value,
            _ => throw sources.Invalid(operation.Place, $"'{sign}' is not known."),
        };
        return value.GetBitLength() <= 2 * MostBits ? new(value, null) : throw sources.Invalid(operation.Place, $"the number has more than {2 * MostBits} bits.");
    }

    private RdlNumber Concatenation(RdlConcatenation concatenation, RdlScope scope)
    {
        var count = concatenation.Count is { } expression ? Number(expression, scope, 0, MostBits) : 1;
        var (value, width) = (BigInteger.Zero, 0);
        foreach (var part in Enumerable.Repeat(concatenation.Parts, count).SelectMany(static parts => parts))
        {
            var number = Operand(part, scope);
            var bits = number.Width ?? throw sources.Invalid(part.Place, "a number between braces needs a width, such as 4'b1010.");
            width += bits;
            if (width > MostBits)
                throw sources.Invalid(concatenation.Place, $"the number has more than {MostBits} bits.");
            value = (value << bits) | number.Value;
        }

        return new(value, width);
    }

    private RdlNumber Cast(RdlCast cast, RdlScope scope)
    {
        var value = Operand(cast.Value, scope).Value;
        return cast.Place.ToStringValue() switch
        {
            "boolean" => Truth(!value.IsZero),
            "bit" => Narrow(1),
            "longint" => Narrow(64),
            _ when cast.Place.Kind == RdlToken.Number => Narrow(Number(new RdlLiteral(cast.Place), scope, 1, MostBits)),
            var name when scope.ParameterOf(name) is RdlNumber number && number.Value > 0 && number.Value <= MostBits => Narrow((int)number.Value),
            _ => throw sources.Invalid(cast.Place, $"'{cast.Place.ToStringValue()}' is no type of numbers."),
        };

        RdlNumber Narrow(int width) => new(value & ((BigInteger.One << width) - 1), width);
    }

    private static int Ones(RdlNumber value) => value.Value.Sign < 0 ? 0 : value.Value.ToByteArray().Sum(static part => BitOperations.PopCount(part));

    private static RdlNumber Truth(bool value) => value ? RdlNumber.True : new(BigInteger.Zero, 1);

    // A quotation mark, or a backslash, with the backslash before it.
    [GeneratedRegex(@"\\([""\\])")]
    private static partial Regex Escaped { get; }
}
