using System.Runtime.CompilerServices;
using Vtd.Architecture;
using Vtd.Runtime.InterruptRemapping;

namespace Vtd.Runtime;

// Requests of the devices behind the unit.
public sealed partial class VtdUnit
{
    private const uint MaxPasid = (uint)(PageRequestDescriptor.Masks.PASID >> PageRequestDescriptor.Shifts.PASID);

    /// <summary>Translates a DMA request, and reports the fault if the request is blocked for one.</summary>
    /// <param name="request">The request, of any kind but a translation request.</param>
    /// <returns>Whether and where to the request may go on, by the tables and caches at some moment of this call. Software that invalidates
    /// translations waits for the requests under way; a caller that keeps an answer longer must drop it on invalidations.</returns>
    /// <remarks>Takes no lock and allocates nothing where the caches allow the request. A request made from inside one of the
    /// unit's own calls to guest memory is blocked, unless the caches allow it.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The PASID has more than 20 bits.</exception>
    public DmaResult Translate(in DmaRequest request) =>
        Recent.TryTranslate(request, out var result) ? result : TranslateNotRecent(request);

    /// <summary>Answers a translation request of a device (ATS), and reports the fault if it is refused for one.</summary>
    /// <param name="request">The request.</param>
    /// <returns>The translation that the device may put into its TLB; none from inside one of the unit's own calls to guest memory.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The PASID has more than 20 bits.</exception>
    public AtsResult TranslateForDevice(in AtsRequest request)
    {
        ThrowIfTooWide(request.Pasid);
        Events.InputStarted(UnitInput.Translation);
        var result = Answer(request);
        Events.TranslationAnswered(request, result);
        return result;
    }

    /// <summary>Takes a page request of a device.</summary>
    /// <param name="request">The request.</param>
    /// <returns>The outcome. The request is answered later, if at all, by <see cref="IEndpoint.Respond"/>. From inside one of the unit's
    /// own calls to guest memory or to an observer it is blocked, and not answered.</returns>
    /// <remarks>A request from inside a call that the unit makes (a device that asks again when it is answered) and that is not queued is
    /// answered by the result alone, so that such a device cannot keep the unit busy.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">PASID or group has more bits than a request can carry; nothing happened.</exception>
    public PageRequestResult RequestPage(in PageRequest request)
    {
        ThrowIfTooWide(request.Pasid);
        return Take(request, cookie: null);
    }

    /// <summary>Hands a page fault of a host device to the guest, as a page request.</summary>
    /// <param name="request">The request. The table that it came from was attached as one that takes page requests.</param>
    /// <param name="cookie">The host's name for the group, with which <see cref="IHostDevice.Respond"/> answers it.</param>
    /// <returns>The outcome. A group that the guest does not get to know is answered at its last request, after which nothing more comes for it;
    /// from inside a call that the unit makes it is answered by the result alone.</returns>
    /// <exception cref="ArgumentOutOfRangeException">PASID or group has more bits than a request can carry; nothing happened.</exception>
    public PageRequestResult RequestPage(in PageRequest request, uint cookie)
    {
        ThrowIfTooWide(request.Pasid);
        return Take(request, cookie);
    }

    /// <summary>Remaps an interrupt of a device or an I/O APIC.</summary>
    /// <remarks>An interrupt whose entry is cached and has it remapped takes no lock and allocates nothing. One that is posted is in
    /// its descriptor when this returns. A request from inside a call of the unit to guest memory or to an observer that would need
    /// more than that is blocked, and no fault recorded.</remarks>
    /// <param name="request">The interrupt, as it was sent.</param>
    /// <returns>Whether and how it reaches a processor; with a message, delivering that is up to the caller.</returns>
    public InterruptResult RemapInterrupt(in InterruptRequest request)
    {
        if (!Events.IsUnheard)
            return RemapHeard(request);
        return _parts.Interrupts.TryAnswer(request, out var result) ? result : RemapUncached(request);
    }

