using Vtd.Architecture;
using Vtd.Runtime.Tests.Translation;
using static Vtd.Runtime.Tests.Quirks.QuirkOptions;

namespace Vtd.Runtime.Tests.Quirks;

public class TranslationQuirkTests
{
    private const PasidTranslationType FirstStage = PasidTranslationType.FirstStage;
    private const PasidTranslationType SecondStage = PasidTranslationType.SecondStage;
    private const ulong EntryOfUntagged = Machine.PasidTable + Machine.RidPasid * 64;

    private static DmaResult ReadUntagged(Machine machine) =>
        machine.Guest.Unit.Translate(machine.Request(DmaAccess.Read) with { Pasid = null });

    private static void AssertFault(FaultReason reason, in DmaResult result)
    {
        Assert.Equal((byte)reason, (byte)result.FaultReason);
        Assert.Equal(reason == FaultReason.None ? DmaOutcome.Allowed : DmaOutcome.Blocked, result.Outcome);
    }

    private static void DropContexts(Machine machine) =>
        machine.Guest.SubmitAndWait(Guest.Bytes(new ContextCacheInvalidateDescriptor { G = ContextGranularity.Global }));

    private static void DropPasids(Machine machine) =>
        machine.Guest.SubmitAndWait(Guest.Bytes(new PasidCacheInvalidateDescriptor { G = PasidCacheGranularity.Global }));

    private static bool IsDirty(PageTables tables, ulong dirty) => (tables.Read(tables.Entry(Machine.Input, 1)) & dirty) != 0;

    [Theory]
    [WithAndWithout(UnitQuirk.RidPasidAlways)]
    public void RID_PASID_without_the_capability(UnitQuirk? quirk, bool hasQuirk)
    {
        var machine = new Machine(FirstStage, ecap: Machine.Ecap with { RPS = false }, options: With(quirk));
        AssertFault(hasQuirk ? FaultReason.None : FaultReason.ScalableContextEntryReserved, ReadUntagged(machine));
    }

    [Theory]
    [WithAndWithout(UnitQuirk.RidPasidIgnored)]
    public void RID_PASID_that_is_not_looked_at(UnitQuirk? quirk, bool hasQuirk)
    {
        var machine = new Machine(FirstStage, ecap: Machine.Ecap with { RPS = false }, options: With(quirk));
        AssertFault(hasQuirk ? FaultReason.PasidEntryNotPresent : FaultReason.ScalableContextEntryReserved, ReadUntagged(machine));

        machine.Guest.SetPasid(Machine.Device, 0, GuestTables.FirstStage(Machine.Domain, Machine.FirstRoot) with { PWSNP = true });
        AssertFault(hasQuirk ? FaultReason.None : FaultReason.ScalableContextEntryReserved, ReadUntagged(machine));
    }

    /// <summary>The domain changes with the context entry, which software invalidates, but not the pages of the old domain.</summary>
    [Theory]
    [WithAndWithout(UnitQuirk.PagesPerSource)]
    public void Pages_of_the_domain_that_a_device_left(UnitQuirk? quirk, bool hasQuirk)
    {
        const ushort OtherDomain = Machine.Domain + 1;
        var machine = new Machine(null, options: With(quirk));
        machine.Second.Map(0x6000, 0xA003);
        AssertFault(FaultReason.None, machine.Read());
        machine.Change(machine.Second.Entry(Machine.Input, 1), _ => 0);
        machine.Guest.SetLegacyContext(Machine.Device, default(LegacyContextEntry) with
        {
            P = true, DID = OtherDomain, AW = SecondStageWidth.Bits48, SSPTPTR = Machine.SecondRoot,
        });
        machine.Guest.SubmitAndWait(Guest.Bytes(new ContextCacheInvalidateDescriptor { G = ContextGranularity.Device, DID = Machine.Domain, SID = Machine.Device }));
        AssertFault(FaultReason.None, machine.Read(0x6000)); // which caches the new entry

        AssertFault(hasQuirk ? FaultReason.None : FaultReason.ReadDenied, machine.Read());

        Invalidate(OtherDomain);
        AssertFault(hasQuirk ? FaultReason.None : FaultReason.ReadDenied, machine.Read());
        Invalidate(Machine.Domain);
        AssertFault(FaultReason.ReadDenied, machine.Read());

        void Invalidate(ushort domain) => machine.Guest.SubmitAndWait(Guest.Bytes(new IotlbInvalidateDescriptor { G = IotlbGranularity.Domain, DID = domain }));
    }

