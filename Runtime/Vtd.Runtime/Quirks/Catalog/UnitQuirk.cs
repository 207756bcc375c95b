namespace Vtd.Runtime;

/// <summary>Deviations of a unit from the architecture, each of which matches a deviation of QEMU.</summary>
/// <remarks>A unit has none unless <see cref="VtdUnitOptions.Quirks"/> asks for them. Numbers never change and are not used again; the order has no meaning.
/// <see cref="QuirkCatalog"/> has the reason of each and the releases of QEMU that have it.</remarks>
public enum UnitQuirk
{
    /// <summary>GCMD.CFI does nothing, and interrupts of the compatibility format always pass.</summary>
    [QemuQuirk("GCMD.CFI is not tracked and compatibility-format interrupts always pass; the architecture blocks them with fault 25h unless CFIS = 1 and EIME = 0", "11.4.4.1")]
    CompatibilityInterruptsPass = 1,

    /// <summary>The queue cannot be switched off unless it is empty and its last descriptor was a wait.</summary>
    [QemuQuirk("QIE is not cleared unless the queue is empty and its last descriptor was a wait; by the architecture software sees to that, and QIES follows QIE", "11.4.4.1")]
    QueueStaysOn = 2,

    /// <summary>While the queue is on, commands in CCMD and IOTLB stay there and do nothing.</summary>
    [QemuQuirk("while the queue is on ICC and IVT stay set; the architecture has them cleared with CAIG and IAIG = 0", "6.5.1")]
    RegisterCommandsHang = 3,

    /// <summary>CCMD and IOTLB work in scalable mode.</summary>
    [QemuQuirk("CCMD and IOTLB are carried out in scalable mode; the architecture has only the queue there", "6.5.1")]
    RegisterCommandsInScalableMode = 4,

    /// <summary>A domain-selective invalidation of the context cache drops everything, and CCMD says so.</summary>
    [QemuQuirk("a domain-selective context-cache invalidation is done and, in CCMD, reported as global, which the architecture allows", "11.4.6.1")]
    ContextDomainIsGlobal = 5,

    /// <summary>A queue that stopped at an error goes on at the next write of IQT, not when FSTS.IQE is cleared.</summary>
    [QemuQuirk("clearing IQE does not restart the queue, the next write of IQT does; the architecture resumes when IQE is cleared", "6.5.2")]
    QueueResumesAtTail = 6,

    /// <summary>A queue of 128-bit descriptors is accepted in scalable mode.</summary>
    [QemuQuirk("descriptors of 128 bits are carried out in scalable mode; the architecture stops with IQEI 5", "6.5.2")]
    NarrowQueueInScalableMode = 7,

    /// <summary>A status write to what is not memory is an error of the queue, once the descriptor's event is raised.</summary>
    [QemuQuirk("a status write that finds no memory stops the queue; by the architecture it is a posted write, which has no answer", "6.5.2.8")]
    StatusWriteMustSucceed = 8,

    /// <summary>A page-group response is accepted in a 128-bit queue and with anything in its upper half, but not without a PASID.</summary>
    [QemuQuirk("type 9 is taken from a 128-bit queue and with any upper half, but refused without a PASID; the architecture wants 256 bits, zeros, and allows PP = 0", "6.5.2")]
    LoosePageGroupResponse = 9,

    /// <summary>The index mask of an interrupt-entry invalidation is not bounded by ECAP.MHMV.</summary>
    [QemuQuirk("an index mask beyond ECAP.MHMV is carried out; the architecture stops with IQEI 4", "6.5.2.7", Since = "10.0")]
    UnboundedIndexMask = 10,

    /// <summary>Interrupt remapping entries are read from memory for each interrupt.</summary>
    [QemuQuirk("interrupt remapping entries are read for each interrupt; the architecture lets a unit keep them until they are invalidated", "6.5.2.7")]
    InterruptEntriesUncached = 11,

    /// <summary>The sum of handle and subhandle has 16 bits.</summary>
    [QemuQuirk("handle and subhandle are added in 16 bits, so that the sum wraps around; the architecture takes the sum as too large, fault 21h", "7.1.3")]
    InterruptIndexWraps = 12,

    /// <summary>In scalable mode faults of root and context entries, and of a second stage without a first one, have the reason codes of
    /// legacy mode.</summary>
    [QemuQuirk("root, context and second-stage-only faults have legacy-mode codes in scalable mode; the architecture has codes of their own there", "7.1.3")]
    LegacyReasonsInScalableMode = 13,

