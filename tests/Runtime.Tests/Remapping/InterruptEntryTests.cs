using CsCheck;
using Vtd.Architecture;
using static Vtd.Runtime.Tests.Remapping.GuestInterrupts;

namespace Vtd.Runtime.Tests.Remapping;

public class InterruptEntryTests
{
    private const int Index = 5;

    private static readonly ulong[] DeliveryModes = [0, 1, 2, 4, 5, 7];

    private static readonly Gen<ulong> LegalLow = Gen.Select(Gen.ULong, Gen.Int[0, DeliveryModes.Length - 1], (bits, mode) =>
        bits & ~0xFF00_F0E0UL | 1 | DeliveryModes[mode] << 5);

    private readonly Guest _guest = new();

    public static TheoryData<int> BitsOf(params string[] ranges)
    {
        var bits = new TheoryData<int>();
        foreach (var range in ranges)
        {
            var ends = range.Split(':').Select(int.Parse).ToArray();
            for (var bit = ends[1]; bit <= ends[0]; bit++)
                bits.Add(bit);
        }
        return bits;
    }

    public static TheoryData<int> XapicReserved => BitsOf("127:84", "63:48", "39:32", "31:24", "14:12");

    public static TheoryData<int> X2apicReserved => BitsOf("127:84", "31:24", "14:12");

    public static TheoryData<int> PostedReserved => BitsOf("95:84", "37:24", "13:12", "7:2");

    private void AssertReserved(Guest guest, UInt128 entry, int bit, bool extended)
    {
        guest.StartRemapping(extended);
        guest.SetEntry(Index, (ulong)entry, (ulong)(entry >> 64));
        Assert.NotEqual(InterruptOutcome.Blocked, guest.Send(Index).Outcome);
        guest.Unit.Reset();
        guest.StartRemapping(extended);

        entry |= UInt128.One << bit;
        guest.SetEntry(Index, (ulong)entry, (ulong)(entry >> 64));
        guest.AssertBlocked(Request(Index), FaultReason.InterruptEntryReserved, recordedIndex: Index);

        guest.SetEntry(Index, (ulong)entry | 2, (ulong)(entry >> 64));
        guest.AssertBlocked(Request(Index), FaultReason.InterruptEntryReserved, recordedIndex: null);
        Assert.Equal(0, guest.Unit.EntriesOf(CacheKind.Interrupt));
    }

    [Theory]
    [MemberData(nameof(XapicReserved))]
    public void Reserved_bits_of_the_xapic_layout_are_a_fault(int bit) => AssertReserved(_guest, 0x0000_0300_0031_0001, bit, extended: false);

    [Theory]
    [MemberData(nameof(X2apicReserved))]
    public void Reserved_bits_of_the_x2apic_layout_are_a_fault(int bit) => AssertReserved(_guest, 0xFFFF_FFFF_0031_0001, bit, extended: true);

    [Theory]
    [MemberData(nameof(PostedReserved))]
    public void Reserved_bits_of_the_posted_layout_are_a_fault(int bit) => AssertReserved(WithPosting(), 0x1000_0000_0031_8001, bit, extended: false);

    [Theory]
    [InlineData(3)]
    [InlineData(6)]
    public void Reserved_delivery_modes_are_a_fault(int mode)
    {
        foreach (var extended in new[] { false, true })
        {
            _guest.StartRemapping(extended);
            _guest.SetEntry(Index, Xapic() with { DLM = (DeliveryMode)mode });
            _guest.AssertBlocked(Request(Index), FaultReason.InterruptEntryReserved, recordedIndex: Index);
        }
    }

    [Fact]
    public void Posting_without_the_capability_is_a_fault()
    {
        _guest.SetEntry(Index, default(PostedIrte) with { P = true, IM = InterruptMode.Posted, PDA = 0x1000 });
        _guest.StartRemapping();
        _guest.AssertBlocked(Request(Index), FaultReason.InterruptEntryReserved, recordedIndex: Index);
    }

    [Theory]
    [InlineData(false, Index)]
    [InlineData(true, null)]
    public void An_entry_that_is_not_present_is_a_fault_that_FPD_silences(bool fpd, int? recorded)
    {
        _guest.SetEntry(Index, new XapicIrte(ulong.MaxValue, ulong.MaxValue) with { P = false, FPD = fpd }); // before reserved bits
        _guest.StartRemapping();
        _guest.AssertBlocked(Request(Index), FaultReason.InterruptEntryNotPresent, recorded);
    }

    [Fact]
    public void An_entry_that_is_no_memory_is_a_fault()
    {
        _guest.StartRemapping(table: Guest.MemorySize);
        _guest.AssertBlocked(Request(Index), FaultReason.InterruptEntryFetch, recordedIndex: Index);
    }

