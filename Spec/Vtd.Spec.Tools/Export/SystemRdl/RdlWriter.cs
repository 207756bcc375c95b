using System.Text;
using Vtd.Spec.Tools.Import;

namespace Vtd.Spec.Tools.Export.SystemRdl;

/// <summary>The lines of a SystemRDL file.</summary>
internal sealed class RdlWriter
{
    private const int Indent = 4;

    /// <summary>Words of the language that no component can be called without a backslash.</summary>
    private static readonly HashSet<string> s_keywords =
    [
        "abstract", "accesstype", "addressingtype", "addrmap", "alias", "all", "bit", "boolean", "bothedge", "compact", "component", "componentwidth", "constraint", "default", "encode", "enum",
        "external", "false", "field", "fullalign", "hw", "inside", "internal", "level", "longint", "mem", "na", "negedge", "nonsticky", "number", "onreadtype", "onwritetype", "posedge", "property",
        "r", "rclr", "ref", "reg", "regalign", "regfile", "rset", "ruser", "rw", "rw1", "signal", "string", "struct", "sw", "this", "true", "type", "unsigned", "w", "w1", "wclr", "woclr",
        "woset", "wot", "wr", "wset", "wuser", "wzc", "wzs", "wzt",
    ];

    private readonly StringBuilder _text = new();
    private readonly LossComments _losses = new();
    private int _depth;

    /// <summary>The text so far.</summary>
    public string Text => _text.ToString();

    /// <summary>All losses that have comments.</summary>
    public IReadOnlyList<Loss> All => _losses.All;

    /// <summary>A name, with a backslash if it is a word of the language.</summary>
    public static string Name(string name) => s_keywords.Contains(name) ? "\\" + name : name;

    /// <summary>Writes a line.</summary>
    public void Line(string line = "") => _text.Append(' ', line.Length == 0 ? 0 : _depth * Indent).Append(line).Append('\n');

    /// <summary>Writes comments for losses.</summary>
    public void Lost(IEnumerable<Loss> losses)
    {
        foreach (var loss in losses)
            Line("// " + _losses.Of(loss));
    }

    /// <summary>Writes what stands between braces.</summary>
    /// <param name="head">Stands before the braces.</param>
    /// <param name="inside">Writes the lines between them.</param>
    /// <param name="tail">Stands behind the braces.</param>
    public void Braces(string head, Action inside, string tail)
    {
        Line(head + " {");
        _depth++;
        inside();
        _depth--;
        Line($"}}{tail};");
    }

    /// <summary>Writes a property that is a text, if there is one.</summary>
    public void Words(string property, string? text)
    {
        if (text is not null && ImportTexts.OneLine(text) is { } line)
            Line($"{property} = \"{line.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\";");
    }
}