    /// <summary>In scalable mode faults of requests without PASID, met in the page tables, are reported with RID_PASID as if it were the
    /// PASID of the request.</summary>
    [QemuQuirk("a request without PASID that faults in the page tables is reported with PP = 1 and RID_PASID; the architecture shows the request as it came", "11.4.7.6", Until = "11.0")]
    RidPasidShown = 14,

    /// <summary>RID_PASID is used without ECAP.RPS, and not checked against the size of the directory.</summary>
    [QemuQuirk("RID_PASID counts without ECAP.RPS and beyond the directory; the architecture uses PASID 0 and has the field reserved", "9.4", Until = "11.0")]
    RidPasidAlways = 15,

    /// <summary>Reserved bits of PASID-directory and PASID entries are not looked at, and the translation type is checked before presence.</summary>
    [QemuQuirk("reserved bits of PASID tables are not checked, and an all-zero entry is an invalid one; the architecture has faults 52h, 5Ah and 59h", "9.5, 9.6")]
    LoosePasidTables = 16,

    /// <summary>Whether a PASID entry is present is looked at when the context entry is fetched, for RID_PASID only.</summary>
    [QemuQuirk("P of a PASID entry counts only when the context entry is fetched, and only that of RID_PASID; the architecture checks it whenever the entry is fetched, fault 59h", "9.6")]
    PasidPresenceAtContext = 17,

    /// <summary>FPD of a PASID entry, or of the directory entry above it, counts only for faults met after both were found legal. While the context
    /// entry is cached, FPD of context and directory entry counts for all faults of the PASID entry, also where it cannot be read, and
    /// a type that is illegal is not looked at.</summary>
    [QemuQuirk("FPD of a PASID entry is not looked at if the entry itself is at fault, and FPD above it hides that an entry cannot be read, and lets one of an illegal type be used; by the architecture it counts even if P = 0, not for faults 50h and 58h, and an illegal type is fault 5Bh", "9.6, 7.1.3")]
    PasidDisableNeedsEntry = 18,

    /// <summary>PASID entries are not cached: each is read from memory when a page is walked for.</summary>
    [QemuQuirk("PASID entries are read at each miss of the IOTLB; the architecture lets a unit keep them until they are invalidated", "6.2.3")]
    PasidEntriesUncached = 19,

    /// <summary>A page that is cached is found although the context or PASID entry that led to it is not cached any more.</summary>
    [QemuQuirk("cached pages are found by source id, without the context entry; the architecture reaches them by the entries, cached or read again", "6.2.4")]
    PagesOutliveEntries = 20,

    /// <summary>A request that a cached page does not allow is blocked without a fault, and writes to a page cached by a read do not set
    /// its dirty bit.</summary>
    [QemuQuirk("a hit in the IOTLB blocks a request without a fault and sets no dirty bit; by the architecture a hit faults as a miss does", "6.2.4")]
    CachedPagesAreFinal = 21,

    /// <summary>A write sets accessed and dirty bit together, and neither if one of them is set.</summary>
    [QemuQuirk("if A or D is set a write sets neither; the architecture sets each that is not, A at the first access and D at the first write", "9.7, 9.8")]
    DirtyOnlyWithAccessed = 22,

    /// <summary>No address of a large page that touches the interrupt range on its output side can be used.</summary>
    [QemuQuirk("a large page whose output overlaps 0xFEExxxxx is blocked as a whole; the architecture blocks the addresses in the range, fault 87h or 0Eh", "7.1.3")]
    LargePagesBesideInterruptRange = 23,

    /// <summary>Switching translation on or off, and setting the root pointer, drops contexts, PASID entries and pages.</summary>
    [QemuQuirk("TE and SRTP drop all that is cached; the architecture asks for that with CAP.ESRTPS only, and allows it always", "11.4.4.1")]
    SwitchesDropCaches = 24,

    /// <summary>A PASID-selective invalidation of the IOTLB drops all second-stage pages of the domain too, if one was cached for the
    /// PASID.</summary>
    [QemuQuirk("PASID-selective IOTLB invalidations drop second-stage pages of the domain if the PASID has any; the architecture asks for first-stage, nested and pass-through ones, and allows more", "6.5.2.4")]
    PasidInvalidationsDropSecondStage = 25,

    /// <summary>Units with scalable mode do not look at bit 11 of second-stage entries (SNP), in legacy mode either.</summary>
    [QemuQuirk("SNP is ignored by units with scalable mode; the architecture has it reserved in that mode, and in legacy mode without ECAP.SC", "9.8")]
    SnoopBitIgnored = 26,

