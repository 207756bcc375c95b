namespace Vtd.Spec.Model;

/// <summary>A condition or a number of the language: gates, bases, counts, requirements, variants.</summary>
/// <remarks><see cref="Start"/> and <see cref="Length"/> are relative to the first character of the whole expression,
/// so that an expression is equal to the same text elsewhere.</remarks>
public abstract record Expression(int Start, int Length);

/// <summary>An integer.</summary>
public sealed record NumberExpression(ulong Value, int Start, int Length) : Expression(Start, Length);

/// <summary>A field: <c>FIELD</c> of the thing itself, <c>REGISTER.FIELD</c>, or <c>Spec.REGISTER.FIELD</c>.</summary>
/// <param name="Register">Mnemonic of the register; null for a field of the thing itself. Of a register array, which only conditions of
/// other register arrays can name, it is the element with the same index.</param>
/// <param name="Field">Name of the field.</param>
/// <param name="Start">First character.</param>
/// <param name="Length">Number of characters.</param>
public sealed record FieldExpression(string? Register, string Field, int Start, int Length) : Expression(Start, Length)
{
    /// <summary>The spec of the register: until linked as it is written, then null for a register of the same spec.</summary>
    public SpecReference? Spec { get; init; }
}

/// <summary>A code of an enum by name, as in <c>G != Page</c>. Linking knows which enum from the other side.</summary>
/// <param name="Enum">Type name of the enum; null until linked.</param>
/// <param name="Code">Name of the code.</param>
/// <param name="Value">Value of the code; 0 until linked.</param>
/// <param name="Start">First character.</param>
/// <param name="Length">Number of characters.</param>
public sealed record CodeExpression(string? Enum, string Code, ulong Value, int Start, int Length) : Expression(Start, Length)
{
    /// <summary>The spec of the enum; null for an enum of the same spec.</summary>
    public SpecReference? Spec { get; init; }

    /// <summary>The name in C#.</summary>
    public string Member { get; init; } = Code;
}

/// <summary><c>index</c>: the number of the element that a condition of a register array is asked for. Linking tells it from a field.</summary>
public sealed record IndexExpression(int Start, int Length) : Expression(Start, Length)
{
    /// <summary>The word for it.</summary>
    public const string Word = "index";
}

/// <summary><c>not X</c>.</summary>
public sealed record NotExpression(Expression Operand, int Start, int Length) : Expression(Start, Length);

/// <summary>Bit <paramref name="Bit"/> of a field, as in <c>CAP.SSLPS[1]</c>.</summary>
public sealed record BitExpression(FieldExpression Operand, int Bit, int Start, int Length) : Expression(Start, Length);

/// <summary>Two operands and an operator, or the two arguments of <c>min</c> or <c>max</c>.</summary>
public sealed record BinaryExpression(BinaryOperator Operator, Expression Left, Expression Right, int Start, int Length)
    : Expression(Start, Length);

/// <summary>Operators, loosest first: <c>or</c>; <c>and</c>; comparisons; <c>+ -</c>; <c>* / % &lt;&lt; &gt;&gt;</c>; <c>min(a, b)</c>, <c>max(a, b)</c>.</summary>
public enum BinaryOperator
{
    /// <summary><c>or</c></summary>
    Or,

    /// <summary><c>and</c></summary>
    And,

    /// <summary><c>==</c></summary>
    Equal,

    /// <summary><c>!=</c></summary>
    NotEqual,

    /// <summary><c>&lt;</c></summary>
    Less,

    /// <summary><c>&lt;=</c></summary>
    LessOrEqual,

    /// <summary><c>&gt;</c></summary>
    Greater,

    /// <summary><c>&gt;=</c></summary>
    GreaterOrEqual,

    /// <summary><c>+</c></summary>
    Add,

    /// <summary><c>-</c></summary>
    Subtract,

    /// <summary><c>*</c></summary>
    Multiply,

    /// <summary><c>&lt;&lt;</c></summary>
    ShiftLeft,

    /// <summary><c>&gt;&gt;</c></summary>
    ShiftRight,

    /// <summary><c>/</c>, rounded down.</summary>
    Divide,

    /// <summary><c>%</c></summary>
    Remainder,

    /// <summary><c>min(a, b)</c></summary>
    Minimum,

    /// <summary><c>max(a, b)</c></summary>
    Maximum,
}

/// <summary>The spelling and the meaning of the language's operators.</summary>
public static class BinaryOperators
{
    /// <summary>The sign, or the name of a function; all but <c>or</c>, <c>and</c>, <c>min</c> and <c>max</c> are those of C#.</summary>
    public static string Symbol(this BinaryOperator operation) => operation switch
    {
        BinaryOperator.Or => "or",
        BinaryOperator.And => "and",
        BinaryOperator.Equal => "==",
        BinaryOperator.NotEqual => "!=",
        BinaryOperator.Less => "<",
        BinaryOperator.LessOrEqual => "<=",
        BinaryOperator.Greater => ">",
        BinaryOperator.GreaterOrEqual => ">=",
        BinaryOperator.Add => "+",
        BinaryOperator.Subtract => "-",
        BinaryOperator.Multiply => "*",
        BinaryOperator.ShiftLeft => "<<",
        BinaryOperator.ShiftRight => ">>",
        BinaryOperator.Divide => "/",
        BinaryOperator.Remainder => "%",
        BinaryOperator.Minimum => "min",
        _ => "max",
    };

    /// <summary>Whether it is written as a function of two arguments.</summary>
    public static bool IsFunction(this BinaryOperator operation) => operation is BinaryOperator.Minimum or BinaryOperator.Maximum;

    /// <summary>The precedence of an operator: an operand of lower precedence needs parentheses.</summary>
    public static int Strength(this BinaryOperator operation) => operation switch
    {
        BinaryOperator.Or => 0,
        BinaryOperator.And => 1,
        BinaryOperator.Add or BinaryOperator.Subtract => 3,
        >= BinaryOperator.Minimum => 5,
        >= BinaryOperator.Multiply => 4,
        _ => 2,
    };

    /// <summary>Compares two numbers by an operator from <c>==</c> to <c>&gt;=</c>.</summary>
    public static bool Compares(this BinaryOperator operation, ulong left, ulong right) => operation switch
    {
        BinaryOperator.Equal => left == right,
        BinaryOperator.NotEqual => left != right,
        BinaryOperator.Less => left < right,
        BinaryOperator.LessOrEqual => left <= right,
        BinaryOperator.Greater => left > right,
        _ => left >= right,
    };

    /// <summary>Computes with two numbers of 64 bits by an operator from <c>+</c> on; a shift counts modulo 64, and a division by 0, which linking refuses, gives 0.</summary>
    public static ulong Computes(this BinaryOperator operation, ulong left, ulong right) => operation switch
    {
        BinaryOperator.Add => unchecked(left + right),
        BinaryOperator.Subtract => unchecked(left - right),
        BinaryOperator.Multiply => unchecked(left * right),
        BinaryOperator.ShiftLeft => left << (int)(right & 63),
        BinaryOperator.ShiftRight => left >> (int)(right & 63),
        BinaryOperator.Divide => right == 0 ? 0 : left / right,
        BinaryOperator.Remainder => right == 0 ? 0 : left % right,
        BinaryOperator.Minimum => Math.Min(left, right),
        _ => Math.Max(left, right),
    };
}
