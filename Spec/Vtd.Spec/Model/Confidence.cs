namespace Vtd.Spec.Model;

/// <summary>The reliability of a declaration.</summary>
public enum Confidence
{
    /// <summary>There is a source to check it against; nothing is written.</summary>
    Sourced,

    /// <summary><c>unverified</c>: one recollection of the architecture, and no source to check it against.</summary>
    Unverified,

    /// <summary><c>unknown</c>: not established at all.</summary>
    Unknown,
}