    /// <summary>Bit 63 of first-stage entries (XD) is not looked at.</summary>
    [QemuQuirk("XD is ignored; the architecture has it reserved while NXE of the PASID entry is 0, and deny execution while it is 1", "9.7")]
    NoExecuteIgnored = 27,

    /// <summary>FECTL.IP stays set when the last fault record is freed; only a write of FSTS clears it.</summary>
    [QemuQuirk("FECTL.IP is not cleared when the last F is; by the architecture it is once nothing is pending", "11.4.7.2")]
    FaultEventStaysPending = 28,

    /// <summary>Of an interrupt remapping entry neither IM nor the delivery mode nor the reserved bits of its destination are looked at.</summary>
    [QemuQuirk("IM without CAP.PI, reserved delivery modes and reserved bits of an xAPIC destination are accepted; the architecture has fault 24h for them", "9.10")]
    LooseInterruptEntries = 29,

    /// <summary>With SVT = 2 the last bus is in SID bits 15:8 and the first in bits 7:0.</summary>
    [QemuQuirk("the two buses of SVT = 2 are taken the other way round; the architecture has the first one in bits 15:8", "9.10")]
    SourceBusesSwapped = 30,

    /// <summary>PASIDE, DTE and PRE of a scalable-mode context entry are legal without the capability that they need.</summary>
    [QemuQuirk("PASIDE, DTE and PRE of a context entry are accepted without ECAP.PASID, DT and PRS; the architecture has them reserved then, fault 42h", "9.4")]
    ContextPermissionsAlways = 31,

    /// <summary>Reads of the interrupt range go on, to where nothing is, instead of being blocked with a fault.</summary>
    [QemuQuirk("reads of the interrupt range without a PASID are answered; the architecture has them blocked, fault 20h", "3.14")]
    InterruptReadsPass = 32,

    /// <summary>The address of either context table in a scalable-mode root entry counts for both halves of the bus.</summary>
    [QemuQuirk("a scalable-mode root entry is reserved if either table address is beyond the host address width; the architecture looks at the half of the request", "9.2")]
    RootHalvesTogether = 33,

    /// <summary>EAFE is ignored, and extended-accessed bits are never set.</summary>
    [QemuQuirk("EAFE is ignored; while it is 1 the architecture has extended-accessed bits set as accessed bits are", "9.6")]
    ExtendedAccessedIgnored = 34,

    /// <summary>The interrupt remapping table that was latched stays so over a reset.</summary>
    [QemuQuirk("a reset clears IRTA, not the table in use; the architecture has nothing latched after a reset", "11.4.4.1")]
    InterruptTableSurvivesReset = 35,

    /// <summary>FPD does not count for fault 0Bh.</summary>
    [QemuQuirk("fault 0Bh is reported whatever FPD says; by the architecture it is qualified", "7.1.3")]
    FewerQualifiedReasons = 36,

    /// <summary>A legacy context entry for pass-through must have a supported address width, and a table address that fits the host.</summary>
    [QemuQuirk("AW and SSPTPTR of a legacy context entry must be legal for pass-through too, faults 03h and 0Bh; the architecture has no table to use them for", "9.3")]
    PassThroughNeedsTable = 37,

    /// <summary>The lower bit of RTADDR.TTM alone says whether tables are those of scalable mode, if there is any.</summary>
    [QemuQuirk("bit 10 of RTADDR alone chooses between legacy and scalable mode; the architecture has fault 30h for undefined modes, and a mode without tables", "11.4.5")]
    TableModeByOneBit = 38,

    /// <summary>A permission that entries of a first stage deny is a fault before their reserved bits are.</summary>
    [QemuQuirk("of a first-stage entry that denies a request and has reserved bits set, what it denies is reported; the architecture looks at reserved bits first, fault 72h", "7.1.3")]
    FirstStageRightsFirst = 39,

    /// <summary>A page-table entry of all ones is taken for one that could not be read.</summary>
    [QemuQuirk("a page-table entry of all ones is taken for one that could not be read, faults 07h and 70h or 72h; the architecture looks at its reserved bits", "7.1.3")]
    AllOnesUnreadable = 40,

    /// <summary>A write of 8 bytes that begins before FSTS or ICS clears bits there, but not FECTL.IP or IECTL.IP with them.</summary>
    [QemuQuirk("FSTS or ICS cleared by a write of 8 bytes that begins before it leaves FECTL.IP or IECTL.IP set; the architecture clears it with the last condition", "11.4.7.2, 11.4.8.3")]
    WideStatusWritesUnnoticed = 41,

