namespace Vtd.Runtime;

/// <summary>A part of a first-stage table whose cached translations are stale (<c>iommu_hwpt_vtd_s1_invalidate</c>).</summary>
/// <param name="Address">Address of the first byte, page aligned.</param>
/// <param name="PageCount">Pages of 4 KiB; <see cref="Everything"/> names all of them.</param>
/// <param name="LeafOnly">Only last-level entries changed (IH).</param>
public readonly record struct StageOneInvalidation(ulong Address, ulong PageCount, bool LeafOnly)
{
    /// <summary>The page count that stands for the whole table.</summary>
    public const ulong Everything = ulong.MaxValue;

    /// <summary>All translations, and what they were made from.</summary>
    public static StageOneInvalidation All => new(0, Everything, LeafOnly: false);

    /// <summary>Whether another invalidation asks for nothing that this one does not do.</summary>
    internal bool Covers(in StageOneInvalidation other)
    {
        if (LeafOnly && !other.LeafOnly)
            return false;
        return PageCount == Everything || (other.PageCount != Everything && Address <= other.Address && LastPage >= other.LastPage);
    }

    private ulong LastPage => Address / SmallPage.Size + PageCount - 1;
}
