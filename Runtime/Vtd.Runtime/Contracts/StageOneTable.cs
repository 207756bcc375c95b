namespace Vtd.Runtime;

/// <summary>A guest's first-stage table, as its PASID entry describes it (<c>iommu_hwpt_vtd_s1</c>).</summary>
/// <param name="Address">Guest-physical address of its top-level page (FSPTPTR).</param>
/// <param name="AddressWidth">Input address bits that it translates: 48 (four levels) or 57 (five).</param>
/// <param name="Flags">The rules of the walk.</param>
/// <param name="TakesPageRequests">The device may send page requests (PRE of its context entry), so the host attaches the table with a queue of its own for
/// page faults, and hands them to <see cref="VtdUnit.RequestPage(in PageRequest, uint)"/>.</param>
public readonly record struct StageOneTable(ulong Address, int AddressWidth, StageOneFlags Flags, bool TakesPageRequests = false);

/// <summary>The rules for walking a first-stage table.</summary>
[Flags]
public enum StageOneFlags
{
    /// <summary>No flags.</summary>
    None = 0,

    /// <summary>Supervisor requests are allowed (SRE).</summary>
    SupervisorRequests = 1,

    /// <summary>The extended-accessed flag is set in entries used (EAFE).</summary>
    ExtendedAccessed = 2,

    /// <summary>Supervisor writes respect write protection (WPE).</summary>
    WriteProtect = 4,
}
