using System.Text;
using Vtd.Spec.Tools.Import.Text;
using Vtd.Spec.Tools.Specs;

namespace Vtd.Spec.Tools.Import.Reggen;

/// <summary>Reads Hjson: JSON with comments, optional commas and quotes, and texts of several lines.</summary>
internal sealed class HjsonReader
{
    /// <summary>Lists and objects inside each other.</summary>
    private const int Deepest = 64;

    private readonly TextSource _source;
    private readonly string _text;
    private int _at;

    private HjsonReader(TextSource source)
    {
        _source = source;
        _text = source.Text;
    }

    private char Current => _at < _text.Length ? _text[_at] : '\0';

    /// <summary>The object that a file holds.</summary>
    /// <exception cref="UnusableSpecException">The file is not Hjson. The message has file, line and column.</exception>
    public static HjsonObject Read(TextSource source)
    {
        var reader = new HjsonReader(source);
        reader.SkipSpace();
        var root = reader.Value(0).Object;
        reader.SkipSpace();
        return reader._at == reader._text.Length ? root : throw reader.Unexpected("the end of the file");
    }

    private HjsonValue Value(int depth)
    {
        if (depth > Deepest)
            throw Invalid(_at, $"more than {Deepest} lists and objects are inside each other.");
        return Current switch
        {
            '{' => Object(depth),
            '[' => List(depth),
            '"' or '\'' => new HjsonText(_source, _at, Quoted()),
            _ => new HjsonText(_source, _at, Plain()),
        };
    }

    private HjsonObject Object(int depth)
    {
        var start = _at++;
        var members = new List<KeyValuePair<string, HjsonValue>>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (SkipSeparators(); Current != '}'; SkipSeparators())
        {
            var place = _at;
            var name = Current is '"' or '\'' ? Quoted() : Key();
            if (!names.Add(name))
                throw Invalid(place, $"'{name}' is here twice.");
            SkipSpace();
            if (Current != ':')
                throw Unexpected($"':' behind '{name}'");
            _at++;
            SkipSpace();
            members.Add(new(name, Value(depth + 1)));
        }

        _at++;
        return new(_source, start, members);
    }

    private HjsonList List(int depth)
    {
        var start = _at++;
        var items = new List<HjsonValue>();
        for (SkipSeparators(); Current != ']'; SkipSeparators())
            items.Add(Value(depth + 1));
        _at++;
        return new(_source, start, items);
    }

    private string Key()
    {
        var start = _at;
        while (_at < _text.Length && !char.IsWhiteSpace(Current) && Current is not (',' or ':' or '{' or '}' or '[' or ']'))
            _at++;
        return _at > start ? _text[start.._at] : throw Unexpected("a name or '}'");
    }

    // JSON's words and numbers end where JSON says; any other text without quotes takes the rest of its line.
    private string Plain()
    {
        var start = _at;
        if (Current is ',' or ':' or '}' or ']' || _at == _text.Length)
            throw Unexpected("a value");
        while (_at < _text.Length && char.IsAsciiLetterOrDigit(Current) || Current is '+' or '-' or '.' or '_')
            _at++;
        var word = _text[start.._at];
        var behind = _at;
        while (Current is ' ' or '\t' or '\r')
            _at++;
        if (_at == _text.Length || Current is ',' or '}' or ']' or '\n' or '#' || StartsComment())
            return Ends(word, behind);
        var end = _text.IndexOf('\n', _at);
        _at = end < 0 ? _text.Length : end;
        return _text[start.._at].Trim();
    }

    private string Ends(string word, int behind)
    {
        _at = behind;
        return word.Length > 0 ? word : throw Unexpected("a value");
    }

    private string Quoted()
    {
        if (string.CompareOrdinal(_text, _at, "'''", 0, 3) == 0)
            return Lines();
        var (start, quote) = (_at, Current);
        var result = new StringBuilder();
        for (_at++; Current != quote; _at++)
        {
            if (_at >= _text.Length || Current == '\n')
                throw Invalid(start, $"the text has no {quote} at its end. A text of several lines stands between three single quotes.");
            result.Append(Current == '\\' ? Escaped() : Current);
        }

        _at++;
        return result.ToString();
    }

    private char Escaped()
    {
        _at++;
        switch (Current)
        {
            case 'n' or 'r' or 't' or 'b' or 'f':
                return ' ';
            case 'u' when _at + 4 < _text.Length && ushort.TryParse(_text.AsSpan(_at + 1, 4), System.Globalization.NumberStyles.AllowHexSpecifier, null, out var code):
                _at += 4;
                return (char)code;
            case '"' or '\'' or '\\' or '/':
                return Current;
            default:
                throw Invalid(_at - 1, "this escape is none of JSON's: \\n, \\t, \\\", \\\\ and \\u with four hexadecimal digits are some.");
        }
    }

    private string Lines()
    {
        var start = _at;
        var end = _text.IndexOf("'''", start + 3, StringComparison.Ordinal);
        if (end < 0)
            throw Invalid(start, "the text has no ''' at its end.");
        _at = end + 3;
        return _text[(start + 3)..end];
    }

    private void SkipSeparators()
    {
        SkipSpace();
        if (Current == ',')
        {
            _at++;
            SkipSpace();
        }

        if (_at >= _text.Length)
            throw Unexpected("a bracket or brace that ends what is open");
    }

    private void SkipSpace()
    {
        while (_at < _text.Length)
        {
            if (char.IsWhiteSpace(Current))
                _at++;
            else if (Current == '#' || StartsComment())
                SkipComment();
            else
                return;
        }
    }

    private bool StartsComment() => Current == '/' && _at + 1 < _text.Length && _text[_at + 1] is '/' or '*';

    private void SkipComment()
    {
        var isBlock = Current == '/' && _text[_at + 1] == '*';
        var end = isBlock ? _text.IndexOf("*/", _at + 2, StringComparison.Ordinal) : _text.IndexOf('\n', _at);
        if (isBlock && end < 0)
            throw Invalid(_at, "the comment has no */ at its end.");
        _at = end < 0 ? _text.Length : end + (isBlock ? 2 : 1);
    }

    private UnusableSpecException Unexpected(string expected) =>
        Invalid(_at, _at < _text.Length ? $"{expected} is expected here, and this is '{Current}'." : $"{expected} is expected, and the file ends here.");

    private UnusableSpecException Invalid(int offset, string message) => _source.Invalid(offset, message);
}
