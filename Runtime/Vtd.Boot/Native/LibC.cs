using System.Runtime.InteropServices;

namespace Vtd.Boot.Native;

/// <summary>The functions and constants of the C library of Linux that .NET has no equal of.</summary>
internal static unsafe partial class LibC
{
    public const int UnixFamily = 1; // AF_UNIX
    public const int StreamSocket = 1; // SOCK_STREAM
    public const int CloseOnExec = 0x80000; // SOCK_CLOEXEC
    public const int SocketLevel = 1; // SOL_SOCKET
    public const int DescriptorRights = 1; // SCM_RIGHTS
    public const int MessageCloseOnExec = 0x4000_0000; // MSG_CMSG_CLOEXEC
    public const uint MemoryFileCloseOnExec = 1; // MFD_CLOEXEC
    public const int SetDescriptorFlags = 2; // F_SETFD
    public const int ReadAndWrite = 3; // PROT_READ | PROT_WRITE
    public const int SharedMapping = 1; // MAP_SHARED
    public const int Interrupted = 4; // EINTR

    private const string Library = "libc";

    [LibraryImport(Library, EntryPoint = "socketpair", SetLastError = true)]
    public static partial int CreateSocketPair(int family, int type, int protocol, int* descriptors);

    [LibraryImport(Library, EntryPoint = "recvmsg", SetLastError = true)]
    public static partial nint Receive(int socket, MessageHeader* message, int flags);

    [LibraryImport(Library, EntryPoint = "memfd_create", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int CreateMemoryFile(string name, uint flags);

    [LibraryImport(Library, EntryPoint = "mmap", SetLastError = true)]
    public static partial nint Map(nint address, nuint length, int protection, int flags, int descriptor, nint offset);

    [LibraryImport(Library, EntryPoint = "munmap")]
    public static partial int Unmap(nint address, nuint length);

    [LibraryImport(Library, EntryPoint = "fcntl", SetLastError = true)]
    public static partial int Control(int descriptor, int command, int argument);

    [LibraryImport(Library, EntryPoint = "close")]
    public static partial int Close(int descriptor);

    /// <summary>The error of the last call, as an exception.</summary>
    /// <param name="action">The action that failed, such as "map guest memory".</param>
    public static IOException Failure(string action) => new($"cannot {action}: {Marshal.GetLastPInvokeErrorMessage()}");

    /// <summary>struct msghdr.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct MessageHeader
    {
        public nint Name;
        public uint NameLength;
        public Buffer* Buffers;
        public nuint BufferCount;
        public byte* Control;
        public nuint ControlLength;
        public int Flags;
    }

    /// <summary>struct iovec.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Buffer
    {
        public byte* Start;
        public nuint Length;
    }

    /// <summary>struct cmsghdr, before its data.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct ControlHeader
    {
        public nuint Length;
        public int Level;
        public int Type;
    }
}
