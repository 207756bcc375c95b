using Vtd.Architecture.Codegen;
using Vtd.Architecture;
using Vtd.Runtime.Caches;
using Vtd.Runtime.Inspection;
using Vtd.Runtime.State;
using Vtd.Runtime.Telemetry;
using Vtd.Runtime.Translation;

namespace Vtd.Runtime;

/// <summary>The model of one VT-d remapping unit.</summary>
/// <remarks>
/// Any thread may call any member. Everything that software changes is decided under one lock; calls to host devices, endpoints and
/// listeners and interrupt messages are made after the lock was released, in the order in which they were decided, by one thread at a time.
/// Members that a guest or a device causes to be called (register accesses, requests) do at most
/// <see cref="VtdUnitOptions.WorkPerCall"/> units of work and return; what is left then is carried on by a worker of the unit or by
/// <see cref="Run"/>, and software sees by IQH and its wait descriptors how far it is. Members that the embedder calls
/// (<see cref="Reset"/>, adding, and disposing what adding returned) return when all that they caused, and all that was decided before, is done. From inside
/// a call that the unit makes, every member returns at once, and the outer call sees to the rest.
/// Nothing that a guest does makes a member throw, run without bound or hold more memory than the options allow.
/// </remarks>
public sealed partial class VtdUnit : IMeasuredUnit
{
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
        Recent = _parts.Dma.Recent;
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

    /// <summary>Counts the live entries of a cache. The unit's lock is not taken, so the count may be a moment old.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The kind of cache is not defined.</exception>
    public int EntriesOf(CacheKind cache) =>
        Enum.IsDefined(cache) ? Caches.Of(cache).Count : throw new ArgumentOutOfRangeException(nameof(cache), cache, "The kind of cache is not defined.");

    /// <summary>The registers, as hardware sees them.</summary>
    internal VtdRegisterFile Registers => _parts.State.Registers;

    /// <summary>The table pointers in use.</summary>
    internal LatchedPointers Pointers => _parts.State.Pointers;

    /// <summary>The unit's caches.</summary>
    internal UnitCaches Caches => _parts.Caches;

    /// <summary>The pages that answered last.</summary>
    internal RecentPages Recent { get; }

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

    /// <summary>Reads registers, as software does.</summary>
    /// <param name="offset">Byte offset in the register block.</param>
    /// <param name="size">Bytes: 4 or 8, aligned.</param>
    /// <returns>The value; 0 if no register answers such an access.</returns>
    public ulong ReadRegister(int offset, int size)
    {
        // Without the lock, which is what most of the time would go into.
        var moment = _parts.State.Lock.Moment;
        return Events.IsUnheard && Registers.Read(offset, size, out var value) == RegisterAccess.Done && _parts.State.Lock.IsUntouchedSince(moment)
            ? value
            : ReadRegisterWithLock(offset, size);
    }

    private ulong ReadRegisterWithLock(int offset, int size)
    {
        Events.InputStarted(UnitInput.RegisterRead);
        if (!TryRead(offset, size, out var value))
            Events.AccessRejected(offset, size, isWrite: false);
        Events.RegisterRead(offset, size, value);
        return value;
    }

    /// <summary>Writes registers, as software does. What the write sets going is done when this returns, also behind another thread's calls, unless it
    /// is more work than one call does (<see cref="VtdUnitOptions.WorkPerCall"/>) or such work is left from before: then it is carried on.</summary>
    /// <param name="offset">Byte offset in the register block.</param>
    /// <param name="size">Bytes: 4 or 8, aligned. Any other access does nothing.</param>
    /// <param name="value">The value, in its low bytes.</param>
    public void WriteRegister(int offset, int size, ulong value)
    {
        if (!Events.IsUnheard)
            WriteHeard(offset, size, value);
        else if (!TryWrite(offset, size, value))
            Events.AccessRejected(offset, size, isWrite: true);
    }

    /// <summary>Resets the unit, as a system reset does. The unit is as after power-on; host devices and options stay.</summary>
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

    /// <summary>Saves the state of the unit, for a snapshot or a migration of the machine.</summary>
    /// <remarks>
    /// The state is all that software can see of the unit, now or later: registers, table pointers in use, the invalidation queue, the next fault record. Calls that
    /// are decided are made before. Caches come back empty, as the architecture permits at any time. Guest memory, host devices, endpoints and
    /// listeners are the embedder's to save, and counters stay with this unit. Requests of the guest and its devices must be stopped before, or a call
    /// may follow a call and this member not return.
    /// </remarks>
    /// <param name="destination">The stream that takes the snapshot: some 1,000 bytes in a format with a version and a checksum.</param>
    /// <exception cref="InvalidOperationException">Called from inside a call that the unit makes.</exception>
    public void Save(Stream destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        var snapshot = new SnapshotWriter();
        using (_parts.Pump.DecideWhenIdle())
        {
            foreach (var part in _parts.Parts)
                part.Save(snapshot);
        }
        snapshot.WriteTo(destination);
    }

