namespace Vtd.Spec.Model;

/// <summary>The order of the bytes of a number in memory.</summary>
public enum ByteOrder
{
    /// <summary>The least significant byte has the lowest address.</summary>
    LittleEndian,

    /// <summary>The most significant byte has the lowest address.</summary>
    BigEndian,
}
