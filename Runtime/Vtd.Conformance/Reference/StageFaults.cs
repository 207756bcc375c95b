using Vtd.Architecture;
using Vtd.Runtime;

namespace Vtd.Conformance.Reference;

/// <summary>The fault codes of second-stage tables, which depend on what the tables are used for (7.1.3).</summary>
/// <param name="Beyond">The address does not fit the tables.</param>
/// <param name="Top">An entry of the top table cannot be read.</param>
/// <param name="Entry">Another entry cannot be read.</param>
/// <param name="Reserved">A reserved bit is set.</param>
/// <param name="Nothing">An entry allows nothing; none if that has no code of its own.</param>
/// <param name="Read">Read permission is missing.</param>
/// <param name="Write">Write permission is missing.</param>
internal sealed record StageFaults(
    FaultReason Beyond, FaultReason Top, FaultReason Entry, FaultReason Reserved, FaultReason Nothing, FaultReason Read, FaultReason Write)
{
    /// <summary>In legacy mode: LGN and the table of the context entry.</summary>
    public static StageFaults Legacy { get; } = new(
        FaultReason.AddressBeyondWidth,
        FaultReason.ContextEntryInvalid,
        FaultReason.SecondStageEntryFetch,
        FaultReason.SecondStageEntryReserved,
        FaultReason.None,
        FaultReason.ReadDenied,
        FaultReason.WriteDenied);

    /// <summary>In scalable mode: SGN and SSS.</summary>
    public static StageFaults Scalable { get; } = new(
        FaultReason.ScalableAddressBeyondWidth,
        FaultReason.ScalableSecondStageTableFetch,
        FaultReason.ScalableSecondStageEntryFetch,
        FaultReason.ScalableSecondStageEntryReserved,
        FaultReason.ScalableSecondStageDenied,
        FaultReason.ScalableReadDenied,
        FaultReason.ScalableWriteDenied);

    /// <summary>Below first-stage tables: SFS.</summary>
    public static StageFaults NestedTable { get; } = Scalable with
    {
        Beyond = FaultReason.NestedTableAddressBeyondWidth,
        Read = FaultReason.NestedTableReadDenied,
        Write = FaultReason.NestedTableWriteDenied,
    };

    /// <summary>Below the top first-stage table: SFS.</summary>
    public static StageFaults NestedTopTable { get; } = NestedTable with { Read = FaultReason.NestedTopTableReadDenied };

    /// <summary>The code of a request that lacks permissions.</summary>
    public FaultReason Of(PagePermissions missing)
    {
        if (missing.HasFlag(PagePermissions.Write))
            return Write;
        return missing == PagePermissions.Execute ? FaultReason.ExecuteDenied : Read;
    }
}
