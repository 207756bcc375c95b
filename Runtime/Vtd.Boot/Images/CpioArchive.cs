using System.Globalization;
using System.Text;

namespace Vtd.Boot.Images;

/// <summary>Makes a cpio archive of the format newc, which the kernel unpacks as its first file system (initramfs).</summary>
public sealed class CpioArchive
{
    private const int Alignment = 4;
    private const uint FileType = 0x8000; // S_IFREG
    private const uint FolderType = 0x4000; // S_IFDIR
    private const uint DeviceType = 0x2000; // S_IFCHR
    private const uint Executable = 0x1ED; // rwxr-xr-x
    private const string EndName = "TRAILER!!!";

    private readonly MemoryStream _bytes = new();
    private uint _number;

    /// <summary>Adds a folder. Folders come before what is in them.</summary>
    /// <param name="path">The path without a leading slash.</param>
    public CpioArchive AddFolder(string path) => Add(path, FolderType | Executable, [], 0, 0);

    /// <summary>Adds a file that may be read and executed.</summary>
    /// <param name="path">The path without a leading slash.</param>
    /// <param name="content">The bytes.</param>
    public CpioArchive AddFile(string path, ReadOnlySpan<byte> content) => Add(path, FileType | Executable, content, 0, 0);

    /// <summary>Adds a text file that may be read and executed.</summary>
    /// <inheritdoc cref="AddFile(string, ReadOnlySpan{byte})"/>
    public CpioArchive AddFile(string path, string content) => AddFile(path, Encoding.UTF8.GetBytes(content));

    /// <summary>Adds a character device.</summary>
    /// <param name="path">The path without a leading slash.</param>
    /// <param name="major">Major number.</param>
    /// <param name="minor">Minor number.</param>
    public CpioArchive AddDevice(string path, uint major, uint minor) => Add(path, DeviceType | Executable, [], major, minor);

    /// <summary>The archive with its end.</summary>
    public byte[] ToArray()
    {
        var archive = new CpioArchive();
        _bytes.WriteTo(archive._bytes);
        archive.Add(EndName, 0, [], 0, 0);
        return archive._bytes.ToArray();
    }

    private CpioArchive Add(string path, uint mode, ReadOnlySpan<byte> content, uint major, uint minor)
    {
        var name = Encoding.UTF8.GetBytes(path + '\0');
        _number++;
        // inode, mode, owner, group, links, time, size, device of the archive (two numbers), device, length of the name, checksum
        uint[] header = [_number, mode, 0, 0, 1, 0, (uint)content.Length, 0, 0, major, minor, (uint)name.Length, 0];
        _bytes.Write(Encoding.ASCII.GetBytes("070701" + string.Concat(header.Select(static value => value.ToString("x8", CultureInfo.InvariantCulture)))));
        _bytes.Write(name);
        Align();
        _bytes.Write(content);
        Align();
        return this;
    }

    private void Align() => _bytes.SetLength(_bytes.Position = (_bytes.Length + Alignment - 1) / Alignment * Alignment);
}
