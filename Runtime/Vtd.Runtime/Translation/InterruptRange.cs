using Vtd.Architecture;

namespace Vtd.Runtime.Translation;

/// <summary>The addresses where a write without PASID is an interrupt request and where no translation may lead (3.14).</summary>
internal static class InterruptRange
{
    private const int Shift = RemappableMsi.Shifts.PREFIX;
    private const ulong Prefix = (ulong)InterruptPrefix.InterruptRange;

    /// <summary>Whether an address lies in it.</summary>
    public static bool Contains(ulong address) => address >> Shift == Prefix;

    /// <summary>Whether a page of at least 4 KiB has a byte in it.</summary>
    /// <param name="page">An address in the page.</param>
    /// <param name="pageShift">Logarithm of its size in bytes.</param>
    public static bool Touches(ulong page, int pageShift)
    {
        var shift = Math.Max(Shift, pageShift);
        return page >> shift == Prefix << Shift >> shift;
    }
}
