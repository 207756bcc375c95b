using Vtd.Architecture;
using Vtd.Runtime.Tests.Translation;
using static Vtd.Runtime.Tests.Quirks.QuirkOptions;

namespace Vtd.Runtime.Tests.Quirks;

public class RegisterQuirkTests
{
    private static readonly int IotlbOffset = Machine.Ecap.IRO * 16 + 8;

    private static (int Contexts, int Pasids, int Pages) Cached(Machine machine)
    {
        var unit = machine.Guest.Unit;
        return (unit.EntriesOf(CacheKind.Context), unit.EntriesOf(CacheKind.Pasid), unit.EntriesOf(CacheKind.Iotlb));
    }

    private static Ccmd Command(Machine machine, Ccmd command)
    {
        machine.Guest.Write64(Ccmd.Offset, (command with { ICC = true }).Value);
        return new(machine.Guest.Unit.ReadRegister(Ccmd.Offset, 8));
    }

    private static Iotlb Command(Machine machine, Iotlb command)
    {
        machine.Guest.Write64(IotlbOffset, (command with { IVT = true }).Value);
        return new(machine.Guest.Unit.ReadRegister(IotlbOffset, 8));
    }

    private static void SwitchQueueOff(Machine machine) => machine.Guest.Command(command => command with { QIE = false });

    [Theory]
    [WithAndWithout(UnitQuirk.RegisterCommandsHang)]
    public void Commands_while_the_queue_is_on(UnitQuirk? quirk, bool hasQuirk)
    {
        var machine = new Machine(null, options: With(quirk));
        machine.Read();

        var contexts = Command(machine, new Ccmd(0) with { CIRG = ContextGranularity.Global });
        var pages = Command(machine, new Iotlb(0) with { IIRG = IotlbGranularity.Global });

        Assert.Equal((hasQuirk, ContextGranularity.None), (contexts.ICC, contexts.CAIG));
        Assert.Equal((hasQuirk, IotlbGranularity.None), (pages.IVT, pages.IAIG));
        Assert.Equal((1, 0, 1), Cached(machine));
    }

    [Theory]
    [WithAndWithout(UnitQuirk.RegisterCommandsInScalableMode)]
    public void Commands_in_scalable_mode(UnitQuirk? quirk, bool hasQuirk)
    {
        var machine = new Machine(PasidTranslationType.FirstStage, options: With(quirk));
        SwitchQueueOff(machine);
        machine.Read();

        var contexts = Command(machine, new Ccmd(0) with { CIRG = ContextGranularity.Global });
        var pages = Command(machine, new Iotlb(0) with { IIRG = IotlbGranularity.Global });

        Assert.Equal((false, hasQuirk ? ContextGranularity.Global : ContextGranularity.None), (contexts.ICC, contexts.CAIG));
        Assert.Equal((false, hasQuirk ? IotlbGranularity.Global : IotlbGranularity.None), (pages.IVT, pages.IAIG));
        Assert.Equal(hasQuirk ? (0, 1, 0) : (1, 1, 1), Cached(machine));
    }

    [Theory]
    [WithAndWithout(UnitQuirk.WideStatusWritesUnnoticed)]
    public void Status_cleared_by_a_write_that_begins_before_it(UnitQuirk? quirk, bool hasQuirk)
    {
        var guest = new Guest(options: With(quirk, UnitQuirk.QueueResumesAtTail));
        guest.StartQueue();
        guest.Submit(Guest.Wait(1, interrupt: true), new byte[32]);
        Assert.Equal((true, true), (guest.FECTL.IP, guest.IECTL.IP));

        guest.Write64(Fsts.Offset - 4, ulong.MaxValue);
        guest.Write64(Ics.Offset - 4, ulong.MaxValue);

        Assert.Equal((0U, 0U), (guest.FSTS.Value, guest.ICS.Value));
        Assert.Equal((hasQuirk, hasQuirk), (guest.FECTL.IP, guest.IECTL.IP));

        guest.Write32(Fsts.Offset, 0);
        guest.Write32(Ics.Offset, 0);
        Assert.Equal((false, false), (guest.FECTL.IP, guest.IECTL.IP));
    }

