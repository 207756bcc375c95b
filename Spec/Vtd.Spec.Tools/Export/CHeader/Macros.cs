using System.Text;
using Vtd.Spec.Tools.Specs;

namespace Vtd.Spec.Tools.Export.CHeader;

/// <summary>The lines of a header. No two macros have one name.</summary>
internal sealed class Macros
{
    private readonly StringBuilder _text = new();
    private readonly Dictionary<string, string> _owners = new(StringComparer.Ordinal);

    public string Text => _text.ToString();

    public void Line(string line = "") => _text.Append(line).Append('\n');

    public void Comment(string text) => Line(CComment.Of(text));

    /// <summary>Defines a macro.</summary>
    /// <param name="owner">The declaration that the macro is made from.</param>
    /// <param name="name">The name.</param>
    /// <param name="value">The text of the macro.</param>
    /// <param name="parameters">Of a macro that is used like a function, otherwise none.</param>
    /// <exception cref="UnusableSpecException">Something else has the name.</exception>
    public void Define(string owner, string name, string value, params IReadOnlyList<string> parameters)
    {
        Claim(owner, name);
        Line(parameters.Count == 0 ? $"#define {name} {value}" : $"#define {name}({string.Join(", ", parameters)}) {value}");
    }

    /// <summary>Takes a name that is defined without a value.</summary>
    public void Claim(string owner, string name)
    {
        if (!_owners.TryAdd(name, owner))
            throw new UnusableSpecException($"{_owners[name]} and {owner} would both be {name} in C. Rename one of them; JSON has no such limit.");
    }
}
