namespace Vtd.Runtime;

/// <summary>Ways in which a unit does other than the architecture asks, so that it agrees with QEMU 10.2 where that differs.</summary>
/// <remarks>Meant for comparisons with QEMU and for guests that have come to rely on it. A real unit has none of them.</remarks>
[Flags]
public enum UnitQuirks : ulong
{
    /// <summary>None: the architecture.</summary>
    None = 0,

    /// <summary>GCMD.CFI does nothing, and interrupts of the compatibility format always pass.</summary>
    CompatibilityInterruptsPass = 1 << 0,

    /// <summary>The queue cannot be switched off unless it is empty and its last descriptor was a wait.</summary>
    QueueStaysOn = 1 << 1,

    /// <summary>While the queue is on, commands in CCMD and IOTLB stay there for ever and do nothing.</summary>
    RegisterCommandsHang = 1 << 2,

    /// <summary>CCMD and IOTLB work in scalable mode.</summary>
    RegisterCommandsInScalableMode = 1 << 3,

    /// <summary>A domain-selective invalidation of the context cache drops everything, and CCMD says so.</summary>
    ContextDomainIsGlobal = 1 << 4,

    /// <summary>A queue that stopped at an error goes on at the next write of IQT, not when FSTS.IQE is cleared.</summary>
    QueueResumesAtTail = 1 << 5,

    /// <summary>A queue of 128-bit descriptors is accepted in scalable mode.</summary>
    NarrowQueueInScalableMode = 1 << 6,

    /// <summary>A status write to what is not memory is an error of the queue.</summary>
    StatusWriteMustSucceed = 1 << 7,

    /// <summary>A page-group response is accepted in a 128-bit queue and with anything in its upper half, but not without a PASID.</summary>
    LoosePageGroupResponse = 1 << 8,

    /// <summary>The index mask of an interrupt-entry invalidation is not bounded by ECAP.MHMV.</summary>
    UnboundedIndexMask = 1 << 9,

    /// <summary>Interrupt remapping entries are read from memory for each interrupt.</summary>
    InterruptEntriesUncached = 1 << 10,

    /// <summary>The sum of handle and subhandle has 16 bits.</summary>
    InterruptIndexWraps = 1 << 11,

    /// <summary>All of them.</summary>
    Qemu = (1 << 12) - 1,
}