    /// <summary>With scalable mode as a capability, pages in the interrupt range have its reason code in legacy mode too.</summary>
    [QemuQuirk("pages in the interrupt range are fault 87h in legacy mode if the unit has scalable mode; the architecture has 0Eh in legacy mode", "7.1.3")]
    InterruptRangeReasonByCapability = 42,

    /// <summary>Requests that pass through go wherever they say, beyond the host address width too.</summary>
    [QemuQuirk("requests that pass through are not held against the host address width; the architecture blocks those beyond it, faults 04h and 8Ah", "7.1.3")]
    PassThroughUnchecked = 43,

    /// <summary>A tail that is not a multiple of 32 in a queue of 256-bit descriptors does not count: it stops the queue at once, on or
    /// off, and the tail before it stays in force.</summary>
    [QemuQuirk("a misaligned tail is judged when it is written, the queue on or off, and does not replace the one before; the architecture judges it when it fetches", "6.5.2")]
    TailKeptIfMisaligned = 44,

    /// <summary>A wait descriptor with nothing but FN is an error of the queue.</summary>
    [QemuQuirk("a wait descriptor with FN alone stops the queue; the architecture allows it", "6.5.2.8", Until = "10.2")]
    FenceAloneRefused = 45,

    /// <summary>Invalidations of the PASID cache are accepted whatever they say, and do nothing.</summary>
    [QemuQuirk("PASID-cache invalidations are accepted unchecked and do nothing; the architecture checks reserved bits and drops entries", "6.5.2.2", Since = "10.0", Until = "10.2")]
    PasidCacheInvalidationsIgnored = 46,

    /// <summary>Page-group responses are unknown descriptors.</summary>
    [QemuQuirk("page-group responses stop the queue; the architecture has them", "6.5.2", Since = "10.0", Until = "10.2")]
    PageGroupResponsesUnknown = 47,

    /// <summary>The type of a descriptor has 4 bits; invalidations of interrupt entries and of PASIDs are not checked, those of PASIDs do
    /// nothing; PASID-based device-TLB invalidations are unknown; no upper half is looked at.</summary>
    [QemuQuirk("descriptors that came after the first revisions of the architecture are unknown or unchecked, as are IEC invalidations and upper halves; the architecture stops with IQEI 3 and 4", "6.5.2", Until = "10.0")]
    OldDescriptors = 48,

    /// <summary>Interrupt requests are blocked without a fault.</summary>
    [QemuQuirk("interrupt requests are blocked without a fault; the architecture reports 20h to 28h", "7.1.3", Until = "10.0")]
    InterruptFaultsUnreported = 49,

    /// <summary>Every mistake in PASID-directory and PASID entries is fault 58h.</summary>
    [QemuQuirk("whatever is wrong with PASID tables is fault 58h; the architecture has 50h to 52h and 58h to 5Bh", "7.1.3", Until = "10.0")]
    OnePasidReason = 50,

    /// <summary>A tail that is not a multiple of the descriptor's size is ignored.</summary>
    [QemuQuirk("a tail that is no multiple of 32 in a queue of 256-bit descriptors is ignored; the architecture stops with IQEI 2", "6.5.2", Until = "10.0")]
    MisalignedTailIgnored = 51,

    /// <summary>PASID entries of first-stage and nested translation are taken for second-stage ones.</summary>
    [QemuQuirk("PGTT of first-stage and nested translation is accepted and translated by the second stage; the architecture has fault 5Bh without ECAP.FSTS and NEST", "9.6", Until = "10.0")]
    PasidTypesAreSecondStage = 52,

    /// <summary>AW of a PASID entry must be a supported width for pass-through too.</summary>
    [QemuQuirk("AW of a PASID entry must be legal for pass-through too; the architecture has no table to use it for", "9.6", Until = "10.0")]
    PassThroughNeedsPasidWidth = 53,

    /// <summary>FEUADDR and IEUADDR stay 0 in units with 32-bit APIC ids too.</summary>
    [QemuQuirk("FEUADDR and IEUADDR read 0 and the upper half of event addresses is 0 with ECAP.EIM too; the architecture has both registers then", "11.4.7.5, 11.4.8.6")]
    UpperEventAddressesStayZero = 54,

    /// <summary>Without second-stage widths in CAP.SAGAW, DMA remapping cannot be switched on.</summary>
    [QemuQuirk("TE is ignored while CAP.SAGAW is 0, with a first stage too; the architecture has TES follow TE", "11.4.4.1")]
    TranslationNeedsSecondStageWidth = 55,

