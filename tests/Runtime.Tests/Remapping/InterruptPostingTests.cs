using System.Buffers.Binary;
using System.Collections.Concurrent;
using Vtd.Architecture;
using Vtd.Runtime.InterruptRemapping;
using static Vtd.Runtime.Tests.Remapping.GuestInterrupts;

namespace Vtd.Runtime.Tests.Remapping;

public class InterruptPostingTests
{
    private const int Index = 5;
    private const ulong Descriptor = 0x900_0040;
    private const byte Vector = 0x71;

    private static readonly PostedInterruptDescriptor Plain = default(PostedInterruptDescriptor) with { NV = 0xF2, NDST = 0x1234_5678 };

    private readonly Guest _guest = WithPosting();

    private static PostedIrte Entry(byte vector = Vector, PostingUrgency urgency = PostingUrgency.NonUrgent, ulong address = Descriptor) =>
        default(PostedIrte) with { P = true, IM = InterruptMode.Posted, PDA = address, V = vector, URG = urgency };

    private static void Write(IGuestMemory memory, in PostedInterruptDescriptor descriptor)
    {
        var bytes = new byte[PostedInterruptDescriptor.SizeInBytes];
        descriptor.CopyTo(bytes);
        Assert.True(memory.TryWrite(Descriptor, bytes));
    }

    private PostedInterruptDescriptor Read() => PostedInterruptDescriptor.Read(_guest.ReadMemory(Descriptor, PostedInterruptDescriptor.SizeInBytes));

    private void Start(in PostedIrte entry, in PostedInterruptDescriptor descriptor, bool extended = false)
    {
        _guest.SetEntry(Index, entry);
        Write(_guest.Memory, descriptor);
        _guest.StartRemapping(extended);
    }

    // ON and SN in the descriptor, URG in the entry; whether a notification is sent.
    [Theory]
    [InlineData(false, false, false, true)]
    [InlineData(false, false, true, true)]
    [InlineData(false, true, false, false)]
    [InlineData(false, true, true, true)]
    [InlineData(true, false, false, false)]
    [InlineData(true, false, true, false)]
    [InlineData(true, true, false, false)]
    [InlineData(true, true, true, false)]
    public void A_notification_is_due_unless_one_is_on_its_way_or_it_can_wait(bool on, bool sn, bool urgent, bool isNotified)
    {
        var before = Plain with { ON = on, SN = sn };
        Start(Entry(urgency: urgent ? PostingUrgency.Urgent : PostingUrgency.NonUrgent), before.WithPIRWord(1, 0x8000));

        var result = _guest.Send(Index);

        Assert.Equal(
            isNotified
                ? new(InterruptOutcome.PostedWithNotification, 0xFEE5_6000, 0x40F2, 0) // an xAPIC id is in bits 15:8 of NDST
                : new InterruptResult(InterruptOutcome.Posted, 0, 0, 0),
            result);
        Assert.Equal((before with { ON = on || isNotified }).WithPIRWord(1, 0x8000 | 1UL << 0x31), Read());
    }

    [Fact]
    public void With_x2APIC_the_notification_goes_to_all_of_NDST()
    {
        Start(Entry(), Plain, extended: true);
        Assert.Equal(new(InterruptOutcome.PostedWithNotification, 0x0012_3456_0000_0000UL << 8 | 0xFEE7_8000, 0x40F2, 0), _guest.Send(Index));
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(63, 0, 63)]
    [InlineData(64, 1, 0)]
    [InlineData(191, 2, 63)]
    [InlineData(255, 3, 63)]
    public void Every_vector_has_its_bit(byte vector, int word, int bit)
    {
        Start(Entry(vector), Plain);
        _guest.Send(Index);
        Assert.Equal((Plain with { ON = true }).WithPIRWord(word, 1UL << bit), Read());
    }

    [Fact]
    public void A_vector_that_is_posted_already_is_notified_again()
    {
        Start(Entry(), Plain.WithPIRWord(1, 1UL << 0x31));
        Assert.Equal(InterruptOutcome.PostedWithNotification, _guest.Send(Index).Outcome);
    }

    [Fact]
    public void The_entry_is_cached_and_the_descriptor_is_not()
    {
        Start(Entry(), Plain);
        Assert.Equal(InterruptOutcome.PostedWithNotification, _guest.Send(Index).Outcome);
        Assert.Equal(1, _guest.Unit.EntriesOf(CacheKind.Interrupt));
        _guest.SetEntry(Index, 0, 0);

        Assert.Equal(InterruptOutcome.Posted, _guest.Send(Index).Outcome);
        Write(_guest.Memory, Plain with { NV = 9 });
        Assert.Equal(0x4009u, _guest.Send(Index).Data);
    }