    /// <summary>Gives the unit the state of a snapshot, whatever its own state is.</summary>
    /// <remarks>
    /// Stop requests of the guest and its devices, and restore guest memory before. Host devices, endpoints and listeners stay; those of a new unit are added before as well. What the unit had attached to
    /// host devices is detached, then they are attached to what the tables in guest memory say. Listeners are told to unmap everything, then of what is mapped.
    /// Groups of page requests that a host device waits for are not restored: the host answers these. When this returns, all of these calls are
    /// made; descriptors that were left are carried on by the worker of the unit, or by <see cref="Run"/>.
    /// </remarks>
    /// <param name="source">The stream with the snapshot at its position. Nothing behind the snapshot is read.</param>
    /// <exception cref="InvalidDataException">The stream holds no snapshot, the snapshot is damaged, or its unit has other capabilities, another host address width
    /// or other quirks. The message says what is wrong, and the unit is as it was.</exception>
    /// <exception cref="InvalidOperationException">Called from inside one of the unit's own calls to guest memory or to an observer.</exception>
    public void Restore(Stream source)
    {
        ArgumentNullException.ThrowIfNull(source);
        var snapshot = new SnapshotReader(source);
        using var decision = _parts.Pump.Decide();
        _parts.RestoreLocked(snapshot);
        _parts.Pump.ResumeLocked();
    }

    /// <summary>Whether the unit has calls or descriptors left that a worker or <see cref="Run"/> carries on.</summary>
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

    /// <summary>Describes what the unit holds, for the search for a mistake in a driver or in the unit.</summary>
    /// <param name="most">The largest number of entries, descriptors and calls to show of each kind, at least 0; their totals are always shown.</param>
    /// <returns>The state of the unit at this moment. Reading the next descriptors is all that it asks of guest memory.</returns>
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
    bool IMeasuredUnit.TryCountAttachments(out (int Attached, int Stuck) counted)
    {
        using var held = _parts.State.Lock.TryHold();
        counted = held.IsHeld ? (_parts.HostDevices.AttachmentCount, _parts.HostDevices.StuckCount) : default;
        return held.IsHeld;
    }

    private bool TryRead(int offset, int size, out ulong value)
    {
        value = 0;
        using var held = _parts.State.Lock.TryHold();
        if (!held.IsHeld || Registers.Read(offset, size, out value) != RegisterAccess.Done)
            return false;
        Events.RegisterReadLocked(offset, size, value);
        return true;
    }

    private bool TryWrite(int offset, int size, ulong value)
    {
        using var decision = _parts.Pump.TryDecide();
        return decision.IsHeld && _parts.Effects.Write(offset, size, value) == RegisterAccess.Done;
    }

    /// <summary>Writes registers where an observer or a listener of events learns of the write.</summary>
    private void WriteHeard(int offset, int size, ulong value)
    {
        Events.InputStarted(UnitInput.RegisterWrite);
        var change = new RegisterChange(offset, size, value, 0, 0);
        if (!TryWriteHeard(ref change))
            Events.AccessRejected(offset, size, isWrite: true);
        Events.RegisterWritten(change);
    }

    private bool TryWriteHeard(ref RegisterChange change)
    {
        var (offset, size, value, _, _) = change;
        using var decision = _parts.Pump.TryDecide();
        if (!decision.IsHeld)
            return false;
        Registers.Read(offset, size, out var before);
        var status = Registers.GSTS;
        if (_parts.Effects.Write(offset, size, value) != RegisterAccess.Done)
            return false;
        Events.RegisterWrittenLocked(offset, size, value, status);
        Registers.Read(offset, size, out var after);
        change = change with { Before = before, After = after };
        return true;
    }

    private Action<UnitDump>?[] CopyForDump(int most)
    {
        using var held = _parts.State.Lock.Hold();
        return Array.ConvertAll([.. _parts.Parts], part => part.Copy(most));
    }

    [RequiresUnitLock]
    private void ResetPartsLocked(ResetStep step) => _parts.ResetPartsLocked(step, _options.KeepStickyOnReset);
}
