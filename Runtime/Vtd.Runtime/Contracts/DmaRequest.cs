namespace Vtd.Runtime;

/// <summary>An access to memory by a device, as it reaches the unit.</summary>
/// <param name="SourceId">The device.</param>
/// <param name="Address">The first byte accessed. What is asked for is asked of the 4-KiB page around it.</param>
/// <param name="Access">The requested access.</param>
public readonly record struct DmaRequest(SourceId SourceId, ulong Address, DmaAccess Access)
{
    /// <summary>All that the request says of its sender.</summary>
    internal RequesterKey Key { get; init; } = new(SourceId);

    /// <summary>The device.</summary>
    public SourceId SourceId
    {
        get => Key.SourceId;
        init => Key = Key with { SourceId = value };
    }

    /// <summary>The PASID that the request carries: 20 bits, or null.</summary>
    public uint? Pasid
    {
        get => Key.Pasid;
        init => Key = Key with { Pasid = value };
    }

    /// <summary>The request asks for privilege (PR); it counts only with a PASID.</summary>
    public bool IsPrivileged
    {
        get => Key.IsPrivileged;
        init => Key = Key with { IsPrivileged = value };
    }

    /// <summary>The device translated the address itself, with what it had asked the unit for (AT = translated).</summary>
    public bool IsTranslated
    {
        get => Key.IsTranslated;
        init => Key = Key with { IsTranslated = value };
    }
}

/// <summary>The kind of access that a device asks for.</summary>
public enum DmaAccess : byte
{
    /// <summary>Read.</summary>
    Read,

    /// <summary>Write.</summary>
    Write,

    /// <summary>Read and write in one step.</summary>
    Atomic,

    /// <summary>Read in order to execute (ER); without a PASID it is a read.</summary>
    Execute,
}
