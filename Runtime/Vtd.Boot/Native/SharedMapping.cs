using Microsoft.Win32.SafeHandles;

namespace Vtd.Boot.Native;

/// <summary>A file that is mapped into the memory of the process, shared with everyone else who maps it.</summary>
public sealed unsafe class SharedMapping : IDisposable
{
    private nint _start;

    /// <summary>Maps a file.</summary>
    /// <param name="file">The file; its handle is no longer needed then.</param>
    /// <param name="size">Bytes of the file.</param>
    /// <exception cref="IOException">There is no address space left.</exception>
    public SharedMapping(SafeFileHandle file, long size)
    {
        _start = LibC.Map(0, (nuint)size, LibC.ReadAndWrite, LibC.SharedMapping, (int)file.DangerousGetHandle(), 0);
        if (_start == -1)
            throw LibC.Failure("map a file");
        Size = (ulong)size;
    }

    /// <summary>Bytes of the file.</summary>
    public ulong Size { get; }

    /// <summary>A part of the file.</summary>
    /// <param name="offset">Byte offset; the caller has seen to it that the part is inside.</param>
    /// <param name="length">Bytes.</param>
    internal Span<byte> At(ulong offset, int length) => new((byte*)_start + offset, length);

    /// <summary>Unmaps the file. No access may be under way or to come.</summary>
    public void Dispose()
    {
        if (_start != 0)
            LibC.Unmap(_start, (nuint)Size);
        _start = 0;
    }
}