    /// <summary>Looks a translation up, in the caches only. Takes no lock and allocates nothing.</summary>
    /// <param name="sourceId">The device.</param>
    /// <param name="pasid">The PASID of the request, or null.</param>
    /// <param name="address">The address as the device sent it.</param>
    /// <param name="page">The page that it lies in.</param>
    /// <returns>Whether context, PASID entry (in scalable mode) and page were all cached.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The PASID has more than 20 bits.</exception>
    public bool TryGetCached(SourceId sourceId, uint? pasid, ulong address, out PageTranslation page)
    {
        ThrowIfTooWide(pasid);
        return _parts.Lookup.TryGet(sourceId, pasid, address, out page);
    }

    [MethodImpl(MethodImplOptions.NoInlining)] // not into the code of what comes first
    private DmaResult TranslateNotRecent(in DmaRequest request)
    {
        ThrowIfTooWide(request.Pasid);
        return Events.IsObserved ? TranslateObserved(request) : Answer(request);
    }

    private DmaResult TranslateObserved(in DmaRequest request)
    {
        Events.InputStarted(UnitInput.Dma);
        var result = Answer(request);
        Events.DmaAnswered(request, result);
        return result;
    }

    private DmaResult Answer(in DmaRequest request) => _parts.Dma.TryTranslate(request, out var result) ? result : TranslateUncached(request);

    private DmaResult TranslateUncached(in DmaRequest request)
    {
        using var decision = _parts.Pump.TryDecide();
        return decision.IsHeld ? _parts.Dma.Translate(request) : default;
    }

    private AtsResult Answer(in AtsRequest request)
    {
        using var decision = _parts.Pump.TryDecide();
        return decision.IsHeld ? _parts.Ats.Answer(request) : default;
    }

    private PageRequestResult Take(in PageRequest request, uint? cookie)
    {
        Events.InputStarted(UnitInput.PageRequest);
        var result = cookie is { } ofHost ? TakeFromHost(request, ofHost) : TakeFromDevice(request);
        Events.PageRequestAnswered(request, result);
        return result;
    }

    private PageRequestResult TakeFromDevice(in PageRequest request)
    {
        using var decision = _parts.Pump.TryDecide();
        if (!decision.IsHeld)
            return new(PageRequestOutcome.Blocked, FaultReason.None);
        var result = _parts.PageRequests.Take(request, isAnswered: !_parts.Pump.IsInsideCall);
        Events.Counters.PageRequests[(int)result.Outcome]++;
        return result;
    }

    private PageRequestResult TakeFromHost(in PageRequest request, uint cookie)
    {
        using var decision = _parts.Pump.TryDecide();
        if (!decision.IsHeld)
            return new(PageRequestOutcome.Blocked, FaultReason.None);
        var result = _parts.HostDevices.TakesPageRequests(request.SourceId, request.Pasid)
            ? _parts.PageRequests.Take(request, isAnswered: false)
            : new(PageRequestOutcome.Blocked, FaultReason.None);
        Events.Counters.PageRequests[(int)result.Outcome]++;
        if (result.Outcome == PageRequestOutcome.Queued && !request.IsStopMarker)
            _parts.HostDevices.Expect(request, cookie);
        else if (request is { IsLast: true, IsStopMarker: false } && !_parts.Pump.IsInsideCall)
            _parts.HostDevices.Respond(request.SourceId, request.Pasid, cookie, result.Outcome == PageRequestOutcome.Overflowed ? PageGroupAnswer.Success : PageGroupAnswer.Failure);
        return result;
    }

    private InterruptResult RemapHeard(in InterruptRequest request)
    {
        Events.InputStarted(UnitInput.Interrupt);
        if (!_parts.Interrupts.TryAnswer(request, out var result))
            result = RemapUncached(request);
        Events.InterruptAnswered(request, result);
        return result;
    }

    private InterruptResult RemapUncached(in InterruptRequest request)
    {
        using var decision = _parts.Pump.TryDecide();
        return decision.IsHeld ? _parts.Interrupts.Answer(request) : InterruptRemapper.Refuse();
    }

    private static void ThrowIfTooWide(uint? pasid)
    {
        if (pasid > MaxPasid)
            throw new ArgumentOutOfRangeException(nameof(pasid), pasid, "A PASID has 20 bits.");
    }
}
