using System.Net.Sockets;
using Vtd.Conformance.Compare;
using Vtd.Conformance.Tests.Codegen;
using Vtd.Conformance.Tests.Live;
using Vtd.Machine.Board;
using Vtd.Machine.Bus;

namespace Vtd.Conformance.Tests.Drivers;

/// <summary>One driver of the serial port sends and receives unchanged through the model and through QEMU's device.</summary>
public sealed class UartDriverTests
{
    private static readonly byte[] s_sent = [.. "A line that is longer than a FIFO of sixteen characters.\n"u8];
    private static readonly byte[] s_answer = [.. Enumerable.Range(0, 256).Select(static character => (byte)character)];

    public static TheoryData<string> EachQemu => Qemus.Each();

    [Fact]
    public void OverTheModel()
    {
        var sent = new List<byte>();
        var port = new SerialPort(sent.Add, new VirtualClock(ClockKind.Stepped), BoardQuirks.None);

        Exercise(
            new ModelBus(port),
            count => sent.Take(count).ToArray(),
            characters =>
            {
                foreach (var character in characters)
                    port.Receive(character);
            });
    }

    [QemuTheory]
    [MemberData(nameof(EachQemu))]
    public void OverQemu(string path)
    {
        using var folder = new TemporaryFolder();
        var place = folder.PathOf("serial");
        using var listening = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listening.Bind(new UnixDomainSocketEndPoint(place));
        listening.Listen();
        using var qemu = new RealQemu(path, Units.Device(Qemus.MajorOf(path), UnitKind.Legacy), $"socket,path={place}");
        using var line = listening.Accept();
        line.ReceiveTimeout = 20_000;

        Exercise(
            new PortBus(qemu, BoardLayout.Serial),
            count =>
            {
                var received = new byte[count];
                for (var at = 0; at < count; at += line.Receive(received.AsSpan(at)))
                {
                }

                return received;
            },
            characters => line.Send(characters));
    }

    /// <param name="bus">The way to the device.</param>
    /// <param name="take">Takes as many characters at the other end of the line.</param>
    /// <param name="give">Sends characters from there.</param>
    private static void Exercise<TBus>(TBus bus, Func<int, byte[]> take, Action<byte[]> give)
        where TBus : IRegisterBus
    {
        var driver = new UartDriver<TBus>(bus);
        driver.Open(divisor: 1);
        Assert.Equal((1, true, true), (driver.Divisor(), driver.HasFifos(), driver.IsConnected()));

        driver.Send(s_sent);
        Assert.Equal(s_sent, take(s_sent.Length));
        foreach (var piece in s_answer.Chunk(16))
        {
            give(piece);
            Assert.Equal(piece, driver.Receive(piece.Length));
        }
    }
}
