using Vtd.Runtime.Tables;

namespace Vtd.Runtime.Invalidation;

/// <summary>The result of the execution of a legal descriptor.</summary>
/// <param name="Progress">The progress of the execution.</param>
internal readonly record struct DescriptorResult(DescriptorProgress Progress)
{
    /// <summary>Makes the result of a descriptor that is done when entries are invalidated.</summary>
    public DescriptorResult(in Stale stale)
        : this(DescriptorProgress.Done) => Stale = stale;

    /// <summary>The entries that the descriptor makes stale. A field, so that it is passed on without a copy.</summary>
    public readonly Stale Stale;
}

/// <summary>The progress of a legal descriptor.</summary>
internal enum DescriptorProgress : byte
{
    /// <summary>The descriptor is done, or what it asks for is among the calls to be made.</summary>
    Done,

    /// <summary>The descriptor was not executed: a wait descriptor must be tried again when earlier descriptors are done on the host.</summary>
    MustWait,

    /// <summary>The descriptor could not be executed: an error of the queue.</summary>
    Failed,
}
