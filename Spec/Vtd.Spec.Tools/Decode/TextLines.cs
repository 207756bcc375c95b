using System.Text;

namespace Vtd.Spec.Tools.Decode;

/// <summary>Lines of any file, whatever bytes it holds.</summary>
public static class TextLines
{
    /// <summary>The longest part of a line that is read; no line that is understood is as long.</summary>
    public const int Longest = 4096;

    /// <summary>Opens a file, or the standard input for "-"; what is packed by gzip is unpacked, and UTF-16 is read as such.</summary>
    /// <exception cref="UndecodableException">The file cannot be opened.</exception>
    public static Stream Open(string path)
    {
        try
        {
            return PlainStream.Of(path == "-" ? Console.OpenStandardInput() : File.OpenRead(path));
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new UndecodableException(failure is FileNotFoundException or DirectoryNotFoundException ? $"{path}: no such file" : $"{path}: {failure.Message}");
        }
    }

    /// <summary>The lines in turn, without their ends. Each byte is one character: what is understood is ASCII.</summary>
    /// <exception cref="UndecodableException">The stream cannot be read to its end.</exception>
    public static IEnumerable<string> Read(Stream stream)
    {
        var buffer = new byte[1 << 16];
        var line = new StringBuilder();
        var isEmpty = true;
        int length;
        while ((length = Fill(stream, buffer)) > 0)
        {
            for (var at = 0; at < length; at++)
            {
                isEmpty = buffer[at] == '\n';
                if (isEmpty)
                {
                    yield return Take(line);
                }
                else if (line.Length < Longest)
                {
                    line.Append((char)buffer[at]);
                }
            }
        }

        if (!isEmpty)
            yield return Take(line);
    }

    private static int Fill(Stream stream, byte[] buffer)
    {
        try
        {
            return stream.Read(buffer);
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new UndecodableException($"The file cannot be read to its end: {failure.Message}");
        }
    }

    private static string Take(StringBuilder line)
    {
        var text = line.ToString().TrimEnd('\r');
        line.Clear();
        return text;
    }
}
