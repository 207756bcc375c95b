namespace Vtd.Runtime.Tables;

/// <summary>The bytes that a page-selective request names: 2^AM pages of 4 KiB, aligned to their size.</summary>
/// <param name="First">Address of the first byte.</param>
/// <param name="Last">Address of the last byte, so that the whole address space is a range too.</param>
internal readonly record struct PageRange(ulong First, ulong Last)
{
    /// <summary>The whole address space.</summary>
    public static PageRange Everything => new(0, ulong.MaxValue);

    /// <summary>The range of ADDR and AM. Address bits below the mask are ignored.</summary>
    /// <param name="address">A byte address.</param>
    /// <param name="addressMask">AM, from 0; 52 and more name the whole address space.</param>
    public static PageRange FromAddressMask(ulong address, int addressMask)
    {
        if (addressMask >= 64 - SmallPage.Shift)
            return Everything;
        var offset = (1UL << (addressMask + SmallPage.Shift)) - 1;
        return new(address & ~offset, address | offset);
    }

    /// <summary>Whether a page has any byte in the range.</summary>
    /// <param name="page">Address of its first byte.</param>
    /// <param name="shift">Logarithm of its size in bytes.</param>
    public bool Touches(ulong page, int shift) => page <= Last && page + ((1UL << shift) - 1) >= First;

    /// <summary>The number of pages of a size that have a byte in the range.</summary>
    /// <param name="shift">Logarithm of the page size in bytes.</param>
    public ulong PageCount(int shift) => (Last >> shift) - (First >> shift) + 1;

    /// <summary>Gets the range for a host device.</summary>
    public StageOneInvalidation ToStageOne(bool leafOnly) => new(
        First,
        this == Everything ? StageOneInvalidation.Everything : PageCount(SmallPage.Shift),
        leafOnly);
}
