using Vtd.Architecture;
using Vtd.Runtime.Tests.Translation;
using static Vtd.Runtime.Tests.Quirks.QuirkOptions;

namespace Vtd.Runtime.Tests.Quirks;

public class FaultQuirkTests
{
    private const PasidTranslationType FirstStage = PasidTranslationType.FirstStage;
    private const ulong EntryOfUntagged = Machine.PasidTable + Machine.RidPasid * 64;

    private static DmaResult ReadUntagged(Machine machine) =>
        machine.Guest.Unit.Translate(machine.Request(DmaAccess.Read) with { Pasid = null });

    private static void Break(Machine machine, string what)
    {
        switch (what)
        {
            case "root pointer": machine.Guest.SetRootPointer(TranslationTableMode.Scalable, Machine.Nowhere); break;
            case "root P": machine.Change(Machine.RootEntry, entry => entry & ~1UL); break;
            case "root reserved": machine.Change(Machine.RootEntry, entry => entry | 2); break;
            case "context pointer": machine.Change(Machine.RootEntry, entry => entry | Machine.Nowhere); break;
            case "context P": machine.Change(Machine.ScalableContext, entry => entry & ~1UL); break;
            case "context reserved": machine.Change(Machine.ScalableContext + 24, entry => entry | 1); break;
            case "table pointer": machine.Change(Machine.PasidEntryOfRequests, entry => entry | Machine.Nowhere); break;
            case "entry pointer": machine.Change(machine.Second.Entry(Machine.Input, 2), entry => entry | Machine.Nowhere); break;
            case "entry reserved": machine.Second.Map(Machine.Input, 0x9003 | 1UL << 62); break;
            case "entry SNP": machine.Second.Map(Machine.Input, 0x9003 | SsPte.Masks.SNP); break;
            case "entry empty": machine.Second.Map(Machine.Input, 0); break;
            case "entry without R": machine.Second.Map(Machine.Input, 0x9002); break;
            default: throw new ArgumentException(what);
        }
    }

    [Theory]
    [WithAndWithout(UnitQuirk.LegacyReasonsInScalableMode, "root pointer", 0x38, 0x08)]
    [WithAndWithout(UnitQuirk.LegacyReasonsInScalableMode, "root P", 0x39, 0x01)]
    [WithAndWithout(UnitQuirk.LegacyReasonsInScalableMode, "root reserved", 0x3A, 0x0A)]
    [WithAndWithout(UnitQuirk.LegacyReasonsInScalableMode, "context pointer", 0x40, 0x09)]
    [WithAndWithout(UnitQuirk.LegacyReasonsInScalableMode, "context P", 0x41, 0x02)]
    [WithAndWithout(UnitQuirk.LegacyReasonsInScalableMode, "context reserved", 0x42, 0x0B)]
    [WithAndWithout(UnitQuirk.LegacyReasonsInScalableMode, "table pointer", 0x7B, 0x03)]
    [WithAndWithout(UnitQuirk.LegacyReasonsInScalableMode, "entry pointer", 0x78, 0x07)]
    [WithAndWithout(UnitQuirk.LegacyReasonsInScalableMode, "entry reserved", 0x7A, 0x0C)]
    [WithAndWithout(UnitQuirk.LegacyReasonsInScalableMode, "entry SNP", 0x7A, 0x0C)]
    [WithAndWithout(UnitQuirk.LegacyReasonsInScalableMode, "entry empty", 0x79, 0x06)]
    [WithAndWithout(UnitQuirk.LegacyReasonsInScalableMode, "entry without R", 0x86, 0x06)]
    public void Reasons_in_scalable_mode(UnitQuirk? quirk, bool hasQuirk, string what, int reason, int legacyReason)
    {
        var machine = new Machine(PasidTranslationType.SecondStage, options: With(quirk));
        Break(machine, what);
        Assert.Equal(hasQuirk ? legacyReason : reason, (byte)machine.Read().FaultReason);
    }

    [Theory]
    [InlineData("context", true, false)]
    [InlineData("context", false, true)]
    [InlineData("directory", true, false)]
    [InlineData("directory", false, true)]
    [InlineData("entry", true, true)]
    [InlineData("", true, true)]
    public void A_PASID_entry_that_cannot_be_read_is_reported_unless_FPD_was_seen_before(string disabled, bool isContextCached, bool isRecorded)
    {
        var machine = new Machine(
            FirstStage, options: With(UnitQuirk.PasidDisableNeedsEntry, UnitQuirk.FewerQualifiedReasons, UnitQuirk.PasidEntriesUncached, UnitQuirk.PasidPresenceAtContext));
        var place = disabled switch { "context" => Machine.ScalableContext, "directory" => Machine.Directory, _ => EntryOfUntagged };
        if (disabled.Length > 0)
            machine.Change(place, entry => entry | new ScalableContextEntry { FPD = true }.Qword0);
        if (isContextCached)
            Assert.Equal(DmaOutcome.Allowed, ReadUntagged(machine).Outcome);
        machine.Change(Machine.Directory, entry => entry | Machine.Nowhere);

        var request = machine.Request(DmaAccess.Read) with { Pasid = null, Address = Machine.Input + 0x10_0000 };
        Assert.Equal(DmaOutcome.Blocked, machine.Guest.Unit.Translate(request).Outcome);
        Assert.Equal(isRecorded, machine.Guest.FSTS.PPF);
    }

