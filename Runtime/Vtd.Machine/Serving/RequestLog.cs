namespace Vtd.Machine.Serving;

/// <summary>The log of -qtest-log: every request and every reply, a line each.</summary>
/// <param name="path">The file.</param>
/// <param name="failed">Told when a line cannot be written.</param>
internal sealed class RequestLog(string path, Action<Exception> failed) : IDisposable
{
    private readonly Lock _turn = new();
    private readonly StreamWriter _writer = new(path);
    private bool _isOver;

    /// <summary>Writes a line, unless the log is over.</summary>
    public void Write(string start, IEnumerable<string> pieces)
    {
        try
        {
            lock (_turn)
            {
                if (_isOver)
                    return;
                _writer.Write(start);
                foreach (var piece in pieces)
                    _writer.Write(piece);
                _writer.WriteLine();
                _writer.Flush();
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            failed(failure);
        }
    }

    public void Dispose()
    {
        lock (_turn)
        {
            _isOver = true;
            _writer.Dispose();
        }
    }
}
