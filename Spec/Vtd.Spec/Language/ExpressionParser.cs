using Vtd.Spec.Diagnostics;
using Vtd.Spec.Model;
using Vtd.Spec.Yaml;

namespace Vtd.Spec.Language;

/// <summary>Parses conditions and computed numbers of the language, such as <c>ECAP.QI and DW == 1</c>.</summary>
/// <remarks>A name alone is read as a field; only linking knows whether it is the code of an enum.</remarks>
public sealed class ExpressionParser
{
    /// <summary>The most characters of an expression.</summary>
    public const int MaxLength = 1000;

    /// <summary>The deepest nesting of parentheses and <c>not</c>.</summary>
    public const int MaxDepth = 32;

    private readonly string _text;
    private int _position;
    private int _depth;
    private int _end;
    private Failure? _failure;

    private ExpressionParser(string text) => _text = text;

    /// <summary>A mistake in an expression.</summary>
    /// <param name="Rule">The rule of the language that the text breaks.</param>
    /// <param name="Start">Index of the first character at fault.</param>
    /// <param name="Length">Number of characters at fault.</param>
    /// <param name="Message">The description of the mistake.</param>
    public sealed record Failure(Rule Rule, int Start, int Length, string Message);

    /// <summary>Parses an expression.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="failure">The first mistake; null if there is none.</param>
    /// <returns>The expression; null if there is a mistake.</returns>
    public static Expression? Parse(string text, out Failure? failure)
    {
        failure = text.Length > MaxLength
            ? new Failure(ExpressionRules.TooComplex, 0, text.Length, $"An expression can have {MaxLength} characters; this has {text.Length}.")
            : null;
        if (failure is not null)
            return null;

        var parser = new ExpressionParser(text);
        parser.SkipSpace();
        var result = parser.Or();
        if (result is not null && parser._position < text.Length)
            parser.FailAtNext("an operator or the end");
        failure = parser._failure;
        return failure is null ? result : null;
    }

    private Expression? Or()
    {
        var left = And();
        while (left is not null && TakeWord("or"))
            left = Join(BinaryOperator.Or, left, And());
        return left;
    }

    private Expression? And()
    {
        var left = Not();
        while (left is not null && TakeWord("and"))
            left = Join(BinaryOperator.And, left, Not());
        return left;
    }

    private Expression? Not()
    {
        var start = _position;
        if (!TakeWord("not"))
            return Comparison();
        if (!Enter(start))
            return null;
        var operand = Not();
        _depth--;
        return operand is null ? null : new NotExpression(operand, start, _end - start);
    }

    private Expression? Comparison()
    {
        var left = Sum();
        if (left is null || ComparisonOperator() is not { } comparison)
            return left;
        var result = Join(comparison, left, Sum());
        var start = _position;
        if (result is not null && ComparisonOperator() is not null)
            return Fail(start, _end - start, "A comparison of a comparison: join two comparisons with 'and'.");
        return result;
    }

    private Expression? Sum()
    {
        var left = Product();
        while (left is not null)
        {
            if (Take("+"))
                left = Join(BinaryOperator.Add, left, Product());
            else if (Take("-"))
                left = Join(BinaryOperator.Subtract, left, Product());
            else
                break;
        }

        return left;
    }

    private Expression? Product()
    {
        var left = Primary();
        while (left is not null)
        {
            if (Take("*"))
                left = Join(BinaryOperator.Multiply, left, Primary());
            else if (Take("/"))
                left = Join(BinaryOperator.Divide, left, Primary());
            else if (Take("%"))
                left = Join(BinaryOperator.Remainder, left, Primary());
            else if (Take("<<"))
                left = Join(BinaryOperator.ShiftLeft, left, Primary());
            else if (Take(">>"))
                left = Join(BinaryOperator.ShiftRight, left, Primary());
            else
                break;
        }

        return left;
    }

    private Expression? Primary()
    {
        var start = _position;
        if (Take("("))
        {
            if (!Enter(start))
                return null;
            var inner = Or();
            _depth--;
            if (inner is null)
                return null;
            return Take(")") ? inner with { Start = start, Length = _end - start } : FailAtNext("')'");
        }

        if (start < _text.Length && _text[start] is >= '0' and <= '9')
            return Number();
        if (Word() is not { } first)
            return FailAtNext("a field, a number or '('");

        Advance(first.Length);
        if (first is "min" or "max" && Take("("))
            return Function(first == "min" ? BinaryOperator.Minimum : BinaryOperator.Maximum, start);
        FieldExpression field;
        if (_end < _text.Length && _text[_end] == '.')
        {
            // No space around the dot: REGISTER.FIELD is one name, and so is Spec.REGISTER.FIELD.
            if (WordAfterDot() is not { } second)
                return FailAtNext($"a field of '{first}'");
            if (_end >= _text.Length || _text[_end] != '.')
                field = new FieldExpression(first, second, start, _end - start);
            else if (WordAfterDot() is { } third)
                field = new FieldExpression(second, third, start, _end - start) { Spec = new SpecReference(first, null) };
            else
                return FailAtNext($"a field of '{second}'");
        }
        else
        {
            field = new FieldExpression(null, first, start, first.Length);
        }

        return Take("[") ? Bit(field) : field;
    }

