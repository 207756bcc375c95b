using System.Buffers.Binary;
using Vtd.Runtime.AddressSpaces;
using Vtd.Runtime.Architecture;
using Vtd.Runtime.Ats;
using Vtd.Runtime.Caches;
using Vtd.Runtime.EventMessages;
using Vtd.Runtime.HostDevices;
using Vtd.Runtime.InterruptRemapping;
using Vtd.Runtime.State;
using Vtd.Runtime.Translation;

namespace Vtd.Runtime.Invalidation;

/// <summary>Does what descriptors of the invalidation queue say (6.5.2).</summary>
internal sealed class DescriptorExecutor(
    IGuestMemory memory,
    UnitCaches caches,
    CacheInvalidation invalidation,
    HostDeviceSet hostDevices,
    EndpointSet endpoints,
    ListenerSet listeners,
    InterruptListenerSet interruptListeners,
    VtdCapabilities capabilities,
    CompletionEvent completion,
    DeferredCalls deferred,
    WorkMeter meter,
    PagesBySource pagesBySource,
    UnitQuirks quirks) : IInvalidationQueueHandler
{
    /// <summary>A wait descriptor was met while earlier descriptors are not done on the host: nothing happened, try again.</summary>
    public bool MustWait { get; set; }

    /// <summary>The last descriptor could not be carried out: an error of the queue.</summary>
    public bool HasFailed { get; set; }

    [RequiresUnitLock]
    public void Handle(in ContextCacheInvalidateDescriptor descriptor) =>
        invalidation.DropContextsLocked(
            descriptor.G == ContextGranularity.Domain && (quirks & UnitQuirks.ContextDomainIsGlobal) != 0 ? ContextGranularity.Global : descriptor.G,
            descriptor.DID,
            descriptor.SID,
            descriptor.FM);

    [RequiresUnitLock]
    public void Handle(in IotlbInvalidateDescriptor descriptor) =>
        invalidation.DropTranslationsLocked(descriptor.G, descriptor.DID, descriptor.ADDR, descriptor.AM);

    [RequiresUnitLock]
    public void Handle(in PasidCacheInvalidateDescriptor descriptor)
    {
        switch (descriptor.G)
        {
            case PasidCacheGranularity.Global:
                caches.Pasids.DropAllLocked();
                hostDevices.RefreshAllLocked();
                listeners.EntriesChangedLocked();
                break;
            case PasidCacheGranularity.Domain:
                caches.Pasids.DropDomainLocked(descriptor.DID);
                hostDevices.RefreshDomainLocked(descriptor.DID);
                listeners.PasidsChangedLocked(descriptor.DID);
                break;
            case PasidCacheGranularity.Pasid:
                caches.Pasids.DropPasidLocked(descriptor.DID, descriptor.PASID);
                hostDevices.RefreshPasidLocked(descriptor.DID, descriptor.PASID);
                listeners.PasidsChangedLocked(descriptor.DID, descriptor.PASID);
                break;
            default:
                // The dispatcher refuses reserved codes.
                break;
        }
    }

    [RequiresUnitLock]
    public void Handle(in PasidIotlbInvalidateDescriptor descriptor)
    {
        if (descriptor.G == PasidIotlbGranularity.Pasid && (quirks & UnitQuirks.PasidInvalidationsDropSecondStage) != 0)
        {
            meter.SpendLooks(pagesBySource.Count);
            if (pagesBySource.HasSecondStageLocked(descriptor.DID, descriptor.PASID))
                caches.Translations.DropSecondStageLocked(descriptor.DID);
        }
        if (descriptor.G == PasidIotlbGranularity.Page)
        {
            var range = PageRange.FromAddressMask(descriptor.ADDR, descriptor.AM);
            meter.SpendLooks(caches.Translations.DropPasidPagesLocked(descriptor.DID, descriptor.PASID, range));
            hostDevices.InvalidatePasidLocked(descriptor.DID, descriptor.PASID, range.ToStageOne(descriptor.IH));
            listeners.TranslationsChangedLocked(descriptor.DID, descriptor.PASID, range);
        }
        else
        {
            caches.Translations.DropPasidLocked(descriptor.DID, descriptor.PASID);
            hostDevices.InvalidatePasidLocked(descriptor.DID, descriptor.PASID, StageOneInvalidation.All);
            listeners.TranslationsChangedLocked(descriptor.DID, descriptor.PASID, PageRange.Everything);
        }
    }

    [RequiresUnitLock]
    public void Handle(in InterruptEntryCacheInvalidateDescriptor descriptor)
    {
        if (descriptor.G == InterruptEntryGranularity.Index)
        {
            meter.SpendLooks(caches.Interrupts.DropIndexesLocked(descriptor.IIDX, descriptor.IM));
            interruptListeners.InvalidateLocked(descriptor.IIDX, descriptor.IM);
        }
        else
        {
            caches.Interrupts.DropAllLocked();
            interruptListeners.InvalidateAllLocked();
        }
    }

    [RequiresUnitLock]
    public void Handle(in DeviceTlbInvalidateDescriptor descriptor) =>
        endpoints.InvalidateLocked(descriptor.SID, DeviceTlbInvalidation.Of(descriptor, capabilities));

    [RequiresUnitLock]
    public void Handle(in PasidDeviceTlbInvalidateDescriptor descriptor) =>
        endpoints.InvalidateLocked(descriptor.SID, DeviceTlbInvalidation.Of(descriptor, capabilities));

    [RequiresUnitLock]
    public void Handle(in PageGroupResponseDescriptor descriptor)
    {
        var answer = descriptor.RC switch
        {
            PageResponseCode.Success => PageGroupAnswer.Success,
            PageResponseCode.InvalidRequest => PageGroupAnswer.InvalidRequest,
            _ => PageGroupAnswer.Failure,
        };
        var response = new PageGroupResponse(descriptor.PRGI, answer, descriptor.PP ? descriptor.PASID : null);
        if (!hostDevices.TryRespondLocked(descriptor.RID, response))
            endpoints.RespondLocked(descriptor.RID, response);
    }

    /// <summary>Done when all descriptors before it are, on host devices and endpoints too. FN asks for nothing more, since
    /// descriptors are executed one after the other; nor does PD, since page requests are in the queue when they were made and
    /// responses are calls like the others.</summary>
    [RequiresUnitLock]
    public void Handle(in WaitDescriptor descriptor)
    {
        MustWait = deferred.Count > 0;
        if (MustWait)
            return;
        UnitCaches.PublishDrops();
        if (descriptor.SW)
        {
            // To an address that is not memory it is lost, as any posted write.
            Span<byte> status = stackalloc byte[sizeof(uint)];
            BinaryPrimitives.WriteUInt32LittleEndian(status, descriptor.STDATA);
            HasFailed = !memory.TryWrite(descriptor.STADDR, status) && (quirks & UnitQuirks.StatusWriteMustSucceed) != 0;
        }
        if (descriptor.IF)
            completion.RaiseLocked();
    }
}
