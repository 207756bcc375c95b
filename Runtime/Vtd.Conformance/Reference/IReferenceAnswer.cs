using Vtd.Architecture;

namespace Vtd.Conformance.Reference;

/// <summary>An answer that the architecture permits to a request.</summary>
internal interface IReferenceAnswer
{
    /// <summary>The fault that the request meets; none if it is allowed.</summary>
    FaultReason Reason { get; }

    /// <summary>Whether the fault is not recorded, since FPD is set in an entry that was met.</summary>
    bool IsFaultDisabled { get; }
}
