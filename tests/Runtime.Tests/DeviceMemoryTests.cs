using Vtd.Runtime.Tests.Remapping;
using Vtd.Runtime.Tests.Translation;

namespace Vtd.Runtime.Tests;

/// <summary>What a device reads, writes and signals through <see cref="DeviceMemory"/>.</summary>
public class DeviceMemoryTests
{
    private const ulong PageSize = 0x1000;

    /// <summary>Where the two pages of the device's buffer are in guest memory: not side by side, and in reverse order.</summary>
    private const ulong FirstOutput = 0x9000;
    private const ulong SecondOutput = 0x7000;

    private const ulong InterruptTable = 0xC00_0000;

    private readonly Machine _machine = new(type: null);
    private readonly List<(ulong Address, uint Data)> _interrupts = [];

    public DeviceMemoryTests() => _machine.Second.Map(Machine.Input + PageSize, SecondOutput | 3);

    private DeviceMemory Memory => MemoryOf(Machine.Device);

    private DeviceMemory MemoryOf(ushort sourceId, uint? pasid = null) =>
        new(_machine.Guest.Unit, sourceId, _machine.Guest.Memory, new Interrupts(_interrupts), pasid);

    [Fact]
    public void An_access_across_pages_goes_to_each_page_where_it_is()
    {
        byte[] written = [.. Enumerable.Range(1, 8).Select(number => (byte)number)];

        Assert.True(Memory.TryWrite(Machine.Input + PageSize - 3, written));

        Assert.Equal(written[..3], _machine.Guest.ReadMemory(FirstOutput + PageSize - 3, 3));
        Assert.Equal(written[3..], _machine.Guest.ReadMemory(SecondOutput, 5));
        var read = new byte[8];
        Assert.True(Memory.TryRead(Machine.Input + PageSize - 3, read));
        Assert.Equal(written, read);
    }

    [Fact]
    public void Accesses_that_the_caches_answer_allocate_nothing()
    {
        var memory = Memory;
        var buffer = new byte[8];

        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var access = 0; access < 100; access++)
            {
                Assert.True(memory.TryWrite(Machine.Input + PageSize - 3, buffer));
                Assert.True(memory.TryRead(Machine.Input + PageSize - 3, buffer));
            }
        }));
    }

    [Fact]
    public void A_blocked_part_reads_as_zero_and_is_not_written_and_the_rest_is_done()
    {
        var end = Machine.Input + 2 * PageSize - 2;
        Assert.False(Memory.TryWrite(end, [1, 2, 3, 4]));
        Assert.Equal([1, 2], _machine.Guest.ReadMemory(SecondOutput + PageSize - 2, 2));
        Assert.True(_machine.Guest.FSTS.PPF);

        byte[] read = [9, 9, 9, 9];
        Assert.False(Memory.TryRead(end, read));
        Assert.Equal([1, 2, 0, 0], read);
    }

    [Fact]
    public void A_page_outside_memory_reads_as_zero_and_is_not_written()
    {
        _machine.Second.Map(Machine.Input + PageSize, Guest.MemorySize | 3);

        byte[] read = [9];
        Assert.False(Memory.TryRead(Machine.Input + PageSize, read));
        Assert.Equal([0], read);
        Assert.False(Memory.TryWrite(Machine.Input + PageSize, read));
        Assert.False(_machine.Guest.FSTS.PPF);
    }

    [Fact]
    public void Another_device_and_a_PASID_have_other_memory()
    {
        Assert.False(MemoryOf(Machine.Device + 1).TryRead(Machine.Input, new byte[1]));
        Assert.False(MemoryOf(Machine.Device, pasid: 1).TryRead(Machine.Input, new byte[1]));
        Assert.True(Memory.TryRead(Machine.Input, new byte[1]));
    }

    [Fact]
    public void A_write_of_four_aligned_bytes_to_the_interrupt_range_is_an_interrupt_and_no_other_write_there_is()
    {
        _machine.Guest.StartRemapping(table: InterruptTable);
        _machine.Guest.SetEntry(5, GuestInterrupts.Xapic(), InterruptTable);
        var address = GuestInterrupts.Request(5).Address;

        Assert.True(Memory.TryWrite(address, [0, 0, 0, 0]));
        var sent = Assert.Single(_interrupts);
        Assert.Equal(sent, Answer(_machine.Guest.Send(5)));

        Assert.False(Memory.TryWrite(address, [0, 0]));
        Assert.False(Memory.TryWrite(address + 2, [0, 0, 0, 0]));
        Assert.False(Memory.TrySendInterrupt(GuestInterrupts.Request(6).Address, 0));
        Assert.Single(_interrupts);
    }

    [Fact]
    public void A_message_that_is_not_addressed_to_the_interrupt_range_is_a_write_of_four_bytes()
    {
        Assert.True(Memory.TrySendInterrupt(Machine.Input + 4, 0x0403_0201));
        Assert.Equal([1, 2, 3, 4], _machine.Guest.ReadMemory(FirstOutput + 4, 4));
        Assert.False(Memory.TrySendInterrupt(Machine.Input + 2 * PageSize, 1)); // not mapped
        Assert.Empty(_interrupts);
    }

    [Fact]
    public void A_message_has_no_PASID_whatever_other_requests_have()
    {
        var memory = MemoryOf(Machine.Device, pasid: 1);
        Assert.False(memory.TryWrite(0xFEE0_1000, [5, 0, 0, 0])); // with PASID a write there is no interrupt
        Assert.Empty(_interrupts);

        Assert.True(memory.TrySendInterrupt(0xFEE0_1000, 5));
        Assert.Equal((0xFEE0_1000, 5u), Assert.Single(_interrupts));
    }

    [Fact]
    public void Behind_no_unit_addresses_are_those_of_guest_memory_and_interrupts_go_unchanged()
    {
        var memory = new DeviceMemory(unit: null, Machine.Device, _machine.Guest.Memory, new Interrupts(_interrupts));

        Assert.True(memory.TryWrite(FirstOutput + PageSize - 2, [1, 2, 3, 4]));
        Assert.Equal([1, 2, 3, 4], _machine.Guest.ReadMemory(FirstOutput + PageSize - 2, 4));
        var read = new byte[4];
        Assert.True(memory.TryRead(FirstOutput + PageSize - 2, read));
        Assert.Equal([1, 2, 3, 4], read);
        Assert.False(memory.TryRead(Guest.MemorySize, read));

        Assert.True(memory.TryWrite(0xFEE0_1000, [7, 0, 0, 0]));
        Assert.True(memory.TrySendInterrupt(0xFEE0_1000, 8));
        Assert.Equal([(0xFEE0_1000, 7u), (0xFEE0_1000, 8u)], _interrupts);
    }

    private static (ulong Address, uint Data) Answer(InterruptResult result) => (result.Address, result.Data);

    private sealed class Interrupts(List<(ulong Address, uint Data)> sent) : IMessageSink
    {
        public void Send(ulong address, uint data) => sent.Add((address, data));
    }
}
