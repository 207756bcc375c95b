namespace Vtd.Runtime.AddressSpaces;

/// <summary>The number of pages that the unit tracks for one follower, and how often it was too small.</summary>
/// <param name="pagesPerFollower">The most pages of one follower.</param>
[GuardedByUnitLock]
internal sealed class MappingQuota(int pagesPerFollower)
{
    /// <summary>The most pages of one follower.</summary>
    [IndependentOfUnitLock]
    public int PagesPerFollower => pagesPerFollower;

    /// <summary>Times that pages were not announced for lack of room.</summary>
    public long Refused { get; private set; }

    /// <summary>Counts pages that are not announced.</summary>
    public void Refuse() => Refused++;
}
