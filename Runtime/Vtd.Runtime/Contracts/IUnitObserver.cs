using Vtd.Architecture;

namespace Vtd.Runtime;

/// <summary>Sees what a unit does, for tests, tools and logs. Every member may be left out.</summary>
/// <remarks>Members must be quick, must not throw, and (but for those about host devices, other calls and messages, which are called
/// without the unit's lock) must not call the unit.</remarks>
public interface IUnitObserver
{
    /// <summary>A descriptor of the invalidation queue was executed.</summary>
    /// <param name="descriptor">Its bytes: 16 or 32.</param>
    void DescriptorExecuted(ReadOnlySpan<byte> descriptor)
    {
    }

    /// <summary>The invalidation queue stopped at an error.</summary>
    /// <param name="reason">The code in IQERCD.IQEI.</param>
    /// <param name="head">IQH: byte offset of the descriptor at fault.</param>
    void QueueStopped(QueueErrorInfo reason, int head)
    {
    }

    /// <summary>A device-TLB invalidation timed out; the invalidation queue stands still.</summary>
    /// <param name="sourceId">The device: bus in bits 15:8, device and function below.</param>
    void InvalidationTimedOut(ushort sourceId)
    {
    }

    /// <summary>A request was blocked with a fault.</summary>
    void FaultReported(in ReportedFault fault)
    {
    }

    /// <summary>An interrupt request was answered. Called on the thread that sent it, so several calls may be under way at once.</summary>
    /// <param name="request">The request, as it was sent.</param>
    /// <param name="result">What became of it.</param>
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
    /// <param name="sourceId">The device that the call is about: bus in bits 15:8, device and function below; null if it is about none.</param>
    /// <param name="error">What it threw.</param>
    [ForbiddenUnderUnitLock]
    void CallFailed(ushort? sourceId, Exception error)
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

    /// <summary>Without the lock: every first-stage table was removed from every host device.</summary>
    HostDevicesDetached,
}
