using CsCheck;
using Vtd.Architecture;
using Vtd.Runtime.Tests.Memory;
using static Vtd.Runtime.Tests.Remapping.GuestInterrupts;

namespace Vtd.Runtime.Tests.Remapping;

public class InterruptRequestTests
{
    private const ulong Compatibility = 0xFEE0_3000;

    private readonly Guest _guest = new();

    [Fact]
    public void With_remapping_off_everything_passes_unchanged()
    {
        var request = new InterruptRequest(Source, 0xFEE0_0118, 0xFFFF_1234);
        Assert.Equal(new(InterruptOutcome.Unchanged, request.Address, request.Data, 0), _guest.Unit.RemapInterrupt(request));

        _guest.StartRemapping();
        Assert.Equal(InterruptOutcome.Blocked, _guest.Unit.RemapInterrupt(request).Outcome);

        _guest.Command(command => command with { IRE = false });
        Assert.Equal(InterruptOutcome.Unchanged, _guest.Unit.RemapInterrupt(request).Outcome);
    }

    [Theory]
    [InlineData(false, false, false)]
    [InlineData(false, true, true)]
    [InlineData(true, false, false)]
    [InlineData(true, true, false)]
    public void Compatibility_format_passes_with_CFIS_and_without_EIME(bool eime, bool cfi, bool passes)
    {
        _guest.StartRemapping(eime);
        _guest.Command(command => command with { CFI = cfi });
        var request = new InterruptRequest(Source, Compatibility, 0x4041);

        if (passes)
            Assert.Equal(new(InterruptOutcome.Unchanged, Compatibility, 0x4041, 0), _guest.Unit.RemapInterrupt(request));
        else
            _guest.AssertBlocked(request, FaultReason.CompatibilityInterruptBlocked, recordedIndex: 0);
    }

    [Fact]
    public void EIME_counts_from_the_command_on()
    {
        _guest.StartRemapping();
        _guest.Command(command => command with { CFI = true });

        _guest.Write64(Irta.Offset, (new Irta(0) with { IRTA = Table, EIME = true }).Value);
        Assert.Equal(InterruptOutcome.Unchanged, _guest.Unit.RemapInterrupt(new(Source, Compatibility, 0)).Outcome);

        _guest.Command(command => command with { SIRTP = true });
        Assert.Equal(InterruptOutcome.Blocked, _guest.Unit.RemapInterrupt(new(Source, Compatibility, 0)).Outcome);
    }

    [Theory]
    [InlineData(0xFED0_0010)]
    [InlineData(0xFEF0_0010)]
    [InlineData(0x1_FEE0_0010)]
    [InlineData(0)]
    [InlineData(ulong.MaxValue)]
    public void Requests_outside_the_interrupt_range_are_none(ulong address)
    {
        _guest.SetEntry(0, Xapic());
        _guest.StartRemapping();
        _guest.AssertBlocked(new(Source, address, 0), FaultReason.InterruptRequestInvalid, recordedIndex: 0);
    }

    [Theory]
    [InlineData(5, 0u, false, 5)]
    [InlineData(5, 3u, false, 5)] // without SHV the data counts for nothing
    [InlineData(5, 0xFFFF_0003u, false, 5)]
    [InlineData(5, 0u, true, 5)]
    [InlineData(5, 3u, true, 8)]
    [InlineData(0x8001, 0u, false, 0x8001)] // the handle's top bit stands apart from the others
    [InlineData(0x7FFE, 2u, true, 0x8000)]
    [InlineData(0xFFFF, 0u, false, 0xFFFF)]
    [InlineData(0xFFFE, 1u, true, 0xFFFF)]
    public void The_index_is_the_handle_and_with_SHV_the_subhandle_added(int handle, uint data, bool shv, int index)
    {
        _guest.SetEntry(index, Xapic(vector: 0x77));
        _guest.StartRemapping(sizeCode: 15);

        var result = _guest.Send(handle, data: data, withSubhandle: shv);

        Assert.Equal((InterruptOutcome.Remapped, 0x4077u), (result.Outcome, result.Data));
    }

