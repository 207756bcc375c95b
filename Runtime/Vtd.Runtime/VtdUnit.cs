using Vtd.Runtime.Architecture;
using Vtd.Runtime.Caches;
using Vtd.Runtime.Diagnostics;
using Vtd.Runtime.Endpoints;
using Vtd.Runtime.Faults;
using Vtd.Runtime.HostDevices;
using Vtd.Runtime.Interrupts;
using Vtd.Runtime.Invalidation;
using Vtd.Runtime.Memory;
using Vtd.Runtime.Registers;
using Vtd.Runtime.Remapping;
using Vtd.Runtime.Translation;

namespace Vtd.Runtime;

/// <summary>The model of one VT-d remapping unit.</summary>
/// <remarks>
/// Any thread may call it. Everything that software changes is decided under one lock; calls to host devices and interrupt
/// messages are made after the lock was released, in the order in which they were decided, by one thread at a time. A call returns
/// when all that it caused is done, unless it came from inside such a call: then the outer one sees to it.
/// Nothing that a guest does makes a member throw, run without bound or hold more memory than the options allow.
/// </remarks>
public sealed class VtdUnit
{
    private const int Nobody = 0;

    private readonly UnitLock _lock = new();
    private readonly Outbox _outbox = new();
    private readonly VtdUnitOptions _options;
    private readonly IMessageSink _messages;
    private readonly UnitEvents _events;
    private readonly VtdRegisterFile _registers;
    private readonly RegisterHooks _hooks;
    private readonly LatchedPointers _pointers;
    private readonly UnitCaches _caches;
    private readonly TranslationLookup _lookup;
    private readonly DmaTranslator _dma;
    private readonly HostDeviceSet _hostDevices;
    private readonly FaultRecorder _faults;
    private readonly InvalidationQueue _queue;
    private readonly InterruptRemapper _interrupts;
    private readonly UnitDumper _dumper;
    private readonly EndpointSet _endpoints;
    private readonly PageRequestQueue _pageRequests;
    private readonly ListenerSet _listeners;
    private readonly InterruptListenerSet _interruptListeners;
    private int _settlingThread;

    /// <summary>Makes a unit as it is after power-on.</summary>
    /// <param name="options">What it is capable of.</param>
    /// <param name="memory">Where its tables and queues are.</param>
    /// <param name="messages">Where its own interrupts go.</param>
    /// <param name="observer">Who is told of what it does.</param>
    /// <exception cref="ArgumentException">An option is out of range or contradicts another.</exception>
    public VtdUnit(VtdUnitOptions options, IGuestMemory memory, IMessageSink messages, IUnitObserver? observer = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(memory);
        ArgumentNullException.ThrowIfNull(messages);
        options.Validate();
        _options = options;
        _messages = messages;

        var capabilities = new VtdCapabilities
        {
            VER = new(options.Version),
            CAP = new(options.Capability),
            ECAP = new(options.ExtendedCapability),
        };
        _registers = new(capabilities);
        _pointers = new(capabilities);
        _caches = new(options);
        _events = new(options.Name, observer, _registers, _pointers);
        var walk = new StructureWalk(memory, _pointers, capabilities, options.HostAddressWidth, options.Quirks);
        _hostDevices = new(_registers, _pointers, walk, _outbox, options.MaxAttachmentsPerDevice);
        var requesters = new RequesterLookup(walk, _caches, _hostDevices, _events.Tallies, options.Quirks);
        _lookup = new(_registers, _pointers, requesters, _caches);

        var faultEvent = new EventMessage(new FaultEventRegisters(_registers), _outbox);
        var completion = new CompletionEvent(_registers, new(new CompletionEventRegisters(_registers), _outbox));
        var pageRequestEvent = new EventMessage(new PageRequestEventRegisters(_registers), _outbox);
        _faults = new(_registers, faultEvent, options.CollapseFaults, options.Quirks, _events);
        _interrupts = new(_registers, capabilities, _pointers, _caches.Interrupts, memory, _faults, options.HostAddressWidth, options.Quirks, _events.Tallies);
        var pagesBySource = new PagesBySource(_caches.Translations);
        var tables = new TablesWalk(memory, capabilities, options.HostAddressWidth, options.Quirks);
        _dma = new(_registers, capabilities, _pointers, requesters, tables, _caches, _faults, _events, options.HostAddressWidth, pagesBySource, options.Quirks);

        _listeners = new(_registers, walk, tables, _lock, _outbox, options.MaxMappingsPerListener, _events);
        _interruptListeners = new(_outbox);
        var invalidation = new CacheInvalidation(_caches, _hostDevices, _listeners);
        _endpoints = new(_outbox);
        _pageRequests = new(_registers, capabilities, _pointers, memory, walk, _caches, _endpoints, _faults, pageRequestEvent);
        var executor = new DescriptorExecutor(
            memory,
            _caches,
            invalidation,
            _hostDevices,
            _endpoints,
            _listeners,
            _interruptListeners,
            capabilities,
            completion,
            _outbox,
            pagesBySource,
            options.Quirks);
        _queue = new(_registers, capabilities, _pointers, memory, executor, _endpoints, _faults, _outbox, options.Quirks, _events);
        _hooks = new(
            _registers,
            new(_registers, capabilities, _pointers, _caches, _queue, _hostDevices, _interrupts, _listeners, _interruptListeners, options.Quirks),
            new(_registers, capabilities, _pointers, invalidation, options.Quirks, _events.Invalidations),
            _queue,
            _dma,
            _faults,
            completion,
            faultEvent,
            pageRequestEvent);
        _dumper = new(_registers, _caches, _queue, _hostDevices, _outbox, memory);
        UnitMetrics.Add(this);
    }

