using Vtd.Architecture;
using Vtd.Boot.Devices;
using Vtd.Runtime;

namespace Vtd.Boot.Tests;

/// <summary>The I/O APIC, by its page in memory, as its data sheet has it. Messages are looked at before a unit remaps them.</summary>
public sealed class IoApicTests
{
    private const int Select = 0x00;
    private const int Window = 0x10;
    private const int EndOfInterrupt = 0x40;
    private const byte Id = 0;
    private const byte Version = 1;
    private const byte Arbitration = 2;
    private const int Pins = 24;

    // Bits of the redirection table.
    private const uint Masked = 1 << 16;
    private const uint Level = 1 << 15;
    private const uint RemoteIrr = 1 << 14;

    private readonly Sink _sent = new();
    private readonly IoApic _ioApic;

    public IoApicTests() => _ioApic = new(new(unit: null, default, new SparseGuestMemory(), _sent));

    [Fact]
    public void It_has_24_pins_and_a_register_for_ends_of_interrupts()
    {
        Assert.Equal(0x0017_0020u, Get(Version));
        for (var pin = 0; pin < Pins; pin++)
            Assert.Equal(Masked, Low(pin));
        Assert.Equal(0u, Get(Id));

        Put(Version, 0);
        Put(Id, uint.MaxValue);
        Put(Arbitration, 0);
        Assert.Equal(0x0017_0020u, Get(Version));
        Assert.Equal(0x0F00_0000u, Get(Id));
        Assert.Equal(0x0F00_0000u, Get(Arbitration));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(0x0F)]
    [InlineData(0x40)]
    [InlineData(0xFF)]
    public void An_index_without_a_register_reads_0(byte index)
    {
        Put(index, uint.MaxValue);
        Assert.Equal(0u, Get(index));
    }

    [Fact]
    public void Software_changes_no_status_and_no_reserved_bit_of_an_entry()
    {
        Put(LowIndex(5), ~Masked);
        Put(LowIndex(5) + 1, uint.MaxValue);

        Assert.Equal(0x0000_AFFFu, Low(5)); // without delivery status and remote IRR
        Assert.Equal(0xFFFF_0000u, Get((byte)(LowIndex(5) + 1)));
    }

    [Fact]
    public void An_edge_is_sent_once_for_each_time_that_the_pin_is_asserted()
    {
        Set(4, 0x31);

        _ioApic.SetPin(4, true);
        _ioApic.SetPin(4, true);
        Assert.Single(_sent.Take());
        _ioApic.SetPin(4, false);
        Assert.Empty(_sent.Take());
        _ioApic.SetPin(4, true);
        Assert.Single(_sent.Take());
        Assert.Equal(0x31u, Low(4));
    }

    [Fact]
    public void A_masked_edge_is_lost()
    {
        Set(4, 0x31 | Masked);

        _ioApic.SetPin(4, true);
        Set(4, 0x31);
        Assert.Empty(_sent.Take());
    }

    [Fact]
    public void A_level_is_sent_once_until_its_interrupt_has_ended()
    {
        Set(9, 0x39 | Level);

        _ioApic.SetPin(9, true);
        Assert.Single(_sent.Take());
        Assert.Equal(0x39 | Level | RemoteIrr, Low(9));

        _ioApic.SetPin(9, false);
        _ioApic.SetPin(9, true);
        Assert.Empty(_sent.Take());

        End(0x38);
        Assert.Empty(_sent.Take());
        End(0x39);
        Assert.Single(_sent.Take());
        Assert.Equal(0x39 | Level | RemoteIrr, Low(9));

        _ioApic.SetPin(9, false);
        End(0x39);
        Assert.Empty(_sent.Take());
        Assert.Equal(0x39 | Level, Low(9));
    }