    [Theory]
    [WithAndWithout(UnitQuirk.PagesPerSource)]
    public void Pages_that_another_device_of_the_domain_had_cached(UnitQuirk? quirk, bool hasQuirk)
    {
        const ushort Other = Machine.Device + 8;
        var machine = new Machine(null, options: With(quirk));
        machine.Guest.SetLegacyContext(Other, default(LegacyContextEntry) with
        {
            P = true, DID = Machine.Domain, AW = SecondStageWidth.Bits48, SSPTPTR = Machine.SecondRoot,
        });
        machine.Second.Map(0x6000, 0xA003);
        AssertFault(FaultReason.None, machine.Read());
        AssertFault(FaultReason.None, ReadByOther(0x6000));
        machine.Change(machine.Second.Entry(Machine.Input, 1), _ => 0);

        AssertFault(FaultReason.None, machine.Read());
        AssertFault(hasQuirk ? FaultReason.ReadDenied : FaultReason.None, ReadByOther());

        machine.Change(machine.Second.Entry(Machine.Input, 1), _ => 0x9000 | 3);
        AssertFault(FaultReason.None, ReadByOther());
        Assert.Equal(hasQuirk ? 3 : 2, machine.Guest.Unit.EntriesOf(CacheKind.Iotlb));
        machine.Guest.SubmitAndWait(Guest.Bytes(new IotlbInvalidateDescriptor { G = IotlbGranularity.Page, DID = Machine.Domain, ADDR = Machine.Input }));
        Assert.Equal(1, machine.Guest.Unit.EntriesOf(CacheKind.Iotlb));

        DmaResult ReadByOther(ulong address = Machine.Input) => machine.Guest.Unit.Translate(machine.Request(DmaAccess.Read, address) with { SourceId = Other });
    }

    [Theory]
    [WithAndWithout(UnitQuirk.ContextPermissionsAlways, 2)]
    [WithAndWithout(UnitQuirk.ContextPermissionsAlways, 3)]
    [WithAndWithout(UnitQuirk.ContextPermissionsAlways, 4)]
    public void Permissions_of_a_context_entry_without_the_capability(UnitQuirk? quirk, bool hasQuirk, int bit)
    {
        var machine = new Machine(FirstStage, ecap: Machine.Ecap with { DT = false, PASID = false, PRS = false }, options: With(quirk));
        machine.Change(Machine.ScalableContext, entry => (entry & ~(7UL << 2)) | (1UL << bit));
        AssertFault(hasQuirk ? FaultReason.None : FaultReason.ScalableContextEntryReserved, ReadUntagged(machine));
    }

    [Theory]
    [WithAndWithout(UnitQuirk.RidPasidAlways)]
    public void RID_PASID_beyond_the_directory(UnitQuirk? quirk, bool hasQuirk)
    {
        const uint Beyond = 1 << 13;
        var machine = new Machine(FirstStage, options: With(quirk));
        machine.Guest.SetScalableContext(Machine.Device, Beyond);
        machine.Guest.SetPasid(Machine.Device, Beyond, GuestTables.FirstStage(Machine.Domain, Machine.FirstRoot) with { PWSNP = true });

        AssertFault(hasQuirk ? FaultReason.None : FaultReason.ScalableContextEntryInvalid, ReadUntagged(machine));
    }

