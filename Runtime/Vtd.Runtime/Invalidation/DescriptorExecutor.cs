using System.Buffers.Binary;
using Vtd.Architecture;
using Vtd.Runtime.Ats;
using Vtd.Runtime.Caches;
using Vtd.Runtime.EventMessages;
using Vtd.Runtime.HostDevices;
using Vtd.Runtime.Quirks;
using Vtd.Runtime.State;

namespace Vtd.Runtime.Invalidation;

/// <summary>Does what descriptors of the invalidation queue say (6.5.2).</summary>
[GuardedByUnitLock]
internal sealed class DescriptorExecutor(
    UnitState state,
    CacheInvalidation invalidation,
    HostDeviceSet hostDevices,
    EndpointSet endpoints,
    CompletionEvent completion) : IInvalidationQueueHandler<DescriptorResult>
{
    private readonly DescriptorQuirks _quirks = new(state.Quirks);

    public DescriptorResult Handle(in ContextCacheInvalidateDescriptor descriptor)
    {
        var granularity = descriptor.G == ContextGranularity.Domain && _quirks.ContextDomainIsGlobal ? ContextGranularity.Global : descriptor.G;
        invalidation.DropContexts(granularity, descriptor.DID, descriptor.SID, descriptor.FM);
        return DescriptorResult.Done;
    }

    public DescriptorResult Handle(in IotlbInvalidateDescriptor descriptor)
    {
        invalidation.DropTranslations(descriptor.G, descriptor.DID, descriptor.ADDR, descriptor.AM);
        return DescriptorResult.Done;
    }

    public DescriptorResult Handle(in PasidCacheInvalidateDescriptor descriptor)
    {
        invalidation.DropPasidEntries(descriptor.G, descriptor.DID, descriptor.PASID);
        return DescriptorResult.Done;
    }

    public DescriptorResult Handle(in PasidIotlbInvalidateDescriptor descriptor)
    {
        if (descriptor.G == PasidIotlbGranularity.Page)
            invalidation.DropPasidPages(descriptor.DID, descriptor.PASID, PageRange.FromAddressMask(descriptor.ADDR, descriptor.AM), descriptor.IH);
        else
            invalidation.DropPasidTranslations(descriptor.DID, descriptor.PASID);
        return DescriptorResult.Done;
    }

    public DescriptorResult Handle(in InterruptEntryCacheInvalidateDescriptor descriptor)
    {
        if (descriptor.G == InterruptEntryGranularity.Index)
            invalidation.DropInterruptEntries(descriptor.IIDX, descriptor.IM);
        else
            invalidation.DropInterruptEntries();
        return DescriptorResult.Done;
    }

    public DescriptorResult Handle(in DeviceTlbInvalidateDescriptor descriptor)
    {
        endpoints.Invalidate(descriptor.SID, DeviceTlbInvalidation.Of(descriptor, state.Capabilities));
        return DescriptorResult.Done;
    }

    public DescriptorResult Handle(in PasidDeviceTlbInvalidateDescriptor descriptor)
    {
        endpoints.Invalidate(descriptor.SID, DeviceTlbInvalidation.Of(descriptor, state.Capabilities));
        return DescriptorResult.Done;
    }

    public DescriptorResult Handle(in PageGroupResponseDescriptor descriptor)
    {
        var answer = descriptor.RC switch
        {
            PageResponseCode.Success => PageGroupAnswer.Success,
            PageResponseCode.InvalidRequest => PageGroupAnswer.InvalidRequest,
            _ => PageGroupAnswer.Failure,
        };
        var response = new PageGroupResponse(descriptor.PRGI, answer, descriptor.PP ? descriptor.PASID : null);
        if (!hostDevices.TryRespond(descriptor.RID, response))
            endpoints.Respond(descriptor.RID, response);
        return DescriptorResult.Done;
    }

    /// <summary>Done when all descriptors before it are, on host devices and endpoints too. FN asks for nothing more, since
    /// descriptors are executed one after the other; nor does PD, since page requests are in the queue when they were made and
    /// responses are calls like the others.</summary>
    public DescriptorResult Handle(in WaitDescriptor descriptor)
    {
        if (state.Deferred.Count > 0)
            return DescriptorResult.MustWait;
        UnitCaches.PublishDrops();
        // To an address that is not memory the status is lost, as any posted write.
        var isWritten = !descriptor.SW || TryWriteStatus(descriptor);
        if (descriptor.IF)
            completion.Raise();
        return isWritten || !_quirks.StatusWriteMustSucceed ? DescriptorResult.Done : DescriptorResult.Failed;
    }

    private bool TryWriteStatus(in WaitDescriptor descriptor)
    {
        Span<byte> status = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(status, descriptor.STDATA);
        return state.Memory.TryWrite(new(MemoryPurpose.WaitStatus, descriptor.STADDR, status.Length), status);
    }
}