    /// <summary>RID_PASID of a context entry is ignored without ECAP.RPS, whatever it says.</summary>
    [QemuQuirk("without ECAP.RPS RID_PASID is not looked at; the architecture has the field reserved then, fault 42h", "9.4", Since = "11.0")]
    RidPasidIgnored = 56,

    /// <summary>A cached page counts for the requester that it was cached for, whatever its domain is by now, and not for others of the domain.</summary>
    [QemuQuirk("cached pages are found by source id, PASID and address, so that each device of a domain has its own, also after the device has moved to another domain; the architecture finds them by domain, PASID and address", "6.2.4")]
    PagesPerSource = 57,

    /// <summary>Of a write of 8 bytes to FECTL, IECTL or PECTL only the lower half counts.</summary>
    [QemuQuirk("the upper half of a write of 8 bytes to FECTL, IECTL or PECTL is dropped; the architecture lets software write a register of 32 bits with its neighbour", "11.2", Since = "11.0")]
    WideControlWritesHalved = 58,

    /// <summary>For requests without PASID, the PASID entry is read from memory before a cached page is used.</summary>
    [QemuQuirk("for requests without PASID the PASID entry is read at each hit of the IOTLB, which does not count if the entry has become illegal; the architecture lets a unit keep it until it is invalidated", "6.2.3", Until = "11.0")]
    PasidEntryBeforeCachedPage = 59,

    /// <summary>PECTL.IM is 0 after power-on and reset.</summary>
    [QemuQuirk("PECTL.IM is 0 after a reset; the architecture has the messages of all events held back then", "11.4.11.5", Since = "11.0")]
    PageRequestEventUnmasked = 60,

    /// <summary>A request with a PASID is let in whatever the mode, the context entry and the unit say of such requests: PASIDE,
    /// ECAP.PASID and PSS, and the size of the directory. In legacy mode its PASID is ignored.</summary>
    [QemuQuirk("requests with a PASID are translated whatever the mode, PASIDE, ECAP.PASID, PSS and the size of the directory say; the architecture has faults 31h, 45h, 89h and 46h", "9.4, 7.1.3")]
    PasidRequestsUnchecked = 61,

    /// <summary>Faults that a request with a PASID meets in context or PASID tables are reported without the PASID.</summary>
    [QemuQuirk("faults that requests with a PASID meet in context and PASID tables are recorded with PP = 0; the architecture shows the request as it came", "11.4.7.6")]
    PasidShownByPagesOnly = 62,

    /// <summary>A translation request (ATS) is answered as an untranslated request is, whether or not the device may have a device TLB:
    /// pages are cached, and whatever keeps the page from the device is a fault. The interrupt range is one as well. Page requests without
    /// a PASID are refused without a fault, and faults of the others have the type of a read.</summary>
    [QemuQuirk("translation requests are answered without TT = 1 and DTE, and a page that is not there is a fault of an untranslated request; the architecture has faults 0Dh and 44h, and no fault for such a page; page requests without a PASID are refused without a fault, and faults of others are recorded as those of reads, where the architecture takes both kinds and has a type of fault for them", "4.1.2, 7.4, 7.1.3")]
    DeviceRequestsAsDma = 63,

    /// <summary>An invalidation of pages of a PASID whose AM is beyond CAP.MAMV stops the queue.</summary>
    [QemuQuirk("a PASID-based IOTLB invalidation with AM beyond CAP.MAMV stops the queue; the architecture bounds AM of second-stage invalidations alone", "6.5.2.4, 11.4.2", Since = "11.0")]
    PasidAddressMaskBounded = 64,

    /// <summary>Units with device TLBs (ECAP.DT) do not look at bit 62 of second-stage entries for pages, which was TM (transient mapping) before revision 3.2.</summary>
    [QemuQuirk("bit 62 of pages is ignored by units with device TLBs, as the transient mapping of old revisions; the architecture has it reserved", "9.8", Until = "9.2")]
    TransientMappingIgnored = 65,

    /// <summary>An invalidation of second-stage pages drops every page of the domain whose number has the same bits AM to 7 as ADDR.</summary>
    [QemuQuirk("the mask of a page-selective IOTLB invalidation has 8 bits, so that further pages of the domain are dropped; the architecture asks for those in the range, and allows more", "6.5.1.2, 6.5.2.3", Until = "9.1")]
    EightBitPageMask = 66,
}