    /// <summary>Size of the register block in bytes.</summary>
    public static int RegisterBlockSize => VtdRegisterFile.Size;

    /// <summary>How much it holds and has done.</summary>
    public UnitCounts Counts
    {
        get
        {
            _lock.Enter();
            try
            {
                return new()
                {
                    Contexts = _caches.Contexts.Count,
                    Pasids = _caches.Pasids.Count,
                    Translations = _caches.Translations.Count,
                    InterruptEntries = _caches.Interrupts.Count,
                    HostAttachments = _hostDevices.AttachmentCount,
                    RefusedAttachments = _hostDevices.Refused,
                    RefusedMappings = _listeners.Refused,
                    Descriptors = _events.Tallies.Descriptors.Sum(),
                    QueueErrors = _events.Tallies.QueueErrors.Sum(),
                    RejectedAccesses = _events.Tallies.RejectedAccesses,
                    FailedHostActions = _events.Tallies.FailedHostActions.Sum(),
                };
            }
            finally
            {
                _lock.ExitLocked();
            }
        }
    }

    /// <summary>The registers, as hardware sees them.</summary>
    internal VtdRegisterFile Registers => _registers;

    /// <summary>The table pointers in use.</summary>
    internal LatchedPointers Pointers => _pointers;

    /// <summary>The caches.</summary>
    internal UnitCaches Caches => _caches;

    /// <summary>What metrics call it.</summary>
    internal string Name => _options.Name;

    /// <summary>What it says of itself.</summary>
    internal UnitEvents Events => _events;

    /// <summary>Calls and messages decided and not yet made.</summary>
    internal int PostedCount => _outbox.Count;

    /// <summary>Software reads registers.</summary>
    /// <param name="offset">Byte offset in the register block.</param>
    /// <param name="size">Bytes: 4 or 8, aligned.</param>
    /// <returns>The value; 0 if there is no such access.</returns>
    public ulong ReadRegister(int offset, int size)
    {
        ulong value = 0;
        var isDone = false;
        if (_lock.TryEnter())
        {
            try
            {
                isDone = _registers.Read(offset, size, out value) == VtdAccess.Done;
                if (isDone)
                    _events.ReadLocked(offset, size, value);
            }
            finally
            {
                _lock.ExitLocked();
            }
        }
        if (!isDone)
            Reject(offset, size, isWrite: false);
        return value;
    }

