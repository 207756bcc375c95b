using Vtd.Architecture;
using Vtd.Runtime.Quirks.Catalog;

namespace Vtd.Runtime.Quirks;

/// <summary>Has descriptors executed that are legal, by the architecture or by a quirk.</summary>
/// <typeparam name="THandler">The type that executes descriptors: a structure, so that they reach it without an interface.</typeparam>
/// <typeparam name="TResult">The result of an executed descriptor.</typeparam>
[GuardedByUnitLock]
internal sealed class DescriptorDispatch<THandler, TResult>(in VtdCapabilities capabilities, DescriptorQuirks quirks)
    where THandler : struct, IInvalidationQueueHandler<TResult>
    where TResult : struct
{
    private readonly bool _hasQuirks = quirks != default;
    private readonly InvalidationQueueDispatcher _dispatcher = new(capabilities);
    private readonly int _largestIndexMask = capabilities.ECAP.MHMV;
    private readonly int _largestAddressMask = capabilities.CAP.MAMV;
    private readonly bool _hasScalableMode = capabilities.ECAP.SMTS;

    /// <summary>Executes a descriptor if it is legal.</summary>
    /// <param name="descriptor">The bytes of the descriptor.</param>
    /// <param name="executor">Executes the descriptor.</param>
    /// <param name="type">The type code of the descriptor.</param>
    /// <param name="result">The result of the executor, or of a quirk in its place.</param>
    public InvalidationQueueOutcome Dispatch(ReadOnlySpan<byte> descriptor, THandler executor, out byte type, out TResult result)
    {
        if (_hasQuirks)
            return DispatchWithQuirks(descriptor, executor, out type, out result);
        type = InvalidationQueueDispatcher.TypeOf(descriptor);
        return _dispatcher.Dispatch(descriptor, executor, out result);
    }

    private InvalidationQueueOutcome DispatchWithQuirks(ReadOnlySpan<byte> descriptor, THandler executor, out byte type, out TResult result)
    {
        type = quirks.OldDescriptors ? TypeOfOld(descriptor) : InvalidationQueueDispatcher.TypeOf(descriptor);
        return DispatchWithQuirks(descriptor, executor, out result);
    }

    private static byte TypeOfOld(ReadOnlySpan<byte> descriptor)
    {
        Span<byte> first = stackalloc byte[WaitDescriptor.SizeInBytes];
        first.Clear();
        descriptor[..1].CopyTo(first);
        return InvalidationQueueDispatcher.TypeOf(first);
    }

    private InvalidationQueueOutcome DispatchWithQuirks(ReadOnlySpan<byte> descriptor, THandler executor, out TResult result)
    {
        result = default;
        Span<byte> changed = stackalloc byte[PageGroupResponseDescriptor.SizeInBytes];
        if (quirks.OldDescriptors && TryDispatchOld(ref descriptor, executor, out var outcome, ref result))
            return outcome;
        switch (InvalidationQueueDispatcher.TypeOf(descriptor))
        {
            case WaitDescriptor.TypeCode when quirks.FenceAloneRefused && WaitDescriptor.Read(descriptor) is { SW: false, IF: false }:
                return InvalidationQueueOutcome.RequirementNotMet;

            case PasidCacheInvalidateDescriptor.TypeCode
                when quirks.PasidCacheInvalidationsIgnored && _hasScalableMode:
                return InvalidationQueueOutcome.Handled;

            case PasidIotlbInvalidateDescriptor.TypeCode
                when quirks.PasidAddressMaskBounded && _hasScalableMode && descriptor.Length == PasidIotlbInvalidateDescriptor.SizeInBytes
                    && PasidIotlbInvalidateDescriptor.Read(descriptor) is { G: PasidIotlbGranularity.Page, AM: var mask } && mask > _largestAddressMask:
                return InvalidationQueueOutcome.RequirementNotMet;

            case PageGroupResponseDescriptor.TypeCode when quirks.PageGroupResponsesUnknown:
                return InvalidationQueueOutcome.UnknownType;

            case PageGroupResponseDescriptor.TypeCode when quirks.LoosePageGroupResponse:
                changed.Clear();
                descriptor[..(changed.Length / 2)].CopyTo(changed);
                return PageGroupResponseDescriptor.Read(changed).PP
                    ? _dispatcher.Dispatch(changed, executor, out result)
                    : InvalidationQueueOutcome.RequirementNotMet;

            case InterruptEntryCacheInvalidateDescriptor.TypeCode when quirks.UnboundedIndexMask:
                descriptor.CopyTo(changed);
                var invalidation = InterruptEntryCacheInvalidateDescriptor.Read(descriptor);
                if (invalidation.IM > _largestIndexMask)
                    (invalidation with { IM = 0, G = InterruptEntryGranularity.Global }).CopyTo(changed); // more than was asked for is legal
                return _dispatcher.Dispatch(changed[..descriptor.Length], executor, out result);

            default:
                return _dispatcher.Dispatch(descriptor, executor, out result);
        }
    }

    /// <summary>Executes the descriptors that QEMU 7.2 executes differently. Of the others it reads the lower half only.</summary>
    private bool TryDispatchOld(
        ref ReadOnlySpan<byte> descriptor, THandler executor, out InvalidationQueueOutcome outcome, ref TResult result)
    {
        outcome = InvalidationQueueOutcome.Handled;
        switch (TypeOfOld(descriptor))
        {
            case InterruptEntryCacheInvalidateDescriptor.TypeCode:
                var asked = InterruptEntryCacheInvalidateDescriptor.Read(descriptor);
                result = executor.Handle(asked.IM > _largestIndexMask ? default : new InterruptEntryCacheInvalidateDescriptor { G = asked.G, IIDX = asked.IIDX, IM = asked.IM });
                return true;

            case PasidCacheInvalidateDescriptor.TypeCode or PasidIotlbInvalidateDescriptor.TypeCode:
                return true;

            case PasidDeviceTlbInvalidateDescriptor.TypeCode or PageGroupResponseDescriptor.TypeCode:
                outcome = InvalidationQueueOutcome.UnknownType;
                return true;

            default:
                descriptor = descriptor[..WaitDescriptor.SizeInBytes];
                return false;
        }
    }
}
