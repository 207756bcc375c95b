using System.Buffers.Binary;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Vtd.Boot.Native;

/// <summary>Receives messages that carry descriptors of files.</summary>
public static unsafe class DescriptorSocket
{
    /// <summary>The most descriptors that one message can carry.</summary>
    public const int MostDescriptors = 16;

    /// <summary>Fills a buffer, and takes the descriptors that came with its bytes.</summary>
    /// <param name="socket">A connected socket.</param>
    /// <param name="buffer">The bytes.</param>
    /// <param name="descriptors">Takes the descriptors; the caller disposes them.</param>
    /// <returns>False if the other side closed the socket before.</returns>
    public static bool TryReceive(Socket socket, Span<byte> buffer, ICollection<SafeFileHandle> descriptors)
    {
        while (buffer.Length > 0)
        {
            var received = ReceivePart(socket, buffer, descriptors);
            if (received <= 0)
                return false;
            buffer = buffer[received..];
        }

        return true;
    }

    private static int ReceivePart(Socket socket, Span<byte> buffer, ICollection<SafeFileHandle> descriptors)
    {
        const int ControlSize = 128;
        var control = stackalloc byte[ControlSize];
        fixed (byte* start = buffer)
        {
            var part = new LibC.Buffer { Start = start, Length = (nuint)buffer.Length };
            nint received;
            LibC.MessageHeader message;
            do
            {
                message = new() { Buffers = &part, BufferCount = 1, Control = control, ControlLength = ControlSize };
                received = LibC.Receive((int)socket.SafeHandle.DangerousGetHandle(), &message, LibC.MessageCloseOnExec);
            }
            while (received < 0 && Marshal.GetLastPInvokeError() == LibC.Interrupted);
            if (received >= 0)
                Take(new(control, (int)message.ControlLength), descriptors);
            return (int)received;
        }
    }

    private static void Take(ReadOnlySpan<byte> control, ICollection<SafeFileHandle> descriptors)
    {
        while (control.Length >= sizeof(LibC.ControlHeader))
        {
            var header = MemoryMarshal.Read<LibC.ControlHeader>(control);
            var length = (int)Math.Min(header.Length, (nuint)control.Length);
            if (length < sizeof(LibC.ControlHeader))
                return;
            if (header.Level == LibC.SocketLevel && header.Type == LibC.DescriptorRights)
            {
                for (var at = sizeof(LibC.ControlHeader); at + sizeof(int) <= length; at += sizeof(int))
                    descriptors.Add(new SafeFileHandle(BinaryPrimitives.ReadInt32LittleEndian(control[at..]), ownsHandle: true));
            }

            var aligned = (length + sizeof(nuint) - 1) & ~(sizeof(nuint) - 1);
            control = control[Math.Min(aligned, control.Length)..];
        }
    }
}
