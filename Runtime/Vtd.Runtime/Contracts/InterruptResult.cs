using Vtd.Architecture;

namespace Vtd.Runtime;

/// <summary>The result of an <see cref="InterruptRequest"/>.</summary>
/// <param name="Outcome">Whether and how it reaches a processor.</param>
/// <param name="Address">Address of the message, if the result is one.</param>
/// <param name="Data">The data of the message.</param>
/// <param name="FaultReason">Why it is blocked: the code that a fault recording register shows; 0 if it is not.</param>
public readonly record struct InterruptResult(InterruptOutcome Outcome, ulong Address, uint Data, FaultReason FaultReason);

/// <summary>Whether and how an interrupt reaches a processor.</summary>
public enum InterruptOutcome : byte
{
    /// <summary>The interrupt is blocked.</summary>
    Blocked,

    /// <summary>The interrupt goes on unchanged: interrupt remapping is off, or it is of the compatibility format and that is allowed.</summary>
    Unchanged,

    /// <summary>The interrupt goes on as the message that its interrupt remapping entry gives.</summary>
    Remapped,

    /// <summary>The interrupt was posted to a virtual processor, and the message is the notification of that.</summary>
    PostedWithNotification,

    /// <summary>The interrupt was posted to a virtual processor that needs no notification, and no message is sent.</summary>
    Posted,
}
