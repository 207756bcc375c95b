using System.Buffers.Binary;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Vtd.Boot.Memory;
using Vtd.Boot.Native;
using Vtd.Boot.Proxy.Layout;
using Vtd.Machine.Pci;
using Vtd.Machine.Pci.Layout;

namespace Vtd.Boot.Proxy;

/// <summary>Answers QEMU for one PCI function: the other side of its device x-pci-proxy-dev.</summary>
/// <param name="socket">The socket between the two.</param>
/// <param name="function">The function.</param>
/// <param name="memory">Guest memory, whose addresses QEMU tells.</param>
/// <param name="fixedAddress">The address of the memory region at which the function disappears from configuration space; null for a function that stays.</param>
/// <param name="gate">The lock under which messages are carried out, one at a time for all functions.</param>
public sealed class ProxyConnection(Socket socket, PciFunction function, GuestMemory memory, uint? fixedAddress, Lock gate)
{
    private const int MostRegions = 8;
    private const int MemoryMessage = 3 * MostRegions * sizeof(ulong);
    private const int ConfigMessage = 12;
    private const int BarMessage = 24;
    private const int WidestConfigAccess = 4;
    private const int WidestBarAccess = 8;
    private const int ConfigSpace = 256;

    private readonly List<SafeFileHandle> _files = [];
    private bool _isHidden;

    /// <summary>Answers until QEMU closes the socket.</summary>
    /// <exception cref="InvalidDataException">QEMU sent what is no message.</exception>
    public void Serve()
    {
        Span<byte> header = stackalloc byte[MessageHeader.SizeInBytes];
        Span<byte> buffer = stackalloc byte[MemoryMessage];
        while (DescriptorSocket.TryReceive(socket, header, _files))
        {
            try
            {
                var message = MessageHeader.Read(header);
                if (message.SIZE > (ulong)buffer.Length)
                    throw new InvalidDataException($"QEMU sent a message of {message.SIZE} bytes.");
                buffer.Clear();
                var body = buffer[..(int)message.SIZE];
                if (!DescriptorSocket.TryReceive(socket, body, _files))
                    return;
                ulong? answer;
                lock (gate)
                    answer = Answer(message.COMMAND, body, buffer);
                if (answer is { } value)
                    Send(value);
            }
            finally
            {
                _files.ForEach(static file => file.Dispose());
                _files.Clear();
            }
        }
    }

    /// <summary>Carries a message out.</summary>
    /// <param name="command">The requested access.</param>
    /// <param name="body">The bytes of the message.</param>
    /// <param name="padded">The same bytes, with zeros behind them.</param>
    /// <returns>The value to return; null if none is.</returns>
    private ulong? Answer(ProxyCommand command, ReadOnlySpan<byte> body, ReadOnlySpan<byte> padded)
    {
        switch (command, body.Length)
        {
            case (ProxyCommand.SyncMemory, MemoryMessage):
                ReplaceRegions(MemoryMarshal.Cast<byte, ulong>(body));
                return null;
            case (ProxyCommand.SetIrqFd, 0):
                return null;
            case (ProxyCommand.ConfigRead, ConfigMessage):
                return ReadConfig(ConfigAccess.Read(padded));
            case (ProxyCommand.ConfigWrite, ConfigMessage):
                WriteConfig(ConfigAccess.Read(padded));
                return 0;
            case (ProxyCommand.BarRead, BarMessage):
                return Read(BarAccess.Read(padded));
            case (ProxyCommand.BarWrite, BarMessage):
                Write(BarAccess.Read(padded));
                return 0;
            case (ProxyCommand.DeviceReset, 0):
                _isHidden = false;
                function.Reset();
                return 0;
            default:
                throw new InvalidDataException($"QEMU sent message {(uint)command} with {body.Length} bytes.");
        }
    }

    private void ReplaceRegions(ReadOnlySpan<ulong> words)
    {
        var regions = new List<MemoryRegion>();
        for (var index = 0; index < Math.Min(_files.Count, MostRegions); index++)
        {
            // Memory of other files, such as that of a second memory backend, is none of ours.
            if (MemoryFile.NameOf(_files[index]) == memory.FileName)
                regions.Add(new(words[index], words[MostRegions + index], words[2 * MostRegions + index]));
        }

        memory.Replace(regions);
    }

    private uint ReadConfig(ConfigAccess access)
    {
        if (!IsConfigAccess(access))
            return 0;
        var size = (int)access.LENGTH;
        return _isHidden ? uint.MaxValue >> (8 * (WidestConfigAccess - size)) : function.ReadConfig((int)access.OFFSET, size);
    }

    private void WriteConfig(ConfigAccess access)
    {
        if (_isHidden || !IsConfigAccess(access))
            return;
        function.WriteConfig((int)access.OFFSET, (int)access.LENGTH, access.VALUE);
        _isHidden = fixedAddress is { } address && new Bar0(function.ReadConfig(Bar0.Offset, WidestConfigAccess)).ADDRESS == address;
    }

    private ulong Read(BarAccess access) =>
        IsBarAccess(access) && function.TryFind(access.ADDRESS, out var offset) && function.TryRead(offset, (int)access.LENGTH, out var value) ? value : 0;

    private void Write(BarAccess access)
    {
        if (IsBarAccess(access) && function.TryFind(access.ADDRESS, out var offset))
            function.TryWrite(offset, (int)access.LENGTH, access.VALUE);
    }

    private static bool IsConfigAccess(ConfigAccess access) =>
        access.LENGTH is 1 or 2 or WidestConfigAccess && access.OFFSET <= ConfigSpace - access.LENGTH;

    private static bool IsBarAccess(BarAccess access) => access.LENGTH is 1 or 2 or 4 or WidestBarAccess && access.ADDRESS % access.LENGTH == 0;

    private void Send(ulong value)
    {
        Span<byte> answer = stackalloc byte[MessageHeader.SizeInBytes + sizeof(ulong)];
        var header = default(MessageHeader) with { COMMAND = ProxyCommand.Return, SIZE = sizeof(ulong) };
        header.CopyTo(answer);
        BinaryPrimitives.WriteUInt64LittleEndian(answer[MessageHeader.SizeInBytes..], value);
        socket.Send(answer);
    }
}