    [Fact]
    public void A_masked_level_waits()
    {
        Set(9, 0x39 | Level | Masked);

        _ioApic.SetPin(9, true);
        Assert.Empty(_sent.Take());
        Set(9, 0x39 | Level);
        Assert.Single(_sent.Take());

        Set(9, 0x39 | Level | Masked);
        Assert.Equal(0x39 | Level | Masked | RemoteIrr, Low(9));
        End(0x39);
        Assert.Empty(_sent.Take());
        _ioApic.SetPin(9, false);
        Set(9, 0x39 | Level);
        Assert.Empty(_sent.Take());
    }

    /// <summary>Software for I/O APICs without a register for it ends an interrupt so.</summary>
    [Fact]
    public void An_entry_that_becomes_edge_triggered_ends_its_interrupt()
    {
        Set(9, 0x39 | Level);
        _ioApic.SetPin(9, true);

        Set(9, 0x39 | Masked);
        Assert.Equal(0x39 | Masked, Low(9));
        Set(9, 0x39 | Level);
        Assert.Equal(2, _sent.Take().Count);
    }

    [Fact]
    public void The_end_of_an_interrupt_is_that_of_all_pins_with_its_vector()
    {
        foreach (var pin in new[] { 5, 10, 23 })
        {
            Set(pin, (pin == 10 ? 0x50u : 0x40u) | Level);
            _ioApic.SetPin(pin, true);
        }

        Assert.Equal(3, _sent.Take().Count);
        End(0x40);
        Assert.Equal(2, _sent.Take().Count);
    }

    [Theory]
    [InlineData(0x0000_0030, 0x0300_0000, 0xFEE0_3000, 0x4030)]
    [InlineData(0x0000_0930, 0xFF00_0000, 0xFEEF_F004, 0x4130)] // logical, to the processor of lowest priority
    [InlineData(0x0000_A042, 0x0100_0000, 0xFEE0_1000, 0xC042)] // level, active low
    public void An_entry_in_compatibility_format_is_an_ordinary_message(uint low, uint high, uint address, uint data)
    {
        Set(2, low, high);
        _ioApic.SetPin(2, true);

        Assert.Equal([(address, data)], _sent.Take());
    }

    [Theory]
    [InlineData(0x0000_0002, 0x0003_0000, 0xFEE0_0030)] // index 1
    [InlineData(0x0000_0802, 0x0001_0000, 0xFEE0_0014)] // index 8000h
    [InlineData(0x0000_A802, 0xFFFF_0000, 0xFEEF_FFF4)] // index FFFFh, level
    public void An_entry_in_remappable_format_asks_for_its_index(uint low, uint high, uint address)
    {
        Set(2, low, high);
        _ioApic.SetPin(2, true);

        Assert.Equal(address, Assert.Single(_sent.Take()).Address);
    }

