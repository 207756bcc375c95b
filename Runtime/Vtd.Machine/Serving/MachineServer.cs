using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using Vtd.Machine.CommandLine;
using Vtd.Machine.Qmp;
using Vtd.Machine.Qtest;

namespace Vtd.Machine.Serving;

/// <summary>A machine as a program: takes requests from sockets or standard input until it is told to end, or nobody is left to ask.</summary>
internal sealed class MachineServer
{
    private const int Unusable = 1;
    private const int BufferSize = 1 << 16;

    private readonly Lock _lock = new();
    private readonly List<QmpSession> _qmp = [];
    private readonly ManualResetEventSlim _isOver = new();
    private readonly MachineOptions _options;
    private readonly Q35Machine _machine;
    private readonly TextWriter? _log;
    private int _open;

    private MachineServer(MachineOptions options)
    {
        _options = options;
        _machine = new(options);
        _log = options.QtestLog is { } path ? new StreamWriter(path) { AutoFlush = true } : null;
    }

    /// <summary>Serves as a command line says.</summary>
    /// <param name="args">As QEMU has them.</param>
    /// <param name="error">Takes the one line that says why it cannot.</param>
    /// <returns>The exit code: 0, also after SIGTERM; 1 if it could not begin.</returns>
    public static int Run(IReadOnlyList<string> args, TextWriter error)
    {
        try
        {
            new MachineServer(QemuCommandLine.Parse(args)).Run();
            return 0;
        }
        catch (Exception failure) when (failure is UnusableOptionException or IOException or UnauthorizedAccessException)
        {
            error.WriteLine($"vtd serve: {failure.Message}");
            return Unusable;
        }
    }

    private void Run()
    {
        if (_options.Qtest.Count + _options.Qmp.Count == 0)
            throw new UnusableOptionException("nobody can ask: there is no -qtest and no -qmp");
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        var connections = new List<Connection>();
        try
        {
            foreach (var endpoint in _options.Qtest)
                Serve(Open(connections, endpoint), ServeQtest);
            foreach (var endpoint in _options.Qmp)
                Serve(Open(connections, endpoint), ServeQmp);
            _isOver.Wait();
        }
        finally
        {
            connections.ForEach(connection => connection.Dispose());
            lock (_lock)
            {
                _log?.Dispose();
                _machine.Dispose();
            }
        }
    }

    private static Connection Open(List<Connection> connections, Endpoint endpoint)
    {
        var connection = new Connection(endpoint);
        connections.Add(connection);
        return connection;
    }

    private void End(PosixSignalContext signal)
    {
        signal.Cancel = true;
        _isOver.Set();
    }

    private void Serve(Connection connection, Action<Stream> serve)
    {
        Interlocked.Increment(ref _open);
        var thread = new Thread(() =>
        {
            try
            {
                while (connection.Next() is { } stream)
                    ServeClient(stream, serve);
            }
            catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
            {
                // It ends while somebody is waited for.
            }

            if (Interlocked.Decrement(ref _open) == 0)
                _isOver.Set();
        })
        { IsBackground = true };
        thread.Start();
    }

    private static void ServeClient(Stream stream, Action<Stream> serve)
    {
        using (stream)
        {
            try
            {
                serve(stream);
            }
            catch (Exception failure) when (failure is IOException or ObjectDisposedException)
            {
                // The client is gone.
            }
        }
    }

    private void ServeQtest(Stream stream)
    {
        var lines = new LineReader();
        var session = new QtestSession(_machine, line => Tell(stream, line));
        try
        {
            ForEachPiece(stream, bytes => lines.Take(bytes, line => Answer(stream, session, line)));
        }
        finally
        {
            lock (_lock)
                session.Dispose();
        }
    }

    private void Answer(Stream stream, QtestSession session, string? line)
    {
        _log?.WriteLine($"[R] {line}");
        Write(stream, line is null ? "FAIL the line is too long" : session.Answer(line));
    }

    private void ServeQmp(Stream stream)
    {
        var session = new QmpSession(_machine, _options, bytes => Send(stream, bytes), tell => _qmp.ForEach(tell), _isOver.Set);
        lock (_lock)
        {
            _qmp.Add(session);
            session.Greet();
        }

        try
        {
            ForEachPiece(stream, session.Take);
        }
        finally
        {
            lock (_lock)
                _qmp.Remove(session);
        }
    }

    private void ForEachPiece(Stream stream, PieceAction action)
    {
        var buffer = new byte[BufferSize];
        while (stream.Read(buffer) is var length and > 0)
        {
            lock (_lock)
            {
                if (_isOver.IsSet)
                    return;
                action(buffer.AsSpan(0, length));
            }
        }
    }

    /// <summary>An event of one client goes to all: that another one is gone is noticed where that one is read from.</summary>
    private static void Send(Stream stream, byte[] bytes)
    {
        try
        {
            stream.Write(bytes);
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException)
        {
            // It is gone.
        }
    }

    private void Tell(Stream stream, string line) => Send(stream, Logged(line));

    private void Write(Stream stream, string line) => stream.Write(Logged(line));

    private byte[] Logged(string line)
    {
        _log?.WriteLine($"[S] {line}");
        return Encoding.Latin1.GetBytes(line + "\n");
    }

    private delegate void PieceAction(ReadOnlySpan<byte> piece);
}
