namespace Vtd.Analyzers.Locks;

/// <summary>Whether a lock is held at some place of a body.</summary>
internal enum LockState
{
    /// <summary>As it was when the body was entered.</summary>
    AsAtEntry,

    /// <summary>It is.</summary>
    Held,

    /// <summary>It is not.</summary>
    Free,

    /// <summary>That depends, or cannot be told.</summary>
    Unknown,
}

/// <summary>What a member says of a lock.</summary>
internal enum LockMark
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It is called with the lock held only.</summary>
    Required,

    /// <summary>It is never called with the lock held.</summary>
    Forbidden,
}