    [Theory]
    [WithAndWithout(UnitQuirk.LoosePasidTables, Machine.Directory, ulong.MaxValue, 1UL << 11, 0x52, 0)]
    [WithAndWithout(UnitQuirk.LoosePasidTables, Machine.PasidEntryOfRequests, ulong.MaxValue, 1UL << 11, 0x5A, 0)]
    [WithAndWithout(UnitQuirk.LoosePasidTables, Machine.PasidEntryOfRequests, 0UL, 0UL, 0x59, 0x5B)]
    public void Illegal_pasid_tables(UnitQuirk? quirk, bool hasQuirk, ulong address, ulong kept, ulong added, int reason, int looseReason)
    {
        var machine = new Machine(FirstStage, options: With(quirk));
        machine.Change(address, entry => (entry & kept) | added);
        AssertFault((FaultReason)(hasQuirk ? looseReason : reason), machine.Read());
    }

    [Theory]
    [WithAndWithout(UnitQuirk.PasidPresenceAtContext)]
    public void Presence_of_pasid_entries(UnitQuirk? quirk, bool hasQuirk)
    {
        var ofRequests = new Machine(FirstStage, options: With(quirk));
        ofRequests.Change(Machine.PasidEntryOfRequests, entry => entry & ~1UL);
        AssertFault(hasQuirk ? FaultReason.None : FaultReason.PasidEntryNotPresent, ofRequests.Read());

        var ofUntagged = new Machine(FirstStage, options: With(quirk));
        ofUntagged.Change(EntryOfUntagged, entry => entry & ~1UL);
        AssertFault(hasQuirk ? FaultReason.PasidEntryNotPresent : FaultReason.None, ofUntagged.Read());

        var later = new Machine(FirstStage, options: With(quirk));
        AssertFault(FaultReason.None, later.Read());
        later.Change(EntryOfUntagged, entry => entry & ~1UL);
        AssertFault(hasQuirk ? FaultReason.None : FaultReason.PasidEntryNotPresent, ReadUntagged(later));
        DropContexts(later);
        DropPasids(later);
        AssertFault(FaultReason.PasidEntryNotPresent, ReadUntagged(later));
    }

    [Theory]
    [WithAndWithout(UnitQuirk.PasidEntriesUncached)]
    public void A_pasid_entry_changed_without_invalidation(UnitQuirk? quirk, bool hasQuirk)
    {
        var machine = new Machine(FirstStage, options: With(quirk));
        machine.First.Map(0x6000, 0xA007);
        AssertFault(FaultReason.None, machine.Read());

        machine.Change(Machine.PasidEntryOfRequests, entry => entry & ~1UL);

        AssertFault(hasQuirk ? FaultReason.PasidEntryNotPresent : FaultReason.None, machine.Read(0x6000));
    }

    [Theory]
    [WithAndWithout(UnitQuirk.FirstStageRightsFirst)]
    public void A_first_stage_entry_that_denies_and_has_reserved_bits(UnitQuirk? quirk, bool hasQuirk)
    {
        var machine = new Machine(FirstStage, options: With(quirk));
        machine.First.Map(Machine.Input, 0x9003 | 1UL << 63);

        AssertFault(hasQuirk ? FaultReason.UserAccessDenied : FaultReason.FirstStageEntryReserved, machine.Read());

        machine.First.Map(0x6000, 0xA007 | 1UL << 63);
        AssertFault(FaultReason.FirstStageEntryReserved, machine.Read(0x6000));
    }

    [Theory]
    [WithAndWithout(UnitQuirk.AllOnesUnreadable, FirstStage, 1, 0x72, 0x70)]
    [WithAndWithout(UnitQuirk.AllOnesUnreadable, FirstStage, 4, 0x72, 0x73)]
    [WithAndWithout(UnitQuirk.AllOnesUnreadable, SecondStage, 1, 0x7A, 0x78)]
    [WithAndWithout(UnitQuirk.AllOnesUnreadable, SecondStage, 4, 0x7A, 0x7B)]
    internal void An_entry_of_all_ones(UnitQuirk? quirk, bool hasQuirk, PasidTranslationType type, int level, int reason, int quirkReason)
    {
        var machine = new Machine(type, options: With(quirk));
        var tables = type == FirstStage ? machine.First : machine.Second;
        machine.Change(tables.Entry(Machine.Input, level), _ => ulong.MaxValue);

        AssertFault((FaultReason)(hasQuirk ? quirkReason : reason), machine.Read());

        machine.Change(tables.Entry(Machine.Input, level), _ => ulong.MaxValue & ~(1UL << 62));
        AssertFault((FaultReason)reason, machine.Read());
    }

