namespace Vtd.Spec.LanguageServer.Text;

/// <summary>Reads the lines of a text into nodes. It never fails; what it cannot place it passes over.</summary>
/// <param name="text">The text.</param>
internal sealed class OutlineReader(string text)
{
    /// <summary>More than the language allows: a hostile text cannot exhaust the stack.</summary>
    private const int MostLevels = 24;

    private OutlineNode _top = new(null, null, default, -1) { IsComplete = true };
    private int _at;

    public OutlineNode Root { get; private set; } = null!;

    public List<OutlineNode> Nodes { get; } = [];

    public void Read()
    {
        Root = _top;
        while (_at < text.Length)
        {
            var start = _at;
            SkipBlanks();
            if (!IsAtEndOfContent && !IsMarker(start))
                ReadBlock(_at - start);
            SkipLine();
        }
    }

    /// <summary>Reads what a line outside of brackets has from its first character on.</summary>
    private void ReadBlock(int indent)
    {
        var isItem = text[_at] == '-' && IsBlankAt(_at + 1);
        Close(indent, isItem);
        while (isItem && _top.Level < MostLevels)
        {
            var column = indent;
            _top = Add(_top, null, new Stretch(_at, ++_at), column, isComplete: true);
            SkipBlanks();
            if (IsAtEndOfContent)
                return;
            indent = column + (_at - _top.Name.Start);
            isItem = text[_at] == '-' && IsBlankAt(_at + 1);
        }

        // The text of a value goes on in the next line.
        if (_top.Value is not null)
            return;
        if (text[_at] is '{' or '[' or '"' or '\'' or '|' or '>')
        {
            ReadValue(_top);
            return;
        }

        var word = Plain(isInBrackets: false, isKey: true);
        var hasColon = _at < text.Length && text[_at] == ':';
        if (!hasColon && _top is { Key: null, Parent: not null })
        {
            _top.Value = word;
            return;
        }

        if (_top.Level >= MostLevels)
            return;
        _top = Add(_top, TextOf(word), word, indent, hasColon);
        if (!hasColon)
            return;
        _at++;
        SkipBlanks();
        if (!IsAtEndOfContent)
            ReadValue(_top);
    }

    /// <summary>Leaves the keys that a line of some indentation cannot belong to. Items may stand in the column of their key.</summary>
    private void Close(int indent, bool isItem)
    {
        while (_top.Parent is not null && (isItem && _top.Key is not null ? _top.Indent > indent : _top.Indent >= indent))
            _top = _top.Parent;
    }

    private void ReadValue(OutlineNode node)
    {
        switch (text[_at])
        {
            case '{' or '[' when node.Level < MostLevels:
                ReadBrackets(node);
                break;
            case '"' or '\'':
                ReadQuoted(node);
                break;
            case '|' or '>' when !node.IsInBrackets:
                ReadBlockText(node);
                break;
            default:
                node.Value = Plain(node.IsInBrackets, isKey: false);
                break;
        }
    }

    /// <summary>Reads a text between brackets, to the closing one or to a line that cannot belong to it.</summary>
    private void ReadBrackets(OutlineNode owner)
    {
        var isMapping = text[_at] == '{';
        var start = ++_at;
        while (_at < text.Length)
        {
            if (IsLineBreak(text[_at]))
            {
                if (!GoesOn(owner.Indent))
                    break;
                continue;
            }

            if (text[_at] is '}' or ']')
            {
                owner.Brackets = new Brackets(isMapping, new Stretch(start, _at));
                _at++;
                return;
            }

            if (text[_at] == '#' && IsBlankAt(_at - 1))
                SkipComment();
            else if (char.IsWhiteSpace(text[_at]) || text[_at] is ',' or ':')
                _at++;
            else
                ReadMember(owner, isMapping);
        }

        owner.Brackets = new Brackets(isMapping, new Stretch(start, _at));
    }

    private void ReadMember(OutlineNode owner, bool isMapping)
    {
        var start = _at;
        if (!isMapping)
        {
            ReadValue(AddMember(owner, null, new Stretch(start, start), isComplete: true));
        }
        else
        {
            var word = Plain(isInBrackets: true, isKey: true);
            var hasColon = _at < text.Length && text[_at] == ':';
            var member = AddMember(owner, TextOf(word), word, hasColon);
            if (hasColon)
            {
                _at++;
                SkipBlanks();
                if (_at < text.Length && !IsLineBreak(text[_at]) && text[_at] is not (',' or '}' or ']'))
                    ReadValue(member);
            }
        }

        if (_at == start)
            _at++;
    }