    /// <summary>Software writes registers. What the write sets going is done when this returns.</summary>
    /// <param name="offset">Byte offset in the register block.</param>
    /// <param name="size">Bytes: 4 or 8, aligned. Any other access does nothing.</param>
    /// <param name="value">The value, in its low bytes.</param>
    public void WriteRegister(int offset, int size, ulong value)
    {
        var isDone = false;
        if (_lock.TryEnter())
        {
            try
            {
                var posted = _outbox.Posted;
                isDone = _registers.Write(offset, size, value, _hooks) == VtdAccess.Done;
                if (isDone)
                    _events.WrittenLocked(offset, size, value);
                SettleLocked(posted);
            }
            finally
            {
                _lock.ExitLocked();
            }
        }
        if (!isDone)
            Reject(offset, size, isWrite: true);
    }

    /// <summary>System reset. The unit is as after power-on; host devices and options stay.</summary>
    /// <remarks>
    /// Under the lock registers, latched pointers, queue and caches are reset and the removal of every first-stage table from
    /// every host device is decided; then, without it, each is removed once. Guest memory is not read, so what the
    /// guest left there brings nothing back. A host device that fails is reported and the others still follow.
    /// </remarks>
    public void Reset()
    {
        _lock.Enter();
        try
        {
            ResetRegistersLocked();
            _events.Reset(ResetStep.RegistersReset);
            _caches.DropAllLocked();
            _events.Reset(ResetStep.CachesDropped);
            var posted = _outbox.Posted;
            _hostDevices.DetachAllLocked();
            _listeners.RefreshAllLocked();
            _interruptListeners.InvalidateAllLocked();
            _outbox.PostLocked(OutboxItem.EndOfReset);
            SettleLocked(posted);
        }
        finally
        {
            _lock.ExitLocked();
        }
    }

    /// <summary>Gives a host device to the guest and attaches it to what the guest's tables say.</summary>
    /// <param name="sourceId">Bus in bits 15:8, device and function below.</param>
    /// <param name="device">The host's side of it.</param>
    /// <exception cref="ArgumentException">There is a host device of this source id already.</exception>
    public void AddHostDevice(ushort sourceId, IHostDevice device)
    {
        ArgumentNullException.ThrowIfNull(device);
        Change(() => _hostDevices.TryAddLocked(sourceId, device), $"There is a host device {sourceId:X4} already.");
    }

    /// <summary>Takes a host device from the guest. When this returns its PASIDs are detached and it is back on its default table.</summary>
    /// <param name="sourceId">Bus in bits 15:8, device and function below.</param>
    /// <exception cref="ArgumentException">There is no host device of this source id.</exception>
    public void RemoveHostDevice(ushort sourceId) =>
        Change(() => _hostDevices.TryRemoveLocked(sourceId), $"There is no host device {sourceId:X4}.");

    /// <summary>Says that a device behind the unit keeps translations of its own or sends page requests.</summary>
    /// <param name="sourceId">Bus in bits 15:8, device and function below.</param>
    /// <param name="endpoint">The device.</param>
    /// <exception cref="ArgumentException">There is an endpoint of this source id already, or the unit has no support for device
    /// TLBs (ECAP.DT is 0).</exception>
    public void AddEndpoint(ushort sourceId, IEndpoint endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        if (!new Ecap(_options.ExtendedCapability).DT)
            throw new ArgumentException("The unit has no support for device TLBs (ECAP.DT is 0).");
        Change(() => _endpoints.TryAddLocked(sourceId, endpoint), $"There is an endpoint {sourceId:X4} already.");
    }

    /// <summary>Takes an endpoint away. What was decided before this is still told to it.</summary>
    /// <param name="sourceId">Bus in bits 15:8, device and function below.</param>
    /// <exception cref="ArgumentException">There is no endpoint of this source id.</exception>
    public void RemoveEndpoint(ushort sourceId) =>
        Change(() => _endpoints.TryRemoveLocked(sourceId), $"There is no endpoint {sourceId:X4}.");