    [Theory]
    [WithAndWithout(UnitQuirk.PasidEntryBeforeCachedPage)]
    public void A_pasid_directory_entry_gone_before_a_cached_page_is_used_again(UnitQuirk? quirk, bool hasQuirk)
    {
        var machine = new Machine(FirstStage, options: With(quirk, UnitQuirk.PagesOutliveEntries, UnitQuirk.PasidEntriesUncached));
        AssertFault(FaultReason.None, ReadUntagged(machine));

        machine.Change(Machine.Directory, entry => entry & ~1UL);

        AssertFault(hasQuirk ? FaultReason.PasidDirectoryEntryNotPresent : FaultReason.None, ReadUntagged(machine));
    }

    [Theory]
    [WithAndWithout(UnitQuirk.PagesOutliveEntries)]
    public void A_page_whose_context_entry_is_gone(UnitQuirk? quirk, bool hasQuirk)
    {
        var legacy = new Machine(null, options: With(quirk));
        legacy.Change(Machine.LegacyContext, entry => entry | 1 << 2);
        AssertFault(FaultReason.None, legacy.Read());
        legacy.Change(Machine.LegacyContext, entry => entry & ~1UL);
        DropContexts(legacy);
        AssertFault(
            FaultReason.ContextEntryNotPresent, // what a device translated is not translated again
            legacy.Guest.Unit.Translate(legacy.Request(DmaAccess.Read) with { IsTranslated = true }));
        AssertFault(hasQuirk ? FaultReason.None : FaultReason.ContextEntryNotPresent, legacy.Read());
        Assert.Equal(hasQuirk ? 0x9000UL : 0, legacy.Read().Page.Output);
        AssertFault(FaultReason.ContextEntryNotPresent, legacy.Read(0x6000));

        var scalable = new Machine(FirstStage, options: With(quirk));
        AssertFault(FaultReason.None, scalable.Read());
        AssertFault(FaultReason.None, ReadUntagged(scalable));
        scalable.Change(Machine.ScalableContext, entry => entry & ~1UL);
        DropContexts(scalable);
        AssertFault(hasQuirk ? FaultReason.None : FaultReason.ScalableContextEntryNotPresent, scalable.Read());
        AssertFault(FaultReason.ScalableContextEntryNotPresent, ReadUntagged(scalable));
    }

    [Theory]
    [WithAndWithout(UnitQuirk.CachedPagesAreFinal)]
    public void A_write_to_a_read_only_page_that_is_cached(UnitQuirk? quirk, bool hasQuirk)
    {
        var machine = new Machine(null, options: With(quirk));
        machine.Second.Map(Machine.Input, 0x9001);
        machine.Read();

        var result = machine.Write();

        Assert.Equal((DmaOutcome.Blocked, hasQuirk ? 0 : 0x05), (result.Outcome, (byte)result.FaultReason));
        Assert.Equal(!hasQuirk, machine.Guest.FSTS.PPF);
        Assert.Equal(0, machine.Guest.Unit.Events.Counters.HitsOf(CacheKind.Iotlb)); // nothing that blocks is a hit
    }

    [Theory]
    [WithAndWithout(UnitQuirk.CachedPagesAreFinal)]
    public void A_write_to_a_page_cached_by_a_read(UnitQuirk? quirk, bool hasQuirk)
    {
        var first = new Machine(FirstStage, options: With(quirk));
        var second = new Machine(SecondStage, entry => entry with { SSADE = true }, options: With(quirk));
        foreach (var machine in new[] { first, second })
        {
            AssertFault(FaultReason.None, machine.Read());
            AssertFault(FaultReason.None, machine.Write());
        }

        Assert.Equal(!hasQuirk, IsDirty(first.First, FsPte.Masks.D));
        Assert.Equal(!hasQuirk, IsDirty(second.Second, SsPte.Masks.D));
    }

