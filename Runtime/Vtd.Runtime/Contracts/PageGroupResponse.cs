namespace Vtd.Runtime;

/// <summary>The answer to a group of page requests.</summary>
/// <param name="Group">Page request group index: 9 bits.</param>
/// <param name="Answer">The answer.</param>
/// <param name="Pasid">The PASID of the requests, or null.</param>
public readonly record struct PageGroupResponse(ushort Group, PageGroupAnswer Answer, uint? Pasid);

/// <summary>The answer to a group of page requests. Reserved codes reach a device as <see cref="Failure"/>.</summary>
public enum PageGroupAnswer : byte
{
    /// <summary>Access is granted, as far as it could be; the device asks for the translations again.</summary>
    Success,

    /// <summary>A page cannot be granted.</summary>
    InvalidRequest,

    /// <summary>Beyond recovery; the device stops sending page requests.</summary>
    Failure,
}
