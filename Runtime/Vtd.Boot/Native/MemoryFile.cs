using Microsoft.Win32.SafeHandles;

namespace Vtd.Boot.Native;

/// <summary>Makes files in memory, which end with their last descriptor and leave nothing in any folder.</summary>
public static class MemoryFile
{
    /// <summary>Makes a file of zeros.</summary>
    /// <param name="name">A name for /proc.</param>
    /// <param name="size">Bytes.</param>
    /// <exception cref="IOException">There is no memory or no descriptor left.</exception>
    public static SafeFileHandle Create(string name, long size)
    {
        var descriptor = LibC.CreateMemoryFile(name, LibC.MemoryFileCloseOnExec);
        if (descriptor < 0)
            throw LibC.Failure("make a file in memory");
        var file = new SafeFileHandle(descriptor, ownsHandle: true);
        RandomAccess.SetLength(file, size);
        return file;
    }

    /// <summary>Makes a file of bytes.</summary>
    /// <param name="name">A name for /proc.</param>
    /// <param name="bytes">The bytes.</param>
    /// <exception cref="IOException">There is no memory or no descriptor left.</exception>
    public static SafeFileHandle Create(string name, ReadOnlySpan<byte> bytes)
    {
        var file = Create(name, bytes.Length);
        RandomAccess.Write(file, bytes, 0);
        return file;
    }

    /// <summary>The name by which the system knows an open file: equal for all descriptors of one file in memory.</summary>
    public static string? NameOf(SafeFileHandle file) => new FileInfo($"/proc/self/fd/{file.DangerousGetHandle()}").LinkTarget;
}
