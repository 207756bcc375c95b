using Vtd.Runtime.AddressSpaces;
using Vtd.Runtime.Ats;
using Vtd.Runtime.Caches;
using Vtd.Runtime.Commands;
using Vtd.Runtime.EventMessages;
using Vtd.Runtime.Faults;
using Vtd.Runtime.HostDevices;
using Vtd.Runtime.InterruptRemapping;
using Vtd.Runtime.Invalidation;
using Vtd.Runtime.Quirks;
using Vtd.Runtime.State;
using Vtd.Runtime.Tables;
using Vtd.Runtime.Telemetry;
using Vtd.Runtime.Translation;

namespace Vtd.Runtime;

/// <summary>The parts of a unit, and which part knows which.</summary>
internal sealed class UnitComposition
{
    private readonly IUnitPart[][] _partsOfSteps;

    public UnitComposition(VtdUnitOptions options, IGuestMemory memory, IMessageSink messages, IUnitObserver? observer)
    {
        State = new(options, memory);
        Caches = new(options);
        Events = new(options.Name, observer, State);
        if (observer is not null)
            State.Memory.Observer = Events;
        var walk = new StructureWalk(State);
        var tables = new TablesWalk(State);
        var entries = new EntryReader(walk, Caches);
        HostDevices = new(State, walk, Events, options.MaxAttachmentsPerDevice);
        PagesBySource = new(State.Quirks, Caches.Translations);
        var requesters = new RequesterLookup(State, entries, Caches, HostDevices, PagesBySource, Events.Counters);
        Lookup = new(requesters, Caches);

        var eventMessages = new UnitEventMessages(State, messages, Events);
        Faults = new(State, eventMessages.Fault, options.CollapseFaults, Events);
        Interrupts = new(State, Caches.Interrupts, Faults, Events.Counters);
        Dma = new(State, requesters, tables, Caches, Faults, Events);
        Ats = new(State, Dma, requesters, tables, Faults);

        var callPart = new CallPart(State, Events);
        var addressSpaces = new AddressSpaceTables(State, entries, tables, Caches);
        Listeners = new(State, addressSpaces, callPart, new(options.MaxMappingsPerListener));
        InterruptListeners = new(State, callPart);
        Endpoints = new(State, Events.Counters);
        PageRequests = new(State, entries, Caches, Endpoints, Faults, eventMessages.PageRequest);

        var invalidator = new Invalidator(State, Caches, HostDevices, Listeners, InterruptListeners, Events.Invalidations);
        var executor = new DescriptorExecutor(new(State, HostDevices, Endpoints, eventMessages.Completion, PagesBySource));
        Queue = new(State, executor, invalidator, Endpoints, Faults, Events);
        var command = new GlobalCommand(State, Caches, invalidator, Queue, Interrupts, Dma);
        Effects = new(State, command, new(State, invalidator), Queue, Faults, eventMessages);
        Pump = new(State, Queue, options.RunsInBackground, Events);
        Parts = [State, Events, Effects, Interrupts, Dma, Queue, Faults, Caches, PagesBySource, HostDevices, Listeners, InterruptListeners, Endpoints, State.Deferred];
        _partsOfSteps = [.. Enum.GetValues<ResetStep>().Select(step => Parts.Where(part => part.ResetStep == step).ToArray())];
    }

    /// <summary>Every part that holds state, in the order in which a reset resets them.</summary>
    public IReadOnlyList<IUnitPart> Parts { get; }

    /// <summary>State that all parts share.</summary>
    public UnitState State { get; }

    /// <summary>The caches.</summary>
    public UnitCaches Caches { get; }

    /// <summary>Cached pages by requester, for quirks.</summary>
    public PagesBySource PagesBySource { get; }

    /// <summary>Observer, counters and event source.</summary>
    public UnitEvents Events { get; }

    /// <summary>Host devices.</summary>
    public HostDeviceSet HostDevices { get; }

    /// <summary>Lookups in the caches alone.</summary>
    public TranslationLookup Lookup { get; }

    /// <summary>Fault logging.</summary>
    public FaultRecorder Faults { get; }

    /// <summary>Interrupt requests.</summary>
    public InterruptRemapper Interrupts { get; }

    /// <summary>DMA requests.</summary>
    public DmaTranslator Dma { get; }

    /// <summary>Translation requests of devices.</summary>
    public AtsTranslator Ats { get; }

    /// <summary>Listeners that follow address spaces.</summary>
    public ListenerSet Listeners { get; }

    /// <summary>Listeners that follow interrupt remapping entries.</summary>
    public InterruptListenerSet InterruptListeners { get; }

    /// <summary>Devices with a TLB of their own.</summary>
    public EndpointSet Endpoints { get; }

    /// <summary>Page requests.</summary>
    public PageRequestQueue PageRequests { get; }

    /// <summary>Invalidations by queue.</summary>
    public InvalidationQueue Queue { get; }

    /// <summary>Effects of register writes.</summary>
    public RegisterEffects Effects { get; }

    /// <summary>Makes deferred calls.</summary>
    public DeferredCallPump Pump { get; }

    /// <summary>Gives all parts their state of a snapshot, or changes nothing.</summary>
    /// <exception cref="InvalidDataException">A part cannot have its state.</exception>
    [RequiresUnitLock]
    public void RestoreLocked(SnapshotReader snapshot)
    {
        var restores = Parts.Select(part => part.Restore(snapshot)).ToList();
        snapshot.CheckEnd();
        foreach (var part in Parts)
            part.Reset(keepsSticky: false);
        foreach (var restore in restores)
            restore?.Invoke();
    }

    /// <summary>Resets the parts of one step of a system reset.</summary>
    [RequiresUnitLock]
    public void ResetPartsLocked(ResetStep step, bool keepsSticky)
    {
        foreach (var part in _partsOfSteps[(int)step])
            part.Reset(keepsSticky);
    }
}
