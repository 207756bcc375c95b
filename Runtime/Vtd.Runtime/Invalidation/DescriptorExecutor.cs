using System.Buffers.Binary;
using Vtd.Architecture;
using Vtd.Runtime.Ats;
using Vtd.Runtime.Caches;
using Vtd.Runtime.EventMessages;
using Vtd.Runtime.HostDevices;
using Vtd.Runtime.Quirks;
using Vtd.Runtime.Quirks.Catalog;
using Vtd.Runtime.State;
using Vtd.Runtime.Tables;

namespace Vtd.Runtime.Invalidation;

/// <summary>Does what descriptors of the invalidation queue say (6.5.2).</summary>
[GuardedByUnitLock]
internal sealed class DescriptorExecutor(
    UnitState state,
    HostDeviceSet hostDevices,
    EndpointSet endpoints,
    CompletionEvent completion,
    PagesBySource pagesBySource) : IInvalidationQueueHandler<DescriptorResult>
{
    private readonly DescriptorQuirks _quirks = new(state.Quirks);

    public DescriptorResult Handle(in ContextCacheInvalidateDescriptor descriptor)
    {
        var granularity = descriptor.G == ContextGranularity.Domain && _quirks.ContextDomainIsGlobal ? ContextGranularity.Global : descriptor.G;
        return new(Stale.Contexts(granularity, descriptor.DID, descriptor.SID, descriptor.FM));
    }

    public DescriptorResult Handle(in IotlbInvalidateDescriptor descriptor) =>
        new(Stale.Translations(descriptor.G, descriptor.DID, descriptor.ADDR, descriptor.AM));

    public DescriptorResult Handle(in PasidCacheInvalidateDescriptor descriptor) => new(new Stale(StaleKind.Pasid)
    {
        Domain = descriptor.G == PasidCacheGranularity.Global ? null : descriptor.DID,
        Pasid = descriptor.G == PasidCacheGranularity.Pasid ? descriptor.PASID : null,
    });

    public DescriptorResult Handle(in PasidIotlbInvalidateDescriptor descriptor)
    {
        var stale = new Stale(StaleKind.PasidIotlb) { Domain = descriptor.DID, Pasid = descriptor.PASID };
        if (descriptor.G == PasidIotlbGranularity.Page)
            return new(stale with { Address = descriptor.ADDR, AddressMask = descriptor.AM, IsLeafOnly = descriptor.IH });
        state.Meter.SpendLooks(pagesBySource.DropSecondStage(descriptor.DID, descriptor.PASID));
        return new(stale);
    }

    public DescriptorResult Handle(in InterruptEntryCacheInvalidateDescriptor descriptor) => new(descriptor.G == InterruptEntryGranularity.Index
        ? new Stale(StaleKind.Interrupt) { Index = descriptor.IIDX, IndexMask = descriptor.IM }
        : new(StaleKind.Interrupt));

    public DescriptorResult Handle(in DeviceTlbInvalidateDescriptor descriptor)
    {
        endpoints.Invalidate(descriptor.SID, DeviceTlbInvalidation.Of(descriptor, state.Capabilities));
        return new(new Stale(StaleKind.DeviceTlb) { SourceId = descriptor.SID });
    }

    public DescriptorResult Handle(in PasidDeviceTlbInvalidateDescriptor descriptor)
    {
        endpoints.Invalidate(descriptor.SID, DeviceTlbInvalidation.Of(descriptor, state.Capabilities));
        return new(new Stale(StaleKind.DeviceTlb) { SourceId = descriptor.SID, Pasid = descriptor.PASID });
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
        return new(DescriptorProgress.Done);
    }

    /// <summary>Done when all descriptors before it are, on host devices and endpoints too. FN asks for nothing more, since
    /// descriptors are executed one after the other; nor does PD, since page requests are in the queue when they were made and
    /// responses are calls like the others.</summary>
    public DescriptorResult Handle(in WaitDescriptor descriptor)
    {
        if (state.Deferred.Count > 0)
            return new(DescriptorProgress.MustWait);
        UnitCaches.PublishDrops();
        // To an address that is not memory the status is lost, as any posted write.
        var isWritten = !descriptor.SW || TryWriteStatus(descriptor);
        if (descriptor.IF)
            completion.Raise();
        return isWritten || !_quirks.StatusWriteMustSucceed ? new(DescriptorProgress.Done) : new(DescriptorProgress.Failed);
    }

    private bool TryWriteStatus(in WaitDescriptor descriptor)
    {
        Span<byte> status = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(status, descriptor.STDATA);
        return state.Memory.TryWrite(new(MemoryPurpose.WaitStatus, descriptor.STADDR, status.Length), status);
    }
}