    [Theory]
    [WithAndWithout(UnitQuirk.UpperEventAddressesStayZero, 4)]
    [WithAndWithout(UnitQuirk.UpperEventAddressesStayZero, 8)]
    public void Upper_event_addresses(UnitQuirk? quirk, bool hasQuirk, int size)
    {
        var guest = new Guest(options: With(quirk));
        foreach (var lower in (int[])[Feaddr.Offset, Ieaddr.Offset])
        {
            if (size == sizeof(ulong))
                guest.Unit.WriteRegister(lower, size, 0x1_FEE0_0000);
            else
                guest.Unit.WriteRegister(lower + sizeof(uint), size, 1);
        }

        var upper = hasQuirk ? 0UL : 1;
        Assert.Equal((upper, upper), (guest.Unit.ReadRegister(Feuaddr.Offset, 4), guest.Unit.ReadRegister(Ieuaddr.Offset, 4)));
        var lowerHalf = size == sizeof(ulong) ? 0xFEE0_0000UL : 0;
        Assert.Equal((lowerHalf, lowerHalf), (guest.Unit.ReadRegister(Feaddr.Offset, 4), guest.Unit.ReadRegister(Ieaddr.Offset, 4)));
    }

    [Theory]
    [WithAndWithout(UnitQuirk.WideControlWritesHalved, Fectl.Offset)]
    [WithAndWithout(UnitQuirk.WideControlWritesHalved, Iectl.Offset)]
    [WithAndWithout(UnitQuirk.WideControlWritesHalved, Pectl.Offset)]
    public void Control_registers_written_with_their_neighbours(UnitQuirk? quirk, bool hasQuirk, int offset)
    {
        var guest = new Guest(options: With(quirk));
        guest.Unit.WriteRegister(offset + sizeof(uint), sizeof(uint), 0x42);

        guest.Unit.WriteRegister(offset, sizeof(ulong), 0x41_0000_0000);

        Assert.Equal((0UL, hasQuirk ? 0x42UL : 0x41), (guest.Unit.ReadRegister(offset, 4), guest.Unit.ReadRegister(offset + sizeof(uint), 4)));
    }

    [Theory]
    [WithAndWithout(UnitQuirk.PageRequestEventUnmasked)]
    public void Page_request_events_after_power_on_and_reset(UnitQuirk? quirk, bool hasQuirk)
    {
        var guest = new Guest(options: With(quirk));
        Assert.Equal(!hasQuirk, new Pectl((uint)guest.Unit.ReadRegister(Pectl.Offset, 4)).IM);

        guest.Write32(Pectl.Offset, (default(Pectl) with { IM = hasQuirk }).Value);
        guest.Unit.Reset();

        Assert.Equal(!hasQuirk, new Pectl((uint)guest.Unit.ReadRegister(Pectl.Offset, 4)).IM);
        Assert.True(guest.FECTL.IM);
    }

    [Theory]
    [WithAndWithout(UnitQuirk.TranslationNeedsSecondStageWidth)]
    public void Translation_without_second_stage_widths(UnitQuirk? quirk, bool hasQuirk)
    {
        var machine = new Machine(PasidTranslationType.FirstStage, cap: Machine.Cap with { SAGAW = 0 }, options: With(quirk));
        Assert.Equal(!hasQuirk, machine.Guest.GSTS.TES);
        Assert.Equal(hasQuirk ? Machine.Input : 0x9000UL, machine.Read().Page.Output);

        var wide = new Machine(PasidTranslationType.FirstStage, options: With(quirk));
        Assert.True(wide.Guest.GSTS.TES);
    }

    [Theory]
    [WithAndWithout(UnitQuirk.ContextDomainIsGlobal)]
    public void Contexts_of_another_domain(UnitQuirk? quirk, bool hasQuirk)
    {
        var machine = new Machine(null, options: With(quirk));
        SwitchQueueOff(machine);
        machine.Read();

        var answer = Command(machine, new Ccmd(0) with { CIRG = ContextGranularity.Domain, DID = Machine.Domain + 1 });

        Assert.Equal(hasQuirk ? ContextGranularity.Global : ContextGranularity.Domain, answer.CAIG);
        Assert.Equal(hasQuirk ? (0, 0, 1) : (1, 0, 1), Cached(machine));
    }

    [Theory]
    [WithAndWithout(UnitQuirk.SwitchesDropCaches)]
    public void Switching_translation_and_setting_the_root_pointer(UnitQuirk? quirk, bool hasQuirk)
    {
        var switched = new Machine(PasidTranslationType.FirstStage, options: With(quirk));
        switched.Read();
        switched.Guest.Translate(on: false);
        Assert.Equal(hasQuirk ? (0, 0, 0) : (1, 1, 1), Cached(switched));

        var set = new Machine(PasidTranslationType.FirstStage, options: With(quirk));
        set.Read();
        set.Guest.Command(command => command with { EAFL = true });
        Assert.Equal((1, 1, 1), Cached(set));
        set.Guest.SetRootPointer(TranslationTableMode.Scalable);
        Assert.Equal(hasQuirk ? (0, 0, 0) : (1, 1, 1), Cached(set));
    }
}
