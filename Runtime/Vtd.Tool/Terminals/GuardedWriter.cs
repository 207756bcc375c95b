using System.Text;

namespace Vtd.Tool.Terminals;

/// <summary>Passes text on, and tells when that fails.</summary>
/// <param name="writer">Where the text goes.</param>
/// <param name="failed">Told why it does not.</param>
internal sealed class GuardedWriter(TextWriter writer, Action<Exception> failed) : TextWriter
{
    public override Encoding Encoding => writer.Encoding;

    public override IFormatProvider FormatProvider => writer.FormatProvider;

    public override void Write(char value) => Guard(() => writer.Write(value));

    public override void Write(char[] buffer, int index, int count) => Guard(() => writer.Write(buffer, index, count));

    public override void Write(string? value) => Guard(() => writer.Write(value));

    public override void WriteLine() => Guard(writer.WriteLine);

    public override void WriteLine(string? value) => Guard(() => writer.WriteLine(value));

    public override void Flush() => Guard(writer.Flush);

    private void Guard(Action write)
    {
        try
        {
            write();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            failed(failure);
        }
    }
}
