using Vtd.Architecture;

namespace Vtd.Runtime.Tests.Faults;

public class FaultRecorderTests
{
    private const int RecordSize = 16;

    private static readonly int FirstRecord = Guest.AllCap.FRO * RecordSize;

    private readonly Guest _guest = new();

    private Frcd Record(int index) => new(
        _guest.Unit.ReadRegister(FirstRecord + index * RecordSize, 8),
        _guest.Unit.ReadRegister(FirstRecord + index * RecordSize + 8, 8));

    private void Free(int index) => _guest.Write32(FirstRecord + index * RecordSize + 12, (uint)((new Frcd(0, 0) with { F = true }).Qword1 >> 32));

    private void Unmask()
    {
        _guest.Write32(Fedata.Offset, 0x41);
        _guest.Write32(Feaddr.Offset, 0xFEE0_2000);
        _guest.Write32(Fectl.Offset, 0);
    }

    [Fact]
    public void Records_are_filled_in_turn_and_FRI_names_the_first()
    {
        _guest.Fault(1);
        _guest.Fault(2);
        Assert.True(_guest.FSTS is { PPF: true, FRI: 0, PFO: false });
        Assert.Equal((1, 2), (Record(0).SID, Record(1).SID));

        Free(0);
        Assert.True(_guest.FSTS.PPF);
        Free(1);
        Assert.False(_guest.FSTS.PPF);

        _guest.Fault(3);
        Assert.True(_guest.FSTS is { PPF: true, FRI: 2 });
        _guest.Fault(4);
        _guest.Fault(5);
        Assert.Equal((3, 4, 5), (Record(2).SID, Record(3).SID, Record(0).SID));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    public void There_are_as_many_records_as_NFR_says(byte nfr)
    {
        var guest = new Guest(Guest.AllCap with { NFR = nfr });
        for (ushort sourceId = 0; sourceId <= nfr; sourceId++)
            guest.Fault(sourceId);
        Assert.True(guest.FSTS is { PPF: true, FRI: 0, PFO: false });

        guest.Fault(nfr);
        Assert.True(guest.FSTS.PFO);
        Assert.All(Enumerable.Range(0, nfr + 1), index => Assert.Equal(index, guest.Unit.Registers.GetFRCD(index).SID));
    }

    [Fact]
    public void Without_a_free_record_faults_are_lost_until_the_overflow_is_cleared()
    {
        for (ushort sourceId = 0; sourceId < 4; sourceId++)
            _guest.Fault(sourceId);
        Assert.False(_guest.FSTS.PFO);
        _guest.Fault(9);
        Assert.True(_guest.FSTS.PFO);

        Free(0);
        _guest.Fault(10); // there is room, but PFO is still set
        Assert.False(Record(0).F);

        _guest.Write32(Fsts.Offset, (new Fsts(0) with { PFO = true }).Value);
        _guest.Fault(11);
        Assert.Equal(11, Record(0).SID);
    }

    [Fact]
    public void Software_cannot_change_a_record_but_free_it()
    {
        _guest.Fault(7);
        _guest.Write64(FirstRecord, ulong.MaxValue);
        _guest.Write32(FirstRecord + 8, uint.MaxValue);
        Assert.Equal(7, Record(0).SID);

        Free(0);

        Assert.False(Record(0).F);
        Assert.Equal(7, Record(0).SID);
    }

    [Fact]
    public void One_message_for_all_that_is_pending()
    {
        Unmask();
        _guest.Fault(1);
        Assert.Equal([(0xFEE0_2000UL, 0x41u)], _guest.Messages);
        _guest.Fault(2);
        _guest.StartQueue();
        _guest.SetTail(0x1000); // IQE
        Assert.Single(_guest.Messages);
        Assert.False(_guest.FECTL.IP);

        Free(0);
        Free(1);
        _guest.Fault(3); // IQE is still pending
        Assert.Single(_guest.Messages);

        Free(2);
        _guest.SetTail(0);
        _guest.Write32(Fsts.Offset, (new Fsts(0) with { IQE = true }).Value);
        _guest.Fault(4);
        Assert.Equal(2, _guest.Messages.Count);
    }

    [Fact]
    public void A_queue_error_raises_the_event_too()
    {
        Unmask();
        _guest.StartQueue();
        _guest.SetTail(0x1000);
        Assert.Single(_guest.Messages);
    }

    [Fact]
    public void Masked_it_waits_until_it_is_unmasked()
    {
        _guest.Fault(1);
        Assert.Empty(_guest.Messages);
        Assert.True(_guest.FECTL is { IM: true, IP: true });

        Unmask();

        Assert.Single(_guest.Messages);
        Assert.True(_guest.FECTL is { IM: false, IP: false });
    }

    [Fact]
    public void Masked_and_taken_care_of_it_is_forgotten()
    {
        _guest.Fault(1);
        Assert.True(_guest.FECTL.IP);
        Free(0);
        Assert.False(_guest.FECTL.IP);

        Unmask();

        Assert.Empty(_guest.Messages);
    }

    [Fact]
    public void It_stays_pending_while_any_condition_is_left()
    {
        _guest.Fault(1);
        _guest.StartQueue();
        _guest.SetTail(0x1000);
        Free(0);
        Assert.True(_guest.FECTL.IP);
        _guest.SetTail(0);
        _guest.Write32(Fsts.Offset, (new Fsts(0) with { IQE = true }).Value);
        Assert.False(_guest.FECTL.IP);
    }
    [Fact]
    public void An_overflow_is_a_condition_of_its_own()
    {
        for (ushort sourceId = 0; sourceId < 5; sourceId++)
            _guest.Fault(sourceId);
        for (var index = 0; index < 4; index++)
            Free(index);
        Assert.True(_guest.FSTS is { PPF: false, PFO: true });
        Assert.True(_guest.FECTL.IP);

        _guest.Write32(Fsts.Offset, (new Fsts(0) with { PFO = true }).Value);
        Assert.False(_guest.FECTL.IP);

        Unmask();
        Assert.Empty(_guest.Messages);
    }

    [Fact]
    public void Faults_lost_while_an_overflow_is_pending_raise_no_second_message()
    {
        Unmask();
        for (ushort sourceId = 0; sourceId < 6; sourceId++)
            _guest.Fault(sourceId);
        for (var index = 0; index < 4; index++)
            Free(index);
        _guest.Fault(7); // lost as well: PFO is still set
        Assert.Single(_guest.Messages);
        Assert.False(_guest.FSTS.PPF);

        _guest.Write32(Fsts.Offset, (new Fsts(0) with { PFO = true }).Value);
        _guest.Fault(8);
        Assert.Equal(2, _guest.Messages.Count);
    }
}
