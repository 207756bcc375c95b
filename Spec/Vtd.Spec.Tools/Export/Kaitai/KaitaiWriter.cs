using System.Text;
using Vtd.Spec.Tools.Import;

namespace Vtd.Spec.Tools.Export.Kaitai;

/// <summary>The lines of a Kaitai Struct file.</summary>
internal sealed class KaitaiWriter
{
    private readonly StringBuilder _text = new();
    private readonly LossComments _losses = new();

    /// <summary>The text so far.</summary>
    public string Text => _text.ToString();

    /// <summary>All losses that have comments.</summary>
    public IReadOnlyList<Loss> All => _losses.All;

    /// <summary>Writes a line.</summary>
    /// <param name="depth">Keys around it.</param>
    /// <param name="line">The line.</param>
    public void Line(int depth, string line) => _text.Append(' ', depth * 2).Append(line).Append('\n');

    /// <summary>Writes the documentation of what is above, if there is any.</summary>
    public void Doc(int depth, string? text)
    {
        if (text is not null && ImportTexts.OneLine(text) is { } line)
            Line(depth, $"doc: {Import.Yaml.Scalar(line)}");
    }

    /// <summary>Writes a comment for a loss.</summary>
    public void Lost(int depth, string kind, string fact) => Line(depth, "# " + _losses.Of(new(kind, fact)));
}
