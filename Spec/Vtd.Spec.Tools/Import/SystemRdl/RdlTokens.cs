using Superpower;
using Superpower.Model;
using Superpower.Parsers;

namespace Vtd.Spec.Tools.Import.SystemRdl;

/// <summary>Parsers of single tokens.</summary>
internal static class RdlTokens
{
    /// <summary>Any word.</summary>
    public static TokenListParser<RdlToken, Token<RdlToken>> Word { get; } = Token.EqualTo(RdlToken.Word);

    /// <summary>A symbol.</summary>
    public static TokenListParser<RdlToken, Token<RdlToken>> Symbol(string text) => Token.EqualToValue(RdlToken.Symbol, text);

    /// <summary>A parser that stands between two symbols.</summary>
    public static TokenListParser<RdlToken, T> In<T>(this TokenListParser<RdlToken, T> inner, string open, string close) => inner.Between(Symbol(open), Symbol(close));

    /// <summary>A parser, or null where its first symbol is missing.</summary>
    public static TokenListParser<RdlToken, T?> OrNull<T>(this TokenListParser<RdlToken, T> parser)
        where T : class => parser.Select(static value => (T?)value).OptionalOrDefault();

    /// <summary>The text of a token; a backslash before a word, which makes keywords names, is no part of it.</summary>
    public static string Value(this Token<RdlToken> token) => token.ToStringValue().TrimStart('\\');

    /// <summary>Whether a token at some distance has a text.</summary>
    public static bool Has(this TokenList<RdlToken> input, int distance, Func<string, bool> predicate)
    {
        for (; distance > 0; distance--)
            input = input.ConsumeToken().Remainder;
        return input.ConsumeToken() is { HasValue: true } token && predicate(token.Value.ToStringValue());
    }
}
