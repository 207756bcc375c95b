using System.Text.RegularExpressions;
using Superpower.Model;
using Vtd.Spec.Tools.Import.Text;

namespace Vtd.Spec.Tools.Import.SystemRdl;

/// <summary>Includes files, replaces macros and leaves out what conditions exclude.</summary>
/// <param name="sources">Takes the files.</param>
/// <param name="losses">Takes Perl, which is not run.</param>
internal sealed partial class RdlPreprocessor(RdlSources sources, List<Loss> losses)
{
    private const int DeepestInclude = 16;
    private const int DeepestMacro = 16;
    private const int MostTokens = 1 << 20;

    private readonly Dictionary<string, IReadOnlyList<Token<RdlToken>>> _macros = new(StringComparer.Ordinal);
    private readonly List<Token<RdlToken>> _output = [];

    /// <summary>The tokens of a file and of those that it includes.</summary>
    public IReadOnlyList<Token<RdlToken>> Process(string path)
    {
        Process(sources.Read(path), 0);
        return _output;
    }

    private void Process(TextSource source, int depth)
    {
        var tokens = RdlLexer.Tokens(source);
        var conditions = new Stack<Condition>();
        for (var at = 0; at < tokens.Count; at++)
        {
            var token = tokens[at];
            var isTaken = conditions.All(static condition => condition.IsTaken);
            if (token.Kind != RdlToken.Directive)
            {
                if (isTaken)
                    Add(token);
                continue;
            }

            var name = token.Span.ToStringValue()[1..];
            switch (name)
            {
                case "ifdef" or "ifndef":
                    conditions.Push(new(token, _macros.ContainsKey(Argument(RdlToken.Word, "a name")) == (name == "ifdef")));
                    break;
                case "elsif":
                    Current().Continue(_macros.ContainsKey(Argument(RdlToken.Word, "a name")));
                    break;
                case "else":
                    Current().Continue(true);
                    break;
                case "endif":
                    Current();
                    conditions.Pop();
                    break;
                case "define":
                    var definition = Line(tokens, at);
                    at += definition.Count;
                    if (isTaken)
                        Define(token, definition);
                    break;
                case "undef":
                    var undefined = Argument(RdlToken.Word, "a name");
                    if (isTaken)
                        _macros.Remove(undefined);
                    break;
                case "include":
                    var file = Argument(RdlToken.Text, "a file in quotes");
                    if (isTaken)
                        Include(token, file[1..^1], depth);
                    break;
                default:
                    if (isTaken)
                        Expand(token, name, 0);
                    break;
            }

            string Argument(RdlToken kind, string expected)
            {
                if (at + 1 >= tokens.Count || tokens[at + 1].Kind != kind)
                    throw sources.Invalid(token, $"`{name} needs {expected} behind it.");
                return tokens[++at].Span.ToStringValue();
            }

            Condition Current() => conditions.Count > 0 ? conditions.Peek() : throw sources.Invalid(token, $"`{name} belongs to no `ifdef.");
        }

        if (conditions.Count > 0)
            throw sources.Invalid(conditions.Peek().Start, "this condition has no `endif.");
    }

    // The rest of a line, and of the next one after a backslash.
    private static List<Token<RdlToken>> Line(IReadOnlyList<Token<RdlToken>> tokens, int directive)
    {
        var line = tokens[directive].Position.Line;
        var result = new List<Token<RdlToken>>();
        for (var at = directive + 1; at < tokens.Count && tokens[at].Position.Line == line; at++)
        {
            result.Add(tokens[at]);
            if (tokens[at].Span.EqualsValue("\\") && at + 1 < tokens.Count && tokens[at + 1].Position.Line > line)
                line = tokens[at + 1].Position.Line;
        }

        return result;
    }

    private void Define(Token<RdlToken> directive, List<Token<RdlToken>> line)
    {
        if (line.Count == 0 || line[0].Kind != RdlToken.Word)
            throw sources.Invalid(directive, "`define needs a name behind it.");
        if (line.Count > 1 && line[1].Span.EqualsValue("(") && line[1].Position.Absolute == line[0].Position.Absolute + line[0].Span.Length)
            throw sources.Invalid(line[1], "macros with arguments are not read. Run a preprocessor over the file first.");
        _macros[line[0].Span.ToStringValue()] = [.. line.Skip(1).Where(static token => !token.Span.EqualsValue("\\"))];
    }

    private void Include(Token<RdlToken> directive, string file, int depth)
    {
        if (depth == DeepestInclude)
            throw sources.Invalid(directive, $"more than {DeepestInclude} files include each other.");
        var path = Path.Combine(Path.GetDirectoryName(sources.Of(directive).Path) ?? "", file);
        if (!File.Exists(path))
            throw sources.Invalid(directive, $"there is no file {path} to include.");
        Process(sources.Read(path), depth + 1);
    }

    private void Expand(Token<RdlToken> use, string name, int depth)
    {
        if (!_macros.TryGetValue(name, out var tokens))
            throw sources.Invalid(use, $"`{name} is neither a directive nor a macro.");
        if (depth == DeepestMacro)
            throw sources.Invalid(use, $"more than {DeepestMacro} macros use each other.");
        foreach (var token in tokens)
        {
            if (token.Kind == RdlToken.Directive)
                Expand(use, token.Span.ToStringValue()[1..], depth + 1);
            else
                Add(token);
        }
    }

    private void Add(Token<RdlToken> token)
    {
        if (_output.Count == MostTokens)
            throw sources.Invalid(token, $"the files have more than {MostTokens} words and symbols.");
        if (token.Kind == RdlToken.Perl)
        {
            Lose(token);
            return;
        }

        if (token.Kind == RdlToken.Text && token.ToStringValue().Contains("<%", StringComparison.Ordinal))
            losses.Add(new("Perl, which is not run", "in a text, which has it as it is"));
        _output.Add(token);
    }

    // A statement that is complete and prints nothing leaves the text around it as it is.
    private void Lose(Token<RdlToken> perl)
    {
        var code = perl.Span.ToStringValue();
        if (code.StartsWith("<%=", StringComparison.Ordinal) || Prints.IsMatch(code) || code.Count(static character => character == '{') != code.Count(static character => character == '}'))
            throw sources.Invalid(perl, "the text depends on Perl, which is not run. Run a preprocessor over the file first.");
        losses.Add(new("Perl, which is not run", ImportTexts.OneLine(code)!));
    }

    [GeneratedRegex(@"\b(print|printf|say)\b")]
    private static partial Regex Prints { get; }

    private sealed class Condition(Token<RdlToken> start, bool isTaken)
    {
        private bool _wasTaken = isTaken;

        public Token<RdlToken> Start => start;

        public bool IsTaken { get; private set; } = isTaken;

        public void Continue(bool holds)
        {
            IsTaken = holds && !_wasTaken;
            _wasTaken |= IsTaken;
        }
    }
}
