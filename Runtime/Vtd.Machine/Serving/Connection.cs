using System.Net.Sockets;

namespace Vtd.Machine.Serving;

/// <summary>Connects to a place that requests come from, one client after the other.</summary>
internal sealed class Connection : IDisposable
{
    /// <summary>ENXIO of Linux.</summary>
    private const int NoSuchDevice = 6;

    private readonly Socket? _listener;
    private Stream? _waiting;

    /// <summary>Connects, or begins to listen.</summary>
    /// <exception cref="UnusableOptionException">The socket cannot be used.</exception>
    public Connection(ServerSocket endpoint)
    {
        try
        {
            if (endpoint.Kind == SocketKind.Stdio)
                _waiting = new StandardStream();
            else if (endpoint.Kind == SocketKind.Client)
                _waiting = Connect(endpoint.Path);
            else
                _listener = Listen(endpoint.Path);
        }
        catch (Exception failure) when (failure is SocketException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            throw new UnusableOptionException($"{(endpoint.Kind == SocketKind.Stdio ? "stdio" : $"unix:{endpoint.Path}")}: {failure.Message}");
        }
    }

    /// <summary>Waits for the next client. None if there cannot be another one.</summary>
    public Stream? Next()
    {
        if (_listener is not null)
            return new NetworkStream(_listener.Accept(), ownsSocket: true);
        var stream = _waiting;
        _waiting = null;
        return stream;
    }

    /// <summary>Ends listening, and removes the socket that was listened on.</summary>
    public void Dispose() => _listener?.Dispose();

    private static NetworkStream Connect(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(path));
        return new NetworkStream(socket, ownsSocket: true);
    }

    /// <summary>A socket that an earlier run left makes way, as with QEMU. Nothing else does: no file, and no socket that a program listens on.</summary>
    private static Socket Listen(string path)
    {
        var place = new UnixDomainSocketEndPoint(path);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            if (!TryBind(socket, place))
            {
                if (!IsSocket(path))
                    throw new IOException("there is something that is not a socket, and it stays");
                if (IsListenedOn(place))
                    throw new IOException("another program listens there");
                File.Delete(path);
                socket.Bind(place);
            }

            socket.Listen(1);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static bool TryBind(Socket socket, UnixDomainSocketEndPoint place)
    {
        try
        {
            socket.Bind(place);
            return true;
        }
        catch (SocketException failure) when (failure.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return false;
        }
    }

    /// <summary>A socket is what cannot be opened for this reason; read and write, as a pipe would have to be waited for otherwise.</summary>
    private static bool IsSocket(string path)
    {
        try
        {
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            return false;
        }
        catch (IOException failure)
        {
            return failure.HResult == NoSuchDevice;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static bool IsListenedOn(UnixDomainSocketEndPoint place)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { Blocking = false };
        try
        {
            socket.Connect(place);
            return true;
        }
        catch (SocketException failure)
        {
            return failure.SocketErrorCode != SocketError.ConnectionRefused; // a listener whose backlog is full is one, too
        }
    }
}
