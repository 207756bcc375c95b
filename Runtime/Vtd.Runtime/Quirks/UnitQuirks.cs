namespace Vtd.Runtime;

/// <summary>Ways in which a unit does other than the architecture asks, so that it agrees with QEMU where that differs.</summary>
/// <remarks>
/// Meant for comparisons with QEMU and for guests that have come to rely on it. A real unit has none of them.
/// <see cref="QemuQuirks.Of"/> has those of a release.
/// </remarks>
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

    /// <summary>A status write to what is not memory is an error of the queue, once the descriptor's event is raised.</summary>
    StatusWriteMustSucceed = 1 << 7,

    /// <summary>A page-group response is accepted in a 128-bit queue and with anything in its upper half, but not without a PASID.</summary>
    LoosePageGroupResponse = 1 << 8,

    /// <summary>The index mask of an interrupt-entry invalidation is not bounded by ECAP.MHMV. QEMU from 10.0; <see cref="OldDescriptors"/> has it before.</summary>
    UnboundedIndexMask = 1 << 9,

    /// <summary>Interrupt remapping entries are read from memory for each interrupt.</summary>
    InterruptEntriesUncached = 1 << 10,

    /// <summary>The sum of handle and subhandle has 16 bits.</summary>
    InterruptIndexWraps = 1 << 11,

    /// <summary>In scalable mode faults of root and context entries, and of a second stage without a first one, have the reason codes of legacy mode.</summary>
    LegacyReasonsInScalableMode = 1 << 12,

    /// <summary>In scalable mode faults of requests without PASID, met in the page tables, are reported with RID_PASID as if it were the PASID of the request. QEMU before 11.0.</summary>
    RidPasidShown = 1 << 13,

    /// <summary>RID_PASID is used without ECAP.RPS, and not checked against the size of the directory. QEMU before 11.0.</summary>
    RidPasidAlways = 1 << 14,

    /// <summary>Reserved bits of PASID-directory and PASID entries are not looked at, and the translation type is checked before presence.</summary>
    LoosePasidTables = 1 << 15,

    /// <summary>Whether a PASID entry is present is looked at when the context entry is fetched, for RID_PASID only.</summary>
    PasidPresenceAtContext = 1 << 16,

    /// <summary>FPD of a PASID entry, or of the directory entry above it, counts only for faults met after both were found legal.</summary>
    PasidDisableNeedsEntry = 1 << 17,

    /// <summary>PASID entries are not cached: each is read from memory when a page is walked for.</summary>
    PasidEntriesUncached = 1 << 18,

    /// <summary>A page that is cached is found although the context or PASID entry that led to it is not cached any more.</summary>
    PagesOutliveEntries = 1 << 19,

    /// <summary>A request that a cached page does not allow is blocked without a fault, and writes to a page cached by a read do not set its dirty bit.</summary>
    CachedPagesAreFinal = 1 << 20,

    /// <summary>A write sets accessed and dirty bit together, and neither if one of them is set.</summary>
    DirtyOnlyWithAccessed = 1 << 21,

    /// <summary>No address of a large page that touches the interrupt range on its output side can be used.</summary>
    LargePagesBesideInterruptRange = 1 << 22,

    /// <summary>Switching translation on or off, and setting the root pointer, drops contexts, PASID entries and pages.</summary>
    SwitchesDropCaches = 1 << 23,

    /// <summary>A PASID-selective invalidation of the IOTLB drops all second-stage pages of the domain too, if one was cached for the PASID.</summary>
    PasidInvalidationsDropSecondStage = 1 << 24,

    /// <summary>Bit 11 of second-stage entries (SNP) is not looked at in scalable mode.</summary>
    SnoopBitIgnoredInScalableMode = 1 << 25,

    /// <summary>Bit 63 of first-stage entries (XD) is not looked at.</summary>
    NoExecuteIgnored = 1 << 26,

    /// <summary>FECTL.IP stays set when the last fault record is freed; only a write of FSTS clears it.</summary>
    FaultEventStaysPending = 1 << 27,

    /// <summary>Of an interrupt remapping entry neither IM nor the delivery mode nor the reserved bits of its destination are looked at.</summary>
    LooseInterruptEntries = 1 << 28,

    /// <summary>With SVT = 2 the last bus is in SID bits 15:8 and the first in bits 7:0.</summary>
    SourceBusesSwapped = 1 << 29,

    /// <summary>PASIDE, DTE and PRE of a scalable-mode context entry are legal without the capability that they need.</summary>
    ContextPermissionsAlways = 1 << 30,

    /// <summary>Reads of the interrupt range go on, to where nothing is, instead of being blocked with a fault.</summary>
    InterruptReadsPass = 1UL << 31,

    /// <summary>The address of either context table in a scalable-mode root entry counts for both halves of the bus.</summary>
    RootHalvesTogether = 1UL << 32,

    /// <summary>EAFE is ignored, and extended-accessed bits are never set.</summary>
    ExtendedAccessedIgnored = 1UL << 33,

    /// <summary>The interrupt remapping table that was latched stays so over a reset.</summary>
    InterruptTableSurvivesReset = 1UL << 34,

    /// <summary>FPD does not count for faults 0Bh, 50h and 58h.</summary>
    FewerQualifiedReasons = 1UL << 35,

    /// <summary>A legacy context entry for pass-through must have a supported address width, and a table address that fits the host.</summary>
    PassThroughNeedsTable = 1UL << 36,

    /// <summary>The lower bit of RTADDR.TTM alone says whether tables are those of scalable mode, if there is any.</summary>
    TableModeByOneBit = 1UL << 37,

    /// <summary>What the entries of a first stage deny is a fault before their reserved bits are.</summary>
    FirstStageRightsFirst = 1UL << 38,

    /// <summary>A page-table entry of all ones is taken for one that could not be read.</summary>
    AllOnesUnreadable = 1UL << 39,

    /// <summary>A write of 8 bytes that begins before FSTS or ICS clears bits there, but not FECTL.IP or IECTL.IP with them.</summary>
    WideStatusWritesUnnoticed = 1UL << 40,

    /// <summary>With scalable mode as a capability, pages in the interrupt range have its reason code in legacy mode too.</summary>
    InterruptRangeReasonByCapability = 1UL << 41,

    /// <summary>Requests that pass through go wherever they say, beyond the host address width too.</summary>
    PassThroughUnchecked = 1UL << 42,

    /// <summary>A tail that is not a multiple of 32 in a queue of 256-bit descriptors does not count: it stops the queue at once, on or off, and the tail before it stays in force.</summary>
    TailKeptIfMisaligned = 1UL << 43,

    /// <summary>A wait descriptor with nothing but FN is an error of the queue. QEMU before 10.2.</summary>
    FenceAloneRefused = 1UL << 44,

    /// <summary>Invalidations of the PASID cache are accepted whatever they say, and do nothing. QEMU 10.0 and 10.1.</summary>
    PasidCacheInvalidationsIgnored = 1UL << 45,

    /// <summary>Page-group responses are unknown descriptors. QEMU 10.0 and 10.1.</summary>
    PageGroupResponsesUnknown = 1UL << 46,

    /// <summary>The type of a descriptor has 4 bits; invalidations of interrupt entries and of PASIDs are not checked, those of PASIDs do
    /// nothing; PASID-based device-TLB invalidations are unknown; no upper half is looked at. QEMU 7.2.</summary>
    OldDescriptors = 1UL << 47,

    /// <summary>Interrupt requests are blocked without a fault. QEMU 7.2.</summary>
    InterruptFaultsUnreported = 1UL << 48,

    /// <summary>Whatever is wrong with PASID-directory and PASID entries is fault 58h. QEMU 7.2.</summary>
    OnePasidReason = 1UL << 49,

    /// <summary>A tail that is not a multiple of the descriptor's size is ignored. QEMU 7.2.</summary>
    MisalignedTailIgnored = 1UL << 50,

    /// <summary>PASID entries of first-stage and nested translation are taken for second-stage ones. QEMU 7.2.</summary>
    PasidTypesAreSecondStage = 1UL << 51,

    /// <summary>AW of a PASID entry must be a supported width for pass-through too. QEMU 7.2.</summary>
    PassThroughNeedsPasidWidth = 1UL << 52,

    /// <summary>FEUADDR and IEUADDR stay 0 in units with 32-bit APIC ids too.</summary>
    UpperEventAddressesStayZero = 1UL << 53,

    /// <summary>Without second-stage widths in CAP.SAGAW, DMA remapping cannot be switched on.</summary>
    TranslationNeedsSecondStageWidth = 1UL << 54,

    /// <summary>RID_PASID of a context entry is ignored without ECAP.RPS, whatever it says. QEMU from 11.0.</summary>
    RidPasidIgnored = 1UL << 55,

    /// <summary>A cached page counts for the device that it was cached for, not for the others of the domain.</summary>
    PagesPerSource = 1UL << 56,

    /// <summary>Of a write of 8 bytes to FECTL, IECTL or PECTL only the lower half counts. QEMU from 11.0.</summary>
    WideControlWritesHalved = 1UL << 57,

    /// <summary>For requests without PASID, the PASID entry is read from memory before a cached page is used. QEMU before 11.0.</summary>
    PasidEntryBeforeCachedPage = 1UL << 58,

    /// <summary>PECTL.IM is 0 after power-on and reset. QEMU from 11.0, the first with page requests.</summary>
    PageRequestEventUnmasked = 1UL << 59,

    /// <summary>A request with a PASID is let in whatever the mode, the context entry and the unit say of such requests: PASIDE, ECAP.PASID and PSS, and the
    /// size of the directory. In legacy mode its PASID is ignored.</summary>
    PasidRequestsUnchecked = 1UL << 60,

    /// <summary>Faults that a request with a PASID meets in context or PASID tables are reported without the PASID.</summary>
    PasidShownByPagesOnly = 1UL << 61,

    /// <summary>A translation request (ATS) is answered as an untranslated request is, whether or not the device may have a device TLB: pages are cached,
    /// and whatever keeps the page from the device is a fault. The interrupt range is one as well. Page requests without a PASID are refused without a
    /// fault, and faults of the others have the type of a read.</summary>
    DeviceRequestsAsDma = 1UL << 62,

    /// <summary>An invalidation of pages of a PASID whose AM is beyond CAP.MAMV stops the queue. QEMU from 11.0.</summary>
    PasidAddressMaskBounded = 1UL << 63,
}