    [Fact]
    public void Posting_by_a_cached_entry_allocates_nothing()
    {
        Start(Entry(), Plain with { SN = true });
        var request = Request(Index);
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var round = 0; round < 1000; round++)
                _guest.Unit.RemapInterrupt(request);
        }));
        Assert.Equal(1, _guest.Unit.EntriesOf(CacheKind.Interrupt));
    }

    [Theory]
    [InlineData(Guest.MemorySize, FaultReason.PostedDescriptorFetch)]
    [InlineData(0xF_FFFF_FFFF_FFC0, FaultReason.PostedDescriptorFetch)]
    [InlineData(0x10_0000_0000_0000, FaultReason.InterruptEntryReserved)] // beyond the host address width
    internal void A_descriptor_that_is_no_memory_is_a_fault_that_FPD_silences(ulong address, FaultReason reason)
    {
        Start(Entry(address: address), Plain);
        _guest.AssertBlocked(Request(Index), reason, recordedIndex: Index);

        _guest.Unit.Caches.Interrupts.DropAll();
        _guest.SetEntry(Index, Entry(address: address) with { FPD = true });
        _guest.AssertBlocked(Request(Index), reason, recordedIndex: null);
    }

    [Theory]
    [InlineData(258)]
    [InlineData(271)]
    [InlineData(280)]
    [InlineData(287)]
    [InlineData(320)]
    [InlineData(511)]
    public void Reserved_bits_of_the_descriptor_are_a_fault_that_FPD_silences(int bit)
    {
        Start(Entry(), Plain);
        var reserved = _guest.ReadMemory(Descriptor, 64);
        reserved[bit / 8] |= (byte)(1 << bit % 8);
        _guest.WriteMemory(Descriptor, reserved);

        _guest.AssertBlocked(Request(Index), FaultReason.PostedDescriptorReserved, recordedIndex: Index);
        Assert.Equal(reserved, _guest.ReadMemory(Descriptor, 64));

        _guest.Unit.Caches.Interrupts.DropAll();
        _guest.SetEntry(Index, Entry() with { FPD = true });
        _guest.AssertBlocked(Request(Index), FaultReason.PostedDescriptorReserved, recordedIndex: null);
    }

    [Fact]
    public void The_source_is_checked_before_anything_is_posted()
    {
        Start(Entry() with { SVT = SourceValidation.SidSq, SID = 1 }, Plain);
        _guest.AssertBlocked(Request(Index), FaultReason.InterruptSourceInvalid, recordedIndex: Index);
        Assert.Equal(Plain, Read());
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(InterruptPosting.MaxAttempts - 1, true)]
    [InlineData(InterruptPosting.MaxAttempts, false)]
    public void An_exchange_is_tried_again_but_not_for_ever(int failures, bool isPosted)
    {
        foreach (var word in new[] { 1, 4 }) // PIR and control
        {
            var memory = new Disturbed();
            var unit = Unit(memory);
            var left = failures;
            ulong noise = 0;
            memory.BeforeExchange = address =>
            {
                if (address == Descriptor + (ulong)word * 8 && left-- > 0)
                    memory.WriteWord(address, word == 1 ? ++noise : (Plain with { SN = left % 2 == 0 }).Qword4);
            };
            // Every change differs from the one before, so that each attempt but the last finds something else.
            Write(memory, word == 1 ? Plain : Plain with { SN = failures % 2 == 0 });

            Assert.Equal(isPosted ? 0 : (byte)FaultReason.PostedDescriptorFetch, (byte)unit.RemapInterrupt(Request(Index)).FaultReason);
        }
    }

    /// <summary>The processor takes an interrupt (clears ON, then empties PIR) at each moment between two steps of the unit.</summary>
    [Theory]
    [InlineData(0, false)]
    [InlineData(0, true)]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [InlineData(2, true)]
    public void Whenever_the_processor_comes_in_between_nothing_is_lost(int moment, bool wasNotified)
    {
        var memory = new Disturbed();
        var unit = Unit(memory);
        Write(memory, (Plain with { ON = wasNotified }).WithPIRWord(1, 4));
        var taken = 0UL;
        var exchanges = 0;
        memory.BeforeExchange = _ =>
        {
            if (exchanges++ != moment)
                return;
            var found = memory.ReadDescriptor();
            taken = found.PIRWord(1);
            Write(memory, (found with { ON = false }).WithPIRWord(1, 0));
        };

        var result = unit.RemapInterrupt(Request(Index));

        var left = memory.ReadDescriptor();
        const ulong Bit = 1UL << 0x31;
        Assert.Equal(Bit, (taken | left.PIRWord(1)) & Bit);
        Assert.True(left.ON || left.PIRWord(1) == 0, "an interrupt is left, and nobody is told");
        var isNotified = result.Outcome == InterruptOutcome.PostedWithNotification;
        Assert.Equal(exchanges > moment ? left.ON : !wasNotified, isNotified);
    }

    [Fact]
    public async Task Nothing_is_lost_and_each_notification_is_sent_once_while_a_processor_takes_interrupts()
    {
        const int Rounds = 4_000;
        byte[] vectors = [0, 1, 64, 65]; // two in a word
        Start(Entry(), Plain);
        var unit = _guest.Unit;
        for (var index = 0; index < 4; index++)
            _guest.SetEntry(index, Entry(vectors[index]));
        var notifications = new BlockingCollection<bool>();
        var taken = new int[4];
        var early = 0;
        var processor = Task.Run(() =>
        {
            foreach (var _ in notifications.GetConsumingEnumerable())
            {
                early += Clear(4, PostedInterruptDescriptor.Masks.ON) == 0 ? 1 : 0;
                for (var index = 0; index < 4; index++)
                {
                    var (word, bit) = Math.DivRem((int)vectors[index], 64);
                    if (Clear(word, 1UL << bit) != 0)
                        Interlocked.Increment(ref taken[index]);
                }
            }
        });

        var sent = new int[4];
        for (var round = 0; round < Rounds; round++)
        {
            // A vector is sent again once it was taken, so that each one counts; with two or more under way, posting
            // one meets the processor taking another.
            var index = round % 4;
            for (var patience = 100_000_000; Volatile.Read(ref taken[index]) != sent[index]; patience--)
            {
                Assert.True(patience > 0, "an interrupt was lost");
                Thread.Yield();
            }
            sent[index]++;
            if (unit.RemapInterrupt(Request(index)).Outcome == InterruptOutcome.PostedWithNotification)
                notifications.Add(true);
        }
        notifications.CompleteAdding();
        await processor;

        Assert.Equal(sent, taken);
        Assert.Equal(0, early);
        Assert.Equal(Plain, Read());

        ulong Clear(int word, ulong bits)
        {
            var address = Descriptor + (ulong)word * 8;
            var expected = BinaryPrimitives.ReadUInt64LittleEndian(_guest.ReadMemory(address, 8));
            while (_guest.Memory.TryCompareExchange(address, expected, expected & ~bits, out var found) && found != expected)
                expected = found;
            return expected & bits;
        }
    }

    private static VtdUnit Unit(Disturbed memory)
    {
        var entry = Entry();
        memory.Inner.TryWrite(Table + Index * 16, BitConverter.GetBytes(entry.Qword0));
        memory.Inner.TryWrite(Table + Index * 16 + 8, BitConverter.GetBytes(entry.Qword1));
        var unit = new VtdUnit(
            new() { Capabilities = new GivenRegisters((Guest.AllCap with { PI = true }).Value, Guest.AllEcap.Value) },
            memory,
            new Guest());
        unit.WriteRegister(Irta.Offset, 8, (new Irta(0) with { IRTA = Table, S = 7 }).Value);
        unit.WriteRegister(Gcmd.Offset, 4, (new Gcmd(0) with { SIRTP = true, IRE = true }).Value);
        return unit;
    }

    /// <summary>Memory that somebody else changes just before an exchange.</summary>
    private sealed class Disturbed : IGuestMemory
    {
        public SparseGuestMemory Inner { get; } = new();

        public Action<ulong>? BeforeExchange { get; set; }

        public PostedInterruptDescriptor ReadDescriptor()
        {
            var bytes = new byte[PostedInterruptDescriptor.SizeInBytes];
            Inner.TryRead(Descriptor, bytes);
            return PostedInterruptDescriptor.Read(bytes);
        }

        public void WriteWord(ulong address, ulong value) => Inner.TryWrite(address, BitConverter.GetBytes(value));

        public bool TryRead(ulong address, Span<byte> destination) => Inner.TryRead(address, destination);

        public bool TryWrite(ulong address, ReadOnlySpan<byte> source) => Inner.TryWrite(address, source);

        public bool TryCompareExchange(ulong address, ulong expected, ulong value, out ulong found)
        {
            BeforeExchange?.Invoke(address);
            return Inner.TryCompareExchange(address, expected, value, out found);
        }
    }
}
