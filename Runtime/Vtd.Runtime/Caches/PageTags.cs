using Vtd.Architecture;

namespace Vtd.Runtime.Caches;

/// <summary>The tags of a page in the IOTLB (6.2.4): its domain and, but for the second stage, its PASID; or its requester, for a quirk.</summary>
internal readonly record struct PageTags
{
    private const uint NoPasid = uint.MaxValue;
    private const int DomainShift = 32;
    private const int SourceShift = 48;

    private PageTags(ulong number) => Number = number;

    private PageTags(ushort domain, uint pasid)
        : this((ulong)domain << DomainShift | pasid)
    {
    }

    /// <summary>All tags in one number.</summary>
    public ulong Number { get; }

    /// <summary>A number that tells tags apart in a table.</summary>
    public uint Hash
    {
        get
        {
            const ulong GoldenRatio = 11400714819323198485;
            return (uint)(Number * GoldenRatio >> 32);
        }
    }

    /// <summary>The source id, of pages that are found by requester; otherwise 0.</summary>
    public ushort SourceId => (ushort)(Number >> SourceShift);

    /// <summary>The domain; 0 of pages that are found by requester.</summary>
    public ushort Domain => (ushort)(Number >> DomainShift);

    /// <summary>The PASID; null for the second stage.</summary>
    public uint? Pasid => (uint)Number == NoPasid ? null : (uint)Number;

    /// <summary>The tags of what was translated by second-stage tables.</summary>
    public static PageTags OfSecondStage(ushort domain) => new(domain, NoPasid);

    /// <summary>The tags of what was translated by first-stage tables, nested on second-stage ones or not.</summary>
    public static PageTags OfFirstStage(ushort domain, uint pasid) => new(domain, pasid);

    /// <summary>The tags of a page that is found by requester, whatever its domain (<see cref="UnitQuirk.PagesPerSource"/>).</summary>
    /// <param name="sourceId">The requester.</param>
    /// <param name="pasid">The PASID that the requester leads to; null in legacy mode.</param>
    public static PageTags OfSource(SourceId sourceId, uint? pasid) => new((ulong)sourceId.Value << SourceShift | (pasid ?? NoPasid));

    /// <summary>The tags that the entry of a PASID gives.</summary>
    public static PageTags Of(in PasidEntry entry, uint pasid) =>
        entry.PGTT == PasidTranslationType.SecondStage ? OfSecondStage(entry.DID) : OfFirstStage(entry.DID, pasid);
}
