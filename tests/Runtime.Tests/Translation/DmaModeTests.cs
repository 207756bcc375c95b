using Vtd.Architecture;

namespace Vtd.Runtime.Tests.Translation;

/// <summary>What registers alone decide about DMA.</summary>
public class DmaModeTests
{
    private static DmaResult Write(Machine machine, ulong address) => machine.Guest.Unit.Translate(new(Machine.Device, address, DmaAccess.Write));

    private static void Protect(Machine machine, bool on) =>
        machine.Guest.Write32(Pmen.Offset, (new Pmen(0) with { EPM = on }).Value);

    [Fact]
    public void Writes_to_the_interrupt_range_are_interrupts_in_every_mode()
    {
        var machine = new Machine(null);
        Assert.Equal(DmaOutcome.Interrupt, Write(machine, 0xFEE0_0000).Outcome);
        Assert.Equal(DmaOutcome.Interrupt, Write(machine, 0xFEEF_FFFF).Outcome);
        Assert.NotEqual(DmaOutcome.Interrupt, Write(machine, 0xFEDF_FFFF).Outcome);
        Assert.NotEqual(DmaOutcome.Interrupt, Write(machine, 0xFEF0_0000).Outcome);
        machine.Guest.SetRootPointer(TranslationTableMode.AbortDma);
        Assert.Equal(DmaOutcome.Interrupt, Write(machine, 0xFEE0_0000).Outcome);
        machine.Guest.Translate(on: false);
        Assert.Equal(DmaOutcome.Interrupt, Write(machine, 0xFEE0_0000).Outcome);
    }

    [Fact]
    public void Reads_of_the_interrupt_range_are_refused_while_anything_is_remapped()
    {
        var machine = new Machine(null);
        machine.Guest.Translate(on: false);
        Assert.Equal(0xFEE0_0000UL, machine.Read(0xFEE0_0000).Page.Output);
        machine.Guest.Command(command => command with { IRE = true });
        Assert.Equal(0x29, (byte)machine.Read(0xFEE0_0000).FaultReason);
    }

    [Fact]
    public void Abort_mode_blocks_all_requests_and_at_once()
    {
        var machine = new Machine(null);
        Assert.Equal(DmaOutcome.Allowed, machine.Read().Outcome);
        machine.Guest.SetRootPointer(TranslationTableMode.AbortDma);
        Assert.Equal(0x33, (byte)machine.Read().FaultReason);
        Assert.Equal(0x33, (byte)machine.Guest.Unit.Translate(new(Machine.Device, 0x5000, DmaAccess.Read) { Pasid = 5 }).FaultReason);
        machine.Guest.Translate(on: false);
        Assert.Equal(0x5000UL, machine.Read().Page.Output);
    }

    [Fact]
    public void Another_mode_does_not_use_the_context_entries_of_the_last()
    {
        var machine = new Machine(null);
        Assert.Equal(DmaOutcome.Allowed, machine.Read().Outcome);
        machine.Guest.SetScalableContext(Machine.Device, Machine.RidPasid);
        machine.Guest.SetRootPointer(TranslationTableMode.Scalable);
        Assert.Equal(0x51, (byte)machine.Read().FaultReason);
    }

    [Fact]
    public void Protected_regions_are_whole_pages_with_both_ends()
    {
        var machine = new Machine(null);
        machine.Guest.Translate(on: false);
        machine.Guest.Write32(Plmbase.Offset, 0x10_0000);
        machine.Guest.Write32(Plmlimit.Offset, 0x1F_F000);
        machine.Guest.Write64(Phmbase.Offset, 0x1_0000_0000);
        machine.Guest.Write64(Phmlimit.Offset, 0x1_0000_0FFF);
        Assert.Equal(DmaOutcome.Allowed, Write(machine, 0x10_0000).Outcome);

        Protect(machine, on: true);
        ulong[] inside = [0x10_0000, 0x1F_F000, 0x1F_FFFF, 0x1_0000_0000, 0x1_0000_0FFF];
        ulong[] outside = [0xF_FFFF, 0x20_0000, 0xFFFF_FFFF, 0x1_0000_1000];
        Assert.All(inside, address => Assert.Equal(default, Write(machine, address)));
        Assert.All(outside, address => Assert.Equal(DmaOutcome.Allowed, Write(machine, address).Outcome));
        Assert.False(machine.Guest.FSTS.PPF);

        machine.Guest.Translate(on: true);
        machine.Second.Map(0x10_0000, 0x10_0003);
        Assert.Equal(DmaOutcome.Allowed, Write(machine, 0x10_0000).Outcome);
        machine.Guest.Translate(on: false);
        Protect(machine, on: false);
        Assert.Equal(DmaOutcome.Allowed, Write(machine, 0x10_0000).Outcome);
        Protect(machine, on: true);
        machine.Guest.Unit.Reset();
        Assert.Equal(DmaOutcome.Allowed, Write(machine, 0x10_0000).Outcome);
    }

    [Fact]
    public void A_region_whose_limit_is_below_its_base_protects_nothing()
    {
        var machine = new Machine(null);
        machine.Guest.Translate(on: false);
        machine.Guest.Write32(Plmbase.Offset, 0x20_0000);
        machine.Guest.Write32(Plmlimit.Offset, 0x10_0000);
        Protect(machine, on: true);
        Assert.All([0x10_0000UL, 0x18_0000UL, 0x20_0000UL], address => Assert.Equal(DmaOutcome.Allowed, Write(machine, address).Outcome));
    }

    [Fact]
    public void A_register_write_that_changes_no_mode_allocates_nothing()
    {
        var machine = new Machine(null);
        Assert.Equal(0, Allocations.Of(() => machine.Guest.Unit.WriteRegister(Gcmd.Offset, 4, Gcmd.Masks.TE | Gcmd.Masks.QIE)));
    }
}
