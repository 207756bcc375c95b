using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Vtd.Boot.Tests;

/// <summary>Sends bytes with descriptors of files, as QEMU does.</summary>
internal static unsafe partial class SentMessage
{
    private const int SocketLevel = 1;
    private const int DescriptorRights = 1;
    private const int HeaderSize = 16;

    public static void Send(Socket socket, ReadOnlySpan<byte> bytes, params ReadOnlySpan<int> descriptors)
    {
        var control = stackalloc byte[256];
        var length = HeaderSize + descriptors.Length * sizeof(int);
        *(long*)control = length;
        ((int*)control)[2] = SocketLevel;
        ((int*)control)[3] = DescriptorRights;
        descriptors.CopyTo(new Span<int>(control + HeaderSize, descriptors.Length));
        fixed (byte* start = bytes)
        {
            var part = stackalloc nint[] { (nint)start, bytes.Length };
            var message = stackalloc nint[] { 0, 0, (nint)part, 1, descriptors.IsEmpty ? 0 : (nint)control, descriptors.IsEmpty ? 0 : length, 0 };
            Assert.Equal(bytes.Length, Send((int)socket.SafeHandle.DangerousGetHandle(), message, 0));
        }
    }

    [LibraryImport("libc", EntryPoint = "sendmsg")]
    private static partial nint Send(int socket, nint* message, int flags);
}
