using Vtd.Architecture;

namespace Vtd.Runtime;

/// <summary>The smallest page: what tables, queues and invalidations count in, whatever the larger ones are.</summary>
internal static class SmallPage
{
    /// <summary>Logarithm of its size in bytes.</summary>
    public const int Shift = SsPte.Shifts.ADDR;

    /// <summary>Size of a page in bytes.</summary>
    public const int Size = 1 << Shift;

    /// <summary>Address of the first byte of the page that an address is in.</summary>
    public static ulong StartOf(ulong address) => address >> Shift << Shift;
}
