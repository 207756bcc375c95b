using Vtd.Architecture;

namespace Vtd.Runtime.Tests.Registers;

public class GlobalCommandTests
{
    private const ushort Device = 0x0108;

    private static Guest WithCachedTranslation(Cap cap)
    {
        var guest = new Guest(cap);
        guest.SetScalableContext(Device);
        guest.SetPasid(Device, 0, GuestTables.FirstStage(1, 0x7000));
        guest.MapFirstStage(0x7000);
        guest.StartScalable();
        Assert.True(guest.Reads(Device));
        Assert.Equal((1, 1, 1), (guest.Unit.EntriesOf(CacheKind.Context), guest.Unit.EntriesOf(CacheKind.Pasid), guest.Unit.EntriesOf(CacheKind.Iotlb)));
        return guest;
    }

    [Fact]
    public void Translation_enable_is_a_level()
    {
        var guest = new Guest();
        guest.SetRootPointer(TranslationTableMode.Legacy);
        Assert.False(guest.GSTS.TES);

        guest.Translate(on: true);
        Assert.True(guest.GSTS.TES);
        Assert.True(guest.GSTS.RTPS);

        guest.Translate(on: false);
        Assert.False(guest.GSTS.TES);
        Assert.True(guest.GSTS.RTPS);
    }

    [Fact]
    public void Writing_the_command_again_changes_nothing()
    {
        var guest = new Guest();
        guest.StartQueue();
        guest.Submit(Guest.Wait(7));
        guest.Command(command => command with { IRE = true });
        var status = guest.GSTS;

        guest.Command(command => command);

        Assert.Equal(status, guest.GSTS);
        Assert.Equal(32, guest.QueueHead);
        Assert.Equal(0u, guest.Read32(Gcmd.Offset));
    }

    [Fact]
    public void The_root_pointer_counts_from_the_command_on()
    {
        var guest = new Guest();
        guest.SetLegacyContext(Device, domain: 3);
        guest.SetRootPointer(TranslationTableMode.Legacy);
        guest.Translate(on: true);

        guest.Write64(Rtaddr.Offset, 0x7000_0000);

        Assert.Equal(0x7000_0000u, guest.Unit.ReadRegister(Rtaddr.Offset, 8));
        guest.MapSecondStage(0x6000);
        Assert.True(guest.Reads(Device));
        guest.Command(command => command with { SRTP = true });
        Assert.False(guest.Reads(0x0109));
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 0)]
    public void Setting_the_root_pointer_drops_translations_only_with_ESRTPS(bool esrtps, int left)
    {
        var guest = WithCachedTranslation(Guest.AllCap with { ESRTPS = esrtps });

        guest.Command(command => command with { SRTP = true });

        Assert.All([CacheKind.Context, CacheKind.Pasid, CacheKind.Iotlb], cache => Assert.Equal((cache, left), (cache, guest.Unit.EntriesOf(cache))));
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 0)]
    public void Setting_the_interrupt_table_pointer_drops_interrupt_entries_only_with_ESIRTPS(bool esirtps, int left)
    {
        var guest = new Guest(Guest.AllCap with { ESIRTPS = esirtps });
        guest.Unit.Caches.Interrupts.Insert(5, default);
        guest.Write64(Irta.Offset, 0x9000_0803);

        guest.Command(command => command with { SIRTP = true });

        Assert.True(guest.GSTS.IRTPS);
        Assert.Equal(left, guest.Unit.EntriesOf(CacheKind.Interrupt));
        Assert.Equal(new Irta(0x9000_0803), guest.Unit.Pointers.InterruptTable);
    }

    [Fact]
    public void Interrupt_remapping_and_compatibility_format_are_levels()
    {
        var guest = new Guest();

        guest.Command(command => command with { IRE = true });
        guest.Command(command => command with { CFI = true });
        Assert.True(guest.GSTS is { IRES: true, CFIS: true });

        guest.Command(command => command with { IRE = false });
        Assert.True(guest.GSTS is { IRES: false, CFIS: true });

        guest.Command(command => command with { CFI = false });
        Assert.True(guest.GSTS is { IRES: false, CFIS: false });
    }

    [Fact]
    public void The_fault_log_is_latched_and_switched()
    {
        var guest = new Guest();
        guest.Write64(Aflog.Offset, 0x8000_0200);

        guest.Command(command => command with { SFL = true });
        guest.Command(command => command with { EAFL = true });

        Assert.True(guest.GSTS is { FLS: true, AFLS: true });
        Assert.Equal(new Aflog(0x8000_0200), guest.Unit.Pointers.FaultLog);
    }

    [Fact]
    public void A_write_buffer_flush_is_over_at_once()
    {
        var guest = new Guest();
        guest.Command(command => command with { WBF = true });
        Assert.Equal(new Gsts(0), guest.GSTS);
    }

    [Fact]
    public void The_queue_is_switched_on_and_off()
    {
        var guest = new Guest();
        guest.StartQueue();
        Assert.True(guest.GSTS.QIES);
        guest.SubmitAndWait();
        Assert.Equal(32, guest.QueueHead);

        guest.Command(command => command with { QIE = false });

        Assert.False(guest.GSTS.QIES);
        Assert.Equal(0, guest.QueueHead);
        guest.SetTail(64);
        Assert.Equal(1, guest.Unit.Counts.Descriptors);
    }

    [Fact]
    public void Several_commands_in_one_write_all_take_effect()
    {
        var guest = new Guest();
        guest.Write64(Iqa.Offset, (new Iqa(0) with { IQA = Guest.QueueBase, DW = DescriptorWidth.Bits256 }).Value);
        guest.WriteMemory(Guest.QueueBase, Guest.Wait(9));
        guest.SetTail(32);
        guest.Write64(Rtaddr.Offset, (new Rtaddr(0) with { RTA = Guest.RootTable, TTM = TranslationTableMode.Scalable }).Value);

        guest.Write32(Gcmd.Offset, (new Gcmd(0) with { TE = true, SRTP = true, QIE = true, SIRTP = true, IRE = true }).Value);

        Assert.True(guest.GSTS is { TES: true, RTPS: true, QIES: true, IRTPS: true, IRES: true });
        Assert.Equal(9u, guest.StatusWord);
    }

    [Fact]
    public void What_the_unit_cannot_do_it_does_not_do()
    {
        var guest = new Guest(new Cap(0) with { FRO = 0x22 }, new Ecap(0) with { IRO = 0xF });

        guest.Write32(Gcmd.Offset, uint.MaxValue);

        Assert.Equal(new Gsts(0) with { TES = true, RTPS = true }, guest.GSTS);
        Assert.Equal(0u, guest.Read32(Iectl.Offset));
    }

    [Fact]
    public void Protected_memory_is_on_when_it_was_switched_on()
    {
        var guest = new Guest();
        guest.Write32(Pmen.Offset, (new Pmen(0) with { EPM = true }).Value);
        Assert.True(new Pmen(guest.Read32(Pmen.Offset)).PRS);
        guest.Write32(Pmen.Offset, 0);
        Assert.Equal(0u, guest.Read32(Pmen.Offset));
    }
}
