using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using Vtd.Architecture;
using Vtd.Machine.Serving;
using Vtd.Runtime;

namespace Vtd.Boot.Proxy;

/// <summary>Sends interrupt messages to the processors of the machine, as writes of the qtest protocol, and is told of the pins of its I/O APIC.</summary>
/// <remarks>Messages are sent by a thread of their own: QEMU carries them out in its main loop, which can be waiting for an access to the unit.</remarks>
/// <param name="socket">The socket of a qtest object of QEMU.</param>
public sealed class MessageChannel(Socket socket) : IMessageSink
{
    private const int MostWaiting = 4096;

    // QEMU names the line of the old timer, which is wired to another pin.
    private const int TimerLine = 0;
    private const int TimerPin = 2;

    private Action<int, bool>? _pinChanged;
    private readonly Channel<string> _lines = Channel.CreateBounded<string>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <inheritdoc/>
    /// <remarks>The address is the guest's choice. What is no interrupt is dropped: a write to memory could be one to a function of this process.</remarks>
    public void Send(ulong address, uint data)
    {
        if (address <= uint.MaxValue && new RemappableMsi(address).PREFIX == InterruptPrefix.InterruptRange)
            _lines.Writer.TryWrite(string.Create(CultureInfo.InvariantCulture, $"writel 0x{address:x} 0x{data:x}\n"));
    }

    /// <summary>Sends messages until <see cref="End"/>.</summary>
    public void SendAll()
    {
        var reader = _lines.Reader;
        while (reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (reader.TryRead(out var line))
                socket.Send(Encoding.ASCII.GetBytes(line));
        }
    }

    /// <summary>Has QEMU tell of the pins of its I/O APIC.</summary>
    /// <param name="changed">Told of a pin and whether it is asserted now, by the thread of <see cref="TakeAnswers"/>.</param>
    public void FollowPins(Action<int, bool> changed)
    {
        _pinChanged = changed;
        _lines.Writer.TryWrite("irq_intercept_in /machine/q35/ioapic\n");
    }

    /// <summary>Takes answers and changes of pins until QEMU closes the socket.</summary>
    /// <exception cref="InvalidDataException">QEMU said something else.</exception>
    public void TakeAnswers()
    {
        Span<byte> bytes = stackalloc byte[4096];
        var lines = new LineReader();
        while (socket.Receive(bytes) is > 0 and var count)
            lines.Take(bytes[..count], Take);
    }

    /// <summary>Ends the sending.</summary>
    public void End() => _lines.Writer.TryComplete();

    /// <summary>Takes a line. An answer says nothing: a write of the interrupt range does not fail.</summary>
    private void Take(string? line)
    {
        if (line == "OK")
            return;
        if (line?.Split(' ') is not ["IRQ", ("raise" or "lower") and var change, var number] || !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var pin))
            throw new InvalidDataException($"QEMU said '{line}' where it carries out writes and tells of pins.");
        _pinChanged?.Invoke(pin == TimerLine ? TimerPin : pin, change == "raise");
    }
}
