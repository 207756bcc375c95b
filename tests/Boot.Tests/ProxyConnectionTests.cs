using System.Buffers.Binary;
using System.Globalization;
using System.Net.Sockets;
using Microsoft.Win32.SafeHandles;
using Vtd.Boot.Devices;
using Vtd.Boot.Memory;
using Vtd.Boot.Native;
using Vtd.Boot.Proxy;
using Vtd.Runtime;

namespace Vtd.Boot.Tests;

/// <summary>The messages between QEMU and a function, from QEMU's side of the socket.</summary>
public sealed class ProxyConnectionTests : IDisposable
{
    private const uint Address = 0xFED9_0000;
    private const int Size = 0x10000;
    private const int SyncMemory = 0;
    private const int ConfigWrite = 2;
    private const int ConfigRead = 3;
    private const int BarWrite = 4;
    private const int BarRead = 5;
    private const int DeviceReset = 7;

    private readonly InheritedDescriptors _descriptors = new();
    private readonly SafeFileHandle _file = MemoryFile.Create("ours", Size);
    private readonly GuestMemory _memory;
    private readonly Socket _ours;
    private readonly Socket _qemu;
    private readonly UnitFunction _function;
    private readonly Task _serving;

    public ProxyConnectionTests()
    {
        _memory = new(_file, Size);
        _ours = _descriptors.AddSocket(out var number);
        _qemu = new(new SafeSocketHandle(int.Parse(number, CultureInfo.InvariantCulture), ownsHandle: false)) { ReceiveTimeout = 10_000 };
        var unit = new VtdUnit(new() { Capabilities = new VtdFeatures(), RunsInBackground = false }, _memory, new MessageChannel(_ours));
        _function = new(unit);
        _serving = Task.Run(new ProxyConnection(_ours, _function, _memory, Address, new()).Serve);
    }

    public void Dispose()
    {
        _qemu.End();
        _ours.End();
        Task.WaitAny(_serving);
        _descriptors.Dispose();
        _file.Dispose();
        _memory.Dispose();
    }

    [Fact]
    public void The_unit_answers_where_firmware_has_put_it()
    {
        Place();

        Assert.Equal(0x10UL, Ask(BarRead, Bar(Address, 0, 4))); // VER
        Assert.Equal(0UL, Ask(BarRead, Bar(Address + 0x1C, 0, 4))); // GSTS
        Assert.Equal(0UL, Ask(BarWrite, Bar(Address + 0x20, 0x1234_5000, 8))); // RTADDR
        Assert.Equal(0x1234_5000UL, Ask(BarRead, Bar(Address + 0x20, 0, 8)));
    }

    [Fact]
    public void A_placed_function_is_hidden_until_a_reset()
    {
        Assert.Equal(0x0806_1234UL, Ask(ConfigRead, Config(0, 0, 4)));
        Place();

        Assert.Equal(uint.MaxValue, Ask(ConfigRead, Config(0, 0, 4)));
        Assert.Equal(ushort.MaxValue, Ask(ConfigRead, Config(2, 0, 2)));
        Assert.Equal(byte.MaxValue, Ask(ConfigRead, Config(0xE, 0, 1)));
        Assert.Equal(0UL, Ask(ConfigWrite, Config(0x10, 0, 4)));
        Assert.Equal(0x10UL, Ask(BarRead, Bar(Address, 0, 4)));

        Assert.Equal(0UL, Ask(DeviceReset));
        Assert.Equal(0x0806_1234UL, Ask(ConfigRead, Config(0, 0, 4)));
        Assert.Equal(1, _function.Resets);
    }

    [Fact]
    public void Firmware_finds_one_page_of_memory_and_no_other_region()
    {
        Ask(ConfigWrite, Config(0x10, uint.MaxValue, 4));

        Assert.Equal(0xFFFF_F000UL, Ask(ConfigRead, Config(0x10, 0, 4)));
        for (var offset = 0x14u; offset <= 0x28; offset += 4)
        {
            Ask(ConfigWrite, Config(offset, uint.MaxValue, 4));
            Assert.Equal(0UL, Ask(ConfigRead, Config(offset, 0, 4)));
        }
    }

    [Theory]
    [InlineData(Address + 0x1000UL, 4)]
    [InlineData(Address - 4UL, 4)]
    [InlineData(ulong.MaxValue - 7, 8)]
    [InlineData(Address + 1UL, 4)]
    [InlineData(Address, 3)]
    [InlineData(Address, 0)]
    [InlineData(Address, uint.MaxValue)]
    public void An_access_that_cannot_be_reads_0(ulong address, uint size)
    {
        Place();

        Assert.Equal(0UL, Ask(BarWrite, Bar(address, ulong.MaxValue, size)));
        Assert.Equal(0UL, Ask(BarRead, Bar(address, 0, size)));
    }

