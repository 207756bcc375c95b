using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using Vtd.Machine.CommandLine;
using Vtd.Machine.Qmp;
using Vtd.Machine.Qtest;

namespace Vtd.Machine.Serving;

/// <summary>A machine as a program: takes requests from sockets or standard input until it is told to end or its last client leaves.</summary>
/// <remarks>Requests are carried out under one lock. Nothing is sent and no log is written under it, so that a client that does not read delays no other one.</remarks>
public sealed class MachineServer
{
    private const int Unstartable = 1;
    private const int Unwritable = 2;
    private const int BufferSize = 1 << 16;

    /// <summary>The longest time that a request without end, or a file that takes nothing, delays the end.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly List<Client> _clients = [];
    private readonly List<QmpSession> _qmp = [];
    private readonly ManualResetEventSlim _isOver = new();
    private readonly ServerOptions _options;
    private readonly Q35Machine _machine;
    private readonly RequestLog? _log;
    private volatile Exception? _failure;
    private int _open;

    private MachineServer(ServerOptions options)
    {
        _options = options;
        _machine = new(options.Machine);
        _log = options.QtestLog is { } path ? new RequestLog(path, Fail) : null;
    }

    /// <summary>Serves as a command line says.</summary>
    /// <param name="args">As QEMU has them.</param>
    /// <param name="error">Takes the one line that says why it cannot.</param>
    /// <param name="program">Name of the program, with which that line begins.</param>
    /// <returns>The exit code: 0, also after SIGTERM; 1 if it could not begin; 2 if something could not be written.</returns>
    public static int Run(IReadOnlyList<string> args, TextWriter error, string program)
    {
        try
        {
            return new MachineServer(QemuCommandLine.Parse(args)).Run() is { } failure ? Say(error, program, failure, Unwritable) : 0;
        }
        catch (Exception failure) when (failure is UnusableOptionException or IOException or UnauthorizedAccessException)
        {
            return Say(error, program, failure, Unstartable);
        }
    }

    private static int Say(TextWriter error, string program, Exception failure, int exitCode)
    {
        try
        {
            error.WriteLine($"{program}: {failure.Message}");
        }
        catch (Exception unsayable) when (unsayable is IOException or UnauthorizedAccessException)
        {
            // The exit code has to do.
        }

        return exitCode;
    }

    /// <returns>Why something could not be written, if that happened.</returns>
    private Exception? Run()
    {
        if (_options.Qtest.Count + _options.Qmp.Count == 0)
            throw new UnusableOptionException("no input: give -qtest or -qmp");
        var connections = new List<Connection>();
        try
        {
            foreach (var endpoint in _options.Qtest.Concat(_options.Qmp))
                connections.Add(new(endpoint));
            using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
            using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
            _open = connections.Count;
            for (var index = 0; index < connections.Count; index++)
                Serve(connections[index], index < _options.Qtest.Count ? ServeQtest : ServeQmp);
            _isOver.Wait();
            EndClients();
        }
        finally
        {
            connections.ForEach(connection => connection.Dispose());
            EndFiles();
        }

        return _failure;
    }

    private void End(PosixSignalContext signal)
    {
        signal.Cancel = true;
        _isOver.Set();
    }

    private void Fail(Exception failure)
    {
        _failure ??= failure;
        _isOver.Set();
    }

    private void FailOutput(Exception failure) =>
        Fail(new IOException($"the standard output cannot be written: {failure.GetBaseException().Message}"));

    private void EndClients()
    {
        Client[] clients;
        lock (_clients)
            clients = [.. _clients];
        foreach (var client in clients)
            client.End();
    }

    /// <summary>Ends the recording and the log, on a thread of its own, so that a write or a request that never returns does not hold up the end.</summary>
    private void EndFiles()
    {
        var thread = new Thread(() =>
        {
            try
            {
                lock (_lock)
                    _machine.Dispose();
                _log?.Dispose();
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                Fail(failure);
            }
        })
        { IsBackground = true };
        thread.Start();
        if (!thread.Join(s_patience))
            Fail(new IOException("the recording or the log is not complete: what it is written to takes no more"));
    }

    private void Serve(Connection connection, Action<Client> serve)
    {
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

    private void ServeClient(Stream stream, Action<Client> serve)
    {
        using var client = new Client(stream, stream is StandardStream ? FailOutput : null);
        lock (_clients)
            _clients.Add(client);
        try
        {
            serve(client);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Fail(failure); // The recording: a client that is gone throws nothing.
        }
        finally
        {
            lock (_clients)
                _clients.Remove(client);
        }
    }

    private void ServeQtest(Client client)
    {
        QtestSession session;
        lock (_lock)
            session = new(_machine, line => client.Tell(Sent(new(line))));
        try
        {
            var lines = new LineReader();
            ForEachPiece(client, bytes => lines.Take(bytes, line => Answer(client, session, line)));
        }
        finally
        {
            lock (_lock)
                session.Dispose();
        }
    }

    private void Answer(Client client, QtestSession session, string? line)
    {
        if (_isOver.IsSet)
            return;
        _log?.Write("[R] ", [line ?? ""]);
        if (line is null)
            client.Post(Sent(new("FAIL the line is too long")));
        else
            CarryOut(client, session, line);
        client.Flush();
    }

    private void CarryOut(Client client, QtestSession session, string line)
    {
        IEnumerator<Reply?>? steps = null;
        for (Reply? reply = null; reply is null;)
        {
            lock (_lock)
            {
                if (_isOver.IsSet)
                    return;
                steps ??= session.Begin(line).GetEnumerator();
                steps.MoveNext();
                reply = steps.Current;
                if (reply is not null)
                    client.Post(Sent(reply));
            }
        }
    }

    private void ServeQmp(Client client)
    {
        var session = new QmpSession(_machine, _options.Machine, bytes => client.Tell([bytes]), tell => _qmp.ForEach(tell), _isOver.Set);
        lock (_lock)
        {
            _qmp.Add(session);
            session.Greet();
        }

        try
        {
            var values = new JsonSplitter();
            ForEachPiece(client, bytes => values.Take(bytes, value => Answer(client, session, value)));
        }
        finally
        {
            lock (_lock)
                _qmp.Remove(session);
        }
    }

    private void Answer(Client client, QmpSession session, byte[] value)
    {
        lock (_lock)
        {
            if (_isOver.IsSet)
                return;
            session.Answer(value);
        }

        client.Flush();
    }

    private void ForEachPiece(Client client, PieceAction action)
    {
        var buffer = new byte[BufferSize];
        while (!_isOver.IsSet && client.Read(buffer) is var length and > 0)
            action(buffer.AsSpan(0, length));
    }

    private IEnumerable<byte[]> Sent(Reply reply)
    {
        _log?.Write("[S] ", reply.Pieces());
        foreach (var piece in reply.Pieces())
            yield return Encoding.Latin1.GetBytes(piece);
        yield return "\n"u8.ToArray();
    }

    private delegate void PieceAction(ReadOnlySpan<byte> piece);
}