    [Fact]
    public void Reserved_bits_come_before_the_source()
    {
        _guest.SetEntry(Index, Xapic() with { DLM = (DeliveryMode)3, SVT = SourceValidation.SidSq, SID = 1 });
        _guest.StartRemapping();
        _guest.AssertBlocked(Request(Index), FaultReason.InterruptEntryReserved, recordedIndex: Index);
    }

    [Fact]
    public void Every_xapic_entry_gives_its_message() => Gen.Select(LegalLow, Gen.UShort).Sample((bits, source) =>
    {
        var low = bits & 0x0000_FF00_FFFF_FFFF;
        var guest = new Guest();
        guest.SetEntry(Index, low, source);
        guest.StartRemapping();

        var destination = low >> 40 & 0xFF;
        AssertMessage(low, destination, guest.Send(Index));
        AssertMessage(low, destination, guest.Send(Index)); // cached
    }, iter: 500);

    [Fact]
    public void Every_x2apic_entry_gives_its_message() => Gen.Select(LegalLow, Gen.UShort).Sample((low, source) =>
    {
        var guest = new Guest();
        guest.SetEntry(Index, low, source);
        guest.StartRemapping(extended: true);

        AssertMessage(low, low >> 32, guest.Send(Index));
        AssertMessage(low, low >> 32, guest.Send(Index)); // cached
    }, iter: 500);

    private static void AssertMessage(ulong entry, ulong destination, InterruptResult result)
    {
        var address = 0xFEE0_0000 | (destination & 0xFF) << 12 | destination >> 8 << 40;
        address |= (entry >> 3 & 1) << 3 | (entry >> 2 & 1) << 2;
        var data = (entry >> 16 & 0xFF) | (entry >> 5 & 7) << 8 | 1 << 14 | (entry >> 4 & 1) << 15;
        Assert.Equal(new(InterruptOutcome.Remapped, address, (uint)data, 0), result);
    }

    // What an entry allows: source validation, qualifier, source id of the entry, source of the request.
    [Theory]
    [InlineData(0, 0, 0x1234, 0x0108, true)]
    [InlineData(0, 3, 0x1234, null, true)]
    [InlineData(1, 0, 0x0108, 0x0108, true)]
    [InlineData(1, 0, 0x0108, 0x010C, false)]
    [InlineData(1, 0, 0x0108, 0x0208, false)]
    [InlineData(1, 0, 0x0208, null, true)]
    [InlineData(1, 1, 0x0108, 0x010C, true)]
    [InlineData(1, 1, 0x0108, 0x010A, false)]
    [InlineData(1, 1, 0x0108, 0x0109, false)]
    [InlineData(1, 2, 0x0108, 0x010E, true)]
    [InlineData(1, 2, 0x0108, 0x0109, false)]
    [InlineData(1, 3, 0x0108, 0x010F, true)]
    [InlineData(1, 3, 0x0108, 0x0110, false)]
    [InlineData(1, 3, 0x0108, 0x8108, false)]
    [InlineData(2, 0, 0x0204, 0x01FF, false)]
    [InlineData(2, 0, 0x0204, 0x0200, true)]
    [InlineData(2, 0, 0x0204, 0x0377, true)]
    [InlineData(2, 0, 0x0204, 0x04FF, true)]
    [InlineData(2, 0, 0x0204, 0x0500, false)]
    [InlineData(2, 3, 0x0404, 0x0408, true)]
    [InlineData(2, 0, 0x0402, 0x0300, false)] // last before first: nobody
    [InlineData(2, 0, 0x0204, null, true)]
    [InlineData(3, 0, 0x0108, 0x0108, false)]
    [InlineData(3, 0, 0x0108, null, true)]
    public void The_source_is_checked(int validation, int qualifier, int sourceId, int? requester, bool isAllowed)
    {
        var entry = Xapic() with { SVT = (SourceValidation)validation, SQ = (SourceQualifier)qualifier, SID = (ushort)sourceId };
        var request = Request(Index, (ushort?)requester);
        _guest.SetEntry(Index, entry);
        _guest.StartRemapping();

        for (var round = 0; round < 2; round++)
        {
            if (isAllowed)
                Assert.Equal(InterruptOutcome.Remapped, _guest.Unit.RemapInterrupt(request).Outcome);
            else
                _guest.AssertBlocked(request, FaultReason.InterruptSourceInvalid, recordedIndex: Index);
        }
        Assert.Equal(isAllowed ? 1 : 0, _guest.Unit.EntriesOf(CacheKind.Interrupt));
        if (isAllowed)
            return;
        _guest.SetEntry(Index, entry with { FPD = true });
        _guest.AssertBlocked(request, FaultReason.InterruptSourceInvalid, recordedIndex: null);
    }
}
