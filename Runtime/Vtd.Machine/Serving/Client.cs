using System.Net.Sockets;

namespace Vtd.Machine.Serving;

/// <summary>A program that asks. Nothing that others have to tell it waits until it reads; its own requests do.</summary>
internal sealed class Client : IDisposable
{
    /// <summary>The most messages that wait for a client to read: one that leaves more of them is lost.</summary>
    private const int MostWaiting = 4096;

    /// <summary>The longest time that a client that does not read delays its end.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    private readonly Lock _turn = new();
    private readonly Queue<IEnumerable<byte[]>> _waiting = new();
    private readonly AutoResetEvent _news = new(false);
    private readonly Stream _stream;
    private readonly Action<Exception>? _failed;
    private readonly Thread _writer;
    private volatile bool _isEnding;
    private volatile bool _isLost;

    /// <param name="stream">Where its requests come from, and what it is told goes.</param>
    /// <param name="failed">Told when something cannot be sent; null where that means no more than that the client is gone.</param>
    public Client(Stream stream, Action<Exception>? failed)
    {
        _stream = stream;
        _failed = failed;
        _writer = new(SendNews) { IsBackground = true };
        _writer.Start();
    }

    /// <summary>Waits for bytes of the client.</summary>
    /// <returns>The number of bytes; 0 if the client is gone.</returns>
    public int Read(Span<byte> buffer)
    {
        try
        {
            return _isLost ? 0 : _stream.Read(buffer);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            return 0;
        }
    }

    /// <summary>Adds a reply, which the next <see cref="Flush"/> sends. Never waits.</summary>
    /// <param name="message">The message, in pieces that are made one after the other.</param>
    public void Post(IEnumerable<byte[]> message)
    {
        lock (_waiting)
        {
            if (_isLost)
                return;
            _waiting.Enqueue(message);
            if (_waiting.Count <= MostWaiting)
                return;
        }

        Lose();
    }

    /// <summary>Adds a message that the client has not asked for, and has it sent. Never waits.</summary>
    public void Tell(IEnumerable<byte[]> message)
    {
        Post(message);
        _news.Set();
    }

    /// <summary>Sends all that was added, as fast as the client reads.</summary>
    public void Flush()
    {
        lock (_turn)
        {
            while (TryTake(out var message))
                Send(message);
        }
    }

    /// <summary>Gives the client a last chance to read what was added.</summary>
    public void End()
    {
        _isEnding = true;
        _news.Set();
        _writer.Join(s_patience);
        Lose();
    }

    public void Dispose()
    {
        End();
        _stream.Dispose();
    }

    private void SendNews()
    {
        for (var isOver = false; !isOver;)
        {
            _news.WaitOne();
            isOver = _isEnding || _isLost; // looked at first: what was added before the end is sent
            Flush();
        }
    }

    private bool TryTake(out IEnumerable<byte[]> message)
    {
        lock (_waiting)
            return _waiting.TryDequeue(out message!);
    }

    private void Send(IEnumerable<byte[]> message)
    {
        foreach (var piece in message)
        {
            try
            {
                _stream.Write(piece);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ObjectDisposedException)
            {
                Lose();
                _failed?.Invoke(failure);
                return;
            }
        }
    }

    /// <summary>Ends every wait for the client. A stream that is no socket has none that can be ended.</summary>
    private void Lose()
    {
        _isLost = true;
        lock (_waiting)
            _waiting.Clear();
        _news.Set();
        try
        {
            (_stream as NetworkStream)?.Socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            // It is gone already.
        }
    }
}
