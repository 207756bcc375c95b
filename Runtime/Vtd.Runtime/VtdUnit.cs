using Vtd.Architecture;
using Vtd.Runtime.Caches;
using Vtd.Runtime.Inspection;
using Vtd.Runtime.InterruptRemapping;
using Vtd.Runtime.State;
using Vtd.Runtime.Telemetry;

namespace Vtd.Runtime;

/// <summary>The model of one VT-d remapping unit.</summary>
/// <remarks>
/// Any thread may call any member. Everything that software changes is decided under one lock; calls to host devices, endpoints and
/// listeners and interrupt messages are made after the lock was released, in the order in which they were decided, by one thread at a time.
/// Members that a guest or a device causes to be called (register accesses, requests) do at most
/// <see cref="VtdUnitOptions.WorkPerCall"/> units of work and return; what is left then is carried on by a worker of the unit or by
/// <see cref="Run"/>, and software sees by IQH and its wait descriptors how far it is. Members that the embedder calls
/// (<see cref="Reset"/>, adding and removing) return when all that they caused, and all that was decided before, is done. From inside
/// a call that the unit makes, every member returns at once, and the outer call sees to the rest.
/// Nothing that a guest does makes a member throw, run without bound or hold more memory than the options allow.
/// </remarks>
public sealed partial class VtdUnit : IMeasuredUnit
{
    private const uint MaxPasid = (uint)(PageRequestDescriptor.Masks.PASID >> PageRequestDescriptor.Shifts.PASID);

    private readonly VtdUnitOptions _options;
    private readonly UnitComposition _parts;

    /// <summary>Makes a unit as it is after power-on.</summary>
    /// <param name="options">Capabilities and limits.</param>
    /// <param name="memory">Guest memory, with the tables and queues.</param>
    /// <param name="messages">Takes the unit's own interrupts.</param>
    /// <param name="observer">Observes the unit; null for no observer.</param>
    /// <exception cref="ArgumentException">An option is out of range or contradicts another.</exception>
    public VtdUnit(VtdUnitOptions options, IGuestMemory memory, IMessageSink messages, IUnitObserver? observer = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(memory);
        ArgumentNullException.ThrowIfNull(messages);
        options.Validate();
        _options = options;
        _parts = new(options, memory, messages, observer);
        using (_parts.State.Lock.Hold())
            _parts.Effects.Reset(keepsSticky: false);
        UnitMetrics.Add(this);
    }

    /// <summary>Size of the register block in bytes.</summary>
    public static int RegisterBlockSize => VtdRegisterFile.Size;

    /// <summary>Counts of what the unit holds and has done.</summary>
    public UnitCounts Counts
    {
        get
        {
            using var held = _parts.State.Lock.Hold();
            var counts = new UnitCounts();
            foreach (var part in _parts.Parts)
                counts = part.AddCounts(counts);
            return counts;
        }
    }

    /// <summary>The registers, as hardware sees them.</summary>
    internal VtdRegisterFile Registers => _parts.State.Registers;

    /// <summary>The table pointers in use.</summary>
    internal LatchedPointers Pointers => _parts.State.Pointers;

    /// <summary>The unit's caches.</summary>
    internal UnitCaches Caches => _parts.Caches;

    /// <summary>Observer, counters and event source.</summary>
    internal UnitEvents Events => _parts.Events;

    /// <summary>Calls and messages decided and not yet made.</summary>
    internal int PostedCount
    {
        get
        {
            using var held = _parts.State.Lock.Hold();
            return _parts.State.Deferred.Count;
        }
    }

    /// <summary>Software reads registers.</summary>
    /// <param name="offset">Byte offset in the register block.</param>
    /// <param name="size">Bytes: 4 or 8, aligned.</param>
    /// <returns>The value; 0 if there is no such access.</returns>
    public ulong ReadRegister(int offset, int size)
    {
        if (!TryRead(offset, size, out var value))
            Events.AccessRejected(offset, size, isWrite: false);
        return value;
    }

    /// <summary>Software writes registers. What the write sets going is done when this returns, also behind another thread's calls, unless it
    /// is more work than one call does (<see cref="VtdUnitOptions.WorkPerCall"/>) or such work is left from before: then it is carried on.</summary>
    /// <param name="offset">Byte offset in the register block.</param>
    /// <param name="size">Bytes: 4 or 8, aligned. Any other access does nothing.</param>
    /// <param name="value">The value, in its low bytes.</param>
    public void WriteRegister(int offset, int size, ulong value)
    {
        if (!TryWrite(offset, size, value))
            Events.AccessRejected(offset, size, isWrite: true);
    }

