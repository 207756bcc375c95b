using System.Globalization;
using System.Net.Sockets;
using Microsoft.Win32.SafeHandles;

namespace Vtd.Boot.Native;

/// <summary>The descriptors that a child process inherits: ends of sockets, and files in memory.</summary>
/// <remarks>All are closed on exec until <see cref="Open"/>, so that no other child of the process inherits them.</remarks>
public sealed unsafe class InheritedDescriptors : IDisposable
{
    private readonly List<SafeFileHandle> _descriptors = [];

    /// <summary>Makes a pair of connected sockets, of which the child inherits one.</summary>
    /// <param name="number">The descriptor in the child.</param>
    /// <returns>The socket of this process.</returns>
    /// <exception cref="IOException">The system has no descriptors left.</exception>
    public Socket AddSocket(out string number)
    {
        var pair = stackalloc int[2];
        if (LibC.CreateSocketPair(LibC.UnixFamily, LibC.StreamSocket | LibC.CloseOnExec, 0, pair) != 0)
            throw LibC.Failure("make a pair of sockets");
        number = Add(new SafeFileHandle(pair[1], ownsHandle: true));
        return new Socket(new SafeSocketHandle(pair[0], ownsHandle: true));
    }

    /// <summary>Adds a file that the child inherits.</summary>
    /// <param name="file">A file in memory; its handle is disposed with the others.</param>
    /// <returns>The path of the file in the child.</returns>
    public string AddFile(SafeFileHandle file) => $"/proc/self/fd/{Add(file)}";

    /// <summary>Lets the next child process inherit all descriptors. <see cref="IDisposable.Dispose"/> follows once it has started.</summary>
    /// <exception cref="IOException">A descriptor cannot be changed.</exception>
    public void Open()
    {
        foreach (var descriptor in _descriptors)
        {
            if (LibC.Control((int)descriptor.DangerousGetHandle(), LibC.SetDescriptorFlags, 0) != 0)
                throw LibC.Failure("pass a descriptor on");
        }
    }

    /// <summary>Closes the descriptors of this process; those of the child stay.</summary>
    public void Dispose() => _descriptors.ForEach(static descriptor => descriptor.Dispose());

    private string Add(SafeFileHandle descriptor)
    {
        _descriptors.Add(descriptor);
        return descriptor.DangerousGetHandle().ToString(CultureInfo.InvariantCulture);
    }
}
