namespace Vtd.Runtime.Tables;

/// <summary>Kinds of stale entries: which entries, and how they are chosen.</summary>
internal enum StaleKind
{
    /// <summary>No entries: a request that is not allowed, or of a reserved granularity.</summary>
    Nothing,

    /// <summary>All entries that decide about DMA, since software switched remapping or set another root table. The unit's own caches keep their
    /// entries until software invalidates them or the command does (CAP.ESRTPS).</summary>
    DmaTables,

    /// <summary>All entries that decide about interrupts, or what else decides about them, with the unit's own cache left alone (CAP.ESIRTPS).</summary>
    InterruptTable,

    /// <summary>All context entries.</summary>
    ContextGlobal,

    /// <summary>Context entries of a domain.</summary>
    ContextDomain,

    /// <summary>Context entries of up to eight functions of a device.</summary>
    ContextDevice,

    /// <summary>All translations.</summary>
    IotlbGlobal,

    /// <summary>Translations of a domain.</summary>
    IotlbDomain,

    /// <summary>Translations of a domain in a range of second-stage addresses.</summary>
    IotlbPage,

    /// <summary>First-stage and nested translations of a PASID in a domain.</summary>
    PasidIotlbPasid,

    /// <summary>First-stage and nested translations of a PASID in a domain and a range.</summary>
    PasidIotlbPage,

    /// <summary>All PASID entries.</summary>
    PasidGlobal,

    /// <summary>PASID entries of a domain.</summary>
    PasidDomain,

    /// <summary>PASID entries of a PASID in a domain.</summary>
    PasidPasid,

    /// <summary>All interrupt remapping entries.</summary>
    InterruptGlobal,

    /// <summary>Interrupt remapping entries of some indexes.</summary>
    InterruptIndex,

    /// <summary>Translations that a device keeps, of requests without PASID.</summary>
    DeviceTlb,

    /// <summary>Translations that a device keeps, of requests with a PASID.</summary>
    PasidDeviceTlb,
}