    /// <summary>Translates a DMA request, and reports the fault if the request is blocked for one.</summary>
    /// <param name="request">The request, of any kind but a translation request.</param>
    /// <returns>Whether it may go on, and where to, by the tables and caches at some moment of this call. Software that invalidates
    /// translations waits for the requests under way; a caller that keeps an answer longer must drop it on invalidations.</returns>
    /// <remarks>Takes no lock and allocates nothing where the caches allow the request. A request made from inside one of the
    /// unit's own calls to guest memory is blocked, unless the caches allow it.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The PASID has more than 20 bits.</exception>
    public DmaResult Translate(in DmaRequest request)
    {
        ThrowIfTooWide(request.Pasid);
        return _parts.Dma.TryTranslate(request, out var result) ? result : TranslateUncached(request);
    }

    /// <summary>Answers a translation request of a device (ATS), and reports the fault if it is refused for one.</summary>
    /// <param name="request">The request.</param>
    /// <returns>What the device may put into its TLB. From inside one of the unit's own calls to guest memory it is nothing.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The PASID has more than 20 bits.</exception>
    public AtsResult TranslateForDevice(in AtsRequest request)
    {
        ThrowIfTooWide(request.Pasid);
        using var decision = _parts.Pump.TryDecide();
        return decision.IsHeld ? _parts.Ats.Answer(request) : default;
    }

    /// <summary>A device sends a page request.</summary>
    /// <param name="request">The request.</param>
    /// <returns>What became of it. It is answered later, if at all, by <see cref="IEndpoint.Respond"/>. From inside one of the unit's
    /// own calls to guest memory or to an observer it is blocked, and not answered.</returns>
    /// <remarks>A request from inside a call that the unit makes (a device that asks again when it is answered) and that is not queued is
    /// answered by the result alone, so that such a device cannot keep the unit busy.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">PASID or group has more bits than a request can carry; nothing happened.</exception>
    public PageRequestResult RequestPage(in PageRequest request)
    {
        ThrowIfTooWide(request.Pasid);
        using var decision = _parts.Pump.TryDecide();
        if (!decision.IsHeld)
            return new(PageRequestOutcome.Blocked, FaultReason.None);
        var result = _parts.PageRequests.Take(request, isAnswered: !_parts.Pump.IsInsideCall);
        Events.Counters.PageRequests[(int)result.Outcome]++;
        return result;
    }

    /// <summary>Hands a page fault of a host device to the guest, as a page request.</summary>
    /// <param name="request">The request. The table that it came from was attached as one that takes page requests.</param>
    /// <param name="cookie">The host's name for the group, with which <see cref="IHostDevice.Respond"/> answers it.</param>
    /// <returns>What became of it. A group that the guest does not get to know is answered at its last request, after which nothing more comes for it;
    /// from inside a call that the unit makes it is answered by the result alone.</returns>
    /// <exception cref="ArgumentOutOfRangeException">PASID or group has more bits than a request can carry; nothing happened.</exception>
    public PageRequestResult RequestPage(in PageRequest request, uint cookie)
    {
        ThrowIfTooWide(request.Pasid);
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

    /// <summary>A device or an I/O APIC sends an interrupt: says what becomes of it.</summary>
    /// <remarks>An interrupt whose entry is cached and has it remapped takes no lock and allocates nothing. One that is posted is in
    /// its descriptor when this returns. A request from inside a call of the unit to guest memory or to an observer that would need
    /// more than that is blocked, and no fault recorded.</remarks>
    /// <param name="request">The interrupt, as it was sent.</param>
    /// <returns>Whether and how it reaches a processor; with a message, delivering that is up to the caller.</returns>
    public InterruptResult RemapInterrupt(in InterruptRequest request)
    {
        if (!_parts.Interrupts.TryAnswer(request, out var result))
            result = RemapUncached(request);
        Events.InterruptAnswered(request, result);
        return result;
    }

    /// <summary>Looks a translation up, in the caches only. Takes no lock and allocates nothing.</summary>
    /// <param name="sourceId">The device: bus in bits 15:8, device and function below.</param>
    /// <param name="pasid">The PASID of the request, or null.</param>
    /// <param name="address">The address as the device sent it.</param>
    /// <param name="page">The page that it lies in.</param>
    /// <returns>Whether context, PASID entry (in scalable mode) and page were all cached.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The PASID has more than 20 bits.</exception>
    public bool TryGetCached(ushort sourceId, uint? pasid, ulong address, out PageTranslation page)
    {
        ThrowIfTooWide(pasid);
        return _parts.Lookup.TryGet(sourceId, pasid, address, out page);
    }

    /// <summary>System reset. The unit is as after power-on; host devices and options stay.</summary>
    /// <remarks>
    /// Under the lock registers, latched pointers, queue and caches are reset and the removal of every first-stage table from
    /// every host device is decided; then, without it, each is removed once. Guest memory is not read, so what the
    /// guest left there brings nothing back. A host device that fails is reported and the others still follow; the next reset tries again what
    /// failed (<see cref="UnitCounts.StuckAttachments"/>).
    /// </remarks>
    public void Reset()
    {
        using var decision = _parts.Pump.Decide();
        ResetPartsLocked(ResetStep.RegistersReset);
        Events.Reset(ResetStep.RegistersReset);
        ResetPartsLocked(ResetStep.CachesDropped);
        Events.Reset(ResetStep.CachesDropped);
        ResetPartsLocked(ResetStep.HostDevicesDetached);
        _parts.State.Deferred.Post(new EndOfReset(Events));
    }

    /// <summary>Whether calls or descriptors are left that a worker or <see cref="Run"/> carries on.</summary>
    /// <exception cref="InvalidOperationException">Asked from inside one of the unit's own calls to guest memory or to an observer.</exception>
    public bool HasWork
    {
        get
        {
            using var held = _parts.State.Lock.Hold();
            return _parts.Pump.HasWorkLocked();
        }
    }

    /// <summary>Does the next part of the work that calls left: at most <see cref="VtdUnitOptions.WorkPerCall"/> units.</summary>
    /// <returns>Whether work is left.</returns>
    /// <remarks>Needed where <see cref="VtdUnitOptions.RunsInBackground"/> is false, and allowed anywhere. From inside a call that the
    /// unit makes nothing is done.</remarks>
    /// <exception cref="InvalidOperationException">Called from inside one of the unit's own calls to guest memory or to an observer.</exception>
    public bool Run() => _parts.Pump.Run();

    /// <summary>Writes down what the unit holds: for people who look for a mistake in a driver or in the unit.</summary>
    /// <param name="most">How many entries, descriptors and calls to show of each kind, at least 0; their totals are shown anyway.</param>
    /// <returns>What it holds at this moment. Reading the next descriptors is all that it asks of guest memory.</returns>
    /// <exception cref="InvalidOperationException">Called from inside one of the unit's own calls to guest memory or to an observer.</exception>
    public UnitDump Dump(int most = 64)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(most);
        var dump = new UnitDump();
        foreach (var write in CopyForDump(most))
            write?.Invoke(dump);
        return dump;
    }

