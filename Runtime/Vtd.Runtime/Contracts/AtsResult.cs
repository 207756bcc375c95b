using Vtd.Architecture;

namespace Vtd.Runtime;

/// <summary>The answer to an <see cref="AtsRequest"/>.</summary>
/// <param name="Outcome">Whether there is a completion with a translation.</param>
/// <param name="Page">The page and what requests like this one may do there; without any permission there is no translation, and the device may
/// ask for one by a page request. Meaningful only if the request is completed.</param>
/// <param name="FaultReason">Why it is refused: the code that a fault recording register shows; 0 if it is not, or without a fault.</param>
public readonly record struct AtsResult(AtsOutcome Outcome, PageTranslation Page, FaultReason FaultReason)
{
    /// <summary>The device must send untranslated requests for these addresses (U): they are the interrupt range.</summary>
    public bool IsUntranslatedOnly { get; init; }

    /// <summary>Translated requests must be snooped (N).</summary>
    public bool MustSnoop { get; init; }
}

/// <summary>The answers to a translation request.</summary>
public enum AtsOutcome : byte
{
    /// <summary>The request is refused as one that is not supported (UR) or that failed.</summary>
    Refused,

    /// <summary>The request is answered with a translation, which may be one without any permission.</summary>
    Completed,
}
