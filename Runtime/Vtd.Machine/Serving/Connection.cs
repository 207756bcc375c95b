using System.Net.Sockets;

namespace Vtd.Machine.Serving;

/// <summary>Connects to a place that requests come from, one client after the other.</summary>
internal sealed class Connection : IDisposable
{
    private readonly Endpoint _endpoint;
    private readonly Socket? _listener;
    private Stream? _waiting;

    /// <summary>Connects, or begins to listen.</summary>
    /// <exception cref="UnusableOptionException">That failed.</exception>
    public Connection(Endpoint endpoint)
    {
        _endpoint = endpoint;
        try
        {
            if (endpoint.Kind == EndpointKind.Stdio)
                _waiting = new StandardStream();
            else if (endpoint.Kind == EndpointKind.Client)
                _waiting = Connect(endpoint.Path);
            else
                _listener = Listen(endpoint.Path);
        }
        catch (Exception failure) when (failure is SocketException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            throw new UnusableOptionException($"unix:{endpoint.Path}: {failure.Message}");
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

    public void Dispose()
    {
        if (_listener is null)
            return;
        _listener.Dispose();
        File.Delete(_endpoint.Path);
    }

    private static NetworkStream Connect(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(path));
        return new NetworkStream(socket, ownsSocket: true);
    }

    /// <summary>A socket that an earlier run left there makes way, as with QEMU.</summary>
    private static Socket Listen(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        File.Delete(path);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        socket.Listen(1);
        return socket;
    }
}