    [Theory]
    [WithAndWithout(UnitQuirk.DirtyOnlyWithAccessed, true)]
    [WithAndWithout(UnitQuirk.DirtyOnlyWithAccessed, false)]
    public void A_write_to_a_page_that_may_have_been_accessed(UnitQuirk? quirk, bool hasQuirk, bool isAccessed)
    {
        var first = new Machine(FirstStage, options: With(quirk));
        var second = new Machine(SecondStage, entry => entry with { SSADE = true }, options: With(quirk));
        if (isAccessed)
        {
            first.First.Map(Machine.Input, 0x9007 | FsPte.Masks.A);
            second.Second.Map(Machine.Input, 0x9003 | SsPte.Masks.A);
        }

        AssertFault(FaultReason.None, first.Write());
        AssertFault(FaultReason.None, second.Write());

        first.First.Map(0x6000, 0xA007 | FsPte.Masks.D);
        AssertFault(FaultReason.None, first.Guest.Unit.Translate(first.Request(DmaAccess.Write, 0x6000)));
        Assert.Equal(!hasQuirk, (first.First.Read(first.First.Entry(0x6000, 1)) & FsPte.Masks.A) != 0);

        Assert.Equal(!(hasQuirk && isAccessed), IsDirty(first.First, FsPte.Masks.D));
        Assert.Equal(!(hasQuirk && isAccessed), IsDirty(second.Second, SsPte.Masks.D));
    }

    [Theory]
    [WithAndWithout(UnitQuirk.PassThroughUnchecked)]
    public void Pass_through_beyond_the_host_address_width(UnitQuirk? quirk, bool hasQuirk)
    {
        const ulong Beyond = 1UL << 60;
        var machine = new Machine(PasidTranslationType.PassThrough, options: With(quirk));

        AssertFault(hasQuirk ? FaultReason.None : FaultReason.AddressBeyondHostWidth, machine.Read(Beyond));
    }

    [Theory]
    [WithAndWithout(UnitQuirk.InterruptRangeReasonByCapability, true)]
    [WithAndWithout(UnitQuirk.InterruptRangeReasonByCapability, false)]
    public void A_legacy_page_in_the_interrupt_range(UnitQuirk? quirk, bool hasQuirk, bool hasScalableMode)
    {
        var ecap = hasScalableMode ? Machine.Ecap : new Ecap(0) with { QI = true, IRO = Machine.Ecap.IRO };
        var machine = new Machine(null, ecap: ecap, options: With(quirk));
        machine.Second.Map(Machine.Input, 0xFEE0_0003);

        AssertFault(hasQuirk && hasScalableMode ? FaultReason.ScalableOutputInInterruptRange : FaultReason.OutputInInterruptRange, machine.Read());
    }

    [Theory]
    [WithAndWithout(UnitQuirk.LargePagesBesideInterruptRange)]
    public void A_large_page_that_touches_the_interrupt_range(UnitQuirk? quirk, bool hasQuirk)
    {
        const ulong Page = 0x20_0000;
        const ulong Beside = Page + 0x10_0000;
        var machine = new Machine(null, options: With(quirk));
        machine.Change(Machine.LegacyContext, entry => entry | 1 << 2);
        machine.Second.Map(Page, 0xFEE0_0083, level: 2);
        var reason = hasQuirk ? FaultReason.OutputInInterruptRange : FaultReason.None;

        AssertFault(FaultReason.OutputInInterruptRange, machine.Read(Page));
        AssertFault(reason, machine.Read(Beside));
        Assert.Equal((byte)reason, (byte)machine.Guest.Unit.TranslateForDevice(new(Machine.Device, Beside)).FaultReason);
    }

    [Theory]
    [WithAndWithout(UnitQuirk.SnoopBitIgnored, SecondStage)]
    [WithAndWithout(UnitQuirk.SnoopBitIgnored, PasidTranslationType.Nested)]
    internal void The_snoop_bit_in_scalable_mode(UnitQuirk? quirk, bool hasQuirk, PasidTranslationType type)
    {
        var machine = new Machine(type, options: With(quirk));
        if (type == SecondStage)
            machine.Second.Map(Machine.Input, 0x9003 | SsPte.Masks.SNP);
        else
            machine.Second.Map(0, 0x83 | SsPte.Masks.SNP, level: 2);

        AssertFault(hasQuirk ? FaultReason.None : FaultReason.ScalableSecondStageEntryReserved, machine.Read());
    }

