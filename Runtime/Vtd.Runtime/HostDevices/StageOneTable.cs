namespace Vtd.Runtime.HostDevices;

/// <summary>A guest's first-stage table, as its PASID entry describes it (<c>iommu_hwpt_vtd_s1</c>).</summary>
/// <param name="Address">Guest-physical address of its top-level page (FSPTPTR).</param>
/// <param name="AddressWidth">Input address bits that it translates: 48 (four levels) or 57 (five).</param>
/// <param name="Flags">How the walk is done.</param>
public readonly record struct StageOneTable(ulong Address, int AddressWidth, StageOneFlags Flags);

/// <summary>How a first-stage table is walked.</summary>
[Flags]
public enum StageOneFlags
{
    /// <summary>None of the below.</summary>
    None = 0,

    /// <summary>Supervisor requests are allowed (SRE).</summary>
    SupervisorRequests = 1,

    /// <summary>The extended-accessed flag is set in entries used (EAFE).</summary>
    ExtendedAccessed = 2,

    /// <summary>Supervisor writes respect write protection (WPE).</summary>
    WriteProtect = 4,
}
