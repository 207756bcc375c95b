using Vtd.Runtime.AddressSpaces;
using Vtd.Runtime.Architecture;
using Vtd.Runtime.Ats;
using Vtd.Runtime.Caches;
using Vtd.Runtime.Commands;
using Vtd.Runtime.EventMessages;
using Vtd.Runtime.Faults;
using Vtd.Runtime.HostDevices;
using Vtd.Runtime.Inspection;
using Vtd.Runtime.InterruptRemapping;
using Vtd.Runtime.Invalidation;
using Vtd.Runtime.State;
using Vtd.Runtime.Tables;
using Vtd.Runtime.Telemetry;
using Vtd.Runtime.Translation;

namespace Vtd.Runtime;

/// <summary>What a unit is made of, and who of them knows whom.</summary>
internal sealed class UnitComposition
{
    public UnitComposition(VtdUnitOptions options, IGuestMemory memory, IMessageSink messages, IUnitObserver? observer)
    {
        var capabilities = Capabilities = options.Capabilities.ToCapabilities();
        Meter = new(options.WorkPerCall);
        memory = new MeteredMemory(memory, Meter);
        Registers = new(capabilities);
        Pointers = new(capabilities);
        Caches = new(options);
        Events = new(options.Name, observer, Registers, Pointers);
        var walk = new StructureWalk(memory, Pointers, capabilities, options.UsedHostAddressWidth, options.Quirks);
        HostDevices = new(Registers, Pointers, walk, Deferred, Lock, Meter, Events, options.MaxAttachmentsPerDevice);
        var requesters = new RequesterLookup(walk, Caches, HostDevices, Events.Counters, options.Quirks);
        Lookup = new(requesters, Caches);

        var faultEvent = new EventMessage(new FaultEventRegisters(Registers), Deferred, messages, Events);
        var completion = new CompletionEvent(Registers, new(new CompletionEventRegisters(Registers), Deferred, messages, Events));
        var pageRequestEvent = new EventMessage(new PageRequestEventRegisters(Registers), Deferred, messages, Events);
        Faults = new(Registers, faultEvent, options.CollapseFaults, options.Quirks, Events);
        Interrupts = new(Registers, capabilities, Pointers, Caches.Interrupts, memory, Faults, options.UsedHostAddressWidth, options.Quirks, Events.Counters);
        var pagesBySource = new PagesBySource(Caches.Translations);
        var tables = new TablesWalk(memory, capabilities, options.UsedHostAddressWidth, options.Quirks);
        Dma = new(Registers, capabilities, Pointers, requesters, tables, Caches, Faults, Events, options.UsedHostAddressWidth, pagesBySource, options.Quirks);

        var callPart = new CallPart(Lock, Meter, Events);
        var addressSpaces = new AddressSpaceTables(Registers, walk, tables, Caches);
        Listeners = new(addressSpaces, Deferred, callPart, new(options.MaxMappingsPerListener), capabilities.CAP.CM);
        InterruptListeners = new(Deferred, callPart);
        var invalidation = new CacheInvalidation(Caches, HostDevices, Listeners, Meter);
        Endpoints = new(Deferred, callPart, Events.Counters);
        PageRequests = new(Registers, capabilities, Pointers, memory, walk, Caches, Endpoints, Faults, pageRequestEvent, options.Quirks);
        var executor = new DescriptorExecutor(
            memory,
            Caches,
            invalidation,
            HostDevices,
            Endpoints,
            Listeners,
            InterruptListeners,
            capabilities,
            completion,
            Deferred,
            Meter,
            pagesBySource,
            options.Quirks);
        Queue = new InvalidationQueue(Registers, capabilities, Pointers, memory, executor, Endpoints, Faults, Deferred, Meter, options.Quirks, Events);
        Effects = new(
            Registers,
            new(Registers, capabilities, Pointers, Caches, Queue, HostDevices, Interrupts, Listeners, InterruptListeners, options.Quirks),
            new(Registers, capabilities, Pointers, invalidation, options.Quirks, Events.Invalidations),
            Queue,
            Dma,
            Faults,
            completion,
            faultEvent,
            pageRequestEvent,
            options.Quirks);
        Dumper = new(Registers, Pointers, Caches, Queue, HostDevices, Deferred, memory);
        Pump = new(Lock, Deferred, Queue, Meter, options.RunsInBackground, Events);
    }

    /// <summary>What it is capable of.</summary>
    public VtdCapabilities Capabilities { get; }

    /// <summary>Guards all of it.</summary>
    public UnitLock Lock { get; } = new();

    /// <summary>Work done in the slice at hand.</summary>
    public WorkMeter Meter { get; }

    /// <summary>Calls and messages decided and not yet made.</summary>
    public DeferredCalls Deferred { get; } = new();

    /// <summary>Makes them.</summary>
    public DeferredCallPump Pump { get; }

    /// <summary>The registers, as hardware sees them.</summary>
    public VtdRegisterFile Registers { get; }

    /// <summary>What register writes do.</summary>
    public RegisterEffects Effects { get; }

    /// <summary>The table pointers in use.</summary>
    public LatchedPointers Pointers { get; }

    /// <summary>The caches.</summary>
    public UnitCaches Caches { get; }

    /// <summary>Translations in the caches.</summary>
    public TranslationLookup Lookup { get; }

    /// <summary>DMA requests.</summary>
    public DmaTranslator Dma { get; }

    /// <summary>Interrupt requests.</summary>
    public InterruptRemapper Interrupts { get; }

    /// <summary>Invalidations by queue.</summary>
    public InvalidationQueue Queue { get; }

    /// <summary>Page requests.</summary>
    public PageRequestQueue PageRequests { get; }

    /// <summary>Faults.</summary>
    public FaultRecorder Faults { get; }

    /// <summary>Devices that the host has given to the guest.</summary>
    public HostDeviceSet HostDevices { get; }

    /// <summary>Devices with a TLB of their own.</summary>
    public EndpointSet Endpoints { get; }

    /// <summary>Who follows address spaces.</summary>
    public ListenerSet Listeners { get; }

    /// <summary>Who follows interrupt remapping entries.</summary>
    public InterruptListenerSet InterruptListeners { get; }

    /// <summary>What the unit says of itself.</summary>
    public UnitEvents Events { get; }

    /// <summary>Writes down what it holds.</summary>
    public UnitDumper Dumper { get; }
}
