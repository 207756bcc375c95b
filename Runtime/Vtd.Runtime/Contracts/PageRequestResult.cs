using Vtd.Architecture;

namespace Vtd.Runtime;

/// <summary>The result of a <see cref="PageRequest"/>.</summary>
/// <param name="Outcome">Whether software gets to know of it.</param>
/// <param name="FaultReason">Why it is blocked: the code that a fault recording register shows; 0 if it is not, or blocked
/// without a fault.</param>
public readonly record struct PageRequestResult(PageRequestOutcome Outcome, FaultReason FaultReason);

/// <summary>Whether software gets to know of a page request. If not, and it is the last of its group, the unit answers the group.</summary>
/// <remarks>No source establishes what the unit answers. Here it is success where the queue was full, so that the device tries again when
/// there may be room, and failure where trying again is in vain.</remarks>
public enum PageRequestOutcome : byte
{
    /// <summary>The request is in the page request queue.</summary>
    Queued,

    /// <summary>The queue is full, or overflowed and software has not cleared PRS.PRO: the request is lost.</summary>
    Overflowed,

    /// <summary>The queue is not in memory that can be written: the request is lost.</summary>
    Lost,

    /// <summary>The device may not send page requests.</summary>
    Blocked,
}
