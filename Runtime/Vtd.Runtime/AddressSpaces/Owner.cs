namespace Vtd.Runtime.AddressSpaces;

/// <summary>The tags of the pages of an address space.</summary>
/// <param name="Domain">The domain of the context or PASID entry.</param>
/// <param name="Pasid">The PASID; RID_PASID for requests without, 0 in legacy mode.</param>
/// <param name="HasFirstStage">The pages are those of a first stage, alone or above a second one.</param>
internal readonly record struct Owner(ushort Domain, uint Pasid, bool HasFirstStage)
{
    /// <summary>Whether an invalidation of a domain, or of one PASID in it, concerns these pages.</summary>
    public bool Matches(ushort domain, uint? pasid) => Domain == domain && (pasid is null || Pasid == pasid);
}
