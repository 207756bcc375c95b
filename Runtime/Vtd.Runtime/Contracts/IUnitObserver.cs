using Vtd.Architecture;

namespace Vtd.Runtime;

/// <summary>Observes what reaches a unit and what the unit does, for tests, tools, logs and recordings. Every member is optional.</summary>
/// <remarks>
/// <para>Members must be quick and must not throw. Those about the invalidation queue, faults, guest memory and the first steps of a reset are called with the unit's
/// lock held and must not call the unit. All others are called without the lock, except for an access or a request that comes from inside one of
/// the unit's own calls to guest memory or to an observer.</para>
/// <para><see cref="InputStarted"/> and the member that reports the end of the same access or request (<see cref="RegisterRead"/>,
/// <see cref="RegisterWritten"/> and those named Answered) are called on the thread that made it, so several can be under way at once. Everything that the unit does during the call is
/// reported between the two. Work that the call left (<see cref="VtdUnitOptions.WorkPerCall"/>) is reported later.</para>
/// </remarks>
public interface IUnitObserver
{
    /// <summary>An access to registers or a request of a device reached the unit. No end is reported for one that throws.</summary>
    /// <param name="input">The kind of access or request.</param>
    void InputStarted(UnitInput input)
    {
    }

    /// <summary>A register read is over.</summary>
    /// <param name="offset">Byte offset in the register block.</param>
    /// <param name="size">Bytes.</param>
    /// <param name="value">The value; 0 if the read was rejected.</param>
    void RegisterRead(int offset, int size, ulong value)
    {
    }

    /// <summary>A register write is over.</summary>
    /// <param name="change">The write, and the change of the registers that it made.</param>
    void RegisterWritten(in RegisterChange change)
    {
    }

    /// <summary>A DMA request was answered.</summary>
    /// <param name="request">The request.</param>
    /// <param name="result">The answer.</param>
    void DmaAnswered(in DmaRequest request, in DmaResult result)
    {
    }

    /// <summary>A translation request of a device (ATS) was answered.</summary>
    /// <param name="request">The request.</param>
    /// <param name="result">The answer.</param>
    void TranslationAnswered(in AtsRequest request, in AtsResult result)
    {
    }

    /// <summary>A page request of a device was taken or refused.</summary>
    /// <param name="request">The request.</param>
    /// <param name="result">The result.</param>
    void PageRequestAnswered(in PageRequest request, in PageRequestResult result)
    {
    }

    /// <summary>The unit read guest memory.</summary>
    /// <param name="place">The place and the purpose.</param>
    /// <param name="bytes">The bytes: one structure or several. Without meaning if <paramref name="isThere"/> is false.</param>
    /// <param name="isThere">False if the place is not memory.</param>
    void MemoryRead(in MemoryPlace place, ReadOnlySpan<byte> bytes, bool isThere)
    {
    }

    /// <summary>The unit wrote guest memory.</summary>
    /// <param name="place">The place and the purpose.</param>
    /// <param name="bytes">The bytes.</param>
    /// <param name="isThere">False if the place is not memory; nothing was written then.</param>
    void MemoryWritten(in MemoryPlace place, ReadOnlySpan<byte> bytes, bool isThere)
    {
    }

    /// <summary>The unit compared eight bytes of guest memory and exchanged them if they were as expected: to set accessed and dirty bits, or to post
    /// an interrupt.</summary>
    /// <param name="place">The place and the purpose.</param>
    /// <param name="exchange">The expected, new and found values.</param>
    /// <param name="isThere">False if the place is not memory.</param>
    void MemoryExchanged(in MemoryPlace place, in MemoryExchange exchange, bool isThere)
    {
    }

    /// <summary>A descriptor of the invalidation queue was executed.</summary>
    /// <param name="type">The type of the descriptor.</param>
    /// <param name="granularity">The granularity of what was invalidated; null if nothing was. A quirk can make this differ from what the descriptor asks
    /// for.</param>
    /// <param name="descriptor">The bytes of the descriptor: 16 or 32.</param>
    void DescriptorExecuted(InvalidationQueueType type, InvalidationGranularity? granularity, ReadOnlySpan<byte> descriptor)
    {
    }

    /// <summary>The invalidation queue stopped at an error.</summary>
    /// <param name="reason">The code in IQERCD.IQEI.</param>
    /// <param name="head">IQH: byte offset of the descriptor at fault.</param>
    /// <param name="tail">IQT: byte offset behind the last descriptor.</param>
    void QueueStopped(QueueErrorInfo reason, int head, int tail)
    {
    }

    /// <summary>A device-TLB invalidation timed out; the invalidation queue stands still.</summary>
    /// <param name="sourceId">The device.</param>
    void InvalidationTimedOut(SourceId sourceId)
    {
    }

    /// <summary>A request was blocked with a fault.</summary>
    void FaultReported(in ReportedFault fault)
    {
    }

    /// <summary>An interrupt request was answered.</summary>
    /// <param name="request">The request, as it was sent.</param>
    /// <param name="result">The result of the request.</param>
    void InterruptAnswered(in InterruptRequest request, in InterruptResult result)
    {
    }

    /// <summary>A register access was refused: reads gave 0, writes did nothing.</summary>
    /// <param name="offset">Byte offset in the register block.</param>
    /// <param name="size">Bytes.</param>
    /// <param name="isWrite">Whether it was a write.</param>
    void AccessRejected(int offset, int size, bool isWrite)
    {
    }

    /// <summary>A step of a system reset was done. Steps come in the order of <see cref="ResetStep"/>.</summary>
    void Reset(ResetStep step)
    {
    }

    /// <summary>A call to a host device is about to be made.</summary>
    [ForbiddenUnderUnitLock]
    void HostActionStarted(in HostAction action)
    {
    }

    /// <summary>A call to a host device returned.</summary>
    [ForbiddenUnderUnitLock]
    void HostActionFinished(in HostAction action)
    {
    }

    /// <summary>A call to a host device threw.</summary>
    [ForbiddenUnderUnitLock]
    void HostActionFailed(in HostAction action, Exception error)
    {
    }

    /// <summary>A call to an endpoint or a listener threw.</summary>
    /// <param name="sourceId">The device that the call is about; null if it is about none.</param>
    /// <param name="error">The exception of the call.</param>
    [ForbiddenUnderUnitLock]
    void CallFailed(SourceId? sourceId, Exception error)
    {
    }

    /// <summary>The unit is about to send an interrupt message of its own.</summary>
    [ForbiddenUnderUnitLock]
    void MessageSent(ulong address, uint data)
    {
    }

    /// <summary>An interrupt message could not be delivered.</summary>
    [ForbiddenUnderUnitLock]
    void MessageFailed(ulong address, uint data, Exception error)
    {
    }
}

/// <summary>The steps of a system reset, in order.</summary>
public enum ResetStep
{
    /// <summary>Under the lock: registers, latched pointers and the queue are as at power-on, DMA and interrupts pass untranslated.</summary>
    RegistersReset,

    /// <summary>Under the lock: context cache, PASID cache, IOTLB and interrupt-entry cache are empty.</summary>
    CachesDropped,

    /// <summary>Every first-stage table was removed from every host device, without the lock.</summary>
    HostDevicesDetached,
}