    /// <summary>Has a listener follow the address space of a device, or of one PASID of it, and tells it how that is now.</summary>
    /// <param name="sourceId">Bus in bits 15:8, device and function below.</param>
    /// <param name="pasid">The PASID: 20 bits; null for requests without.</param>
    /// <param name="listener">The listener.</param>
    /// <exception cref="ArgumentException">It follows this address space already, or wants mappings of a unit without caching mode
    /// (CAP.CM is 0), to which software does not announce them.</exception>
    public void AddTranslationListener(ushort sourceId, uint? pasid, ITranslationListener listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        var space = new AddressSpace(sourceId, pasid, listener, listener.WantsMappings);
        if (space.WantsMappings && !new Cap(_options.Capability).CM)
            throw new ArgumentException("A listener that wants mappings needs a unit with caching mode (CAP.CM is 0).");
        Change(() => _listeners.TryAddLocked(space), $"The listener follows this address space of {sourceId:X4} already.");
    }

    /// <summary>Has a listener follow an address space no longer. It hears nothing more of it, but for a call under way on another thread.</summary>
    /// <param name="sourceId">Bus in bits 15:8, device and function below.</param>
    /// <param name="pasid">The PASID; null for requests without.</param>
    /// <param name="listener">The listener.</param>
    /// <exception cref="ArgumentException">It does not follow this address space.</exception>
    public void RemoveTranslationListener(ushort sourceId, uint? pasid, ITranslationListener listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        Change(() => _listeners.TryRemoveLocked(sourceId, pasid, listener), $"The listener does not follow this address space of {sourceId:X4}.");
    }

    /// <summary>Has a listener hear of interrupt remapping entries that are stale.</summary>
    /// <param name="listener">The listener.</param>
    /// <exception cref="ArgumentException">It was added before.</exception>
    public void AddInterruptListener(IInterruptListener listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        Change(() => _interruptListeners.TryAddLocked(listener), "The listener was added before.");
    }

    /// <summary>Has a listener hear of interrupt remapping entries no longer. What was decided before this is still told to it.</summary>
    /// <param name="listener">The listener.</param>
    /// <exception cref="ArgumentException">It was not added.</exception>
    public void RemoveInterruptListener(IInterruptListener listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        Change(() => _interruptListeners.TryRemoveLocked(listener), "The listener was not added.");
    }

    /// <summary>A device sends a page request.</summary>
    /// <param name="request">The request.</param>
    /// <returns>What became of it. It is answered later, if at all, by <see cref="IEndpoint.Respond"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">PASID or group has more bits than a request can carry; nothing happened.</exception>
    public PageRequestResult RequestPage(in PageRequest request)
    {
        _lock.Enter();
        try
        {
            var posted = _outbox.Posted;
            var result = _pageRequests.TakeLocked(request);
            SettleLocked(posted);
            return result;
        }
        finally
        {
            _lock.ExitLocked();
        }
    }

    /// <summary>Says what becomes of a DMA request, and reports the fault if it is blocked for one.</summary>
    /// <param name="request">The request, of any kind but a translation request.</param>
    /// <returns>Whether it may go on, and where to, by the tables and caches at some moment of this call. Software that invalidates
    /// translations waits for the requests under way; whoever holds an answer past that must see to it.</returns>
    /// <remarks>Takes no lock and allocates nothing where the caches allow the request. A request made from inside one of the
    /// unit's own calls to guest memory is blocked, unless the caches allow it.</remarks>
    public DmaResult Translate(in DmaRequest request)
    {
        if (_dma.TryTranslate(request, out var result) || !_lock.TryEnter())
            return result;
        try
        {
            var posted = _outbox.Posted;
            result = _dma.TranslateLocked(request);
            SettleLocked(posted);
            return result;
        }
        finally
        {
            _lock.ExitLocked();
        }
    }

    /// <summary>Answers a translation request of a device (ATS), and reports the fault if it is refused for one.</summary>
    /// <param name="request">The request.</param>
    /// <returns>What the device may put into its TLB. From inside one of the unit's own calls to guest memory it is nothing.</returns>
    public AtsResult TranslateForDevice(in AtsRequest request)
    {
        if (!_lock.TryEnter())
            return default;
        try
        {
            var posted = _outbox.Posted;
            var result = _dma.TranslateLocked(request);
            SettleLocked(posted);
            return result;
        }
        finally
        {
            _lock.ExitLocked();
        }
    }

