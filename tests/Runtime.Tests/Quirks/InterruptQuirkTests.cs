using Vtd.Architecture;
using Vtd.Runtime.Tests.Remapping;
using static Vtd.Runtime.Tests.Quirks.QuirkOptions;

namespace Vtd.Runtime.Tests.Quirks;

public class InterruptQuirkTests
{
    private static readonly InterruptRequest Compatible = new(GuestInterrupts.Source, 0xFEE0_3000, 0x41);

    private static Guest GuestWith(UnitQuirk? quirk, bool extended = false, byte sizeCode = 7, bool canPost = false)
    {
        var guest = new Guest(Guest.AllCap with { PI = canPost }, options: With(quirk));
        guest.StartRemapping(extended, sizeCode);
        return guest;
    }

    [Theory]
    [WithAndWithout(UnitQuirk.CompatibilityInterruptsPass, false)]
    [WithAndWithout(UnitQuirk.CompatibilityInterruptsPass, true)]
    public void Compatibility_format(UnitQuirk? quirk, bool hasQuirk, bool extended)
    {
        var guest = GuestWith(quirk, extended);
        if (hasQuirk)
            Assert.Equal(InterruptOutcome.Unchanged, guest.Unit.RemapInterrupt(Compatible).Outcome);
        else
            guest.AssertBlocked(Compatible, FaultReason.CompatibilityInterruptBlocked, recordedIndex: 0);

        guest.Command(command => command with { CFI = true });
        Assert.Equal(!hasQuirk, guest.GSTS.CFIS);
    }

    [Theory]
    [WithAndWithout(UnitQuirk.InterruptEntriesUncached)]
    public void An_entry_changed_without_invalidation(UnitQuirk? quirk, bool hasQuirk)
    {
        var guest = GuestWith(quirk);
        guest.SetEntry(5, GuestInterrupts.Xapic(vector: 0x31));
        Assert.Equal(0x31u, guest.Send(5).Data & 0xFF);

        guest.SetEntry(5, GuestInterrupts.Xapic(vector: 0x32));

        Assert.Equal(hasQuirk ? 0x32u : 0x31, guest.Send(5).Data & 0xFF);
        Assert.Equal(hasQuirk ? 0 : 1, guest.Unit.EntriesOf(CacheKind.Interrupt));
    }

    [Theory]
    [WithAndWithout(UnitQuirk.InterruptIndexWraps)]
    public void A_sum_of_more_than_16_bits(UnitQuirk? quirk, bool hasQuirk)
    {
        var guest = GuestWith(quirk, sizeCode: 15);
        guest.SetEntry(3, GuestInterrupts.Xapic());

        var result = guest.Send(0xFFFE, data: 5, withSubhandle: true);

        Assert.Equal((byte)(hasQuirk ? FaultReason.None : FaultReason.InterruptIndexTooLarge), (byte)result.FaultReason);
        Assert.Equal(hasQuirk ? InterruptOutcome.Remapped : InterruptOutcome.Blocked, result.Outcome);
    }

    /// <summary>IM, a delivery mode without meaning, and the low and high bits of the destination.</summary>
    [Theory]
    [WithAndWithout(UnitQuirk.LooseInterruptEntries, 1UL << 15)]
    [WithAndWithout(UnitQuirk.LooseInterruptEntries, 3UL << 5)]
    [WithAndWithout(UnitQuirk.LooseInterruptEntries, 1UL << 32)]
    [WithAndWithout(UnitQuirk.LooseInterruptEntries, 1UL << 63)]
    public void Bits_that_an_entry_should_not_have(UnitQuirk? quirk, bool hasQuirk, ulong bits)
    {
        var guest = GuestWith(quirk);
        var entry = GuestInterrupts.Xapic();
        guest.SetEntry(5, entry.Qword0 | bits, entry.Qword1);

        var result = guest.Send(5);

        Assert.Equal((byte)(hasQuirk ? FaultReason.None : FaultReason.InterruptEntryReserved), (byte)result.FaultReason);
        Assert.Equal(hasQuirk ? InterruptOutcome.Remapped : InterruptOutcome.Blocked, result.Outcome);
    }

    [Theory]
    [WithAndWithout(UnitQuirk.LooseInterruptEntries)]
    public void Other_reserved_bits_of_an_entry_count_always(UnitQuirk? quirk, bool hasQuirk)
    {
        var guest = GuestWith(quirk);
        var entry = GuestInterrupts.Xapic();
        guest.SetEntry(5, entry.Qword0, entry.Qword1 | 1UL << 63);
        guest.AssertBlocked(GuestInterrupts.Request(5), FaultReason.InterruptEntryReserved, recordedIndex: 5);

        var posting = GuestWith(quirk, canPost: true);
        posting.SetEntry(5, default(PostedIrte) with { P = true, IM = InterruptMode.Posted, V = 0x31, PDA = 0x10_0000 });
        Assert.Equal(hasQuirk ? InterruptOutcome.Remapped : InterruptOutcome.PostedWithNotification, posting.Send(5).Outcome);
    }

    [Theory]
    [WithAndWithout(UnitQuirk.SourceBusesSwapped, 0x0103, 0)]
    [WithAndWithout(UnitQuirk.SourceBusesSwapped, 0x0301, 1)]
    public void Two_buses(UnitQuirk? quirk, bool hasQuirk, int buses, int swapped)
    {
        var guest = GuestWith(quirk);
        guest.SetEntry(5, GuestInterrupts.Xapic() with { SVT = SourceValidation.BusRange, SID = (ushort)buses });

        var result = guest.Send(5, source: 0x0208);

        Assert.Equal((byte)(hasQuirk == (swapped == 1) ? FaultReason.None : FaultReason.InterruptSourceInvalid), (byte)result.FaultReason);
    }

    [Theory]
    [WithAndWithout(UnitQuirk.InterruptTableSurvivesReset)]
    public void The_table_after_a_reset(UnitQuirk? quirk, bool hasQuirk)
    {
        var guest = GuestWith(quirk);
        guest.SetEntry(5, GuestInterrupts.Xapic());

        guest.Unit.Reset();
        guest.Command(command => command with { IRE = true });

        Assert.Equal((byte)(hasQuirk ? FaultReason.None : FaultReason.InterruptIndexTooLarge), (byte)guest.Send(5).FaultReason);
    }
}
