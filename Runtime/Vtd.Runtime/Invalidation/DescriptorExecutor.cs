using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Vtd.Architecture;
using Vtd.Runtime.Caches;
using Vtd.Runtime.Tables;

namespace Vtd.Runtime.Invalidation;

/// <summary>Does what descriptors of the invalidation queue say (6.5.2).</summary>
/// <remarks>A structure around one reference: the dispatcher's code is made for it, calls it directly, and takes the methods of frequent descriptors in, so that
/// these stay in processor registers.</remarks>
/// <param name="targets">The parts of the unit that descriptors act on.</param>
[GuardedByUnitLock]
internal readonly struct DescriptorExecutor(DescriptorTargets targets) : IInvalidationQueueHandler<DescriptorResult>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public DescriptorResult Handle(in ContextCacheInvalidateDescriptor descriptor)
    {
        var granularity = descriptor.G == ContextGranularity.Domain && targets.Quirks.ContextDomainIsGlobal ? ContextGranularity.Global : descriptor.G;
        return new(Stale.Contexts(granularity, descriptor.DID, descriptor.SID, descriptor.FM));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public DescriptorResult Handle(in IotlbInvalidateDescriptor descriptor) =>
        new(Stale.Translations(descriptor.G, descriptor.DID, descriptor.ADDR, descriptor.AM));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public DescriptorResult Handle(in PasidCacheInvalidateDescriptor descriptor) => new(new Stale(StaleKind.Pasid)
    {
        Domain = descriptor.G == PasidCacheGranularity.Global ? null : descriptor.DID,
        Pasid = descriptor.G == PasidCacheGranularity.Pasid ? descriptor.PASID : null,
    });

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public DescriptorResult Handle(in PasidIotlbInvalidateDescriptor descriptor)
    {
        var stale = new Stale(StaleKind.PasidIotlb) { Domain = descriptor.DID, Pasid = descriptor.PASID };
        if (descriptor.G == PasidIotlbGranularity.Page)
            return new(stale with { Address = descriptor.ADDR, AddressMask = descriptor.AM, IsLeafOnly = descriptor.IH });
        targets.State.Meter.SpendLooks(targets.PagesBySource.DropSecondStage(descriptor.DID, descriptor.PASID));
        return new(stale);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public DescriptorResult Handle(in InterruptEntryCacheInvalidateDescriptor descriptor) => new(descriptor.G == InterruptEntryGranularity.Index
        ? new Stale(StaleKind.Interrupt) { Index = descriptor.IIDX, IndexMask = descriptor.IM }
        : new(StaleKind.Interrupt));

    public DescriptorResult Handle(in DeviceTlbInvalidateDescriptor descriptor)
    {
        targets.Endpoints.Invalidate(descriptor.SID, DeviceTlbInvalidation.Of(descriptor, targets.State.Capabilities));
        return new(new Stale(StaleKind.DeviceTlb) { SourceId = descriptor.SID });
    }

    public DescriptorResult Handle(in PasidDeviceTlbInvalidateDescriptor descriptor)
    {
        targets.Endpoints.Invalidate(descriptor.SID, DeviceTlbInvalidation.Of(descriptor, targets.State.Capabilities));
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
        if (!targets.HostDevices.TryRespond(descriptor.RID, response))
            targets.Endpoints.Respond(descriptor.RID, response);
        return new(DescriptorProgress.Done);
    }

    /// <summary>Done when all descriptors before it are, on host devices and endpoints too. FN asks for nothing more, since
    /// descriptors are executed one after the other; nor does PD, since page requests are in the queue when they were made and
    /// responses are calls like the others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public DescriptorResult Handle(in WaitDescriptor descriptor)
    {
        if (targets.State.Deferred.Count > 0)
            return new(DescriptorProgress.MustWait);
        UnitCaches.PublishDrops();
        // To an address that is not memory the status is lost, as any posted write.
        var isWritten = !descriptor.SW || TryWriteStatus(descriptor.STADDR, descriptor.STDATA);
        if (descriptor.IF)
            targets.Completion.Raise();
        return new(isWritten || !targets.Quirks.StatusWriteMustSucceed ? DescriptorProgress.Done : DescriptorProgress.Failed);
    }

    private bool TryWriteStatus(ulong address, uint status)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, status);
        return targets.State.Memory.TryWrite(new(MemoryPurpose.WaitStatus, address, bytes.Length), bytes);
    }
}