    /// <summary>Caches a translation that somebody found for a device, with what its context and PASID entries say of it.</summary>
    /// <param name="sourceId">The device: bus in bits 15:8, device and function below.</param>
    /// <param name="pasid">The PASID of the request, or null.</param>
    /// <param name="page">The translation.</param>
    /// <returns>False, with no translation cached, if remapping is off, the tables give the device none, or there are no
    /// pages of this size.</returns>
    public bool Remember(ushort sourceId, uint? pasid, in PageTranslation page)
    {
        _lock.Enter();
        try
        {
            var posted = _outbox.Posted;
            var isDone = _lookup.RememberLocked(sourceId, pasid, page);
            SettleLocked(posted);
            return isDone;
        }
        finally
        {
            _lock.ExitLocked();
        }
    }

    /// <summary>Looks a translation up, in the caches only. Takes no lock and allocates nothing.</summary>
    /// <param name="sourceId">The device: bus in bits 15:8, device and function below.</param>
    /// <param name="pasid">The PASID of the request, or null.</param>
    /// <param name="address">The address as the device sent it.</param>
    /// <param name="page">The page that it lies in.</param>
    /// <returns>Whether context, PASID entry (in scalable mode) and page were all cached.</returns>
    public bool TryGetCached(ushort sourceId, uint? pasid, ulong address, out PageTranslation page) =>
        _lookup.TryGet(sourceId, pasid, address, out page);

    /// <summary>A device or an I/O APIC sends an interrupt: says what becomes of it.</summary>
    /// <remarks>An interrupt whose entry is cached and has it remapped takes no lock and allocates nothing. One that is posted is in
    /// its descriptor when this returns. A request from inside a call of the unit to guest memory or to an observer that would need
    /// more than that is blocked, and no fault recorded.</remarks>
    /// <param name="request">The interrupt, as it was sent.</param>
    /// <returns>Whether and how it reaches a processor; with a message, delivering that is up to the caller.</returns>
    public InterruptResult RemapInterrupt(in InterruptRequest request)
    {
        if (!_interrupts.TryAnswer(request, out var result))
            result = RemapUncached(request);
        _events.InterruptAnswered(request, result);
        return result;
    }

