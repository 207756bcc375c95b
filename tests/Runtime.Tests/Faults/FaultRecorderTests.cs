using Vtd.Runtime.Architecture;
using Vtd.Runtime.Faults;

namespace Vtd.Runtime.Tests.Faults;

public class FaultRecorderTests
{
    private const int RecordSize = 16;

    private static readonly int FirstRecord = Guest.AllCap.FRO * RecordSize;

    private readonly Guest _guest = new();

    private void Report(ushort sourceId = 0x0108, FaultReason reason = FaultReason.WriteDenied, bool fpd = false) =>
        _guest.Unit.ReportFault(FaultRecord.OfAddress(reason, sourceId, 0x1234_5678), fpd);

    private Frcd Record(int index) => new(
        _guest.Unit.ReadRegister(FirstRecord + index * RecordSize, 8),
        _guest.Unit.ReadRegister(FirstRecord + index * RecordSize + 8, 8));

    private void Free(int index) => _guest.Write32(FirstRecord + index * RecordSize + 12, (uint)((new Frcd(0, 0) with { F = true }).High >> 32));

    private void Unmask()
    {
        _guest.Write32(Fedata.Offset, 0x41);
        _guest.Write32(Feaddr.Offset, 0xFEE0_2000);
        _guest.Write32(Fectl.Offset, 0);
    }

    [Fact]
    public void A_record_tells_of_the_request()
    {
        var fault = FaultRecord.OfAddress(FaultReason.ScalableReadDenied, 0x0203, 0xABCD_E123) with
        {
            Type = RequestType.Read, AddressType = AddressType.Translated, Pasid = 0xFFFFF, Execute = true, Privileged = true,
        };

        _guest.Unit.ReportFault(fault, isProcessingDisabled: false);

        var record = Record(0);
        Assert.True(record is
        {
            F: true, FR: FaultReason.ScalableReadDenied, SID: 0x0203, FI: 0xABCDE, T: RequestType.Read, AT: AddressType.Translated,
            PP: true, PV: 0xFFFFF, EXE: true, PRIV: true,
        });
    }

    [Fact]
    public void Without_pasid_the_fields_that_need_one_are_zero()
    {
        _guest.Unit.ReportFault(FaultRecord.OfInterrupt(FaultReason.InterruptEntryNotPresent, 5, 0x8001) with { Execute = true, Privileged = true }, false);

        Assert.True(Record(0) is { PP: false, PV: 0, EXE: false, PRIV: false, FI: 0x8001UL << 36 });
    }

    [Fact]
    public void Records_are_filled_in_turn_and_FRI_names_the_first()
    {
        Report(1);
        Report(2);
        Assert.True(_guest.FSTS is { PPF: true, FRI: 0, PFO: false });
        Assert.Equal((1, 2), (Record(0).SID, Record(1).SID));

        Free(0);
        Assert.True(_guest.FSTS.PPF);
        Free(1);
        Assert.False(_guest.FSTS.PPF);

        Report(3);
        Assert.True(_guest.FSTS is { PPF: true, FRI: 2 });
        Report(4);
        Report(5);
        Assert.Equal((3, 4, 5), (Record(2).SID, Record(3).SID, Record(0).SID));
    }

    [Fact]
    public void Without_a_free_record_faults_are_lost_until_the_overflow_is_cleared()
    {
        for (ushort sourceId = 0; sourceId < 4; sourceId++)
            Report(sourceId);
        Assert.False(_guest.FSTS.PFO);
        Report(9);
        Assert.True(_guest.FSTS.PFO);

        Free(0);
        Report(10); // there is room, but PFO is still set
        Assert.False(Record(0).F);

        _guest.Write32(Fsts.Offset, (new Fsts(0) with { PFO = true }).Value);
        Report(11);
        Assert.Equal(11, Record(0).SID);
    }

    [Theory]
    [InlineData(FaultReason.WriteDenied, true, false)]
    [InlineData(FaultReason.WriteDenied, false, true)]
    [InlineData(FaultReason.RootEntryNotPresent, true, true)]
    internal void FPD_silences_qualified_faults_only(FaultReason reason, bool fpd, bool isRecorded)
    {
        Report(reason: reason, fpd: fpd);
        Assert.Equal(isRecorded, Record(0).F);
    }

    [Fact]
    public void Software_cannot_change_a_record_but_free_it()
    {
        Report(7);
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
        Report(1);
        Assert.Equal([(0xFEE0_2000UL, 0x41u)], _guest.Messages);
        Report(2);
        _guest.StartQueue();
        _guest.SetTail(0x1000); // IQE
        Assert.Single(_guest.Messages);
        Assert.False(_guest.FECTL.IP);

        Free(0);
        Free(1);
        Report(3); // IQE is still pending
        Assert.Single(_guest.Messages);

        Free(2);
        _guest.SetTail(0);
        _guest.Write32(Fsts.Offset, (new Fsts(0) with { IQE = true }).Value);
        Report(4);
        Assert.Equal(2, _guest.Messages.Count);
    }

    [Fact]
    public void An_overflow_and_a_queue_error_raise_the_event_too()
    {
        Unmask();
        _guest.StartQueue();
        _guest.SetTail(0x1000);
        Assert.Single(_guest.Messages);
    }

    [Fact]
    public void Masked_it_waits_until_it_is_unmasked()
    {
        Report(1);
        Assert.Empty(_guest.Messages);
        Assert.True(_guest.FECTL is { IM: true, IP: true });

        Unmask();

        Assert.Single(_guest.Messages);
        Assert.True(_guest.FECTL is { IM: false, IP: false });
    }

    [Fact]
    public void Masked_and_taken_care_of_it_is_forgotten()
    {
        Report(1);
        Assert.True(_guest.FECTL.IP);
        Free(0);
        Assert.False(_guest.FECTL.IP);

        Unmask();

        Assert.Empty(_guest.Messages);
    }

    [Fact]
    public void It_stays_pending_while_any_condition_is_left()
    {
        Report(1);
        _guest.StartQueue();
        _guest.SetTail(0x1000);
        Free(0);
        Assert.True(_guest.FECTL.IP);
        _guest.SetTail(0);
        _guest.Write32(Fsts.Offset, (new Fsts(0) with { IQE = true }).Value);
        Assert.False(_guest.FECTL.IP);
    }
}
