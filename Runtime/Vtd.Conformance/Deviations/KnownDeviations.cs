using Vtd.Runtime;
using Vtd.Runtime.Architecture;
using Vtd.Traces;

namespace Vtd.Conformance.Deviations;

/// <summary>A known deviation of QEMU from the architecture.</summary>
/// <param name="Name">Short and unique.</param>
/// <param name="Reason">What the machine does, what the architecture asks, and where it says so.</param>
internal abstract record KnownDeviation(string Name, string Reason);

/// <summary>A deviation that the unit can reproduce as a quirk.</summary>
/// <remarks>It explains the differences that are gone when the unit has this quirk, and no others.</remarks>
internal sealed record QuirkDeviation(UnitQuirks Quirk, string Reason) : KnownDeviation(Quirk.ToString(), Reason);

/// <summary>A deviation that the unit does not reproduce.</summary>
/// <param name="Explains">Whether a difference is this very situation. Narrow: never a whole register or kind of effect.</param>
/// <param name="GoneFrom">The first release of the machine that does not have it; none if all have it.</param>
/// <param name="Since">The first release of the machine that has it; none if all before <paramref name="GoneFrom"/> do.</param>
internal sealed record BugDeviation(string Name, string Reason, Func<Difference, bool> Explains, Version? GoneFrom = null, Version? Since = null)
    : KnownDeviation(Name, Reason)
{
    /// <summary>Whether a release of the machine has it.</summary>
    public bool IsOf(Version release) => (Since is null || release >= Since) && (GoneFrom is null || release < GoneFrom);
}

/// <summary>All known deviations of QEMU: of the recorded machines, which are QEMU 10.2.2, and of other releases.</summary>
internal static class KnownDeviations
{
    /// <summary>Bytes of a fault recording register; FRO places the first at a multiple of it.</summary>
    private const int RecordSize = 16;

    private static readonly Version s_release10 = new(10, 0);
    private static readonly Version s_release11 = new(11, 0);

    /// <summary>Bugs that random programs have to avoid.</summary>
    public const string EndsAtWideWrites = nameof(EndsAtWideWrites);

    /// <inheritdoc cref="EndsAtWideWrites"/>
    public const string EndsAtStatusWithEvent = nameof(EndsAtStatusWithEvent);

    /// <summary>The release that was recorded.</summary>
    public static Version Recorded { get; } = new(10, 2, 2);

    /// <summary>Bugs of one release of QEMU.</summary>
    public static IReadOnlyList<BugDeviation> BugsOf(Version release) => [.. Bugs.Where(bug => bug.IsOf(release))];

    /// <summary>The quirks of one release of QEMU.</summary>
    public static IReadOnlyList<QuirkDeviation> QuirksOf(Version release) =>
        [.. Quirks.Where(quirk => QemuQuirks.Of(release).HasFlag(quirk.Quirk))];

