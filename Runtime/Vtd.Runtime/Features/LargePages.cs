namespace Vtd.Runtime;

/// <summary>Pages larger than 4 KBytes.</summary>
[Flags]
public enum LargePages
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>2 MBytes.</summary>
    Size2M = 1 << 0,

    /// <summary>1 GByte; only together with <see cref="Size2M"/>.</summary>
    Size1G = 1 << 1,
}
