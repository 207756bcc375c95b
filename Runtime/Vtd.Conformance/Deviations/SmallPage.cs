using Vtd.Architecture;

namespace Vtd.Conformance.Deviations;

/// <summary>The smallest page, of 4 KiB.</summary>
internal static class SmallPage
{
    /// <summary>The logarithm of its size in bytes.</summary>
    public const int Shift = SsPte.Shifts.ADDR;

    /// <summary>The size in bytes.</summary>
    public const ulong Size = 1UL << Shift;
}
