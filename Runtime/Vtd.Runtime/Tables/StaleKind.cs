namespace Vtd.Runtime.Tables;

/// <summary>Kinds of entries of which copies can be stale.</summary>
internal enum StaleKind : byte
{
    /// <summary>No entries: a request that is not allowed, or of a reserved granularity.</summary>
    None,

    /// <summary>All entries that decide about DMA, since software switched remapping or set another root table. The unit's own caches keep their
    /// entries until software invalidates them or the command does (CAP.ESRTPS).</summary>
    DmaTables,

    /// <summary>All entries that decide about interrupts, or what else decides about them, with the unit's own cache left alone (CAP.ESIRTPS).</summary>
    InterruptTable,

    /// <summary>Context entries.</summary>
    Context,

    /// <summary>Translations of every stage.</summary>
    Iotlb,

    /// <summary>First-stage and nested translations.</summary>
    PasidIotlb,

    /// <summary>PASID entries.</summary>
    Pasid,

    /// <summary>Interrupt remapping entries.</summary>
    Interrupt,

    /// <summary>Translations that devices keep.</summary>
    DeviceTlb,
}

/// <summary>The subjects that stale entries decide about, for all that follows the guest's tables from outside the unit.</summary>
internal enum StaleSubject
{
    /// <summary>No subject that is followed.</summary>
    None,

    /// <summary>The page tables that the requests of a device go through.</summary>
    PageTables,

    /// <summary>The pages of an address space.</summary>
    Pages,

    /// <summary>The delivery of interrupts.</summary>
    Interrupts,
}
