using Superpower;
using Superpower.Model;
using Superpower.Parsers;
using static Vtd.Spec.Tools.Import.SystemRdl.RdlExpressionParser;
using static Vtd.Spec.Tools.Import.SystemRdl.RdlTokens;

namespace Vtd.Spec.Tools.Import.SystemRdl;

/// <summary>The grammar of SystemRDL 1.0 and 2.0.</summary>
internal static class RdlParser
{
    /// <summary>Brackets of all kinds inside each other.</summary>
    private const int Deepest = 32;

    /// <summary>Words and symbols of one statement that has no braces.</summary>
    private const int LongestStatement = 4096;

    private static readonly string[] s_components = ["addrmap", "regfile", "reg", "field", "mem", "signal"];
    private static readonly string[] s_placements = ["external", "internal"];
    private static readonly string[] s_modifiers = ["posedge", "negedge", "bothedge", "level", "nonsticky"];
    private static readonly string[] s_others = ["property", "struct", "constraint", "abstract"];

    private static readonly TokenListParser<RdlToken, RdlStatement> s_statement = static input => Statement(input)(input);

    private static readonly TokenListParser<RdlToken, RdlStatement[]> s_body = s_statement.Many().In("{", "}");

    private static readonly TokenListParser<RdlToken, RdlRange> s_brackets =
        (from first in Expression
         from second in Symbol(":").IgnoreThen(Expression).OrNull()
         select new RdlRange(first, second)).In("[", "]");

    private static readonly TokenListParser<RdlToken, RdlInstanceSyntax> s_instance =
        from name in Word
        from brackets in s_brackets.Many()
        from reset in Behind("=")
        from address in Behind("@")
        from stride in Behind("+=")
        from alignment in Behind("%=")
        select new RdlInstanceSyntax(name, brackets) { Reset = reset, Address = address, Stride = stride, Alignment = alignment };

    private static readonly TokenListParser<RdlToken, RdlInstanceSyntax[]> s_instances = s_instance.ManyDelimitedBy(Symbol(","));

    // The last word is the name, those before it are the type.
    private static readonly TokenListParser<RdlToken, RdlParameter> s_parameter =
        from words in Word.Select(static word => (Token<RdlToken>?)word)
            .Or(Expression.OrNull().In("[", "]").Select(static _ => (Token<RdlToken>?)null)).AtLeastOnce()
        from value in Behind("=")
        where words.Any(static word => word is not null)
        select new RdlParameter(words.OfType<Token<RdlToken>>().Last(), value);

    private static readonly TokenListParser<RdlToken, RdlParameter[]> s_parameters =
        Symbol("#").IgnoreThen(s_parameter.ManyDelimitedBy(Symbol(",")).In("(", ")")).OptionalOrDefault([]);

    private static readonly TokenListParser<RdlToken, RdlArgument[]> s_arguments = Symbol("#").IgnoreThen(
        (from dot in Symbol(".")
         from name in Word
         from value in Expression.In("(", ")")
         select new RdlArgument(name, value)).ManyDelimitedBy(Symbol(",")).In("(", ")")).OptionalOrDefault([]);

    private static readonly TokenListParser<RdlToken, bool> s_isExternal = Keyword(s_placements).Select(static word => word.ToStringValue() == "external").OptionalOrDefault();

    private static readonly TokenListParser<RdlToken, RdlStatement> s_definition =
        from before in s_isExternal
        from kind in Keyword(s_components)
        from name in Word.Select(static word => (Token<RdlToken>?)word).OptionalOrDefault()
        from parameters in s_parameters
        from body in s_body
        from after in s_isExternal
        from instances in s_instances
        from end in Symbol(";")
        select (RdlStatement)new RdlDefinition(kind, name, parameters, body) { Instances = instances, IsExternal = before || after };

    private static readonly TokenListParser<RdlToken, RdlStatement> s_instantiation =
        from isExternal in s_isExternal
        from alias in Keyword(["alias"]).IgnoreThen(Word).Select(static word => (Token<RdlToken>?)word).OptionalOrDefault()
        from type in Word
        from arguments in s_arguments
        from instances in s_instances
        from end in Symbol(";")
        select (RdlStatement)new RdlInstantiation(type, arguments, instances) { IsExternal = isExternal, AliasOf = alias };

    private static readonly TokenListParser<RdlToken, RdlAssignment> s_property =
        from modifiers in Keyword(s_modifiers).Many()
        from name in Word
        from value in Behind("=")
        from end in Symbol(";")
        select new RdlAssignment(name, value) { Modifiers = modifiers };

    private static readonly TokenListParser<RdlToken, RdlStatement> s_default =
        Word.IgnoreThen(s_property).Select(static property => (RdlStatement)(property with { IsDefault = true }));

