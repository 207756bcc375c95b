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
    CompletionEvent completion) : IInvalidationQueueHandler
{
    private readonly DescriptorQuirks _quirks = new(state.Quirks);
    /// <summary>A wait descriptor was met while earlier descriptors are not done on the host: nothing happened, try again.</summary>
    public bool MustWait { get; set; }

    /// <summary>The last descriptor could not be carried out: an error of the queue.</summary>
    public bool HasFailed { get; set; }

    public void Handle(in ContextCacheInvalidateDescriptor descriptor) =>
        invalidation.DropContexts(
            descriptor.G == ContextGranularity.Domain && _quirks.ContextDomainIsGlobal ? ContextGranularity.Global : descriptor.G,
            descriptor.DID,
            descriptor.SID,
            descriptor.FM);

    public void Handle(in IotlbInvalidateDescriptor descriptor) =>
        invalidation.DropTranslations(descriptor.G, descriptor.DID, descriptor.ADDR, descriptor.AM);

    public void Handle(in PasidCacheInvalidateDescriptor descriptor) =>
        invalidation.DropPasidEntries(descriptor.G, descriptor.DID, descriptor.PASID);

    public void Handle(in PasidIotlbInvalidateDescriptor descriptor)
    {
        if (descriptor.G == PasidIotlbGranularity.Page)
            invalidation.DropPasidPages(descriptor.DID, descriptor.PASID, PageRange.FromAddressMask(descriptor.ADDR, descriptor.AM), descriptor.IH);
        else
            invalidation.DropPasidTranslations(descriptor.DID, descriptor.PASID);
    }

    public void Handle(in InterruptEntryCacheInvalidateDescriptor descriptor)
    {
        if (descriptor.G == InterruptEntryGranularity.Index)
            invalidation.DropInterruptEntries(descriptor.IIDX, descriptor.IM);
        else
            invalidation.DropInterruptEntries();
    }

    public void Handle(in DeviceTlbInvalidateDescriptor descriptor) =>
        endpoints.Invalidate(descriptor.SID, DeviceTlbInvalidation.Of(descriptor, state.Capabilities));

    public void Handle(in PasidDeviceTlbInvalidateDescriptor descriptor) =>
        endpoints.Invalidate(descriptor.SID, DeviceTlbInvalidation.Of(descriptor, state.Capabilities));

    public void Handle(in PageGroupResponseDescriptor descriptor)
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
    }

    /// <summary>Done when all descriptors before it are, on host devices and endpoints too. FN asks for nothing more, since
    /// descriptors are executed one after the other; nor does PD, since page requests are in the queue when they were made and
    /// responses are calls like the others.</summary>
    public void Handle(in WaitDescriptor descriptor)
    {
        MustWait = state.Deferred.Count > 0;
        if (MustWait)
            return;
        UnitCaches.PublishDrops();
        if (descriptor.SW)
        {
            // To an address that is not memory it is lost, as any posted write.
            Span<byte> status = stackalloc byte[sizeof(uint)];
            BinaryPrimitives.WriteUInt32LittleEndian(status, descriptor.STDATA);
            HasFailed = !state.Memory.TryWrite(new(MemoryPurpose.WaitStatus, descriptor.STADDR, status.Length), status) && _quirks.StatusWriteMustSucceed;
        }
        if (descriptor.IF)
            completion.Raise();
    }
}
