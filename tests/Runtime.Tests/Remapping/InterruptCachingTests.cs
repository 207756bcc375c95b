using Vtd.Architecture;
using static Vtd.Runtime.Tests.Remapping.GuestInterrupts;

namespace Vtd.Runtime.Tests.Remapping;

public class InterruptCachingTests
{
    private const int Count = 32;

    private readonly Guest _guest = new();

    /// <summary>Entries 0 to 31, all used once, and then changed in memory: a vector above 0x80 shows that memory was read.</summary>
    private static void Fill(Guest guest, bool extended = false)
    {
        guest.StartQueue();
        guest.StartRemapping(extended);
        for (var index = 0; index < Count; index++)
            guest.SetEntry(index, Xapic((byte)index));
        for (var index = 0; index < Count; index++)
            Assert.Equal((uint)index, guest.Send(index).Data & 0xFF);
        for (var index = 0; index < Count; index++)
            guest.SetEntry(index, Xapic((byte)(index | 0x80)));
    }

    private static IEnumerable<int> Stale(Guest guest) => Enumerable.Range(0, Count).Where(index => (guest.Send(index).Data & 0x80) == 0);

    [Fact]
    public void Entries_count_until_they_are_invalidated()
    {
        Fill(_guest);
        Assert.Equal(Count, _guest.Unit.EntriesOf(CacheKind.Interrupt));
        Assert.Equal(Enumerable.Range(0, Count), Stale(_guest));

        _guest.SubmitAndWait(Guest.Bytes(new InterruptEntryCacheInvalidateDescriptor { G = InterruptEntryGranularity.Global }));

        Assert.Empty(Stale(_guest));
    }

    [Theory]
    [InlineData(5, 0, 5, 1)]
    [InlineData(6, 1, 6, 2)]
    [InlineData(13, 2, 12, 4)]
    [InlineData(17, 4, 16, 16)]
    public void Index_selective_invalidation_drops_what_the_mask_covers(ushort index, byte mask, int first, int count)
    {
        Fill(_guest);

        _guest.SubmitAndWait(Guest.Bytes(new InterruptEntryCacheInvalidateDescriptor { G = InterruptEntryGranularity.Index, IIDX = index, IM = mask }));

        Assert.Equal(Enumerable.Range(0, Count).Except(Enumerable.Range(first, count)), Stale(_guest));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_new_table_drops_entries_only_with_ESIRTPS(bool esirtps)
    {
        var guest = new Guest(Guest.AllCap with { ESIRTPS = esirtps });
        Fill(guest);

        guest.SetTable();

        Assert.Equal(esirtps ? 0 : Count, Stale(guest).Count());
    }

    [Fact]
    public void A_smaller_table_counts_for_cached_entries_too()
    {
        Fill(_guest);
        _guest.SetTable(sizeCode: 3);
        Assert.Equal(InterruptOutcome.Remapped, _guest.Send(15).Outcome);
        _guest.AssertBlocked(Request(16), FaultReason.InterruptIndexTooLarge, recordedIndex: 16);
    }

    [Fact]
    public void A_cached_entry_keeps_the_layout_that_it_had()
    {
        Fill(_guest);
        var before = _guest.Send(1);

        _guest.SetTable(extended: true);

        Assert.Equal(before, _guest.Send(1));
    }

    [Fact]
    public void The_source_is_checked_on_every_hit()
    {
        _guest.SetEntry(1, Xapic() with { SVT = SourceValidation.SidSq, SID = Source });
        _guest.StartRemapping();
        Assert.Equal(InterruptOutcome.Remapped, _guest.Send(1).Outcome);
        _guest.SetEntry(1, 0, 0);

        _guest.AssertBlocked(Request(1, source: Source + 1), FaultReason.InterruptSourceInvalid, recordedIndex: 1);
        Assert.Equal(InterruptOutcome.Remapped, _guest.Send(1).Outcome);
    }

    [Fact]
    public void FPD_of_the_cached_entry_counts()
    {
        _guest.SetEntry(1, Xapic() with { SVT = SourceValidation.SidSq, SID = Source, FPD = true });
        _guest.StartRemapping();
        _guest.Send(1);
        _guest.SetEntry(1, 0, 0);

        _guest.AssertBlocked(Request(1, source: Source + 1), FaultReason.InterruptSourceInvalid, recordedIndex: null);
    }

    [Fact]
    public void What_faults_is_not_cached()
    {
        foreach (var entry in new[]
        {
            Xapic() with { P = false },
            Xapic() with { DLM = (DeliveryMode)3 },
            Xapic() with { SVT = SourceValidation.SidSq, SID = 1 },
            Xapic() with { SVT = (SourceValidation)3 },
        })
        {
            _guest.SetEntry(1, entry);
            _guest.StartRemapping();
            Assert.Equal(InterruptOutcome.Blocked, _guest.Send(1).Outcome);
            Assert.Equal(0, _guest.Unit.EntriesOf(CacheKind.Interrupt));
            _guest.SetEntry(1, Xapic());
            Assert.Equal(InterruptOutcome.Remapped, _guest.Send(1).Outcome);
            _guest.Unit.Reset();
        }
    }

    [Fact]
    public void Reset_switches_remapping_off_and_forgets_entries_and_table()
    {
        Fill(_guest);

        _guest.Unit.Reset();

        Assert.Equal(InterruptOutcome.Unchanged, _guest.Send(1).Outcome);
        _guest.Command(command => command with { IRE = true }); // without a table: at address 0, with two entries
        Assert.Equal((byte)FaultReason.InterruptEntryNotPresent, (byte)_guest.Send(1).FaultReason);
        Assert.Equal((byte)FaultReason.InterruptIndexTooLarge, (byte)_guest.Send(2).FaultReason);
    }

    [Fact]
    public void Hits_allocate_nothing_and_need_no_lock()
    {
        Fill(_guest);
        var unit = _guest.Unit;
        var remapped = 0;
        var hasPassed = false;

        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var round = 0; round < 1000; round++)
                remapped += unit.RemapInterrupt(Request(round % Count)).Outcome == InterruptOutcome.Remapped ? 1 : 0;
        }));

        // A message is delivered while another thread, which holds up the unit's lock, sends an interrupt.
        var memory = new Held();
        var held = new VtdUnit(new() { Capabilities = new GivenRegisters(Guest.AllCap.Value, Guest.AllEcap.Value) }, memory, _guest);
        held.WriteRegister(Irta.Offset, 8, (new Irta(0) with { S = 7 }).Value);
        held.WriteRegister(Gcmd.Offset, 4, (new Gcmd(0) with { SIRTP = true, IRE = true }).Value);
        Assert.Equal(InterruptOutcome.Remapped, held.RemapInterrupt(Request(1)).Outcome);
        memory.OnRead = () => hasPassed = Task.Run(() => held.RemapInterrupt(Request(1))).Wait(TimeSpan.FromMinutes(1));
        held.RemapInterrupt(Request(2));

        Assert.Equal((Allocations.Runs * 1000, true), (remapped, hasPassed));
    }

    /// <summary>Memory full of present entries.</summary>
    private sealed class Held : IGuestMemory
    {
        public Action? OnRead { get; set; }

        public bool TryRead(ulong address, Span<byte> destination)
        {
            Xapic().CopyTo(destination);
            OnRead?.Invoke();
            return true;
        }

        public bool TryWrite(ulong address, ReadOnlySpan<byte> source) => false;

        public bool TryCompareExchange(ulong address, ulong expected, ulong value, out ulong found)
        {
            found = 0;
            return false;
        }
    }
}