    private static readonly TokenListParser<RdlToken, RdlStatement> s_dynamic =
        from path in InstancePath
        from arrow in Symbol("->")
        from property in s_property
        select (RdlStatement)(property with { Target = path });

    private static readonly TokenListParser<RdlToken, RdlEnumEntry> s_entry =
        from name in Word
        from value in Behind("=")
        from properties in s_property.Many().In("{", "}").OrNull()
        from end in Symbol(";")
        select new RdlEnumEntry(name, value, properties ?? []);

    private static readonly TokenListParser<RdlToken, RdlStatement> s_enum =
        from keyword in Word
        from name in Word
        from entries in s_entry.Many().In("{", "}")
        from end in Symbol(";")
        select (RdlStatement)new RdlEnumDefinition(keyword, name, entries);

    // Braces inside were counted before.
    private static readonly TokenListParser<RdlToken, RdlStatement> s_other = static input =>
    {
        var place = input.ConsumeToken();
        var name = place.Remainder.ConsumeToken();
        var depth = 0;
        for (var token = place; token.HasValue; token = token.Remainder.ConsumeToken())
        {
            var text = token.Value.ToStringValue();
            depth += text == "{" ? 1 : text == "}" ? -1 : 0;
            if (text == ";" && depth == 0)
                return TokenListParserResult.Value<RdlToken, RdlStatement>(new RdlOther(place.Value, name.Value), input, token.Remainder);
        }

        return TokenListParserResult.Empty<RdlToken, RdlStatement>(input, ["a statement that ends"]);
    };

    /// <summary>The statements of a file.</summary>
    /// <param name="tokens">The tokens.</param>
    /// <param name="sources">The files that the tokens are in.</param>
    /// <exception cref="Specs.UnusableSpecException">The tokens are no SystemRDL.</exception>
    public static IReadOnlyList<RdlStatement> Parse(IReadOnlyList<Token<RdlToken>> tokens, RdlSources sources)
    {
        CheckDepth(tokens, sources);
        var result = s_statement.Many().AtEnd()(new TokenList<RdlToken>([.. tokens]));
        if (result.HasValue)
            return result.Value;
        var place = result.Remainder.ConsumeToken();
        throw sources.Invalid(place.HasValue ? place.Value : tokens[^1], result.FormatErrorMessageFragment() + ".");
    }

    // Parsers call each other as deep as brackets are inside each other, so that is decided first.
    private static void CheckDepth(IReadOnlyList<Token<RdlToken>> tokens, RdlSources sources)
    {
        var (depth, conditions, length) = (0, 0, 0);
        foreach (var token in tokens.Where(static token => token.Kind == RdlToken.Symbol))
        {
            var text = token.ToStringValue();
            depth += text is "{" or "(" or "[" ? 1 : text is "}" or ")" or "]" ? -1 : 0;
            conditions = text is ";" ? 0 : text is "?" ? conditions + 1 : conditions;
            length = text is ";" ? 0 : length + 1;
            if (depth + conditions > Deepest)
                throw sources.Invalid(token, $"more than {Deepest} brackets are inside each other.");
            if (length > LongestStatement)
                throw sources.Invalid(token, $"the statement has more than {LongestStatement} symbols.");
        }
    }

    // The first words decide what a statement is, so that errors say what is expected in it.
    private static TokenListParser<RdlToken, RdlStatement> Statement(TokenList<RdlToken> input)
    {
        if (input.ConsumeToken() is not { HasValue: true, Value: { Kind: RdlToken.Word } first })
            return static input => TokenListParserResult.Empty<RdlToken, RdlStatement>(input, ["a statement"]);
        var word = first.ToStringValue();
        if (s_components.Contains(word) || (s_placements.Contains(word) && input.Has(1, s_components.Contains)))
            return s_definition;
        if (s_others.Contains(word))
            return s_other;
        if (word == "enum")
            return s_enum;
        if (word == "default")
            return s_default;
        if (s_placements.Contains(word) || word == "alias")
            return s_instantiation;
        if (s_modifiers.Contains(word) || input.Has(1, static text => text is "=" or ";"))
            return s_property.Select(static property => (RdlStatement)property);
        return input.Has(1, static text => text is "." or "[" or "->") ? s_dynamic : s_instantiation;
    }

    private static TokenListParser<RdlToken, RdlExpression?> Behind(string symbol) => Symbol(symbol).IgnoreThen(Expression).OrNull();

    private static TokenListParser<RdlToken, Token<RdlToken>> Keyword(string[] words) =>
        Token.Matching<RdlToken>(static kind => kind == RdlToken.Word, words[0]).Where(token => words.Contains(token.ToStringValue())).Try();
}