    [Fact]
    public void A_reset_masks_pins_and_leaves_their_levels()
    {
        Set(9, 0x39 | Level);
        Put(Id, 0x0500_0000);
        _ioApic.SetPin(9, true);
        _sent.Take();

        _ioApic.Reset();
        Assert.Equal(Masked, Low(9));
        Assert.Equal(0u, Get(Id));
        Assert.Equal(0u, Get(Arbitration));
        Set(9, 0x39 | Level);
        Assert.Single(_sent.Take());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    public void Accesses_that_are_not_of_32_bits_do_nothing(int size)
    {
        Put(Id, 0x0500_0000);

        Assert.True(_ioApic.TryRead(Window, size, out var value));
        Assert.Equal(0UL, value);
        Assert.True(_ioApic.TryWrite(Window, size, 0));
        Assert.Equal(0x0500_0000u, Get(Id));
    }

    /// <summary>Whatever a guest writes and pins do, an action sends at most an interrupt of each pin, and only levels wait for an end.</summary>
    [Fact]
    public void No_access_does_harm()
    {
        var random = new Random(18);
        for (var step = 0; step < 20_000; step++)
        {
            var (offset, size, value) = (random.Next(8) switch { 0 => random.Next(0x1000), 1 or 2 => Select, 3 => EndOfInterrupt, _ => Window }, 1 << random.Next(4), (ulong)random.NextInt64());
            if (offset == Select && random.Next(4) > 0)
                (size, value) = (4, (ulong)random.Next(0x48));
            if (random.Next(3) == 0)
                _ioApic.SetPin(random.Next(-1, Pins + 1), random.Next(2) == 0);
            else if (random.Next(2) == 0)
                _ioApic.TryRead((ulong)(offset & -size), size, out _);
            else
                _ioApic.TryWrite((ulong)(offset & -size), size, value);
            Assert.InRange(_sent.Take().Count, 0, Pins);
        }

        Assert.All(Enumerable.Range(0, Pins), pin => Assert.True((Low(pin) & RemoteIrr) == 0 || (Low(pin) & Level) != 0));
    }

    [Fact]
    public void A_unit_remaps_its_requests_and_blocks_those_in_compatibility_format()
    {
        const ulong Table = 0x1000;
        SourceId source = 0xFF00;
        var memory = new SparseGuestMemory();
        var unit = new VtdUnit(
            new() { Capabilities = new VtdFeatures { InterruptRemapping = true, QueuedInvalidation = true }, RunsInBackground = false }, memory, new Sink());
        var entry = default(XapicIrte) with { P = true, V = 0x66, DST = 3, SVT = SourceValidation.SidSq, SID = source.Value };
        var bytes = new byte[XapicIrte.SizeInBytes];
        entry.CopyTo(bytes);
        Assert.True(memory.TryWrite(Table + XapicIrte.SizeInBytes, bytes)); // index 1
        unit.WriteRegister(Irta.Offset, 8, Table);
        unit.WriteRegister(Gcmd.Offset, 4, (default(Gcmd) with { SIRTP = true }).Value);
        unit.WriteRegister(Gcmd.Offset, 4, (default(Gcmd) with { IRE = true }).Value);
        var sent = new Sink();
        var ioApic = new IoApic(new(unit, source, memory, sent));

        Set(ioApic, 2, 0x30, high: 0x0003_0000);
        ioApic.SetPin(2, true);
        Assert.Equal([(0xFEE0_3000u, 0x4066u)], sent.Take());

        Set(ioApic, 4, 0x30, high: 0x0300_0000);
        ioApic.SetPin(4, true);
        Assert.Empty(sent.Take());
    }

    private static byte LowIndex(int pin) => (byte)(0x10 + 2 * pin);

    private static void Put(IoApic ioApic, byte index, uint value)
    {
        Assert.True(ioApic.TryWrite(Select, 4, index));
        Assert.True(ioApic.TryWrite(Window, 4, value));
    }

    private static void Set(IoApic ioApic, int pin, uint low, uint high)
    {
        Put(ioApic, (byte)(LowIndex(pin) + 1), high);
        Put(ioApic, LowIndex(pin), low);
    }

    private void Set(int pin, uint low, uint high = 0) => Set(_ioApic, pin, low, high);

    private void Put(int index, uint value) => Put(_ioApic, (byte)index, value);

    private uint Get(byte index)
    {
        Assert.True(_ioApic.TryWrite(Select, 4, index));
        Assert.True(_ioApic.TryRead(Window, 4, out var value));
        return (uint)value;
    }

    private uint Low(int pin) => Get(LowIndex(pin));

    private void End(byte vector) => Assert.True(_ioApic.TryWrite(EndOfInterrupt, 4, vector));

    private sealed class Sink : IMessageSink
    {
        private readonly List<(uint Address, uint Data)> _messages = [];

        public void Send(ulong address, uint data) => _messages.Add((checked((uint)address), data));

        public IReadOnlyList<(uint Address, uint Data)> Take()
        {
            (uint, uint)[] taken = [.. _messages];
            _messages.Clear();
            return taken;
        }
    }
}
