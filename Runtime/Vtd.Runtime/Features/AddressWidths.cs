namespace Vtd.Runtime;

/// <summary>Widths of addresses that a second stage can translate: one for each number of levels that its tables may have.</summary>
[Flags]
public enum AddressWidths
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>39 bits: 3 levels.</summary>
    Bits39 = 1 << 0,

    /// <summary>48 bits: 4 levels.</summary>
    Bits48 = 1 << 1,

    /// <summary>57 bits: 5 levels.</summary>
    Bits57 = 1 << 2,
}
