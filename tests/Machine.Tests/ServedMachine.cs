using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Vtd.Machine.Serving;

namespace Vtd.Machine.Tests;

/// <summary>Starts machines as programs, and connects to them.</summary>
public abstract class ServedMachine : IDisposable
{
    /// <summary>Longer than any machine takes for what is not stuck.</summary>
    protected static readonly TimeSpan ForEver = TimeSpan.FromMinutes(3);

    private protected TemporaryFolder Folder { get; } = new();

    public void Dispose()
    {
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    protected static Task<(int ExitCode, string Error)> Start(string options) => Task.Factory.StartNew(
        () =>
        {
            using var error = new StringWriter { NewLine = "\n" };
            var exitCode = MachineServer.Run(options.Split(' '), error, "vtd serve");
            return (exitCode, error.ToString());
        },
        TaskCreationOptions.LongRunning).WaitAsync(ForEver);

    protected Socket Listen(string name)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(Folder.PathOf(name)));
        socket.Listen();
        return socket;
    }

    protected async Task<LineStream> Connect(string name)
    {
        var patience = Stopwatch.StartNew();
        while (!File.Exists(Folder.PathOf(name)))
            await PauseAsync(patience);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        for (var isConnected = false; !isConnected;)
        {
            try
            {
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(Folder.PathOf(name)));
                isConnected = true;
            }
            catch (SocketException)
            {
                await PauseAsync(patience); // bound, but not yet listened to
            }
        }

        return Lines(socket);
    }

    private static Task PauseAsync(Stopwatch patience)
    {
        Assert.True(patience.Elapsed < ForEver, "no server listens on the socket");
        return Task.Delay(1);
    }

    protected static LineStream Lines(Socket socket) => new(new NetworkStream(socket, ownsSocket: true));

    protected static async Task<string?> Ask(LineStream lines, string line)
    {
        await lines.Stream.WriteAsync(Encoding.UTF8.GetBytes(line + "\n"));
        return await lines.ReadLineAsync();
    }

    protected sealed class LineStream(Stream stream) : IDisposable
    {
        private readonly StreamReader _reader = new(stream);

        public Stream Stream => stream;

        public async Task<string?> ReadLineAsync() => await _reader.ReadLineAsync().WaitAsync(ForEver);

        public void Dispose() => _reader.Dispose();
    }
}
