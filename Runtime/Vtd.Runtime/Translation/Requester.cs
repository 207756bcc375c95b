using Vtd.Architecture;
using Vtd.Runtime.Caches;
using Vtd.Runtime.Faults;
using Vtd.Runtime.Tables;

namespace Vtd.Runtime.Translation;

/// <summary>The sender and the kind of a request: everything that context and PASID entries decide about.</summary>
/// <param name="Key">The sender, and whether it asks for privilege.</param>
/// <param name="IsExecute">Whether the request asks for execution.</param>
/// <param name="AddressType">Whether a device TLB is involved.</param>
internal readonly record struct Requester(RequesterKey Key, bool IsExecute, AddressType AddressType)
{
    /// <summary>The device.</summary>
    public SourceId SourceId => Key.SourceId;

    /// <summary>The PASID that the request carries, or null.</summary>
    public uint? Pasid => Key.Pasid;

    /// <summary>Whether requests ask for privilege.</summary>
    public bool IsPrivileged => Key.IsPrivileged;

    /// <summary>The request asks for no more than a page: not for privilege or execution, and no device TLB is involved.</summary>
    public bool IsPlain => !IsPrivileged && !IsExecute && AddressType == AddressType.Untranslated;

    /// <summary>The record of a fault of a request.</summary>
    public FaultRecord FaultOf(FaultReason reason, ulong address, RequestType type) => FaultRecord.OfAddress(reason, SourceId, address) with
    {
        Type = type,
        AddressType = AddressType,
        Pasid = Pasid,
        Execute = IsExecute,
        Privileged = IsPrivileged,
    };

    /// <summary>Gets the requester of a DMA request. Privilege and execution count only with a PASID.</summary>
    public static Requester Of(in DmaRequest request) => new(
        request.Key.Counting,
        request.Access == DmaAccess.Execute && request.Key.HasPasid,
        request.IsTranslated ? AddressType.Translated : AddressType.Untranslated);

    /// <summary>Gets the requester of a translation request.</summary>
    public static Requester Of(in AtsRequest request) => new(
        (new RequesterKey(request.SourceId) { Pasid = request.Pasid, IsPrivileged = request.IsPrivileged }).Counting,
        request.IsExecute && request.Pasid is not null,
        AddressType.Translation);
}

/// <summary>The entries that decide about a requester.</summary>
/// <param name="Context">The context entry.</param>
/// <param name="Entry">The PASID entry, in scalable mode.</param>
/// <param name="Pasid">The PASID of that entry; 0 in legacy mode.</param>
internal readonly record struct RequesterEntries(Context Context, PasidEntry Entry, uint Pasid)
{
    /// <summary>The context entry: a field, as a property would copy it on each look.</summary>
    public readonly Context Context = Context;

    /// <summary>The PASID entry, in scalable mode.</summary>
    public readonly PasidEntry Entry = Entry;

    /// <summary>Requests are not translated.</summary>
    public bool PassesThrough => Context.IsScalable ? Entry.PGTT == PasidTranslationType.PassThrough : Context.Legacy.TT == TranslationType.PassThrough;

    /// <summary>Whether either says that faults are not to be recorded (FPD).</summary>
    public bool IsProcessingDisabled => Context.IsScalable ? Context.Scalable.FPD || Entry.FPD : Context.Legacy.FPD;

    /// <summary>The tags of pages, unless requests pass through.</summary>
    public PageTags Tags => Context.IsScalable ? PageTags.Of(Entry, Pasid) : PageTags.OfSecondStage(Context.Legacy.DID);
}

/// <summary>The cached entries of a requester, decoded.</summary>
/// <param name="PassesThrough">Requests are not translated.</param>
/// <param name="IsSupervisor">Requests run with privilege.</param>
/// <param name="Tags">The tags that cached pages are found by.</param>
/// <param name="Context">The cached context entry.</param>
/// <param name="Entry">The cached PASID entry; null in legacy mode.</param>
internal readonly record struct RequesterRules(
    bool PassesThrough,
    bool IsSupervisor,
    PageTags Tags,
    CacheEntry<SourceId, Context> Context,
    CacheEntry<PasidCache.PasidKey, PasidEntry>? Entry)
{
    /// <summary>The domain of the requester.</summary>
    public ushort Domain => Entry is null ? Context.Value.Legacy.DID : Entry.Value.DID;

    /// <summary>Whether both entries are still cached. Needs no lock.</summary>
    public bool IsLive => Context.IsLive && (Entry is null || Entry.IsLive);
}
