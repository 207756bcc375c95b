using Vtd.Runtime.Architecture;

namespace Vtd.Runtime.Translation;

/// <summary>Who asks, and in which way: all of a request that context and PASID entries decide about.</summary>
/// <param name="SourceId">The device.</param>
/// <param name="Pasid">The PASID that the request carries, or null.</param>
/// <param name="IsPrivileged">It asks for privilege.</param>
/// <param name="IsExecute">It asks for execution.</param>
/// <param name="AddressType">Whether a device TLB is involved.</param>
internal readonly record struct Requester(ushort SourceId, uint? Pasid, bool IsPrivileged, bool IsExecute, AddressType AddressType)
{
    /// <summary>Who sent a DMA request. Privilege and execution count only with a PASID.</summary>
    public static Requester Of(in DmaRequest request) => new(
        request.SourceId,
        request.Pasid,
        request.IsPrivileged && request.Pasid is not null,
        request.Access == DmaAccess.Execute && request.Pasid is not null,
        request.IsTranslated ? AddressType.Translated : AddressType.Untranslated);

    /// <summary>Who sent a translation request.</summary>
    public static Requester Of(in AtsRequest request) => new(
        request.SourceId,
        request.Pasid,
        request.IsPrivileged && request.Pasid is not null,
        request.IsExecute && request.Pasid is not null,
        AddressType.Translation);
}

/// <summary>The entries that decide about a requester.</summary>
/// <param name="Context">Its context entry.</param>
/// <param name="Entry">Its PASID entry, in scalable mode.</param>
/// <param name="Pasid">The PASID of that entry; 0 in legacy mode.</param>
internal readonly record struct RequesterEntries(Context Context, PasidEntry Entry, uint Pasid);