    [Theory]
    [WithAndWithout(UnitQuirk.SnoopBitIgnored, true, false)]
    [WithAndWithout(UnitQuirk.SnoopBitIgnored, true, true)]
    [WithAndWithout(UnitQuirk.SnoopBitIgnored, false, false)]
    [WithAndWithout(UnitQuirk.SnoopBitIgnored, false, true)]
    public void The_snoop_bit_in_legacy_mode(UnitQuirk? quirk, bool hasQuirk, bool hasScalableMode, bool hasSnoopControl)
    {
        var machine = new Machine(null, ecap: Machine.Ecap with { SMTS = hasScalableMode, SC = hasSnoopControl }, options: With(quirk));
        machine.Second.Map(Machine.Input, 0x9003 | SsPte.Masks.SNP);

        var isIgnored = hasSnoopControl || (hasQuirk && hasScalableMode);
        AssertFault(isIgnored ? FaultReason.None : FaultReason.SecondStageEntryReserved, machine.Read());
    }

    [Theory]
    [WithAndWithout(UnitQuirk.TransientMappingIgnored, 1, 62, true)]
    [WithAndWithout(UnitQuirk.TransientMappingIgnored, 1, 62, false)]
    [WithAndWithout(UnitQuirk.TransientMappingIgnored, 2, 62, true)]
    [WithAndWithout(UnitQuirk.TransientMappingIgnored, 3, 62, true)]
    [WithAndWithout(UnitQuirk.TransientMappingIgnored, 2, 13, true)]
    public void Bit_62_of_a_page(UnitQuirk? quirk, bool hasQuirk, int level, int bit, bool hasDeviceTlbs)
    {
        const ulong Page = 0x4000_0000;
        var machine = new Machine(null, ecap: Machine.Ecap with { DT = hasDeviceTlbs }, options: With(quirk));
        machine.Second.Map(Page, 3 | (level > 1 ? SsPde2m.Masks.PS : 0) | 1UL << bit, level);

        var isIgnored = hasQuirk && hasDeviceTlbs && bit == 62;
        AssertFault(isIgnored ? FaultReason.None : FaultReason.SecondStageEntryReserved, machine.Read(Page));
    }

    [Fact]
    public void Bit_62_of_a_table()
    {
        var machine = new Machine(null, options: With(UnitQuirk.TransientMappingIgnored));
        machine.Second.Map(Machine.Input, 0x9003 | 1UL << 62, level: 2);
        AssertFault(FaultReason.SecondStageEntryReserved, machine.Read());
    }

    [Theory]
    [WithAndWithout(UnitQuirk.NoExecuteIgnored)]
    public void XD(UnitQuirk? quirk, bool hasQuirk)
    {
        var reserved = new Machine(FirstStage, options: With(quirk));
        reserved.First.Map(Machine.Input, 0x9007 | FsPte.Masks.XD);
        AssertFault(hasQuirk ? FaultReason.None : FaultReason.FirstStageEntryReserved, reserved.Read());

        var counting = new Machine(FirstStage, entry => entry with { NXE = true, ERE = true }, options: With(quirk));
        counting.First.Map(Machine.Input, 0x9007 | FsPte.Masks.XD);
        AssertFault(
            hasQuirk ? FaultReason.None : FaultReason.ExecuteDenied,
            counting.Guest.Unit.Translate(counting.Request(DmaAccess.Execute)));
    }

    [Theory]
    [WithAndWithout(UnitQuirk.InterruptReadsPass)]
    public void A_read_of_the_interrupt_range(UnitQuirk? quirk, bool hasQuirk)
    {
        var machine = new Machine(null, options: With(quirk));

        AssertFault(hasQuirk ? FaultReason.None : FaultReason.InterruptRequestInvalid, machine.Read(0xFEE0_0000));
    }