    [Theory]
    [InlineData(0x100, 4)]
    [InlineData(0xFE, 4)]
    [InlineData(uint.MaxValue, 4)]
    [InlineData(0, 8)]
    [InlineData(0, 0)]
    [InlineData(0, uint.MaxValue)]
    public void Configuration_space_has_256_bytes(uint offset, uint size)
    {
        Assert.Equal(0UL, Ask(ConfigWrite, Config(offset, uint.MaxValue, size)));
        Assert.Equal(0UL, Ask(ConfigRead, Config(offset, 0, size)));
    }

    [Fact]
    public void Memory_is_where_QEMU_says_and_only_of_our_file()
    {
        using var other = MemoryFile.Create("other", Size);
        Tell(SyncMemory, Regions(new(0, 0x1000, 0), new(0x10_0000, 0x1000, 0x1000), new(0x20_0000, 0x1000, 0)), NumberOf(_file), NumberOf(_file), NumberOf(other));
        Ask(ConfigRead, Config(0, 0, 4));

        Assert.Equal([new(0, 0x1000, 0), new(0x10_0000, 0x1000, 0x1000)], _memory.Regions);
    }

    [Fact]
    public void Memory_that_leaves_the_file_and_regions_without_a_file_are_left_out()
    {
        Tell(SyncMemory, Regions(new(0, ulong.MaxValue, 0), new(0x1000, Size, 0x1000), new(0x10_0000, 0x1000, 0)), NumberOf(_file), NumberOf(_file));
        Ask(ConfigRead, Config(0, 0, 4));
        Assert.Empty(_memory.Regions);

        Tell(SyncMemory, Regions(new MemoryRegion(0, 0x1000, 0)));
        Ask(ConfigRead, Config(0, 0, 4));
        Assert.Empty(_memory.Regions);
    }

    [Fact]
    public void Descriptors_are_closed_again()
    {
        Tell(SyncMemory, Regions(new MemoryRegion(0, 0x1000, 0)), NumberOf(_file));
        Ask(ConfigRead, Config(0, 0, 4));
        var before = Descriptors();
        for (var round = 0; round < 50; round++)
            Tell(SyncMemory, Regions(new MemoryRegion(0, 0x1000, 0)), [.. Enumerable.Repeat(NumberOf(_file), 8)]);
        Ask(ConfigRead, Config(0, 0, 4));

        Assert.InRange(Descriptors(), 0, before + 100); // of 400; other tests open some, too
    }

    [Theory]
    [InlineData(99, 0)]
    [InlineData(ConfigRead, 8)]
    [InlineData(BarRead, 12)]
    [InlineData(SyncMemory, 0)]
    public async Task What_is_no_message_ends_the_connection(int command, int size)
    {
        Tell(command, new byte[size]);

        await Assert.ThrowsAsync<InvalidDataException>(() => _serving.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task A_message_without_end_ends_the_connection()
    {
        var header = new byte[16];
        header.AsSpan(8).Fill(0xFF);
        _qemu.Send(header);

        await Assert.ThrowsAsync<InvalidDataException>(() => _serving.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task A_closed_socket_ends_the_connection()
    {
        _qemu.Send(new byte[7]);
        _qemu.End();

        await _serving.WaitAsync(TimeSpan.FromSeconds(10));
    }

    private static int Descriptors() => Directory.GetFileSystemEntries("/proc/self/fd").Length;

    private static int NumberOf(SafeFileHandle file) => (int)file.DangerousGetHandle();

    /// <summary>As firmware does: the address, then memory is decoded.</summary>
    private void Place()
    {
        Ask(ConfigWrite, Config(4, 2, 2));
        Ask(ConfigWrite, Config(0x10, Address, 4));
    }

    private static byte[] Config(uint offset, uint value, uint size)
    {
        var bytes = new byte[12];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, offset);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4), value);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(8), size);
        return bytes;
    }

    private static byte[] Bar(ulong address, ulong value, uint size)
    {
        var bytes = new byte[24];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, address);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(8), value);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(16), size);
        bytes[20] = 1;
        return bytes;
    }

    private static byte[] Regions(params ReadOnlySpan<MemoryRegion> regions)
    {
        var bytes = new byte[192];
        for (var index = 0; index < regions.Length; index++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(8 * index), regions[index].Address);
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(64 + 8 * index), regions[index].Size);
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(128 + 8 * index), regions[index].Offset);
        }

        return bytes;
    }

    private void Tell(int command, byte[] body, params ReadOnlySpan<int> descriptors)
    {
        var header = new byte[16];
        BinaryPrimitives.WriteInt32LittleEndian(header, command);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(8), body.Length);
        SentMessage.Send(_qemu, header, descriptors);
        if (body.Length > 0)
            _qemu.Send(body);
    }

    private ulong Ask(int command, params byte[] body)
    {
        Tell(command, body);
        var answer = new byte[24];
        Assert.Equal(answer.Length, _qemu.Receive(answer));
        Assert.Equal(1, BinaryPrimitives.ReadInt32LittleEndian(answer));
        Assert.Equal(8, BinaryPrimitives.ReadInt64LittleEndian(answer.AsSpan(8)));
        return BinaryPrimitives.ReadUInt64LittleEndian(answer.AsSpan(16));
    }
}
