namespace Vtd.Spec.Language;

/// <summary>The spelling of names, and the words that are not names: keywords of C# and operators of expressions.</summary>
public static class Names
{
    private static readonly HashSet<string> s_keywords = new(StringComparer.Ordinal)
    {
        "abstract", "as", "base", "bool", "break", "byte", "case", "catch", "char", "checked", "class", "const", "continue", "decimal",
        "default", "delegate", "do", "double", "else", "enum", "event", "explicit", "extern", "false", "finally", "fixed", "float", "for",
        "foreach", "goto", "if", "implicit", "in", "int", "interface", "internal", "is", "lock", "long", "namespace", "new", "null",
        "object", "operator", "out", "override", "params", "private", "protected", "public", "readonly", "ref", "return", "sbyte",
        "sealed", "short", "sizeof", "stackalloc", "static", "string", "struct", "switch", "this", "throw", "true", "try", "typeof",
        "uint", "ulong", "unchecked", "unsafe", "ushort", "using", "virtual", "void", "volatile", "while",
        "and", "or", "not", // operators of the language's own expressions
    };

    /// <summary>The most characters of a name.</summary>
    public const int Longest = 100;

    /// <summary>Whether a name is a keyword of C#, or an operator of expressions.</summary>
    public static bool IsKeyword(string name) => s_keywords.Contains(name);

    /// <summary>Whether a name is spelled in a style.</summary>
    public static bool IsSpelled(string name, NameStyle style)
    {
        if (name.Length is 0 or > Longest)
            return false;
        return style switch
        {
            NameStyle.Kebab => IsKebab(name),
            NameStyle.Word => name.All(IsPart),
            NameStyle.Pascal => name[0] is >= 'A' and <= 'Z' && IsIdentifier(name) && name.IndexOf('_') < 0,
            _ => IsIdentifier(name) && !s_keywords.Contains(name),
        };
    }

    private static bool IsIdentifier(string name)
    {
        if (!IsLetter(name[0]))
            return false;
        return name.All(IsPart);
    }

    private static bool IsKebab(string name)
    {
        for (var i = 0; i < name.Length; i++)
        {
            var isFine = name[i] switch
            {
                >= 'a' and <= 'z' => true,
                >= '0' and <= '9' => i > 0,
                '-' => i > 0 && i + 1 < name.Length && name[i - 1] != '-',
                _ => false,
            };
            if (!isFine)
                return false;
        }

        return true;
    }

    private static bool IsPart(char character) => IsLetter(character) || character is (>= '0' and <= '9') or '_';

    private static bool IsLetter(char character) => character is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z');
}
