using Vtd.Runtime.Architecture;

namespace Vtd.Runtime.Invalidation;

/// <summary>Has descriptors executed that are legal: by the architecture, or by what a quirk makes of it.</summary>
internal sealed class DescriptorDispatch(in VtdCapabilities capabilities, UnitQuirks quirks)
{
    private readonly InvalidationQueueDispatcher _dispatcher = new(capabilities);
    private readonly int _largestIndexMask = capabilities.ECAP.MHMV;

    /// <summary>Executes a descriptor, or says why not.</summary>
    [RequiresUnitLock]
    public InvalidationQueueOutcome DispatchLocked(ReadOnlySpan<byte> descriptor, DescriptorExecutor executor) =>
        quirks == UnitQuirks.None ? _dispatcher.Dispatch(descriptor, executor) : DispatchWithQuirksLocked(descriptor, executor);

    [RequiresUnitLock]
    private InvalidationQueueOutcome DispatchWithQuirksLocked(ReadOnlySpan<byte> descriptor, DescriptorExecutor executor)
    {
        Span<byte> changed = stackalloc byte[PageGroupResponseDescriptor.SizeInBytes];
        switch (InvalidationQueueDispatcher.TypeOf(descriptor))
        {
            case PageGroupResponseDescriptor.TypeCode when quirks.HasFlag(UnitQuirks.LoosePageGroupResponse):
                changed.Clear();
                descriptor[..(changed.Length / 2)].CopyTo(changed);
                return PageGroupResponseDescriptor.Read(changed).PP
                    ? _dispatcher.Dispatch(changed, executor)
                    : InvalidationQueueOutcome.RequirementNotMet;

            case InterruptEntryCacheInvalidateDescriptor.TypeCode when quirks.HasFlag(UnitQuirks.UnboundedIndexMask):
                descriptor.CopyTo(changed);
                var invalidation = InterruptEntryCacheInvalidateDescriptor.Read(descriptor);
                if (invalidation.IM > _largestIndexMask)
                    (invalidation with { IM = 0, G = InterruptEntryGranularity.Global }).CopyTo(changed); // more than was asked for is legal
                return _dispatcher.Dispatch(changed[..descriptor.Length], executor);

            default:
                return _dispatcher.Dispatch(descriptor, executor);
        }
    }
}