    [Fact]
    public void Ignored_address_bits_do_not_matter()
    {
        _guest.SetEntry(5, Xapic());
        _guest.StartRemapping();
        Assert.Equal(_guest.Send(5), _guest.Unit.RemapInterrupt(Request(5) with { Address = Request(5).Address | 3 }));
    }

    [Theory]
    [InlineData(0x0001_0000u)]
    [InlineData(0x8000_0000u)]
    public void Reserved_data_bits_with_SHV_are_a_fault(uint data)
    {
        _guest.SetEntry(5, Xapic() with { FPD = true }); // unqualified: FPD does not count
        _guest.StartRemapping();
        _guest.AssertBlocked(Request(3, data: data | 2, withSubhandle: true), FaultReason.InterruptRequestReserved, recordedIndex: 5);
    }

    [Theory]
    [InlineData(0, 1, 2)]
    [InlineData(7, 255, 256)]
    [InlineData(14, 32767, 32768)]
    public void An_index_beyond_the_table_is_a_fault(byte sizeCode, int last, int beyond)
    {
        _guest.SetEntry(last, Xapic());
        _guest.SetEntry(beyond, Xapic());
        _guest.StartRemapping(sizeCode: sizeCode);

        Assert.Equal(InterruptOutcome.Remapped, _guest.Send(last).Outcome);
        _guest.AssertBlocked(Request(beyond), FaultReason.InterruptIndexTooLarge, recordedIndex: beyond);
        _guest.AssertBlocked(Request(last, data: 1, withSubhandle: true), FaultReason.InterruptIndexTooLarge, recordedIndex: beyond);
    }

    [Fact]
    public void The_sum_does_not_wrap()
    {
        _guest.SetEntry(3, Xapic());
        _guest.StartRemapping(sizeCode: 15);
        _guest.AssertBlocked(Request(0xFFFE, data: 5, withSubhandle: true), FaultReason.InterruptIndexTooLarge, recordedIndex: 3);
        Assert.Equal(0, _guest.Unit.EntriesOf(CacheKind.Interrupt));
    }

    [Theory]
    [InlineData(40, 0x100_0000_0000UL, 0)]
    [InlineData(40, 0xFF_FFFF_F000UL, 256)]
    [InlineData(52, 0xFFFF_FFFF_FFFF_F000UL, 0)]
    [InlineData(52, 0xFFFF_FFFF_FFFF_F000UL, 256)] // which would wrap to address 0
    public void An_entry_beyond_the_host_address_width_is_a_fault(int width, ulong table, int index)
    {
        var guest = new Guest(options: options => options with { HostAddressWidth = width });
        guest.StartRemapping(sizeCode: 8, table: table);
        guest.AssertBlocked(Request(index), FaultReason.InterruptIndexTooLarge, recordedIndex: index);
    }

    [Fact]
    public void The_last_entry_below_the_host_address_width_is_read()
    {
        var guest = new Guest(options: options => options with { HostAddressWidth = 32 });
        guest.SetEntry(255, Xapic(), table: 0xFFFF_F000);
        guest.StartRemapping(sizeCode: 8, table: 0xFFFF_F000);
        Assert.Equal(InterruptOutcome.Remapped, guest.Send(255).Outcome);
        guest.AssertBlocked(Request(256), FaultReason.InterruptIndexTooLarge, recordedIndex: 256);
    }

    [Fact]
    public void A_fault_raises_the_fault_event()
    {
        _guest.StartRemapping();
        _guest.Write32(Feaddr.Offset, 0xFEE0_2000);
        _guest.Write32(Fedata.Offset, 0x41);
        _guest.Write32(Fectl.Offset, 0);
        _guest.Send(9);
        Assert.Equal([(0xFEE0_2000UL, 0x41u)], _guest.Messages);
    }

    [Fact]
    public void A_unit_without_extended_interrupts_takes_the_xapic_layout_only()
    {
        var guest = new Guest(ecap: Guest.AllEcap with { EIM = false });
        guest.SetEntry(1, Xapic());
        guest.StartRemapping(extended: true);
        Assert.Equal(0xFEE0_3000u, guest.Send(1).Address);
    }

