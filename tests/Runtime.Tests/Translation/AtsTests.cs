using Vtd.Architecture;

namespace Vtd.Runtime.Tests.Translation;

public class AtsTests
{
    private const PagePermissions ReadWrite = PagePermissions.Read | PagePermissions.Write;

    private static Machine Scalable(PasidTranslationType type = PasidTranslationType.FirstStage, Func<PasidEntry, PasidEntry>? entry = null)
    {
        var machine = new Machine(type, entry);
        machine.Change(Machine.ScalableContext, value => value | 1 << 2);
        return machine;
    }

    private static Machine Legacy()
    {
        var machine = new Machine(null);
        machine.Change(Machine.LegacyContext, value => value | 1 << 2);
        return machine;
    }

    private static AtsRequest Request(Machine machine, ulong address = Machine.Input) =>
        new(Machine.Device, address) { Pasid = machine.IsLegacy ? null : Machine.Pasid };

    private static AtsResult Ask(Machine machine, ulong address = Machine.Input) => machine.Guest.Unit.TranslateForDevice(Request(machine, address));

    private static void AssertNothing(Machine machine, ulong address)
    {
        var result = Ask(machine, address);
        Assert.Equal((AtsOutcome.Completed, 0), (result.Outcome, (byte)result.FaultReason));
        Assert.Equal(new PageTranslation(address, 0, 4096, PagePermissions.None), result.Page);
        Assert.False(machine.Guest.FSTS.PPF);
    }

    [Fact]
    public void A_completion_has_page_size_and_permissions()
    {
        foreach (var machine in new[] { Legacy(), Scalable(), Scalable(PasidTranslationType.SecondStage), Scalable(PasidTranslationType.Nested) })
            Assert.Equal(new AtsResult(AtsOutcome.Completed, new(Machine.Input, 0x9000, 4096, ReadWrite), 0), Ask(machine));

        var large = Scalable();
        large.First.Map(0x20_0000, 0x60_0085, level: 2);
        Assert.Equal(new PageTranslation(0x20_0000, 0x60_0000, 1 << 21, PagePermissions.Read), Ask(large, 0x21_2345).Page);
    }

    [Fact]
    public void What_is_not_there_or_denied_is_no_fault()
    {
        var legacy = Legacy();
        AssertNothing(legacy, 0x6000);
        var scalable = Scalable();
        scalable.First.Map(0x7000, 0xA003); // the supervisor's
        AssertNothing(scalable, 0x6000);
        AssertNothing(scalable, 0x7000);
        AssertNothing(Scalable(PasidTranslationType.SecondStage), 0x6000);
        var nested = Scalable(PasidTranslationType.Nested);
        nested.Second.Map(0x4000_0000, 0, level: 2);
        nested.First.Map(0x7000, 0x4000_0007);
        AssertNothing(nested, 0x7000);
    }

    [Fact]
    public void Faults_of_the_tables_are_faults()
    {
        var machine = Scalable();
        machine.First.Map(Machine.Input, 0x9007 | 1UL << 63);
        Assert.Equal(new AtsResult(AtsOutcome.Refused, default, (FaultReason)0x72), Ask(machine));
        Assert.Equal((AddressType.Translation, FaultReason.FirstStageEntryReserved, true), (machine.Record().AT, machine.Record().FR, machine.Record().PP));
    }

    [Theory]
    [InlineData(null, 0x0D)]
    [InlineData(PasidTranslationType.FirstStage, 0x44)]
    internal void Devices_without_permission_are_refused(PasidTranslationType? type, byte fault)
    {
        var machine = new Machine(type);
        Assert.Equal(fault, (byte)Ask(machine).FaultReason);
        Assert.Equal(fault, (byte)machine.Guest.Unit.Translate(machine.Request(DmaAccess.Read) with { IsTranslated = true }).FaultReason);
    }

    [Fact]
    public void Translated_requests_of_devices_with_permission_pass()
    {
        foreach (var machine in new[] { Legacy(), Scalable() })
        {
            for (var round = 0; round < 2; round++)
            {
                var result = machine.Guest.Unit.Translate(machine.Request(DmaAccess.Write, 0x1234_5678) with { IsTranslated = true });
                Assert.Equal((DmaOutcome.Allowed, 0x1234_5678UL), (result.Outcome, result.Translate(0x1234_5678)));
                var beyond = machine.Guest.Unit.Translate(machine.Request(DmaAccess.Write, 1UL << 52) with { IsTranslated = true });
                Assert.Equal(machine.IsLegacy ? 0x04 : 0x83, (byte)beyond.FaultReason);
            }
            Assert.Equal(0, machine.Guest.Unit.EntriesOf(CacheKind.Iotlb));
        }
    }

