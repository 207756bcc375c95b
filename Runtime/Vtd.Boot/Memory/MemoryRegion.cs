namespace Vtd.Boot.Memory;

/// <summary>A range of guest-physical addresses that is a part of the file of guest memory.</summary>
/// <param name="Address">The first guest-physical address.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Offset">Byte offset in the file.</param>
public readonly record struct MemoryRegion(ulong Address, ulong Size, ulong Offset)
{
    /// <summary>Whether the region is not empty, is inside a file and does not reach past the last address.</summary>
    /// <param name="fileSize">Bytes of the file.</param>
    public bool IsInside(ulong fileSize) => Size > 0 && Size <= fileSize && Offset <= fileSize - Size && Address <= ulong.MaxValue - (Size - 1);
}
