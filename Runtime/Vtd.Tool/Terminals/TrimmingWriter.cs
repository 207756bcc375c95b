using System.Text;

namespace Vtd.Tool.Terminals;

/// <summary>Passes text on without the blanks at the ends of lines, with which tables fill their last column.</summary>
/// <param name="writer">Where the text goes.</param>
internal sealed class TrimmingWriter(TextWriter writer) : TextWriter
{
    private int _blanks;

    public override Encoding Encoding => writer.Encoding;

    public override IFormatProvider FormatProvider => writer.FormatProvider;

    public override void Write(char value) => Write([value]);

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(string? value) => Write(value.AsSpan());

    public override void Write(ReadOnlySpan<char> buffer)
    {
        while (buffer.Length > 0)
        {
            var text = buffer.TrimStart(' ');
            _blanks += buffer.Length - text.Length;
            if (text.Length == 0)
                return;

            if (text[0] is not ('\r' or '\n'))
                writer.Write(new string(' ', _blanks));
            _blanks = 0;
            var end = text.IndexOf(' ') is >= 0 and var blank ? blank : text.Length;
            writer.Write(text[..end].ToString());
            buffer = text[end..];
        }
    }

    public override void Flush() => writer.Flush();
}
