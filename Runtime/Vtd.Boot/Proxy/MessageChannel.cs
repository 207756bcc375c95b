using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using Vtd.Architecture;
using Vtd.Runtime;

namespace Vtd.Boot.Proxy;

/// <summary>Sends interrupt messages to the processors of the machine, as writes of the qtest protocol.</summary>
/// <remarks>Messages are sent by a thread of their own: QEMU carries them out in its main loop, which can be waiting for an access to the unit.</remarks>
/// <param name="socket">The socket of a qtest object of QEMU.</param>
public sealed class MessageChannel(Socket socket) : IMessageSink
{
    private const int MostWaiting = 4096;

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

    /// <summary>Takes the answers until QEMU closes the socket. They say nothing: a write of the interrupt range does not fail.</summary>
    public void TakeAnswers()
    {
        Span<byte> answers = stackalloc byte[4096];
        while (socket.Receive(answers) > 0)
        {
        }
    }

    /// <summary>Ends the sending.</summary>
    public void End() => _lines.Writer.TryComplete();
}