    /// <summary>Ways of the machine.</summary>
    public static IReadOnlyList<QuirkDeviation> Quirks { get; } =
    [
        new(UnitQuirks.CompatibilityInterruptsPass, "GCMD.CFI is not tracked and compatibility-format interrupts always pass; the architecture blocks them with fault 25h unless CFIS = 1 and EIME = 0 (11.4.4.1)"),
        new(UnitQuirks.QueueStaysOn, "QIE is not cleared unless the queue is empty and its last descriptor was a wait; by the architecture software sees to that, and QIES follows QIE (11.4.4.1)"),
        new(UnitQuirks.RegisterCommandsHang, "while the queue is on ICC and IVT stay set; the architecture has them cleared with CAIG and IAIG = 0 (6.5.1)"),
        new(UnitQuirks.RegisterCommandsInScalableMode, "CCMD and IOTLB are carried out in scalable mode; the architecture has only the queue there (6.5.1)"),
        new(UnitQuirks.ContextDomainIsGlobal, "a domain-selective context-cache invalidation is done and, in CCMD, reported as global, which the architecture allows (11.4.6.1)"),
        new(UnitQuirks.QueueResumesAtTail, "clearing IQE does not restart the queue, the next write of IQT does; the architecture resumes when IQE is cleared (6.5.2)"),
        new(UnitQuirks.NarrowQueueInScalableMode, "descriptors of 128 bits are carried out in scalable mode; the architecture stops with IQEI 5 (6.5.2)"),
        new(UnitQuirks.StatusWriteMustSucceed, "a status write that finds no memory stops the queue; by the architecture it is a posted write that nobody answers (6.5.2.8)"),
        new(UnitQuirks.LoosePageGroupResponse, "type 9 is taken from a 128-bit queue and with any upper half, but refused without a PASID; the architecture wants 256 bits, zeros, and allows PP = 0"),
        new(UnitQuirks.UnboundedIndexMask, "an index mask beyond ECAP.MHMV is carried out; the architecture stops with IQEI 4 (6.5.2.7)"),
        new(UnitQuirks.InterruptEntriesUncached, "interrupt remapping entries are read for each interrupt; the architecture lets a unit keep them until they are invalidated (6.5.2.7)"),
        new(UnitQuirks.InterruptIndexWraps, "handle and subhandle are added in 16 bits, so that the sum wraps around; the architecture takes the sum as too large, fault 21h (7.1.3)"),
        new(UnitQuirks.LegacyReasonsInScalableMode, "root, context and second-stage-only faults have legacy-mode codes in scalable mode; the architecture has codes of their own there (7.1.3)"),
        new(UnitQuirks.RidPasidShown, "a request without PASID that faults in the page tables is reported with PP = 1 and RID_PASID; the architecture shows the request as it came (11.4.7.6)"),
        new(UnitQuirks.RidPasidAlways, "RID_PASID counts without ECAP.RPS and beyond the directory; the architecture uses PASID 0 and has the field reserved (9.4)"),
        new(UnitQuirks.LoosePasidTables, "reserved bits of PASID tables are not checked, and an all-zero entry is an invalid one; the architecture has faults 52h, 5Ah and 59h (9.5, 9.6)"),
        new(UnitQuirks.PasidPresenceAtContext, "P of a PASID entry counts only when the context entry is fetched, and only that of RID_PASID; the architecture checks it whenever the entry is fetched, fault 59h (9.6)"),
        new(UnitQuirks.PasidDisableNeedsEntry, "FPD of a PASID entry is not looked at if the entry itself is at fault; by the architecture it counts even if P = 0 (9.6)"),
        new(UnitQuirks.PasidEntriesUncached, "PASID entries are read at each miss of the IOTLB; the architecture lets a unit keep them until they are invalidated (6.2.3)"),
        new(UnitQuirks.PagesOutliveEntries, "cached pages are found by source id, without the context entry; the architecture reaches them by the entries, cached or read again (6.2.4)"),
        new(UnitQuirks.CachedPagesAreFinal, "a hit in the IOTLB blocks a request without a fault and sets no dirty bit; by the architecture a hit faults as a miss does (6.2.4)"),
        new(UnitQuirks.DirtyOnlyWithAccessed, "if A or D is set a write sets neither; the architecture sets each that is not, A at the first access and D at the first write (9.7, 9.8)"),
        new(UnitQuirks.LargePagesBesideInterruptRange, "a large page whose output overlaps 0xFEExxxxx is blocked as a whole; the architecture blocks the addresses in the range, fault 87h or 0Eh (7.1.3)"),
        new(UnitQuirks.SwitchesDropCaches, "TE and SRTP drop all that is cached; the architecture asks for that with CAP.ESRTPS only, and allows it always (11.4.4.1)"),
        new(UnitQuirks.PasidInvalidationsDropSecondStage, "PASID-selective IOTLB invalidations drop second-stage pages of the domain if the PASID has any; the architecture asks for first-stage, nested and pass-through ones, and allows more (6.5.2.4)"),
        new(UnitQuirks.SnoopBitIgnoredInScalableMode, "SNP is ignored in scalable mode; the architecture has it reserved there (9.8)"),
        new(UnitQuirks.NoExecuteIgnored, "XD is ignored; the architecture has it reserved while NXE of the PASID entry is 0, and deny execution while it is 1 (9.7)"),
        new(UnitQuirks.FaultEventStaysPending, "FECTL.IP is not cleared when the last F is; by the architecture it is once nothing is pending (11.4.7.2)"),
        new(UnitQuirks.LooseInterruptEntries, "IM without CAP.PI, reserved delivery modes and reserved bits of an xAPIC destination are accepted; the architecture has fault 24h for them (9.10)"),
        new(UnitQuirks.SourceBusesSwapped, "the two buses of SVT = 2 are taken the other way round; the architecture has the first one in bits 15:8 (9.10)"),
        new(UnitQuirks.ContextPermissionsAlways, "PASIDE, DTE and PRE of a context entry are accepted without ECAP.PASID, DT and PRS; the architecture has them reserved then, fault 42h (9.4)"),
        new(UnitQuirks.InterruptReadsPass, "reads of the interrupt range without a PASID are answered; the architecture has them blocked, fault 20h (3.14)"),
        new(UnitQuirks.RootHalvesTogether, "a scalable-mode root entry is reserved if either table address is beyond the host address width; the architecture looks at the half of the request (9.2)"),
        new(UnitQuirks.ExtendedAccessedIgnored, "EAFE is ignored; while it is 1 the architecture has extended-accessed bits set as accessed bits are (9.6)"),
        new(UnitQuirks.InterruptTableSurvivesReset, "a reset clears IRTA, not the table in use; the architecture has nothing latched after a reset (11.4.4.1)"),
        new(UnitQuirks.FewerQualifiedReasons, "faults 0Bh, 50h and 58h are reported whatever FPD says; by the architecture they are qualified (7.1.3)"),
        new(UnitQuirks.PassThroughNeedsTable, "AW and SSPTPTR of a legacy context entry must be legal for pass-through too, faults 03h and 0Bh; the architecture has no table to use them for (9.3)"),
        new(UnitQuirks.TableModeByOneBit, "bit 10 of RTADDR alone chooses between legacy and scalable mode; the architecture has fault 30h for modes that there are not, and a mode without tables (11.4.5)"),
        new(UnitQuirks.FirstStageRightsFirst, "of a first-stage entry that denies a request and has reserved bits set, what it denies is reported; the architecture looks at reserved bits first, fault 72h (7.1.3)"),
        new(UnitQuirks.AllOnesUnreadable, "a page-table entry of all ones is taken for one that could not be read, faults 07h and 70h or 72h; the architecture looks at its reserved bits (7.1.3)"),
        new(UnitQuirks.WideStatusWritesUnnoticed, "FSTS or ICS cleared by a write of 8 bytes that begins before it leaves FECTL.IP or IECTL.IP set; the architecture clears it with the last condition (11.4.7.2, 11.4.8.3)"),
        new(UnitQuirks.InterruptRangeReasonByCapability, "pages in the interrupt range are fault 87h in legacy mode if the unit has scalable mode; the architecture has 0Eh in legacy mode (7.1.3)"),
        new(UnitQuirks.PassThroughUnchecked, "requests that pass through are not held against the host address width; the architecture blocks those beyond it, faults 04h and 8Ah (7.1.3)"),
        new(UnitQuirks.TailKeptIfMisaligned, "a misaligned tail is judged when it is written, the queue on or off, and does not replace the one before; the architecture judges it when it fetches (6.5.2)"),
        new(UnitQuirks.PasidRequestsUnchecked, "requests with a PASID are translated whatever the mode, PASIDE, ECAP.PASID, PSS and the size of the directory say; the architecture has faults 31h, 45h, 89h and 46h (9.4, 7.1.3)"),
        new(UnitQuirks.PasidShownByPagesOnly, "faults that requests with a PASID meet in context and PASID tables are recorded with PP = 0; the architecture shows the request as it came (11.4.7.6)"),
        new(UnitQuirks.DeviceRequestsAsDma, "translation requests are answered without TT = 1 and DTE, and a page that is not there is a fault of an untranslated request; the architecture has faults 0Dh and 44h, and no fault for such a page; page requests without a PASID are refused without a fault, and faults of others are recorded as those of reads, where the architecture takes both kinds and has a type of fault for them (4.1.2, 7.4, 7.1.3)"),
        new(UnitQuirks.FenceAloneRefused, "a wait descriptor with FN alone stops the queue; the architecture allows it (6.5.2.8)"),
        new(UnitQuirks.PasidCacheInvalidationsIgnored, "PASID-cache invalidations are accepted unchecked and do nothing; the architecture checks reserved bits and drops entries (6.5.2.2)"),
        new(UnitQuirks.PageGroupResponsesUnknown, "page-group responses stop the queue; the architecture has them"),
        new(UnitQuirks.OldDescriptors, "descriptors that came after the first revisions of the architecture are unknown or unchecked, as are IEC invalidations and upper halves; the architecture stops with IQEI 3 and 4 (6.5.2)"),
        new(UnitQuirks.InterruptFaultsUnreported, "interrupt requests are blocked without a fault; the architecture reports 20h to 28h (7.1.3)"),
        new(UnitQuirks.OnePasidReason, "whatever is wrong with PASID tables is fault 58h; the architecture has 50h to 52h and 58h to 5Bh (7.1.3)"),
        new(UnitQuirks.PasidTypesAreSecondStage, "PGTT of first-stage and nested translation is accepted and translated by the second stage; the architecture has fault 5Bh without ECAP.FSTS and NEST (9.6)"),
        new(UnitQuirks.PassThroughNeedsPasidWidth, "AW of a PASID entry must be legal for pass-through too; the architecture has no table to use it for (9.6)"),
        new(UnitQuirks.MisalignedTailIgnored, "a tail that is no multiple of 32 in a queue of 256-bit descriptors is ignored; the architecture stops with IQEI 2 (6.5.2)"),
        new(UnitQuirks.UpperEventAddressesStayZero, "FEUADDR and IEUADDR read 0 and the upper half of event addresses is 0 with ECAP.EIM too; the architecture has both registers then (11.4.7.5, 11.4.8.6)"),
        new(UnitQuirks.TranslationNeedsSecondStageWidth, "TE is ignored while CAP.SAGAW is 0, with a first stage too; the architecture has TES follow TE (11.4.4.1)"),
        new(UnitQuirks.RidPasidIgnored, "without ECAP.RPS RID_PASID is not looked at; the architecture has the field reserved then, fault 42h (9.4)"),
        new(UnitQuirks.PagesPerSource, "cached pages are found by source id too, so that each device of a domain has its own; the architecture finds them by domain, PASID and address, which lets devices share them (6.2.4)"),
        new(UnitQuirks.PasidAddressMaskBounded, "a PASID-based IOTLB invalidation with AM beyond CAP.MAMV stops the queue; the architecture bounds AM of second-stage invalidations alone (6.5.2.4, 11.4.2)"),
        new(UnitQuirks.WideControlWritesHalved, "the upper half of a write of 8 bytes to FECTL, IECTL or PECTL is dropped; the architecture lets software write a register of 32 bits with its neighbour (11.2)"),
        new(UnitQuirks.PasidEntryBeforeCachedPage, "for requests without PASID the PASID entry is read at each hit of the IOTLB, which does not count if the entry has become illegal; the architecture lets a unit keep it until it is invalidated (6.2.3)"),
        new(UnitQuirks.PageRequestEventUnmasked, "PECTL.IM is 0 after a reset; the architecture has the messages of all events held back then (11.4.11.5)"),
    ];

