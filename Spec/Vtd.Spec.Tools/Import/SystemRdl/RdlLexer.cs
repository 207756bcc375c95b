using System.Text.RegularExpressions;
using Superpower;
using Superpower.Model;
using Superpower.Parsers;
using Superpower.Tokenizers;
using Vtd.Spec.Tools.Import.Text;

namespace Vtd.Spec.Tools.Import.SystemRdl;

/// <summary>Splits SystemRDL into tokens.</summary>
internal static class RdlLexer
{
    /// <summary>Characters of the longest text.</summary>
    private const int LongestToken = 1 << 16;

    // The longest first: the first that matches is taken.
    private static readonly Tokenizer<RdlToken> s_tokens = new TokenizerBuilder<RdlToken>()
        .Ignore(Span.WhiteSpace)
        .Ignore(Comment.CPlusPlusStyle)
        .Ignore(Span.Regex(@"/\*.*?\*/", RegexOptions.Singleline))
        .Match(Span.Regex("<%.*?%>", RegexOptions.Singleline), RdlToken.Perl)
        .Match(Span.Regex("\"(?>(?:[^\"\\\\]+|\\\\.)*)\"", RegexOptions.Singleline), RdlToken.Text)
        .Match(Span.Regex("`[A-Za-z_][A-Za-z0-9_]*"), RdlToken.Directive)
        .Match(Span.Regex(@"\\?[A-Za-z_][A-Za-z0-9_]*"), RdlToken.Word)
        .Match(Span.Regex("(?:[0-9][0-9_]*'[bodhBODH][0-9a-fA-F_]+|0[xX][0-9a-fA-F_]+|[0-9][0-9_]*)"), RdlToken.Number)
        .Match(Span.Regex(@"(?:->|\+=|%=|::|\*\*|<<|>>|<=|>=|==|!=|&&|\|\||~&|~\||~\^|\^~|/(?![*])|[][(){};,:.@#=?+*%<>!~&|^'\\-])"), RdlToken.Symbol)
        .Build();

    /// <summary>The tokens of a file.</summary>
    /// <exception cref="Specs.UnusableSpecException">Something in it is none.</exception>
    public static IReadOnlyList<Token<RdlToken>> Tokens(TextSource source)
    {
        var result = s_tokens.TryTokenize(source.Text);
        if (result.HasValue && result.Value.Where(static token => token.Span.Length > LongestToken).Select(static token => (int?)token.Position.Absolute).FirstOrDefault() is { } place)
            throw source.Invalid(place, $"a text has {LongestToken} characters at most.");
        return result.HasValue
            ? [.. result.Value]
            : throw source.Invalid(result.ErrorPosition.Absolute, Problem(source.Text.AsSpan(result.ErrorPosition.Absolute)));
    }

    private static string Problem(ReadOnlySpan<char> rest) => rest switch
    {
        ['"', ..] => "the text has no \" at its end.",
        ['/', '*', ..] => "the comment has no */ at its end.",
        ['<', '%', ..] => "the Perl has no %> at its end.",
        [var other, ..] when !char.IsControl(other) => $"'{other}' means nothing here.",
        _ => "the file cannot be read from here.",
    };
}
