using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Vtd.Boot.Native;
using Vtd.Boot.Proxy;

namespace Vtd.Boot.Tests;

/// <summary>Interrupt messages and pins, from QEMU's side of the socket.</summary>
public sealed class MessageChannelTests : IDisposable
{
    private readonly InheritedDescriptors _descriptors = new();
    private readonly Socket _ours;
    private readonly Socket _qemu;
    private readonly MessageChannel _channel;
    private readonly List<(int Pin, bool IsAsserted)> _pins = [];

    public MessageChannelTests()
    {
        _ours = _descriptors.AddSocket(out var number);
        _qemu = new(new SafeSocketHandle(int.Parse(number, CultureInfo.InvariantCulture), ownsHandle: false));
        _channel = new(_ours);
    }

    public void Dispose()
    {
        _ours.Dispose();
        _descriptors.Dispose();
    }

    [Fact]
    public void QEMU_is_asked_for_pins_before_any_message_is_sent()
    {
        _channel.FollowPins((_, _) => { });
        _channel.Send(0xFEE0_1004, 0x22);
        _channel.Send(0x1_FEE0_1004, 0x22); // none for processors
        _channel.Send(0x1000, 0x22);
        _channel.End();
        _channel.SendAll();
        _ours.End();

        Assert.Equal("irq_intercept_in /machine/q35/ioapic\nwritel 0xfee01004 0x22\n", ReadAll());
    }

    [Fact]
    public void Changes_of_pins_are_told_in_order_and_answers_are_not()
    {
        _channel.FollowPins((pin, isAsserted) => _pins.Add((pin, isAsserted)));
        foreach (var piece in new[] { "OK\nIRQ raise 4\nO", "K\nIRQ low", "er 4\r\nIRQ raise 0\n", "IRQ raise 23\n" })
            _qemu.Send(Encoding.ASCII.GetBytes(piece));
        _qemu.End();
        _channel.TakeAnswers();

        Assert.Equal([(4, true), (4, false), (2, true), (23, true)], _pins); // the line of the old timer is pin 2
    }

    [Theory]
    [InlineData("FAIL Unknown device")]
    [InlineData("IRQ raise")]
    [InlineData("IRQ raise -1")]
    [InlineData("IRQ raise 99999999999")]
    [InlineData("IRQ toggle 1")]
    [InlineData("")]
    public void Anything_else_is_an_error_that_quotes_it(string line)
    {
        _channel.FollowPins((pin, isAsserted) => _pins.Add((pin, isAsserted)));
        _qemu.Send(Encoding.ASCII.GetBytes(line + "\n"));
        _qemu.End();

        Assert.Contains($"'{line}'", Assert.Throws<InvalidDataException>(_channel.TakeAnswers).Message, StringComparison.Ordinal);
        Assert.Empty(_pins);
    }

    private string ReadAll()
    {
        using var reader = new StreamReader(new NetworkStream(_qemu));
        return reader.ReadToEnd();
    }
}
