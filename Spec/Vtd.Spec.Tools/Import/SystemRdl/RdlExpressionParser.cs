using Superpower;
using Superpower.Model;
using Superpower.Parsers;
using static Vtd.Spec.Tools.Import.SystemRdl.RdlTokens;

namespace Vtd.Spec.Tools.Import.SystemRdl;

/// <summary>The grammar of expressions.</summary>
internal static class RdlExpressionParser
{
    // The operators of each level, from those that bind weakest.
    private static readonly string[][] s_levels =
    [
        ["||"], ["&&"], ["|"], ["^", "~^", "^~"], ["&"], ["==", "!="], ["<", ">", "<=", ">="], ["<<", ">>"], ["+", "-"], ["*", "/", "%"], ["**"],
    ];

    private static readonly string[] s_unary = ["!", "~", "-", "+", "&", "|", "^", "~&", "~|", "~^", "^~"];

    /// <summary>An expression.</summary>
    public static TokenListParser<RdlToken, RdlExpression> Expression { get; } = static input => s_conditional!(input);

    /// <summary>Expressions with commas between them.</summary>
    private static readonly TokenListParser<RdlToken, RdlExpression[]> s_list = Expression.ManyDelimitedBy(Symbol(","));

    /// <summary>A path, such as <c>a.b[2].c</c>.</summary>
    public static TokenListParser<RdlToken, RdlPath> InstancePath { get; } =
        (from name in Word
         from indexes in Expression.In("[", "]").Many()
         select new RdlStep(name, indexes)).AtLeastOnceDelimitedBy(Symbol(".")).Select(static steps => new RdlPath(steps));

    private static readonly TokenListParser<RdlToken, RdlExpression> s_name =
        from path in InstancePath
        from property in Symbol("->").IgnoreThen(Word).Select(static token => (Token<RdlToken>?)token).OptionalOrDefault()
        select (RdlExpression)new RdlName(path.Steps[0].Name, path, property);

    private static readonly TokenListParser<RdlToken, RdlExpression> s_code =
        from name in Word
        from separator in Symbol("::")
        from code in Word
        select (RdlExpression)new RdlCode(name, code);

    private static readonly TokenListParser<RdlToken, RdlExpression> s_cast =
        from type in Word.Or(Token.EqualTo(RdlToken.Number))
        from quote in Symbol("'")
        from value in Expression.In("(", ")")
        select (RdlExpression)new RdlCast(type, value);

    private static readonly TokenListParser<RdlToken, RdlExpression> s_array =
        from quote in Symbol("'")
        from items in s_list.In("{", "}")
        select (RdlExpression)new RdlAggregate(quote);

    private static readonly TokenListParser<RdlToken, RdlExpression> s_struct =
        from name in Word
        from quote in Symbol("'")
        from members in Word.Then(static _ => Symbol(":")).Then(static _ => Expression).ManyDelimitedBy(Symbol(",")).In("{", "}")
        select (RdlExpression)new RdlAggregate(name);

    private static readonly TokenListParser<RdlToken, RdlExpression> s_concatenation =
        from open in Symbol("{")
        from parts in s_list
        from repeated in s_list.In("{", "}").OrNull()
        from close in Symbol("}")
        select (RdlExpression)(repeated is not null && parts.Length == 1 ? new RdlConcatenation(open, repeated, parts[0]) : new RdlConcatenation(open, parts, null));

    private static readonly TokenListParser<RdlToken, RdlExpression> s_literal =
        Token.EqualTo(RdlToken.Number).Or(Token.EqualTo(RdlToken.Text)).Select(static token => (RdlExpression)new RdlLiteral(token));

    private static readonly TokenListParser<RdlToken, RdlExpression> s_primary = static input => Primary(input)(input);

    private static readonly TokenListParser<RdlToken, RdlExpression> s_unaryExpression =
        from signs in OneOf(s_unary).Many()
        from operand in s_primary
        select signs.Reverse().Aggregate(operand, static (inner, sign) => new RdlOperation(sign, [inner]));

    private static readonly TokenListParser<RdlToken, RdlExpression> s_binary = s_levels.Reverse().Aggregate(
        s_unaryExpression, static (operand, level) => Parse.Chain(OneOf(level), operand, static (sign, left, right) => new RdlOperation(sign, [left, right])));

    private static readonly TokenListParser<RdlToken, RdlExpression> s_conditional =
        from condition in s_binary
        from rest in (from sign in Symbol("?")
                      from yes in Expression
                      from colon in Symbol(":")
                      from no in Expression
                      select new RdlOperation(sign, [yes, no])).OrNull()
        select rest is null ? condition : new RdlOperation(rest.Place, [condition, .. rest.Operands]);

    // What follows a word decides what it begins.
    private static TokenListParser<RdlToken, RdlExpression> Primary(TokenList<RdlToken> input)
    {
        if (input.Has(0, static text => text == "("))
            return Expression.In("(", ")");
        if (input.Has(0, static text => text == "{"))
            return s_concatenation;
        if (input.Has(0, static text => text == "'"))
            return s_array;
        if (input.Has(1, static text => text == "'"))
            return input.Has(2, static text => text == "{") ? s_struct : s_cast;
        if (input.Has(1, static text => text == "::"))
            return s_code;
        return input.ConsumeToken() is { HasValue: true, Value.Kind: RdlToken.Word } ? s_name : s_literal;
    }

    private static TokenListParser<RdlToken, Token<RdlToken>> OneOf(string[] symbols) =>
        Token.Matching<RdlToken>(kind => kind == RdlToken.Symbol, "operator").Where(token => symbols.Contains(token.ToStringValue())).Try();
}
