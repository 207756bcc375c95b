namespace Vtd.Conformance.Deviations;

/// <summary>The change of the context and PASID entries of a listener since its address space was looked at last, by the letter of the architecture.</summary>
internal enum EntriesChange
{
    /// <summary>The entries changed otherwise, or were not looked at.</summary>
    Other,

    /// <summary>The entries are the same, or at the same fault.</summary>
    None,

    /// <summary>The entries pass requests through now, and did not before.</summary>
    PassThroughBegins,
}