    [Theory]
    [InlineData("context", true, true, DmaOutcome.Allowed)]
    [InlineData("directory", true, true, DmaOutcome.Allowed)]
    [InlineData("directory", true, false, DmaOutcome.Allowed)]
    [InlineData("directory", false, true, DmaOutcome.Blocked)]
    [InlineData("", true, true, DmaOutcome.Blocked)]
    public void A_PASID_entry_of_an_illegal_type_is_used_if_FPD_was_seen_before(string disabled, bool isContextCached, bool hasFirstStage, DmaOutcome expected)
    {
        var machine = new Machine(
            hasFirstStage ? FirstStage : PasidTranslationType.SecondStage,
            entry => hasFirstStage ? entry : entry with { FSPTPTR = 0 },
            ecap: Machine.Ecap with { FSTS = hasFirstStage, NEST = hasFirstStage },
            options: With(UnitQuirk.PasidDisableNeedsEntry, UnitQuirk.PasidEntriesUncached));
        if (disabled.Length > 0)
            machine.Change(disabled == "context" ? Machine.ScalableContext : Machine.Directory, entry => entry | new ScalableContextEntry { FPD = true }.Qword0);
        if (isContextCached)
            Assert.Equal(DmaOutcome.Allowed, ReadUntagged(machine).Outcome);
        machine.Change(EntryOfUntagged, static entry => entry & ~PasidEntry.Masks.PGTT);

        Assert.Equal(expected, ReadUntagged(machine).Outcome);
    }

    [Theory]
    [WithAndWithout(UnitQuirk.RidPasidShown)]
    public void Requests_without_pasid(UnitQuirk? quirk, bool hasQuirk)
    {
        var inPages = new Machine(FirstStage, options: With(quirk));
        inPages.First.Map(Machine.Input, 0);
        Assert.Equal((byte)FaultReason.FirstStageEntryNotPresent, (byte)ReadUntagged(inPages).FaultReason);
        Assert.Equal((hasQuirk, hasQuirk ? Machine.RidPasid : 0), (inPages.Record().PP, inPages.Record().PV));

        var before = new Machine(FirstStage, options: With(quirk));
        before.Change(EntryOfUntagged, entry => entry & ~1UL);
        Assert.Equal((byte)FaultReason.PasidEntryNotPresent, (byte)ReadUntagged(before).FaultReason);
        Assert.False(before.Record().PP);
    }

    [Theory]
    [WithAndWithout(UnitQuirk.PasidDisableNeedsEntry, false)]
    [WithAndWithout(UnitQuirk.PasidDisableNeedsEntry, true)]
    public void FPD_of_a_pasid_entry_that_is_at_fault(UnitQuirk? quirk, bool hasQuirk, bool hasOther)
    {
        var machine = new Machine(FirstStage, options: hasOther ? With(quirk, UnitQuirk.PasidPresenceAtContext) : With(quirk));
        machine.Change(EntryOfUntagged, _ => 2);

        Assert.Equal((byte)FaultReason.PasidEntryNotPresent, (byte)ReadUntagged(machine).FaultReason);

        Assert.Equal(hasQuirk, machine.Guest.FSTS.PPF);
    }

    [Theory]
    [WithAndWithout(UnitQuirk.PasidDisableNeedsEntry)]
    public void FPD_of_a_legal_pasid_entry_counts_always(UnitQuirk? quirk, bool hasQuirk)
    {
        var machine = new Machine(FirstStage, options: With(quirk));
        machine.Change(Machine.Directory, entry => entry | 2);
        machine.First.Map(Machine.Input, 0);
        Assert.Equal((byte)FaultReason.FirstStageEntryNotPresent, (byte)machine.Read().FaultReason);
        Assert.False(machine.Guest.FSTS.PPF);

        machine.Change(Machine.Directory, entry => entry & ~1UL);
        machine.Guest.SubmitAndWait(Guest.Bytes(new PasidCacheInvalidateDescriptor { G = PasidCacheGranularity.Global }));
        Assert.Equal((byte)FaultReason.PasidDirectoryEntryNotPresent, (byte)machine.Read().FaultReason);
        Assert.False(machine.Guest.FSTS.PPF);

        machine.Guest.SubmitAndWait(Guest.Bytes(new ContextCacheInvalidateDescriptor { G = ContextGranularity.Global }));
        Assert.Equal((byte)FaultReason.PasidDirectoryEntryNotPresent, (byte)machine.Read().FaultReason);
        Assert.Equal(hasQuirk, machine.Guest.FSTS.PPF);
    }

    [Theory]
    [WithAndWithout(UnitQuirk.FaultEventStaysPending)]
    public void A_masked_event_whose_last_record_is_freed(UnitQuirk? quirk, bool hasQuirk)
    {
        var machine = new Machine(null, options: With(quirk));
        machine.Read(0x6000);
        Assert.True(machine.Guest.FECTL.IP);

        machine.Guest.Write64(machine.Guest.Capabilities.CAP.FRO * 16 + 8, (new Frcd(0, 0) with { F = true }).Qword1);
        Assert.Equal((false, hasQuirk), (machine.Guest.FSTS.PPF, machine.Guest.FECTL.IP));

        machine.Guest.Write32(Fsts.Offset, 0);
        Assert.False(machine.Guest.FECTL.IP);
    }

    [Theory]
    [WithAndWithout(UnitQuirk.FewerQualifiedReasons)]
    public void FPD_and_reserved_bits_of_a_context_entry(UnitQuirk? quirk, bool hasQuirk)
    {
        var machine = new Machine(null, options: With(quirk));
        machine.DisableFaults();
        machine.Change(Machine.LegacyContext, entry => entry | 1UL << 5);

        Assert.Equal((byte)FaultReason.ContextEntryReserved, (byte)machine.Read().FaultReason);

        Assert.Equal(hasQuirk, machine.Record().F);
    }
}