    /// <summary>The rest of <c>min(a, b)</c>.</summary>
    private Expression? Function(BinaryOperator operation, int start)
    {
        if (!Enter(start))
            return null;
        var left = Or();
        if (left is null)
            return null;
        if (!Take(","))
            return _position < _text.Length ? FailAtNext("','") : Fail(_text.Length, 0, $"The expression ends too early: ',' is missing. Between {{ and }} an expression with a comma needs quotes.");
        var right = Or();
        _depth--;
        if (right is null)
            return null;
        return Take(")") ? new BinaryExpression(operation, left, right, start, _end - start) : FailAtNext("')'");
    }

    private Expression? Bit(FieldExpression field)
    {
        var start = _position;
        var end = NumberEnd(start);
        if (Numbers.Read(_text, start, end, out var bit) != Numbers.Outcome.Read || bit > 63)
            return start == end ? FailAtNext("the number of a bit") : Fail(start, end - start, "The number of a bit is 0 to 63.");
        Advance(end - start);
        return Take("]") ? new BitExpression(field, (int)bit, field.Start, _end - field.Start) : FailAtNext("']'");
    }

    private Expression? Number()
    {
        var start = _position;
        var end = NumberEnd(start);
        switch (Numbers.Read(_text, start, end, out var value))
        {
            case Numbers.Outcome.Read:
                Advance(end - start);
                return new NumberExpression(value, start, end - start);
            case Numbers.Outcome.TooLarge:
                return Fail(start, end - start, "The number does not fit 64 bits.");
            default:
                return Fail(start, end - start, "This is not a number. Numbers look like 12, 0x1C or 0b101.");
        }
    }

    private int NumberEnd(int position)
    {
        while (position < _text.Length && IsWordCharacter(_text[position]))
            position++;
        return position;
    }

    private BinaryOperator? ComparisonOperator()
    {
        if (Take("=="))
            return BinaryOperator.Equal;
        if (Take("!="))
            return BinaryOperator.NotEqual;
        if (Take("<="))
            return BinaryOperator.LessOrEqual;
        if (Take(">="))
            return BinaryOperator.GreaterOrEqual;
        if (Take("<"))
            return BinaryOperator.Less;
        return Take(">") ? BinaryOperator.Greater : null;
    }

    private static BinaryExpression? Join(BinaryOperator operation, Expression left, Expression? right) =>
        right is null ? null : new BinaryExpression(operation, left, right, left.Start, right.Start + right.Length - left.Start);

    /// <summary>The word at the position, unless it is an operator.</summary>
    private string? Word()
    {
        if (_position >= _text.Length || !(IsWordCharacter(_text[_position]) && _text[_position] is not (>= '0' and <= '9')))
            return null;
        var word = _text.Substring(_position, NumberEnd(_position) - _position);
        return word is "and" or "or" or "not" ? null : word;
    }

    private string? WordAfterDot()
    {
        _position = _end + 1;
        if (Word() is not { } word)
            return null;
        Advance(word.Length);
        return word;
    }

    private bool TakeWord(string word)
    {
        if (string.CompareOrdinal(_text, _position, word, 0, word.Length) != 0 || NumberEnd(_position) != _position + word.Length)
            return false;
        Advance(word.Length);
        return true;
    }

    private bool Take(string symbol)
    {
        if (string.CompareOrdinal(_text, _position, symbol, 0, symbol.Length) != 0)
            return false;
        Advance(symbol.Length);
        return true;
    }

    private void Advance(int length)
    {
        _position += length;
        _end = _position;
        SkipSpace();
    }

    private void SkipSpace()
    {
        while (_position < _text.Length && _text[_position] is ' ' or '\n' or '\r' or '\t')
            _position++;
    }

    private bool Enter(int start)
    {
        if (++_depth <= MaxDepth)
            return true;
        _failure = new Failure(ExpressionRules.TooComplex, start, 1, $"Parentheses and 'not' are nested more than {MaxDepth} deep here.");
        return false;
    }

    private Expression? FailAtNext(string expected)
    {
        if (_position >= _text.Length)
            return Fail(_text.Length, 0, $"The expression ends too early: {expected} is missing.");
        var end = Math.Max(NumberEnd(_position), _position + 1);
        var found = _text.Substring(_position, end - _position);
        var hint = found switch
        {
            "=" => " Equality is '=='.",
            "&" or "|" or "!" => " Conditions are joined with 'and', 'or' and 'not'.",
            _ => "",
        };
        return Fail(_position, end - _position, $"'{found}' is not valid here; expected {expected}.{hint}");
    }

    private Expression? Fail(int start, int length, string message)
    {
        _failure ??= new Failure(ExpressionRules.Syntax, start, length, message);
        return null;
    }

    private static bool IsWordCharacter(char character) =>
        character is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_';
}
