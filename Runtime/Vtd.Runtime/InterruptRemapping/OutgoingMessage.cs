using Vtd.Architecture;

namespace Vtd.Runtime.InterruptRemapping;

/// <summary>Messages on their way from the unit to the processors.</summary>
internal static class OutgoingMessage
{
    /// <summary>A fixed, edge-triggered interrupt for one processor.</summary>
    public static CompatibilityMsi Of(uint destination, byte vector) =>
        default(CompatibilityMsi) with { PREFIX = InterruptPrefix.InterruptRange, DST = destination, V = vector, LEVEL = true };

    /// <summary>The result of a request that goes on as a message.</summary>
    public static InterruptResult As(InterruptOutcome outcome, in CompatibilityMsi message) =>
        new(outcome, message.Qword0, (uint)message.Qword1, FaultReason.None);
}
