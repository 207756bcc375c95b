namespace Vtd.Runtime.Invalidation;

/// <summary>What the execution of a legal descriptor led to.</summary>
internal enum DescriptorResult
{
    /// <summary>The descriptor is done, or what it asks for is among the calls to be made.</summary>
    Done,

    /// <summary>Nothing was done: a wait descriptor must be tried again when earlier descriptors are done on the host.</summary>
    MustWait,

    /// <summary>The descriptor could not be executed: an error of the queue.</summary>
    Failed,
}
