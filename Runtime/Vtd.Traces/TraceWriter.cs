using System.Globalization;
using System.IO.Compression;

namespace Vtd.Traces;

/// <summary>Writes files of the format vtdtrace 1.</summary>
public sealed class TraceWriter : IDisposable
{
    private readonly StreamWriter _lines;

    /// <summary>Creates a file.</summary>
    /// <param name="path">The file; packed with gzip if its name ends in .gz.</param>
    /// <param name="machine">Name of the recorded machine, one word.</param>
    /// <param name="cap">Value of the capability register.</param>
    /// <param name="ecap">Value of the extended capability register.</param>
    /// <param name="addressWidth">Width of the machine's addresses in bits.</param>
    public TraceWriter(string path, string machine, ulong cap, ulong ecap, int addressWidth)
    {
        Stream file = File.Create(path);
        if (path.EndsWith(".gz", StringComparison.Ordinal))
            file = new GZipStream(file, CompressionLevel.Fastest);
        _lines = new StreamWriter(file) { NewLine = "\n" };
        _lines.WriteLine(string.Create(CultureInfo.InvariantCulture, $"# vtdtrace 1 {machine} cap={cap:x} ecap={ecap:x} aw={addressWidth}"));
    }

    /// <summary>Writes an event.</summary>
    public void Write(TraceEvent one) => _lines.WriteLine(EventText.Of(one));

    /// <inheritdoc/>
    public void Dispose() => _lines.Dispose();
}
