using Vtd.Architecture;
using Vtd.Runtime;

namespace Vtd.Conformance.Reference;

/// <summary>The origin of a request, as far as context and PASID entries decide about it.</summary>
/// <param name="SourceId">The device.</param>
/// <param name="Pasid">The PASID of the request, or null.</param>
/// <param name="IsPrivileged">The request asks for privilege.</param>
/// <param name="IsExecute">The request asks for execution.</param>
/// <param name="AddressType">Whether a device TLB is involved.</param>
internal readonly record struct ReferenceRequester(SourceId SourceId, uint? Pasid, bool IsPrivileged, bool IsExecute, AddressType AddressType)
{
    /// <summary>The sender of a DMA request.</summary>
    public static ReferenceRequester Of(in DmaRequest request) => new(
        request.SourceId,
        request.Pasid,
        request.IsPrivileged && request.Pasid is not null,
        request.Access == DmaAccess.Execute && request.Pasid is not null,
        request.IsTranslated ? AddressType.Translated : AddressType.Untranslated);

    /// <summary>The sender of a translation request.</summary>
    public static ReferenceRequester Of(in AtsRequest request) => new(
        request.SourceId,
        request.Pasid,
        request.IsPrivileged && request.Pasid is not null,
        request.IsExecute && request.Pasid is not null,
        AddressType.Translation);
}

/// <summary>A context entry of either mode.</summary>
/// <param name="IsScalable">The mode.</param>
/// <param name="Legacy">The entry, in legacy mode.</param>
/// <param name="Scalable">The entry, in scalable mode.</param>
internal readonly record struct ReferenceContext(bool IsScalable, LegacyContextEntry Legacy, ScalableContextEntry Scalable)
{
    /// <summary>Qualified faults are not reported.</summary>
    public bool FPD => IsScalable ? Scalable.FPD : Legacy.FPD;
}

/// <summary>The contents of the entries of a requester.</summary>
/// <param name="Reason">Why they keep the requester out; none if they do not.</param>
/// <param name="IsFaultDisabled">FPD of the entries that were met.</param>
/// <param name="Context">The context entry.</param>
/// <param name="Entry">The PASID entry, in scalable mode.</param>
/// <param name="Pasid">The PASID.</param>
/// <param name="IsSupervisor">Requests run with privilege.</param>
internal readonly record struct ReferenceEntries(
    FaultReason Reason, bool IsFaultDisabled, ReferenceContext Context, PasidEntry Entry, uint Pasid, bool IsSupervisor)
{
    /// <summary>Requests pass through.</summary>
    public bool PassesThrough => Context.IsScalable ? Entry.PGTT == PasidTranslationType.PassThrough : Context.Legacy.TT == TranslationType.PassThrough;

    /// <summary>The tag of pages in the IOTLB: the domain, and the PASID but for second-stage pages (6.2.4).</summary>
    public (ushort Domain, uint? Pasid) Tags => !Context.IsScalable ? (Context.Legacy.DID, null)
        : (Entry.DID, Entry.PGTT == PasidTranslationType.SecondStage ? null : Pasid);
}
