namespace Vtd.Runtime;

/// <summary>The identity of a requester in one number, so that one comparison tells requesters apart.</summary>
internal readonly record struct RequesterKey(ulong Number)
{
    private const int PasidShift = 16;
    private const ulong Tagged = 1UL << 48;
    private const ulong Privileged = 1UL << 49;
    private const ulong Translated = 1UL << 50;

    /// <summary>The key of requests that carry a source-id alone.</summary>
    public RequesterKey(SourceId sourceId)
        : this((ulong)sourceId.Value)
    {
    }

    /// <inheritdoc cref="DmaRequest.SourceId"/>
    public SourceId SourceId
    {
        get => (ushort)Number;
        init => Number = Number & ~(ulong)ushort.MaxValue | value.Value;
    }

    /// <inheritdoc cref="DmaRequest.Pasid"/>
    public uint? Pasid
    {
        get => HasPasid ? (uint)(Number >> PasidShift) : null;
        init => Number = Number & ~((ulong)uint.MaxValue << PasidShift | Tagged) | (value is { } pasid ? (ulong)pasid << PasidShift | Tagged : 0);
    }

    /// <inheritdoc cref="DmaRequest.IsPrivileged"/>
    public bool IsPrivileged
    {
        get => Has(Privileged);
        init => Number = With(Privileged, value);
    }

    /// <inheritdoc cref="DmaRequest.IsTranslated"/>
    public bool IsTranslated
    {
        get => Has(Translated);
        init => Number = With(Translated, value);
    }

    /// <summary>Whether requests carry a PASID.</summary>
    public bool HasPasid => Has(Tagged);

    /// <summary>The key without what does not count: privilege without PASID, and whether the address is translated.</summary>
    public RequesterKey Counting => new(Number & ~(HasPasid ? Translated : Translated | Privileged));

    private bool Has(ulong bit) => (Number & bit) != 0;

    private ulong With(ulong bit, bool isSet) => isSet ? Number | bit : Number & ~bit;
}