    /// <summary>Bugs of the machine.</summary>
    public static IReadOnlyList<BugDeviation> Bugs { get; } =
    [
        new(
            "NoPasidInRecord",
            "a fault record without a PASID (PP = 0) has FFFFh in PV; the architecture leaves PV undefined then, and here it is 0 (11.4.7.6)",
            difference => difference is RegisterDifference { Register: nameof(Frcd), Recorded.Offset: var offset } read
                && offset % RecordSize >= RecordSize / 2
                && (read.Recorded.Value << (8 * (offset % sizeof(ulong)))) is var high
                && new Frcd(0, high) is { PP: false, PV: 0xFFFF } record
                && (record with { PV = 0 }).High == read.Actual << (8 * (offset % sizeof(ulong))),
            s_release11),
        new(
            "CopiedMessagesAreNobodys",
            "a message that a device writes as data, not as its MSI, has no source-id: a fault of it is recorded with FFFFh; the architecture takes the requester of the write (5.1.1)",
            difference => difference is RegisterDifference { Register: nameof(Frcd), Recorded.Offset: var offset } read
                && offset % RecordSize == RecordSize / 2
                && new Frcd(0, read.Recorded.Value) is { SID: 0xFFFF } record
                && new Frcd(0, read.Actual) is var own
                && (record with { SID = own.SID }).High == own.High
                && (read.Recorded.Size == sizeof(uint) || own.FR is >= FaultReason.InterruptRequestReserved and <= FaultReason.InterruptSourceInvalid),
            Since: s_release10), // releases before report no faults of messages
        new(
            "QueueAddressShowsUse",
            "IQA shows the address that the queue was last switched on with; the architecture shows what was written (11.4.9.3)",
            difference => difference is RegisterDifference { Register: nameof(Iqa) } read && ShowsUse(read) && (BitsInPlace(read) & ~Iqa.Masks.IQA) == 0),
        new(
            "QueueWidthNotShown",
            "IQA.DW reads 0 whatever was written; the architecture shows what was written (11.4.9.3)",
            difference => difference is RegisterDifference { Register: nameof(Iqa), Recorded.Offset: Iqa.Offset } read
                && (read.Bits & ~(Iqa.Masks.IQA | Iqa.Masks.DW)) == 0
                && (read.Recorded.Value & Iqa.Masks.DW) == 0
                && (read.Actual & Iqa.Masks.DW) != 0,
            s_release10),
        new(
            "WideEventData",
            "IEDATA keeps what is written to its upper half; without 32-bit event data the architecture has it reserved (11.4.8.5)",
            difference => difference is RegisterDifference { Register: nameof(Iedata) } read
                && (read.Bits & Iedata.Masks.IMD) == 0
                && (read.Actual & ~(ulong)Iedata.Masks.IMD) == 0),
        new(
            "NoErrorRecord",
            "there is no IQERCD: why the queue stopped cannot be read; the architecture has it for all units with a queue (11.4.9.9)",
            difference => difference is RegisterDifference { Register: nameof(Iqercd), Recorded: { Offset: Iqercd.Offset, Value: 0 } } read
                && (read.Actual & ~Iqercd.Masks.IQEI) == 0
                && new Iqercd(read.Actual).IQEI is >= QueueErrorInfo.InvalidTail and <= QueueErrorInfo.InvalidTranslationTableMode),
        new(
            EndsAtWideWrites,
            "a write of 8 bytes to FECTL, IECTL or IEADDR ends QEMU; the architecture lets software write a register of 32 bits with its neighbour (11.2)",
            difference => difference is EndDifference { Step: var step } end
                && step.StartsWith("writeq ", StringComparison.Ordinal)
                && end.Complaint.Contains("vtd_mem_write: Assertion `size == 4' failed", StringComparison.Ordinal),
            s_release11),
        new(
            EndsAtStatusWithEvent,
            "a wait descriptor with SW and IF ends QEMU; the architecture has the status written and then the event raised (6.5.2.8)",
            difference => difference is EndDifference end
                && end.Complaint.Contains("vtd_process_wait_desc: Assertion `!(inv_desc->lo & VTD_INV_DESC_WAIT_IF)' failed", StringComparison.Ordinal),
            s_release11),
        new(
            "ModesWithoutCapability",
            "TTM without ECAP.SMTS, EIME and PEUADDR without ECAP.EIM and IRTPS without ECAP.IR can be set and read back; without the capability the architecture has these bits reserved (11.4.5, 11.4.10)",
            difference => difference is RegisterDifference read
                && UngatedBits(read) is var bits
                && (read.Bits & ~bits & ~(read.Register == nameof(Iqa) && ShowsUse(read) ? Iqa.Masks.IQA : 0)) == 0
                && (read.Bits & bits) is not 0 and var shown
                && (read.Actual & shown) == 0),
        new(
            "ExtendedDestinationsWithoutCapability",
            "EIME without ECAP.EIM makes destinations 32 bits wide, and entries that have such ones legal; without the capability the architecture has it reserved (11.4.10)",
            difference => difference is RemappedInterruptDifference { WantsExtended: true, Recorded: { } sent, Actual: var answer }
                && (answer is { Outcome: InterruptOutcome.Blocked, FaultReason: (byte)FaultReason.InterruptEntryReserved }
                    || (answer.Outcome == InterruptOutcome.Remapped
                        && WithoutDestination(sent.Address, sent.Data) == WithoutDestination(answer.Address, answer.Data)))),
        new(
            "NoInterruptNoticeOfSwitches",
            "who keeps interrupt remapping results is not told of a reset or when remapping is switched; our unit tells, since those results are stale",
            difference => difference is NotificationDifference { IsOfSwitch: true, Whom.SourceId: null }),
        new(
            "NoMappingsAtSwitch",
            "who follows mappings is not told of those that there are when translation is switched on, but when they are invalidated next; our unit tells at once",
            difference => difference is NotificationDifference { IsOfSwitch: true, Trigger: RegisterWrite, Actual: Notice.MappedNotice, IsMapped: true }
                or NotificationDifference { WasToldAtSwitch: true, Trigger: RegisterWrite, Recorded.What: Notice.MappedNotice, Actual: null }),
        new(
            "DeviceTlbWithoutCapability",
            "device-TLB invalidations are passed on without ECAP.DT; a unit without it has no device TLBs behind it (6.5.2.5)",
            difference => difference is NotificationDifference { HasDeviceTlbs: false, Recorded.What: Notice.DeviceTlbNotice, Actual: null }),
        new(
            "InterruptNoticeWithoutCapability",
            "SIRTP without ECAP.IR is passed on to who keeps interrupt remapping results; a unit without it remaps none (11.4.4.1)",
            difference => difference is NotificationDifference { HasInterruptRemapping: false, Whom.SourceId: null, Actual: null }),
        new(
            "OnlyTheRangeOfFirstStagePages",
            "a page-selective invalidation of a domain is passed on as its range, though the domain's first-stage pages all go; our unit tells that (6.5.2.3)",
            difference => difference is NotificationDifference { AsksForPages: true, Recorded.What: Notice.UnmappedNotice, Actual: { } told }
                && told == Notice.Everything),
        new(
            "UnmapsOnlyWhatChanged",
            "followers keep what they have when pass-through begins or a PASID-cache invalidation finds the same entry; our unit tells that all is unmapped, which asks for no more than looking again",
            difference => difference is NotificationDifference { AsksForEntries: true, Recorded: null, Actual: { } told, Whom.SourceId: not null }
                && told == Notice.Everything),
    ];

