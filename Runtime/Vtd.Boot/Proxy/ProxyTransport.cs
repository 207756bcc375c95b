using System.Globalization;
using System.Net.Sockets;
using Vtd.Boot.Memory;
using Vtd.Boot.Native;
using Vtd.Machine.Pci;
using Vtd.Runtime;

namespace Vtd.Boot.Proxy;

/// <summary>The connection to QEMU 7.2 to 9: a device x-pci-proxy-dev for each function, and a qtest object for interrupt messages and pins.</summary>
public sealed class ProxyTransport : IMachineTransport
{
    private readonly GuestMemory _memory;
    private readonly InheritedDescriptors _descriptors;
    private readonly MessageChannel _messages;
    private readonly Lock _gate = new();
    private readonly List<(Socket Socket, Action Serve)> _connections = [];
    private readonly List<string> _arguments = [];
    private readonly List<Thread> _threads = [];
    private int _failures;

    /// <summary>Makes a connection without functions.</summary>
    /// <param name="memory">Guest memory.</param>
    /// <param name="descriptors">Takes QEMU's ends of the sockets.</param>
    public ProxyTransport(GuestMemory memory, InheritedDescriptors descriptors)
    {
        _memory = memory;
        _descriptors = descriptors;
        var socket = descriptors.AddSocket(out var number);
        _messages = new(socket);
        _connections.Add((socket, _messages.TakeAnswers));
        _arguments.AddRange("-chardev", $"socket,id=messages,fd={number}", "-object", "qtest,id=qtest0,chardev=messages,log=/dev/null");
    }

    /// <inheritdoc/>
    public IMessageSink Messages => _messages;

    /// <inheritdoc/>
    public IReadOnlyList<string> Arguments => _arguments;

    /// <inheritdoc/>
    public void Add(PciFunction function, SourceId place, uint? fixedAddress)
    {
        var socket = _descriptors.AddSocket(out var number);
        _connections.Add((socket, new ProxyConnection(socket, function, _memory, fixedAddress, _gate).Serve));
        _arguments.AddRange("-device", string.Create(CultureInfo.InvariantCulture, $"x-pci-proxy-dev,id=function{place.Value},addr={place.Device:x}.{place.Function},fd={number}"));
    }

    /// <inheritdoc/>
    public void FollowPins(Action<int, bool> changed) => _messages.FollowPins((pin, isAsserted) =>
    {
        lock (_gate)
            changed(pin, isAsserted);
    });

    /// <inheritdoc/>
    public void Start(Action<Exception> failed)
    {
        foreach (var serve in _connections.Select(static connection => connection.Serve).Append(_messages.SendAll))
        {
            var thread = new Thread(() => Guard(serve, failed)) { IsBackground = true, Name = "machine" };
            _threads.Add(thread);
            thread.Start();
        }
    }

    /// <summary>Closes the sockets and waits until no function is called any more.</summary>
    public void Dispose()
    {
        _messages.End();
        foreach (var (socket, _) in _connections)
            socket.End();
        _threads.ForEach(static thread => thread.Join());
        foreach (var (socket, _) in _connections)
            socket.Dispose();
    }

    private void Guard(Action serve, Action<Exception> failed)
    {
        try
        {
            serve();
        }
        catch (SocketException)
        {
            // QEMU has ended, which is seen by its exit code.
        }
        catch (Exception failure)
        {
            if (Interlocked.Increment(ref _failures) == 1)
                failed(failure);
        }
    }
}
