using Vtd.Architecture;
using Vtd.Runtime.Tests.Translation;
using static Vtd.Runtime.Tests.Quirks.QuirkOptions;

namespace Vtd.Runtime.Tests.Quirks;

/// <summary>Requests with a PASID, translation requests and page requests.</summary>
public class DeviceRequestQuirkTests
{
    private const PasidTranslationType FirstStage = PasidTranslationType.FirstStage;
    private const uint BeyondTheDirectory = 1 << 13;

    private static AtsResult Ask(Machine machine, ulong address = Machine.Input, bool noWrite = false) =>
        machine.Guest.Unit.TranslateForDevice(new(Machine.Device, address) { Pasid = machine.IsLegacy ? null : Machine.Pasid, NoWrite = noWrite });

    [Theory]
    [WithAndWithout(UnitQuirk.PasidRequestsUnchecked)]
    public void A_pasid_that_the_context_entry_does_not_take(UnitQuirk? quirk, bool hasQuirk)
    {
        var machine = new Machine(FirstStage, options: With(quirk));
        machine.Change(Machine.ScalableContext, entry => entry & ~(1UL << 3));
        Assert.Equal((byte)(hasQuirk ? FaultReason.None : FaultReason.PasidRequestBlocked), (byte)machine.Read().FaultReason);
    }

    [Theory]
    [WithAndWithout(UnitQuirk.PasidRequestsUnchecked)]
    public void A_pasid_beyond_the_directory(UnitQuirk? quirk, bool hasQuirk)
    {
        var machine = new Machine(FirstStage, options: With(quirk));
        var result = machine.Guest.Unit.Translate(machine.Request(DmaAccess.Read) with { Pasid = BeyondTheDirectory });
        Assert.Equal((byte)(hasQuirk ? FaultReason.PasidDirectoryEntryNotPresent : FaultReason.PasidTooLarge), (byte)result.FaultReason);
    }

    [Theory]
    [WithAndWithout(UnitQuirk.PasidRequestsUnchecked)]
    public void A_pasid_in_legacy_mode(UnitQuirk? quirk, bool hasQuirk)
    {
        var machine = new Machine(null, options: With(quirk));
        var result = machine.Guest.Unit.Translate(machine.Request(DmaAccess.Read) with { Pasid = Machine.Pasid });
        Assert.Equal((byte)(hasQuirk ? FaultReason.None : FaultReason.PasidInLegacyMode), (byte)result.FaultReason);
        Assert.Equal(hasQuirk ? 0x9000UL : 0, result.Page.Output);
    }

    [Theory]
    [WithAndWithout(UnitQuirk.PasidShownByPagesOnly)]
    public void The_pasid_in_the_record_of_a_fault(UnitQuirk? quirk, bool hasQuirk)
    {
        var ofTables = new Machine(FirstStage, options: With(quirk));
        ofTables.Change(Machine.PasidEntryOfRequests, entry => entry & ~1UL);
        ofTables.Read();
        Assert.Equal((FaultReason.PasidEntryNotPresent, !hasQuirk, hasQuirk ? 0 : Machine.Pasid), (ofTables.Record().FR, ofTables.Record().PP, ofTables.Record().PV));

        var ofPages = new Machine(FirstStage, options: With(quirk));
        ofPages.Read(0x6000);
        Assert.Equal((FaultReason.FirstStageEntryNotPresent, true, Machine.Pasid), (ofPages.Record().FR, ofPages.Record().PP, ofPages.Record().PV));
    }

    [Theory]
    [WithAndWithout(UnitQuirk.DeviceRequestsAsDma, true)]
    [WithAndWithout(UnitQuirk.DeviceRequestsAsDma, false)]
    public void Translation_requests_of_a_device_without_permission(UnitQuirk? quirk, bool hasQuirk, bool isLegacy)
    {
        var machine = new Machine(isLegacy ? null : FirstStage, options: With(quirk));
        var refused = isLegacy ? FaultReason.RequestTypeBlocked : FaultReason.DeviceTlbRequestBlocked;
        var answer = Ask(machine);
        Assert.Equal((byte)(hasQuirk ? FaultReason.None : refused), (byte)answer.FaultReason);
        Assert.Equal(hasQuirk ? AtsOutcome.Completed : AtsOutcome.Refused, answer.Outcome);
        Assert.Equal(hasQuirk ? 1 : 0, machine.Guest.Unit.EntriesOf(CacheKind.Iotlb));
    }

    [Theory]
    [WithAndWithout(UnitQuirk.DeviceRequestsAsDma)]
    public void A_page_that_is_not_there_for_a_device_tlb(UnitQuirk? quirk, bool hasQuirk)
    {
        var machine = new Machine(FirstStage, options: With(quirk));
        machine.Change(Machine.ScalableContext, entry => entry | 1 << 2);
        var answer = Ask(machine, 0x6000);
        Assert.Equal(hasQuirk ? AtsOutcome.Refused : AtsOutcome.Completed, answer.Outcome);
        Assert.Equal(PagePermissions.None, answer.Page.Permissions);
        Assert.Equal(hasQuirk, machine.Guest.FSTS.PPF);
        Assert.Equal(AddressType.Untranslated, machine.Record().AT);
    }

    [Theory]
    [WithAndWithout(UnitQuirk.DeviceRequestsAsDma)]
    public void The_interrupt_range_for_a_device_tlb(UnitQuirk? quirk, bool hasQuirk)
    {
        var machine = new Machine(FirstStage, options: With(quirk));
        machine.Change(Machine.ScalableContext, entry => entry | 1 << 2);
        var answer = machine.Guest.Unit.TranslateForDevice(new(Machine.Device, 0xFEE0_0000));
        Assert.Equal((byte)(hasQuirk ? FaultReason.ScalableOutputInInterruptRange : FaultReason.None), (byte)answer.FaultReason);
        Assert.Equal(!hasQuirk, answer.IsUntranslatedOnly);
    }

    [Theory]
    [WithAndWithout(UnitQuirk.DeviceRequestsAsDma)]
    public void Page_requests_without_a_pasid(UnitQuirk? quirk, bool hasQuirk)
    {
        var machine = new Machine(FirstStage, options: With(quirk));
        machine.Change(Machine.ScalableContext, entry => entry | 1 << 4);
        var result = machine.Guest.Unit.RequestPage(new(Machine.Device, Machine.Input, 1) { Read = true, IsLast = true });
        Assert.Equal(new(hasQuirk ? PageRequestOutcome.Blocked : PageRequestOutcome.Queued, 0), result);
    }

    [Theory]
    [WithAndWithout(UnitQuirk.DeviceRequestsAsDma)]
    public void The_type_of_a_blocked_page_request(UnitQuirk? quirk, bool hasQuirk)
    {
        var machine = new Machine(FirstStage, options: With(quirk));
        machine.Change(Machine.ScalableContext, entry => entry & ~(1UL << 4));
        var result = machine.Guest.Unit.RequestPage(new(Machine.Device, Machine.Input, 1) { Pasid = Machine.Pasid, Read = true });
        Assert.Equal((byte)FaultReason.PageRequestBlocked, (byte)result.FaultReason);
        Assert.Equal(hasQuirk ? RequestType.Read : RequestType.Page, machine.Record().T);
    }
}