    /// <summary>Writes down what the unit holds: for people who look for a mistake in a driver or in the unit.</summary>
    /// <param name="most">How many entries, descriptors and calls to show of each kind, at least 0; their totals are shown anyway.</param>
    /// <returns>What it holds at this moment. Reading the next descriptors is all that it asks of guest memory.</returns>
    /// <exception cref="InvalidOperationException">Called from inside one of the unit's own calls to guest memory or to an observer.</exception>
    public UnitDump Dump(int most = 64)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(most);
        _lock.Enter();
        try
        {
            return _dumper.TakeLocked(most);
        }
        finally
        {
            _lock.ExitLocked();
        }
    }

    /// <summary>Live entries in a cache, or a moment ago. Needs no lock.</summary>
    internal long EntriesOf(CacheKind cache) => cache switch
    {
        CacheKind.Context => _caches.Contexts.Count,
        CacheKind.Pasid => _caches.Pasids.Count,
        CacheKind.Iotlb => _caches.Translations.Count,
        _ => _caches.Interrupts.Count,
    };

    /// <summary>Attachments on host devices. False if asked from inside one of the unit's own calls.</summary>
    internal bool TryCountAttachments(out int count)
    {
        count = 0;
        if (!_lock.TryEnter())
            return false;
        try
        {
            count = _hostDevices.AttachmentCount;
            return true;
        }
        finally
        {
            _lock.ExitLocked();
        }
    }

    /// <summary>Reports a fault that somebody found, as the unit reports its own.</summary>
    internal void ReportFault(in FaultRecord fault, bool isProcessingDisabled)
    {
        _lock.Enter();
        try
        {
            var posted = _outbox.Posted;
            _faults.ReportLocked(fault, isProcessingDisabled);
            SettleLocked(posted);
        }
        finally
        {
            _lock.ExitLocked();
        }
    }

    private InterruptResult RemapUncached(in InterruptRequest request)
    {
        if (!_lock.TryEnter())
            return InterruptRemapper.Refuse();
        try
        {
            var posted = _outbox.Posted;
            var result = _interrupts.AnswerLocked(request);
            SettleLocked(posted);
            return result;
        }
        finally
        {
            _lock.ExitLocked();
        }
    }

    private void Change(Func<bool> change, string failure)
    {
        _lock.Enter();
        try
        {
            var posted = _outbox.Posted;
            if (!change())
                throw new ArgumentException(failure);
            SettleLocked(posted);
        }
        finally
        {
            _lock.ExitLocked();
        }
    }

    [RequiresUnitLock]
    private void ResetRegistersLocked()
    {
        _registers.Reset(_options.KeepStickyOnReset);
        _pointers.Reset(_options.Quirks);
        _interrupts.ModeChangedLocked();
        _dma.ResetLocked();
        if (!_options.KeepStickyOnReset)
            _faults.ResetLocked();
    }

    private void Reject(int offset, int size, bool isWrite)
    {
        _events.AccessRejected(offset, size, isWrite);
    }

    /// <summary>Sees to all that is still to be done: the outbox, item by item without the lock, and the queue.</summary>
    /// <param name="posted">The outbox's state when the caller began. If it posted something and another thread is at work,
    /// it waits until that thread has done it.</param>
    [RequiresUnitLock]
    private void SettleLocked(ulong posted)
    {
        var ticket = _outbox.Posted;
        while (_settlingThread != Nobody)
        {
            if (_settlingThread == Environment.CurrentManagedThreadId || ticket == posted || _outbox.IsDoneLocked(ticket))
                return;
            _lock.WaitLocked();
        }

        if (_outbox.Count == 0 && !_queue.RunLocked() && _outbox.Count == 0)
            return;
        _settlingThread = Environment.CurrentManagedThreadId;
        try
        {
            do
            {
                while (_outbox.TryTakeLocked(out var item))
                    DeliverLocked(item);
            }
            while (_queue.RunLocked() || _outbox.Count > 0);
        }
        finally
        {
            _settlingThread = Nobody;
            _lock.WakeAllLocked();
        }
    }

    /// <summary>Does what an item says with the lock given back meanwhile.</summary>
    [RequiresUnitLock]
    private void DeliverLocked(in OutboxItem item)
    {
        var isDone = false;
        _lock.ExitLocked();
        try
        {
            isDone = Deliver(item);
        }
        finally
        {
            _lock.Enter();
            if (!isDone)
                FailLocked(item);
            _outbox.FinishLocked();
            _lock.WakeAllLocked();
        }
    }

    [RequiresUnitLock]
    private void FailLocked(in OutboxItem item)
    {
        item.Other?.FailLocked();
        if (item.Attachment is null)
            return;
        if (item.Action.Operation is HostOperation.Attach or HostOperation.Replace)
            _hostDevices.AttachFailedLocked(item.Attachment, item.Plan);
    }

    [ForbiddenUnderUnitLock]
    private bool Deliver(in OutboxItem item)
    {
        if (item.Attachment is { } attachment)
            return Call(attachment, item.Action);
        if (item.Message is { } message)
            return Send(message);
        if (item.Other is { } call)
            return Make(call);
        _events.Reset(ResetStep.HostDevicesDetached);
        return true;
    }

    [ForbiddenUnderUnitLock]
    private bool Send(InterruptMessage message)
    {
        try
        {
            _events.MessageSent(message.Address, message.Data);
            _messages.Send(message.Address, message.Data);
            return true;
        }
        catch (Exception error)
        {
            _events.MessageFailed(message.Address, message.Data, error);
            return false;
        }
    }

    [ForbiddenUnderUnitLock]
    private bool Make(PostedCall call)
    {
        try
        {
            return call.Make();
        }
        catch (Exception error)
        {
            _events.CallFailed(call.SourceId, error);
            return false;
        }
    }

    [ForbiddenUnderUnitLock]
    private bool Call(Attachment attachment, in HostAction action)
    {
        if (!attachment.IsDue(action.Operation))
            return true;
        _events.HostActionStarted(action);
        try
        {
            attachment.Call(action);
        }
        catch (Exception error)
        {
            _events.HostActionFailed(action, error);
            return false;
        }
        _events.HostActionFinished(action);
        return true;
    }
}
