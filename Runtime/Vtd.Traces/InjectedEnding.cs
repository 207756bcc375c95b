namespace Vtd.Traces;

/// <summary>The endings of an injected access or page request.</summary>
public enum InjectedEnding
{
    /// <summary>The access was made, or the request is in the queue.</summary>
    Done,

    /// <summary>The access or the request was refused.</summary>
    Refused,

    /// <summary>The queue was full.</summary>
    Overflowed,
}