    [Fact]
    public void A_unit_without_interrupt_remapping_lets_all_pass()
    {
        var guest = new Guest(ecap: Guest.AllEcap with { IR = false, EIM = false });
        guest.StartRemapping();
        Assert.Equal(InterruptOutcome.Unchanged, guest.Send(1).Outcome);
    }

    [Fact]
    public void A_request_from_inside_a_call_of_the_unit_is_refused()
    {
        var memory = new Echoing();
        var unit = new VtdUnit(new() { Capabilities = new GivenRegisters(Guest.AllCap.Value, Guest.AllEcap.Value) }, memory, _guest);
        unit.WriteRegister(Gcmd.Offset, 4, (new Gcmd(0) with { IRE = true }).Value);
        memory.OnRead = () => memory.Inner = unit.RemapInterrupt(Request(1));

        unit.RemapInterrupt(Request(0));

        Assert.Equal(new(InterruptOutcome.Blocked, 0, 0, FaultReason.InterruptRequestInvalid), memory.Inner);
    }

    [Fact]
    public void The_observer_sees_requests_and_answers()
    {
        var observer = new Answers();
        var guest = new Guest(observer: observer);
        guest.SetEntry(1, Xapic());
        guest.StartRemapping();
        InterruptRequest[] requests = [Request(1), Request(1), Request(2)];

        var results = requests.Select(request => guest.Unit.RemapInterrupt(request)).ToList();

        Assert.Equal(requests.Zip(results), observer.Seen);
    }

    [Fact]
    public void Random_requests_over_random_tables_never_throw()
    {
        var requests = Gen.Select(Gen.UShort, Gen.Frequency((5, Gen.UInt[0xFEE0_0000, 0xFEEF_FFFF].Select(low => (ulong)low)), (1, Gen.ULong)), Gen.UInt);
        Gen.Select(Gen.Byte.Array[4096], Gen.ULong, Gen.Bool, requests.Array[1, 50]).Sample((page, irta, cfi, sent) =>
        {
            var memory = new SparseGuestMemory();
            memory.TryWrite(0, page);
            var unit = new VtdUnit(
                new() { Capabilities = new GivenRegisters((Guest.AllCap with { PI = true }).Value, Guest.AllEcap.Value) },
                new Everywhere(memory),
                new Guest());
            unit.WriteRegister(Irta.Offset, 8, irta >> 12);
            unit.WriteRegister(Gcmd.Offset, 4, (new Gcmd(0) with { SIRTP = true, IRE = true, CFI = cfi }).Value);
            foreach (var (source, address, data) in sent)
            {
                var result = unit.RemapInterrupt(new(source, address, data));
                Assert.Equal(result.Outcome == InterruptOutcome.Blocked, (byte)result.FaultReason != 0);
            }
            Assert.True(unit.EntriesOf(CacheKind.Interrupt) <= 1024);
        }, iter: 2000);
    }

    private sealed class Answers : IUnitObserver
    {
        public List<(InterruptRequest, InterruptResult)> Seen { get; } = [];

        public void InterruptAnswered(in InterruptRequest request, in InterruptResult result) => Seen.Add((request, result));
    }

    private sealed class Echoing : IGuestMemory
    {
        public Action? OnRead { get; set; }

        public InterruptResult Inner { get; set; }

        public bool TryRead(ulong address, Span<byte> destination)
        {
            destination.Clear();
            OnRead?.Invoke();
            return true;
        }

        public bool TryWrite(ulong address, ReadOnlySpan<byte> source) => false;

        public bool TryCompareExchange(ulong address, ulong expected, ulong value, out ulong found)
        {
            found = 0;
            return false;
        }
    }

    /// <summary>The first page of a memory, everywhere.</summary>
    private sealed class Everywhere(SparseGuestMemory memory) : IGuestMemory
    {
        public bool TryRead(ulong address, Span<byte> destination) => memory.TryRead(address % 4096, destination);

        public bool TryWrite(ulong address, ReadOnlySpan<byte> source) => memory.TryWrite(address % 4096, source);

        public bool TryCompareExchange(ulong address, ulong expected, ulong value, out ulong found) =>
            PlainExchange.Try(this, address, expected, value, out found);
    }
}
