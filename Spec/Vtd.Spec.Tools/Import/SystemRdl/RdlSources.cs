using Superpower.Model;
using Vtd.Spec.Tools.Import.Text;
using Vtd.Spec.Tools.Specs;

namespace Vtd.Spec.Tools.Import.SystemRdl;

/// <summary>The files of one import, by which tokens know where they are.</summary>
internal sealed class RdlSources
{
    private readonly Dictionary<string, TextSource> _byText = new(ReferenceEqualityComparer.Instance);

    /// <summary>Reads a file.</summary>
    public TextSource Read(string path)
    {
        var source = TextSource.Read(path);
        _byText[source.Text] = source;
        return source;
    }

    /// <summary>The file that a token is in.</summary>
    public TextSource Of(Token<RdlToken> token) => _byText[token.Span.Source!];

    /// <summary>The exception for a token that cannot be used.</summary>
    /// <param name="token">The token.</param>
    /// <param name="message">The reason, and what is expected.</param>
    public UnusableSpecException Invalid(Token<RdlToken> token, string message) => Of(token).Invalid(token.Position.Absolute, message);
}