    /// <inheritdoc/>
    string IMeasuredUnit.Name => _options.Name;

    /// <inheritdoc/>
    UnitCounters IMeasuredUnit.Counters => Events.Counters;

    /// <inheritdoc/>
    long IMeasuredUnit.EntriesOf(CacheKind cache) => cache switch
    {
        CacheKind.Context => Caches.Contexts.Count,
        CacheKind.Pasid => Caches.Pasids.Count,
        CacheKind.Iotlb => Caches.Translations.Count,
        _ => Caches.Interrupts.Count,
    };

    /// <inheritdoc/>
    bool IMeasuredUnit.TryCountAttachments(out (int Attached, int Stuck) counted)
    {
        using var held = _parts.State.Lock.TryHold();
        counted = held.IsHeld ? (_parts.HostDevices.AttachmentCount, _parts.HostDevices.StuckCount) : default;
        return held.IsHeld;
    }

    private static void ThrowIfTooWide(uint? pasid)
    {
        if (pasid > MaxPasid)
            throw new ArgumentOutOfRangeException(nameof(pasid), pasid, "A PASID has 20 bits.");
    }

    private bool TryRead(int offset, int size, out ulong value)
    {
        value = 0;
        using var held = _parts.State.Lock.TryHold();
        if (!held.IsHeld || Registers.Read(offset, size, out value) != VtdAccess.Done)
            return false;
        Events.RegisterReadLocked(offset, size, value);
        return true;
    }

    private bool TryWrite(int offset, int size, ulong value)
    {
        using var decision = _parts.Pump.TryDecide();
        if (!decision.IsHeld)
            return false;
        var counting = _parts.Effects.Begin(offset, size);
        if (Registers.Write(offset, counting, value, _parts.Effects) != VtdAccess.Done)
            return false;
        _parts.Effects.End();
        Events.RegisterWrittenLocked(offset, size, value);
        return true;
    }

    private DmaResult TranslateUncached(in DmaRequest request)
    {
        using var decision = _parts.Pump.TryDecide();
        return decision.IsHeld ? _parts.Dma.Translate(request) : default;
    }

    private InterruptResult RemapUncached(in InterruptRequest request)
    {
        using var decision = _parts.Pump.TryDecide();
        return decision.IsHeld ? _parts.Interrupts.Answer(request) : InterruptRemapper.Refuse();
    }

    private Action<UnitDump>?[] CopyForDump(int most)
    {
        using var held = _parts.State.Lock.Hold();
        return Array.ConvertAll([.. _parts.Parts], part => part.Copy(most));
    }

    [RequiresUnitLock]
    private void ResetPartsLocked(ResetStep step) => _parts.ResetPartsLocked(step, _options.KeepStickyOnReset);
}
