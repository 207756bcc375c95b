namespace Vtd.Analyzers.Locks;

/// <summary>Whether a lock is held at some place of a body.</summary>
internal enum LockState
{
    /// <summary>The state on entry of the body.</summary>
    AsAtEntry,

    /// <summary>The lock is held.</summary>
    Held,

    /// <summary>The lock is not held.</summary>
    Free,

    /// <summary>The state depends on the path, or is unknown.</summary>
    Unknown,
}

/// <summary>The mark of a member about a lock.</summary>
internal enum LockMark
{
    /// <summary>The member has no mark.</summary>
    None,

    /// <summary>The member is only called with the lock held.</summary>
    Required,

    /// <summary>The member is never called with the lock held.</summary>
    Forbidden,
}
