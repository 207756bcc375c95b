using Vtd.Architecture;

namespace Vtd.Runtime;

/// <summary>The result of a <see cref="DmaRequest"/>.</summary>
/// <param name="Outcome">Whether it may go on, and where to.</param>
/// <param name="Page">Where the page is that it asked for, with all that requests like it may do there; meaningful only if it is allowed.</param>
/// <param name="FaultReason">Why it is blocked: the code that a fault recording register shows;
/// 0 if it is allowed, or blocked without a fault.</param>
public readonly record struct DmaResult(DmaOutcome Outcome, PageTranslation Page, FaultReason FaultReason)
{
    /// <summary>The address to access: that of the request with its page replaced.</summary>
    /// <param name="requested">The address of the request.</param>
    public ulong Translate(ulong requested) => Page.Output & ~(Page.Size - 1) | requested & (Page.Size - 1);
}

/// <summary>Whether a request may go on, and where to.</summary>
public enum DmaOutcome : byte
{
    /// <summary>The request is blocked: reads get all ones or an error, writes do nothing.</summary>
    Blocked,

    /// <summary>The request goes to memory.</summary>
    Allowed,

    /// <summary>The request is a write to the interrupt range: an interrupt request, for <c>RemapInterrupt</c>.</summary>
    Interrupt,
}
