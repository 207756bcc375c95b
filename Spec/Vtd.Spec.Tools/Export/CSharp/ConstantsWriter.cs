using System.Security;
using System.Text;
using Vtd.Spec.Tools.Import;

namespace Vtd.Spec.Tools.Export.CSharp;

/// <summary>The lines of a C# file.</summary>
internal sealed class ConstantsWriter
{
    private const int Indent = 4;

    private readonly StringBuilder _text = new();
    private readonly LossComments _losses = new();
    private int _depth;

    /// <summary>The text so far.</summary>
    public string Text => _text.ToString();

    /// <summary>All losses that have comments.</summary>
    public IReadOnlyList<Loss> All => _losses.All;

    /// <summary>The type for numbers of a width.</summary>
    public static string TypeOf(int width) => width > 32 ? "ulong" : "uint";

    /// <summary>Writes a line.</summary>
    public void Line(string line = "") => _text.Append(' ', line.Length == 0 ? 0 : _depth * Indent).Append(line).Append('\n');

    /// <summary>Writes a comment for a loss.</summary>
    public void Lost(Loss loss) => Line("// " + _losses.Of(loss));

    /// <summary>Writes what stands between braces.</summary>
    public void Braces(string head, Action inside)
    {
        Line(head);
        Line("{");
        _depth++;
        inside();
        _depth--;
        Line("}");
    }

    /// <summary>Writes a static class.</summary>
    public void Class(string name, string summary, Action inside)
    {
        Summary(summary);
        Braces($"public static class {name}", inside);
    }

    /// <summary>Writes a constant.</summary>
    public void Constant(string type, string name, string value, string summary)
    {
        Summary(summary);
        Line($"public const {type} {name} = {value};");
    }

    private void Summary(string text) => Line($"/// <summary>{SecurityElement.Escape(ImportTexts.OneLine(text) ?? "")}</summary>");
}
