using System.Text;
using Vtd.Spec.Tools.Specs;

namespace Vtd.Spec.Tools.Import.Text;

/// <summary>A file in a format that is plain text.</summary>
/// <param name="Path">Path, for messages.</param>
/// <param name="Text">The whole text.</param>
internal sealed record TextSource(string Path, string Text)
{
    /// <summary>Bytes of the largest file that is read; those of large chips have a tenth.</summary>
    private const long MostBytes = 1 << 24;

    /// <summary>Reads a file.</summary>
    /// <exception cref="UnusableSpecException">The file is missing, too large or not text.</exception>
    public static TextSource Read(string path)
    {
        try
        {
            // Devices have no length: what is read counts.
            using var file = File.OpenRead(path);
            using var bytes = new MemoryStream();
            var buffer = new byte[1 << 16];
            for (var read = file.Read(buffer); read > 0 && bytes.Length <= MostBytes; read = file.Read(buffer))
                bytes.Write(buffer, 0, read);
            return bytes.Length <= MostBytes
                ? new(path, new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes.GetBuffer(), 0, (int)bytes.Length).TrimStart('\uFEFF'))
                : throw new UnusableSpecException($"{path}: the file has more than {MostBytes >> 20} MB.");
        }
        catch (DecoderFallbackException)
        {
            throw new UnusableSpecException($"{path}: the file is not text in UTF-8.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new UnusableSpecException(File.Exists(path) ? $"{path}: {failure.Message}" : $"{path}: no such file");
        }
    }

    /// <summary>The exception for something that cannot be read.</summary>
    /// <param name="offset">The first character.</param>
    /// <param name="message">The reason, and what is expected.</param>
    public UnusableSpecException Invalid(int offset, string message)
    {
        var before = Text.AsSpan(0, Math.Min(offset, Text.Length));
        return new UnusableSpecException($"{Path}({before.Count('\n') + 1},{before.Length - before.LastIndexOf('\n')}): {ImportTexts.Message(message)}");
    }
}