    [Theory]
    [WithAndWithout(UnitQuirk.RootHalvesTogether)]
    public void An_illegal_half_of_a_root_entry(UnitQuirk? quirk, bool hasQuirk)
    {
        var machine = new Machine(FirstStage, options: options => With(quirk)(options) with { HostAddressWidth = 48 });
        machine.Change(Machine.RootEntry + 8, upper => upper | 1UL << 50);

        AssertFault(hasQuirk ? FaultReason.ScalableRootEntryReserved : FaultReason.None, machine.Read());
    }

    [Theory]
    [WithAndWithout(UnitQuirk.ExtendedAccessedIgnored)]
    public void Extended_accessed_bits(UnitQuirk? quirk, bool hasQuirk)
    {
        var machine = new Machine(FirstStage, entry => entry with { EAFE = true }, options: With(quirk));
        machine.Read();

        Assert.Equal(hasQuirk, (machine.First.Read(machine.First.Entry(Machine.Input, 1)) & FsPte.Masks.EA) == 0);
    }

    [Theory]
    [WithAndWithout(UnitQuirk.PassThroughNeedsTable)]
    public void Pass_through_without_a_width(UnitQuirk? quirk, bool hasQuirk)
    {
        var machine = new Machine(null, options: With(quirk));
        machine.Guest.SetLegacyContext(Machine.Device, new LegacyContextEntry { P = true, DID = Machine.Domain, TT = TranslationType.PassThrough });

        AssertFault(hasQuirk ? FaultReason.ContextEntryInvalid : FaultReason.None, machine.Read());
    }

    [Theory]
    [WithAndWithout(UnitQuirk.PassThroughNeedsTable)]
    public void Pass_through_with_a_table_beyond_the_host(UnitQuirk? quirk, bool hasQuirk)
    {
        var machine = new Machine(null, options: options => With(quirk)(options) with { HostAddressWidth = 48 });
        machine.Guest.SetLegacyContext(Machine.Device, new LegacyContextEntry
        {
            P = true, DID = Machine.Domain, TT = TranslationType.PassThrough, AW = SecondStageWidth.Bits48, SSPTPTR = 1UL << 50,
        });

        AssertFault(hasQuirk ? FaultReason.ContextEntryReserved : FaultReason.None, machine.Read());
    }

    [Theory]
    [WithAndWithout(UnitQuirk.TableModeByOneBit)]
    public void Modes_that_there_are_not(UnitQuirk? quirk, bool hasQuirk)
    {
        var legacy = new Machine(null, options: With(quirk));
        legacy.Guest.SetRootPointer((TranslationTableMode)2);
        AssertFault(hasQuirk ? FaultReason.None : FaultReason.TranslationTableModeInvalid, legacy.Read());

        var aborting = new Machine(FirstStage, options: With(quirk));
        aborting.Guest.SetRootPointer(TranslationTableMode.AbortDma);
        Assert.Equal(hasQuirk ? DmaOutcome.Allowed : DmaOutcome.Blocked, aborting.Read().Outcome);
    }

    [Fact]
    public void A_reset_forgets_which_device_had_which_pages()
    {
        var machine = new Machine(null, options: With(UnitQuirk.PagesOutliveEntries));
        AssertFault(FaultReason.None, machine.Read());

        machine.Guest.Unit.Reset();
        machine.Guest.SetLegacyContext(Machine.Device + 1, new LegacyContextEntry
        {
            P = true, DID = Machine.Domain, AW = SecondStageWidth.Bits48, SSPTPTR = Machine.SecondRoot,
        });
        machine.Guest.SetLegacyContext(Machine.Device, default(LegacyContextEntry));
        machine.Guest.SetRootPointer(TranslationTableMode.Legacy);
        machine.Guest.Translate(on: true);
        AssertFault(FaultReason.None, machine.Guest.Unit.Translate(machine.Request(DmaAccess.Read) with { SourceId = Machine.Device + 1 }));

        AssertFault(FaultReason.ContextEntryNotPresent, machine.Read());
    }
}