    private OutlineNode AddMember(OutlineNode owner, string? key, Stretch name, bool isComplete) => Add(owner, key, name, owner.Indent, isComplete, isInBrackets: true);

    private OutlineNode Add(OutlineNode parent, string? key, Stretch name, int indent, bool isComplete, bool isInBrackets = false)
    {
        var node = new OutlineNode(parent, key, name, indent) { IsComplete = isComplete, IsInBrackets = isInBrackets };
        parent.Children.Add(node);
        Nodes.Add(node);
        return node;
    }

    private void ReadQuoted(OutlineNode node)
    {
        var quote = text[_at++];
        var start = _at;
        while (_at < text.Length && text[_at] != quote)
        {
            if (!IsLineBreak(text[_at]))
                _at += quote == '"' && text[_at] == '\\' && _at + 1 < text.Length ? 2 : 1;
            else if (!GoesOn(node.Indent))
                break;
        }

        node.Value = new Stretch(start, Math.Min(_at, text.Length));
        if (_at < text.Length && text[_at] == quote)
            _at++;
    }

    private void ReadBlockText(OutlineNode node)
    {
        SkipLine();
        var start = _at;
        while (_at < text.Length && (IsBlankLine() || IndentAt(_at) > node.Indent))
            SkipLine();
        node.Value = new Stretch(start, Math.Max(start, _at - 1));
        if (_at > start)
            _at--;
    }

    /// <summary>A text without quotes, to where it ends or a colon makes a key of it.</summary>
    private Stretch Plain(bool isInBrackets, bool isKey)
    {
        var start = _at;
        for (; _at < text.Length && !IsLineBreak(text[_at]); _at++)
        {
            var character = text[_at];
            if ((isKey && character == ':' && EndsKey(_at + 1, isInBrackets)) || (isInBrackets && character is ',' or '}' or ']' or '{' or '['))
                break;
            if (character == '#' && _at > start && IsBlankAt(_at - 1))
                break;
        }

        var end = _at;
        while (end > start && text[end - 1] is ' ' or '\t')
            end--;
        return new Stretch(start, end);
    }

    private bool EndsKey(int at, bool isInBrackets) => IsBlankAt(at) || (isInBrackets && text[at] is ',' or '}' or '[' or '{' or '"');

    /// <summary>Goes to the next line with content, if it belongs to a value whose key has some indentation.</summary>
    private bool GoesOn(int indent)
    {
        var at = _at;
        while (at < text.Length && char.IsWhiteSpace(text[at]))
            at++;
        if (at == text.Length || at - StartOfLine(at) <= indent)
            return false;
        _at = at;
        return true;
    }

    private bool IsMarker(int start) => _at == start && (string.CompareOrdinal(text, _at, "---", 0, 3) == 0 || string.CompareOrdinal(text, _at, "...", 0, 3) == 0);

    private bool IsAtEndOfContent => _at >= text.Length || IsLineBreak(text[_at]) || text[_at] == '#';

    private bool IsBlankLine()
    {
        var at = _at;
        while (at < text.Length && text[at] is ' ' or '\t')
            at++;
        return at >= text.Length || IsLineBreak(text[at]);
    }

    private int IndentAt(int line)
    {
        var at = line;
        while (at < text.Length && text[at] == ' ')
            at++;
        return at - line;
    }

    private int StartOfLine(int at)
    {
        while (at > 0 && !IsLineBreak(text[at - 1]))
            at--;
        return at;
    }

    private bool IsBlankAt(int at) => at >= text.Length || char.IsWhiteSpace(text[at]);

    private void SkipBlanks()
    {
        while (_at < text.Length && text[_at] is ' ' or '\t')
            _at++;
    }

    private void SkipComment()
    {
        while (_at < text.Length && !IsLineBreak(text[_at]))
            _at++;
    }

    private void SkipLine()
    {
        SkipComment();
        if (_at < text.Length)
            _at++;
    }

    private string TextOf(Stretch stretch) => text[stretch.Start..stretch.End];

    private static bool IsLineBreak(char character) => character is '\n' or '\r';
}