    private static CompatibilityMsi WithoutDestination(ulong address, uint data) => new CompatibilityMsi(address, data) with { DST = 0 };

    /// <summary>The bits of a register that differ, where they are in the register.</summary>
    private static ulong BitsInPlace(RegisterDifference read) => read.Bits << (8 * (read.Recorded.Offset % sizeof(ulong)));

    /// <summary>Whether the recorded IQA has an address that the queue may have been switched on with, and our unit the one that was written.</summary>
    private static bool ShowsUse(RegisterDifference read)
    {
        var shift = 8 * (read.Recorded.Offset - Iqa.Offset);
        var covered = Iqa.Masks.IQA & (read.Recorded.Size == sizeof(ulong) ? ulong.MaxValue : (ulong)uint.MaxValue << shift);
        var usable = covered & ((1UL << ((int)read.Capabilities.CAP.MGAW + 1)) - 1);
        var (shown, ours) = (read.Recorded.Value << shift & covered, read.Actual << shift & covered);
        return ours == (read.Written.At(Iqa.Offset) & covered) && read.Written.QueueAddresses.Any(address => shown == (address & usable));
    }

    /// <summary>The bits of a register that were written and are shown, although the unit lacks the capability for them.</summary>
    private static ulong UngatedBits(RegisterDifference read)
    {
        var extended = read.Capabilities.ECAP;
        return (read.Register, read.Recorded.Offset) switch
        {
            (nameof(Rtaddr), Rtaddr.Offset) when !extended.SMTS => Rtaddr.Masks.TTM & read.Written.At(Rtaddr.Offset),
            (nameof(Iqa), Iqa.Offset) when !extended.SMTS => Iqa.Masks.DW & read.Written.At(Iqa.Offset),
            (nameof(Irta), Irta.Offset) when !extended.EIM => Irta.Masks.EIME & read.Written.At(Irta.Offset),
            (nameof(Gsts), Gsts.Offset) when !extended.IR && read.Written.SetsInterruptTable => Gsts.Masks.IRTPS,
            (nameof(Peuaddr), Peuaddr.Offset) when !extended.EIM => Peuaddr.Masks.MUA & read.Written.At(Peuaddr.Offset),
            _ => 0,
        };
    }

    /// <summary>All known deviations.</summary>
    public static IReadOnlyList<KnownDeviation> All { get; } = [.. Quirks, .. Bugs];
}
