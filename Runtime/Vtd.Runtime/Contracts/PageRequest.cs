namespace Vtd.Runtime;

/// <summary>A device asks software to make a page available to it.</summary>
/// <param name="SourceId">The device.</param>
/// <param name="Address">An address in the page; bits 11:0 do not matter.</param>
/// <param name="Group">Page request group index: 9 bits.</param>
public readonly record struct PageRequest(SourceId SourceId, ulong Address, ushort Group)
{
    /// <summary>The PASID that the request carries: 20 bits, or null.</summary>
    public uint? Pasid { get; init; }

    /// <summary>The device wants to read.</summary>
    public bool Read { get; init; }

    /// <summary>The device wants to write.</summary>
    public bool Write { get; init; }

    /// <summary>The device wants to execute; it counts only with a PASID.</summary>
    public bool Execute { get; init; }

    /// <summary>The request asks for privilege; it counts only with a PASID.</summary>
    public bool IsPrivileged { get; init; }

    /// <summary>The request is the last of its group, which is answered as a whole (LPIG).</summary>
    public bool IsLast { get; init; }

    /// <summary>The request is a stop marker: it asks for no page and says that the device stopped using the PASID. No answer follows.</summary>
    public bool IsStopMarker => IsLast && Pasid is not null && !Read && !Write;
}
