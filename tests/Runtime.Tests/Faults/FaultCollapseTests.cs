using Vtd.Architecture;

namespace Vtd.Runtime.Tests.Faults;

/// <summary>Faults of a source that a fault recording register tells of already, where the options have them dropped (7.1.4).</summary>
public class FaultCollapseTests
{
    private readonly Log _log = new();

    private sealed class Log : IUnitObserver
    {
        public List<FaultDisposition> Fates { get; } = [];

        public void FaultReported(in ReportedFault fault) => Fates.Add(fault.Disposition);
    }

    private Guest Start(bool collapse) => new(observer: _log, options: options => options with { CollapseFaults = collapse });

    private static void Free(Guest guest, int index)
    {
        var offset = (guest.Capabilities.CAP.FRO + index) * 16 + 8;
        guest.Write64(offset, (new Frcd(0, 0) with { F = true }).Qword1);
    }

    [Theory]
    [InlineData(true, FaultDisposition.Collapsed)]
    [InlineData(false, FaultDisposition.Recorded)]
    public void One_record_for_each_source(bool collapse, FaultDisposition second)
    {
        var guest = Start(collapse);

        guest.Fault(1);
        guest.Fault(1);
        guest.Fault(2);

        Assert.Equal([FaultDisposition.Recorded, second, FaultDisposition.Recorded], _log.Fates);
        Assert.Equal(collapse ? 2 : 3, Enumerable.Range(0, 4).Count(index => guest.Unit.Registers.GetFRCD(index).F));
    }

    [Fact]
    public void They_do_not_overflow()
    {
        var guest = Start(collapse: true);
        for (ushort sourceId = 0; sourceId < 4; sourceId++)
            guest.Fault(sourceId);

        guest.Fault(3);
        Assert.False(guest.FSTS.PFO);
        guest.Fault(4);
        Assert.True(guest.FSTS.PFO);
        Assert.Equal([FaultDisposition.Collapsed, FaultDisposition.Overflowed], _log.Fates[^2..]);
    }

    [Fact]
    public void A_record_that_was_freed_holds_nothing_back()
    {
        var guest = Start(collapse: true);
        guest.Fault(1);
        Free(guest, 0);

        guest.Fault(1);

        Assert.Equal([FaultDisposition.Recorded, FaultDisposition.Recorded], _log.Fates);
        Assert.True(guest.FSTS is { PPF: true, FRI: 1 });
    }

    [Fact]
    public void They_raise_no_message()
    {
        var guest = Start(collapse: true);
        guest.Write32(Fectl.Offset, 0);
        guest.Fault(1);
        Assert.Single(guest.Messages);

        guest.Fault(1);
        Assert.Single(guest.Messages);
    }
}