    [Fact]
    public void The_interrupt_range_is_for_untranslated_requests()
    {
        var machine = Legacy();
        var result = Ask(machine, 0xFEE0_0000);
        Assert.Equal((AtsOutcome.Completed, true), (result.Outcome, result.IsUntranslatedOnly));
        Assert.Equal(PagePermissions.Write, result.Page.Permissions);
        Assert.False(Ask(machine).IsUntranslatedOnly);

        machine.Second.Map(Machine.Input, 0xFEE0_0003);
        Assert.Equal(0x0E, (byte)Ask(machine).FaultReason);
    }

    [Theory]
    [InlineData(true, true, false)]
    [InlineData(true, false, true)]
    [InlineData(false, true, true)]
    public void A_page_becomes_dirty_if_write_is_asked_for(bool supportsNoWrite, bool noWrite, bool isDirty)
    {
        var machine = new Machine(PasidTranslationType.FirstStage, ecap: Machine.Ecap with { NWFS = supportsNoWrite });
        machine.Change(Machine.ScalableContext, value => value | 1 << 2);
        var result = machine.Guest.Unit.TranslateForDevice(Request(machine) with { NoWrite = noWrite });
        Assert.Equal(isDirty ? ReadWrite : PagePermissions.Read, result.Page.Permissions);
        Assert.Equal(isDirty, (machine.First.Read(machine.First.Entry(Machine.Input, 1)) & 1 << 6) != 0);
    }

    [Fact]
    public void A_read_only_page_never_becomes_dirty()
    {
        var machine = Scalable(PasidTranslationType.Nested, entry => entry with { SSADE = true });
        machine.First.Map(Machine.Input, 0x9005);
        Assert.Equal(PagePermissions.Read, Ask(machine).Page.Permissions);
        Assert.Equal(0UL, machine.First.Read(machine.First.Entry(Machine.Input, 1)) & 1 << 6);
        Assert.Equal(0UL, machine.Second.Read(machine.Second.Entry(0, 2)) & 1 << 9);
    }

    [Fact]
    public void Permissions_are_those_of_the_privilege_and_execution_that_is_asked_for()
    {
        var machine = Scalable(entry: entry => entry with { SRE = true, ERE = true, NXE = true, WPE = true });
        machine.First.Map(Machine.Input, 0x9003 | 0x60);
        var request = Request(machine) with { IsPrivileged = true };
        Assert.Equal(ReadWrite, machine.Guest.Unit.TranslateForDevice(request).Page.Permissions);
        Assert.Equal(ReadWrite | PagePermissions.Execute, machine.Guest.Unit.TranslateForDevice(request with { IsExecute = true }).Page.Permissions);
        AssertNothing(machine, Machine.Input);
    }

    [Fact]
    public void Snooping_is_demanded_where_the_tables_ask_for_it()
    {
        var legacy = Legacy();
        Assert.False(Ask(legacy).MustSnoop);
        legacy.Second.Map(Machine.Input, 0x9003 | 1 << 11);
        Assert.True(Ask(legacy).MustSnoop);
        Assert.False(Ask(Scalable()).MustSnoop);
        Assert.True(Ask(Scalable(entry: entry => entry with { PGSNP = true })).MustSnoop);
        Assert.True(Ask(Scalable(PasidTranslationType.PassThrough, entry => entry with { PGSNP = true })).MustSnoop);
    }

    [Fact]
    public void Without_remapping_there_are_no_translations()
    {
        var machine = Legacy();
        machine.Guest.Translate(on: false);
        Assert.Equal(default, Ask(machine));
    }

    [Fact]
    public void Translation_requests_fault_in_abort_mode()
    {
        var machine = Legacy();
        machine.Guest.SetRootPointer(TranslationTableMode.AbortDma);
        Assert.Equal(0x33, (byte)Ask(machine).FaultReason);
    }
}
