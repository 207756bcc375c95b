using Vtd.Architecture;
using Vtd.Runtime;
using Vtd.Traces;

namespace Vtd.Conformance.Deviations;

/// <summary>A known deviation of QEMU from the architecture.</summary>
/// <param name="Name">Short and unique.</param>
/// <param name="Reason">The behavior of the machine, the one that the architecture requires, and its section.</param>
internal abstract record KnownDeviation(string Name, string Reason);

/// <summary>A deviation that the unit can reproduce as a quirk.</summary>
/// <remarks>The deviation explains the differences that are gone when the unit has this quirk, and no others.</remarks>
internal sealed record QuirkDeviation(UnitQuirk Quirk, string Reason) : KnownDeviation(Quirk.ToString(), Reason);

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

    private static readonly string[] s_tooManyLevels =
        ["pte_nonzero_rsvd: Assertion `level < VTD_SPTE_RSVD_LEN' failed", "pte_nonzero_rsvd: Assertion `level < VTD_FPTE_RSVD_LEN' failed"];
    private static readonly Version s_release11 = new(11, 0);

    /// <summary>Bugs that random programs have to avoid.</summary>
    public const string EndsAtWideWrites = nameof(EndsAtWideWrites);

    /// <inheritdoc cref="EndsAtWideWrites"/>
    public const string EndsAtStatusWithEvent = nameof(EndsAtStatusWithEvent);

    /// <summary>A bug that random programs meet rarely.</summary>
    public const string EndsAtTooManyLevels = nameof(EndsAtTooManyLevels);

    /// <summary>The release that was recorded.</summary>
    public static Version Recorded { get; } = new(10, 2, 2);

    /// <summary>Bugs of one release of QEMU.</summary>
    public static IReadOnlyList<BugDeviation> BugsOf(Version release) => [.. Bugs.Where(bug => bug.IsOf(release))];

    /// <summary>The quirks of one release of QEMU.</summary>
    public static IReadOnlyList<QuirkDeviation> QuirksOf(Version release) =>
        [.. Quirks.Where(quirk => QuirkCatalog.OfQemu(release).Contains(quirk.Quirk))];

    /// <summary>Deviations that the unit can match, from the catalogue of quirks.</summary>
    public static IReadOnlyList<QuirkDeviation> Quirks { get; } =
        [.. QuirkCatalog.All.Select(static info => new QuirkDeviation(info.Quirk, $"{info.Reason} ({info.Sections})"))];

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
                && (record with { PV = 0 }).Qword1 == read.Actual << (8 * (offset % sizeof(ulong))),
            s_release11),
        new(
            "CopiedMessagesAreNobodys",
            "a message that a device writes as data, not as its MSI, has no source-id: a fault of it is recorded with FFFFh; the architecture takes the requester of the write (5.1.1)",
            difference => difference is RegisterDifference { Register: nameof(Frcd), Recorded.Offset: var offset } read
                && offset % RecordSize == RecordSize / 2
                && new Frcd(0, read.Recorded.Value) is { SID: 0xFFFF } record
                && new Frcd(0, read.Actual) is var own
                && (record with { SID = own.SID }).Qword1 == own.Qword1
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
            EndsAtTooManyLevels,
            "a request by a PASID entry whose AW or FSPM became illegal while its context entry is cached with FPD = 1 ends QEMU; the architecture has fault 5Bh (9.6)",
            difference => difference is EndDifference end
                && s_tooManyLevels.Any(assertion => end.Complaint.Contains(assertion, StringComparison.Ordinal)),
            Since: s_release10),
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
                && (answer is { Outcome: InterruptOutcome.Blocked, FaultReason: FaultReason.InterruptEntryReserved }
                    || (answer.Outcome == InterruptOutcome.Remapped
                        && WithoutDestination(sent.Address, sent.Data) == WithoutDestination(answer.Address, answer.Data)))),
        new(
            "NoInterruptNoticeOfSwitches",
            "who keeps interrupt remapping results is not told of a reset or when remapping is switched; our unit tells, since those results are stale",
            difference => difference is NotificationDifference { SwitchesInterrupts: true, Whom.SourceId: null, Recorded: null, Actual: { } told }
                && told == Notice.AllInterrupts),
        new(
            "NoMappingsAtSwitch",
            "listeners that follow mappings learn of existing ones not when translation is switched on but at their next invalidation; our unit tells at once",
            difference => difference is NotificationDifference { IsOfSwitch: true, Trigger: RegisterWrite, Actual: Notice.MappedNotice, IsMapped: true }
                or NotificationDifference { WasToldAtSwitch: true, Trigger: RegisterWrite, Recorded.What: Notice.MappedNotice, Actual: null }),
        new(
            "DeviceTlbWithoutCapability",
            "device-TLB invalidations are passed on without ECAP.DT; a unit without it has no device TLBs behind it (6.5.2.5)",
            difference => difference is NotificationDifference { Capabilities.ECAP.DT: false, Recorded.What: Notice.DeviceTlbNotice, Actual: null }),
        new(
            "InterruptNoticeWithoutCapability",
            "SIRTP without ECAP.IR is passed on to who keeps interrupt remapping results; a unit without it remaps none (11.4.4.1)",
            difference => difference is NotificationDifference { Capabilities.ECAP.IR: false, SetsInterruptTable: true, Recorded.What: var told, Actual: null }
                && told == Notice.AllInterrupts),
        new(
            "OnlyTheRangeOfFirstStagePages",
            "a page-selective invalidation of a domain is passed on as its range, though the domain's first-stage pages all go; our unit tells that (6.5.2.3)",
            difference => difference is NotificationDifference { TellsTheRangeAskedFor: true, Actual: { } told }
                && told == Notice.Everything),
        new(
            "UnmapsOnlyWhatChanged",
            "followers keep what they have when pass-through begins or a PASID-cache invalidation finds the same entry; our unit tells that all is unmapped, which asks for no more than looking again",
            difference => difference is NotificationDifference { Recorded: null, Actual: { } told, Whom.SourceId: not null }
                    and ({ AsksForContexts: true, Change: EntriesChange.PassThroughBegins } or { AsksForPasids: true, Change: EntriesChange.None })
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
