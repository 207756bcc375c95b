using System.Net.Sockets;
using System.Text;

namespace Vtd.Conformance.Compare;

/// <summary>Lines to and from a program over a Unix socket.</summary>
internal sealed class LineSocket : IDisposable
{
    private const int BufferSize = 1 << 16;

    private readonly Socket _socket;
    private readonly byte[] _buffer = new byte[BufferSize];
    private readonly MemoryStream _rest = new();
    private int _next;
    private int _end;

    /// <param name="socket">Connected; it is closed with this.</param>
    /// <param name="patience">The longest wait for a line.</param>
    public LineSocket(Socket socket, TimeSpan patience)
    {
        _socket = socket;
        _socket.ReceiveTimeout = (int)patience.TotalMilliseconds;
        _socket.SendTimeout = (int)patience.TotalMilliseconds;
    }

    /// <exception cref="SocketException">The other side is gone or reads nothing.</exception>
    public void Send(string text) => _socket.Send(Encoding.ASCII.GetBytes(text));

    /// <returns>The next line without its end.</returns>
    /// <exception cref="SocketException">None came in time, or the other side is gone.</exception>
    public string Receive()
    {
        while (true)
        {
            var found = Array.IndexOf(_buffer, (byte)'\n', _next, _end - _next);
            var length = (found < 0 ? _end : found) - _next;
            _rest.Write(_buffer, _next, length);
            _next += length;
            if (found >= 0)
            {
                _next++;
                var line = Encoding.ASCII.GetString(_rest.GetBuffer(), 0, (int)_rest.Length).TrimEnd('\r');
                _rest.SetLength(0);
                return line;
            }

            _end = _socket.Receive(_buffer);
            _next = 0;
            if (_end == 0)
                throw new SocketException((int)SocketError.ConnectionReset);
        }
    }

    public void Dispose()
    {
        _socket.Dispose();
        _rest.Dispose();
    }
}
